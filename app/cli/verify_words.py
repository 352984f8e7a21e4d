"""What `navigator verify` calls the rows that it found changed, and how to mend them, in the reader's language."""

import re

from analytics.counts.ledger import TOTAL
from app.publishing import upkeep as published
from app.publishing.files import BY
from app.services.figures import ledgers
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.wording import Words, dimension_name, value_name

_SETTLEMENT = re.compile(r"settlement of cohort (?P<group>\S+), (?P<step>\w+), number (?P<number>\d+)")
_CELL = re.compile(
    r"cell (?P<programme>\d+) (?P<test>\d+) (?P<step>\w+) \w+ (?P<split>\w+) (?P<value>.*) (?P<month>[\d-]*)"
)


def table_name(words: Words, table: str) -> str:
    """Returns what is wrong with rows of a table, as the head of what follows."""
    _ = words.gettext
    names = {
        "attempt": _("Tests that are not as they came or were counted"),
        "refused_attempt": _("Tests that lie aside and are not as they came"),
        "score_pair": _("Scores in pairs that are not as they were counted"),
        "cohort_tally": _("Progress of groups that is not as it was counted"),
        "learner": _("Learners whose card, consent or tests were changed by hand"),
        "staff": _("Staff whose sign-in or roles were changed by hand"),
        "cohort": _("Groups that were changed by hand"),
        "settlement": _("Counts of settled groups that are not as they settled"),
        "cell": _("Sums of the figures that are not as they were added up"),
        "publication": _("Publications that are not as they were made"),
        "publication_file": _("Files of publications that are not as they were made"),
        "audit": _("Entries of the list of what was done that were changed by hand"),
        "audit_head": _("The end of the list of what was done that was changed by hand"),
        "course_release": _("Courses that are not as they were released"),
        "instrument": _("Tests that belong to no released course"),
    }
    return names.get(table, _("Other rows that are not as they were"))


def mend_words(words: Words, mend: str) -> str:
    """Returns how a fault is mended; a way without words as it is."""
    _ = words.gettext
    names = {
        ledgers.RESTORE: _("restore a backup"),
        ledgers.RESTORE_ROWS: _("`navigator rebuild` where a score alone was edited, else restore a backup"),
        ledgers.REBUILD: _("`navigator rebuild`, unless a test or a settled group is named too"),
        published.AS_IT_WAS: _("restore a backup; the files that were sent out already are as they were"),
        published.WITH_A_BACKUP: _(
            "restore a backup, or delete this row: the file is made again when somebody asks for it"
        ),
    }
    return names.get(mend, mend)


def row_name(words: Words, row: str) -> str:
    """Returns the name of a row that is no learner's, such as "publication 2", with its id as the database has it.

    In English it is the name that `--json` has.
    """
    if words.language == "en":
        return row
    _ = words.gettext
    if match := _SETTLEMENT.fullmatch(row):
        return _("group %(group)s, %(step)s, count %(number)s") % {
            **match.groupdict(),
            "step": _step(words, match["step"]),
        }
    if match := _CELL.fullmatch(row):
        return _("programme %(programme)s, test %(test)s, %(step)s, %(split)s: %(value)s, %(month)s") % {
            **match.groupdict(),
            "step": _step(words, match["step"]),
            "split": _split(words, match["split"]),
            "value": _value(words, match["split"], match["value"]),
        }
    table, _space, key = row.partition(" ")
    names = {
        "attempt": _("test %(id)s"),
        "audit": _("entry %(id)s"),
        "cohort": _("group %(id)s"),
        "course_release": _("release %(id)s"),
        "instrument": _("test of a course, %(id)s"),
        "publication": _("publication %(id)s"),
        "publication_file": _("file of publication %(id)s"),
        "refused_attempt": _("test that lies aside, %(id)s"),
        "staff": _("member of staff %(id)s"),
    }
    return names.get(table, _("row %(id)s")) % {"id": key}


def _split(words: Words, split: str) -> str:
    if split == TOTAL:
        return words.gettext("Total")
    return " × ".join(dimension_name(words, name) for name in BY.get(split, (split,)))


def _value(words: Words, split: str, value: str) -> str:
    """Values of several variables stand behind one another."""
    names = BY.get(split, (split,))
    parts = zip(names, value.split(" ", len(names) - 1), strict=False)
    return ", ".join(value_name(words, name, part) for name, part in parts)


def _step(words: Words, step: str) -> str:
    _ = words.gettext
    return {COURSE: _("lessons and second test"), FOLLOW_UP: _("Follow-up"), REVEAL: _("result of the group")}[step]
