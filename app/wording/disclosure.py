"""What a published table does not show, or shows otherwise, so that nobody is recognised by it."""

from collections.abc import Callable, Iterator, Mapping

from analytics import GainReport, GroupReport, Key, NoteCode
from analytics.disclosure import LEAST, Disclosed
from analytics.disclosure_rounding import BASE, SLACK, ends_of_part
from app.wording.figure_text import range_text
from app.wording.words import Words

EXAMPLE = (25, (0, 0))
"""A rounded count of learners, and those of the others, by whom it is explained what rounding leaves open."""


def rounding_mark(words: Words) -> str:
    """Returns the words beside the title of a table with rounded counts."""
    ten = 2 * BASE
    numbers = {"base": BASE, "count": ten, "low": ten - SLACK, "high": ten + SLACK, "few": SLACK}
    values = {name: words.number(value) for name, value in numbers.items()}
    return words.gettext(
        "subgroups rounded to %(base)s: %(count)s stands for %(low)s to %(high)s, 0 for up to %(few)s, "
        "so a share of them lies within a range, such as %(least)s"
    ) % {**values, "least": range_text(words, *ends_of_part(*EXAMPLE))}


def why_hidden(words: Words, group: GroupReport, report: GainReport) -> str:
    """Returns why a row of a table is hidden: its learners are too few, or the filter leaves out only a few others.

    report: in which it stands. Says too where the row can be worked out from the others.
    """
    if any(note.code is NoteCode.REST_TOO_SMALL for note in group.notes):
        return words.gettext("the filter leaves out only a few people")
    few = words.gettext("under %(n)s learners") % {"n": words.number(report.method.suppress or LEAST)}
    return "; ".join((few, *subtraction(words, report)))


def subtraction(words: Words, report: GainReport) -> Iterator[str]:
    """Yields that hidden groups can be worked out from exact ones and the total, where that is so."""
    hidden = sum(one.suppressed for one in report.groups)
    shown = [one.improved for one in report.groups if one.improved is not None]
    if report.total.improved is None or not shown or any(one.least is not None for one in shown):
        return
    if hidden == 1:
        yield words.gettext("can be worked out from the others: for you alone")
    elif hidden:
        yield words.gettext("what the hidden ones are together can be worked out from the others: for you alone")


def disclosure_sentences(
    words: Words, table: Disclosed, as_of: Mapping[Key, int], name: Callable[[tuple[str, ...]], str]
) -> Iterator[str]:
    """Yields sentences on what is suppressed, left out, rounded or older in a published table.

    as_of: the publication's number for groups that keep its figures. name: returns a group's name from its values, or
    from the first of two alone.
    """
    _ = words.gettext

    def named(key: Key) -> str:
        return name((key,) if isinstance(key, str) else key)

    least = words.number(LEAST)
    if table.is_rounded:
        yield _(
            "Rounded: counts of subgroups are to the nearest %(base)s. A share is given from the least to the most "
            "that the counts allow, such as %(range)s: counts are rounded to %(base)s. Confidence intervals cover "
            "every count that a rounded one may stand for, so they are wider. The total is exact."
        ) % {"base": words.number(BASE), "range": range_text(words, *ends_of_part(*EXAMPLE))}
    if table.suppressed:
        yield _("Hidden, for fewer than %(least)s learners took both tests: %(names)s.") % {
            "least": least,
            "names": ", ".join(map(named, table.suppressed)),
        }
    if table.dropped:
        yield _(
            "Left out, for few learners could be worked out (of a hidden subgroup here or in a publication before, or "
            "who came or left after their group was shown its result): %(names)s."
        ) % {"names": ", ".join(map(named, table.dropped))}
    if table.is_split_dropped:
        yield _(
            "The subgroups are left out, for few learners could be worked out: of a hidden subgroup here or in a "
            "publication before, or who came or left after their group was shown its result."
        )
    for number in sorted(set(as_of.values())):
        yield _(
            "As of publication %(number)s, for fewer than %(least)s learners have joined them since: %(names)s."
        ) % {
            "number": words.number(number),
            "least": least,
            "names": ", ".join(named(key) for key, of in as_of.items() if of == number),
        }
    if table.unsaid is not None:
        yield (
            _("About %(count)s learners did not say to which subgroup they belong.")
            % {"count": words.number(table.unsaid)}
            if table.unsaid
            else _("A few learners did not say to which subgroup they belong.")
        )
