"""What was done, in words: a sentence's worth for each kind of act, who did it, and the name of what it was done to."""

from collections.abc import Callable, Collection, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.publishing.files import BY
from app.publishing.publications import number_of
from app.services.figures import reporting
from app.store import Session, audit
from app.store.figures import publications
from app.web.act_words import ACTS
from app.web.language import NAMES, language
from app.wording import Words, dimension_name

KINDS = {
    "refusal": _l("Refusals"),
    "publication": _l("Publications and their files"),
    "programme": _l("Programmes, and counting anew"),
    "cohort": _l("Groups, and settling"),
    "test": _l("Tests"),
    "attempt": _l("Paper tests"),
    "paper": _l("On paper"),
    "instance": _l("The whole instance"),
    "audit": _l("This list itself"),
    "learner": _l("Learners"),
    "cards": _l("Cards"),
    "lottery": _l("Draws of lots"),
    "partner": _l("Partners"),
    "release": _l("Courses"),
    "staff": _l("Staff and roles"),
    "helpline": _l("Helplines"),
}
"""What the code of an act begins with."""
DOERS = {
    audit.COMMAND_LINE: _l("the command line"),
    audit.LEARNER: _l("a learner"),
    audit.DUE: _l("nobody: it was due"),
}
REASONS = {
    "NothingToPublish": _l("nothing new may enter"),
    "NotNow": _l("not until this day"),
    "Overtaken": _l("something was published or had settled since"),
    "DoneAlready": _l("it had been done already"),
    "NotOver": _l("its test is open, or was closed only just before"),
    "TooFewChanges": _l("too few learners would count otherwise"),
    "NoSuchTable": _l("it has no such table"),
    "Unfit": _l("the format cannot say it so"),
    "NeedsExtra": _l("a library for the format is not installed"),
}
"""By the fault that a refusal names."""


def kinds() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Lists what the audit can be searched for: code and name of each kind of act, with code and name of its acts."""
    return [
        (kind, str(name), [(act, str(label)) for act, label in ACTS.items() if act.startswith(f"{kind}.")])
        for kind, name in KINDS.items()
    ]


def acts_of(kind: str) -> list[str]:
    """Lists the codes of the acts that a search term names: one act, or all of a kind; empty for any other term."""
    return [act for act in ACTS if kind in (act, act.partition(".")[0])]


WITHDRAW = "publication.withdraw"
OF_FIGURES = ("refusal.", "publication.", "programme.settle_anew")
"""How acts begin that have to do with what leaves the house."""


def subject_names(session: Session, acts: Collection[audit.Act]) -> Callable[[audit.Act], str]:
    """Returns a function that names what an act of the audit was done to, in the reader's language.

    acts: all that the function will be called with. The name is the subject's id if it no longer exists. For an act on
    figures it also says region, table, format and reason; for an act on a cohort's learner, the cohort.
    """
    names = audit.names_of(session, acts)
    regions = reporting.region_names(session, Words(language()))
    groups = audit.groups_of(session, acts)
    reasons = publications.reasons_of(session, {row.programme_id for row in acts if row.act == WITHDRAW})

    def name(row: audit.Act) -> str:
        what = names.get(row.subject, row.subject)
        if row.subject.startswith("learner "):
            what = _("Learner %(number)s", number=row.subject.removeprefix("learner "))
        if row.subject.startswith("card "):
            what = _("Card of number %(number)s", number=row.subject.removeprefix("card "))
        if "merged_handle" in row.detail:
            what = _("%(learner)s, with number %(other)d", learner=what, other=row.detail["merged_handle"])
        if row.act.startswith(OF_FIGURES):
            figures = _of_figures(row, what, regions)
            reason = reasons.get((row.programme_id, number_of(row.subject))) if row.act == WITHDRAW else ""
            return f"{figures}: {reason}" if reason else figures
        if row.act == "lottery.draw":
            what = _(
                "%(draw)s: %(waiting)s of %(groups)s groups wait; seed “%(seed)s”",
                draw=what,
                waiting=len(row.detail["waiting"]),
                groups=len(row.detail["entrants"]),
                seed=row.detail["seed"],
            )
        group = groups.get(row.cohort_id or 0, "")
        return what if not group or group == what else f"{group}: {what}" if what else group

    return name


def _of_figures(row: audit.Act, what: str, regions: Mapping[str, str]) -> str:
    """Which publication, region, table and format, as far as the act has one."""
    detail = row.detail
    if row.act.startswith(("publication.", "refusal.withdrawn", "refusal.file")):
        what = _("Publication %(name)s", name=row.subject)
    if detail.get("region"):
        what = f"{what}, {regions.get(detail['region'], detail['region'])}"
    words = Words(language())
    reason = detail.get("reason", "")
    split = " × ".join(dimension_name(words, name) for name in BY.get(detail.get("split", ""), ()))
    parts = (detail.get("format", "").upper(), split, NAMES.get(detail.get("language", "")), REASONS.get(reason))
    return ", ".join(str(part) for part in (what, *parts) if part)
