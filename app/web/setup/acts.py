"""What was done, in words: a sentence's worth for each kind of act, who did it, and the name of what it was done to."""

from collections.abc import Callable, Collection, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.publishing.files import BY
from app.publishing.publications import number_of
from app.services.figures import reporting
from app.store import Session, audit
from app.store.figures import publications
from app.web.language import language
from app.wording import Words, dimension_name

ACTS = {
    "attempt.correct": _l("A paper test was corrected"),
    "attempt.take_out": _l("A paper test was taken out"),
    "attempt.type_in": _l("A paper test was typed in"),
    "audit.begin": _l("The list of what was done was sealed"),
    "audit.begin_anew": _l("The list of what was done was sealed anew, under a new secret"),
    "audit.begin_seals": _l("What had been received was sealed"),
    "cards.drop": _l("Prepared cards were thrown away"),
    "cards.prepare": _l("Cards to hand out were prepared"),
    "cards.unlock": _l("Cards that rested were unlocked"),
    "cohort.add": _l("A group was made"),
    "cohort.archive": _l("A group was archived"),
    "cohort.attendance": _l("Attendance was noted"),
    "cohort.consent": _l("The consent of guardians was noted"),
    "cohort.consent_back": _l("The note on consent was taken back"),
    "cohort.delete": _l("An empty group was deleted"),
    "cohort.edit": _l("A group was changed"),
    "cohort.joining_close": _l("Joining was closed"),
    "cohort.joining_open": _l("Joining was opened"),
    "cohort.reassign": _l("A group was given to another facilitator"),
    "cohort.settle": _l("A group was settled by hand"),
    "cohort.settle_due": _l("A group settled by itself"),
    "cohort.erase_due": _l("A group’s answers were erased: their time was over"),
    "cohort.unarchive": _l("A group was brought back"),
    "helpline.add": _l("A helpline was added"),
    "helpline.confirm": _l("A helpline was called and confirmed"),
    "helpline.edit": _l("A helpline was changed"),
    "helpline.hide": _l("A helpline was hidden"),
    "helpline.show": _l("A helpline was shown again"),
    "helpline.unconfirm": _l("A confirmation of a helpline was taken back"),
    "instance.rotate_secret": _l("The secret of the instance was renewed"),
    "learner.add_by_hand": _l("A learner was added by hand"),
    "learner.erase": _l("A learner was erased on a guardian’s word"),
    "learner.erase_ask": _l("Erasing a learner was asked for on a guardian’s word"),
    "learner.erase_drop": _l("A request to erase a learner was dropped"),
    "learner.erase_anew": _l("Somebody erased before was erased anew from a restored copy"),
    "learner.card": _l("A new card was made"),
    "learner.export": _l("All that is held on a learner was written out"),
    "learner.merge": _l("Two cards of one learner were merged"),
    "learner.remove_aside": _l("Answers that lay aside were removed"),
    "learner.withdraw": _l("A learner withdrew and was erased"),
    "lottery.draw": _l("Lots were drawn: which groups wait"),
    "lottery.undo": _l("A draw of waiting groups was taken back"),
    "partner.add": _l("A partner was added"),
    "partner.archive": _l("A partner was archived"),
    "partner.rename": _l("A partner was renamed"),
    "partner.unarchive": _l("A partner was brought back"),
    "programme.add": _l("A programme was added"),
    "programme.archive": _l("A programme was archived"),
    "programme.edit": _l("A programme was changed"),
    "programme.retention": _l("How long answers stay was changed"),
    "programme.settle_anew": _l("Settled groups were counted anew"),
    "programme.unarchive": _l("A programme was brought back"),
    "publication.correct": _l("A publication was corrected"),
    "publication.file": _l("A file of a publication was taken"),
    "publication.make": _l("Figures were published"),
    "publication.withdraw": _l("A publication was withdrawn"),
    "refusal.file": _l("Refused: a file of a publication"),
    "refusal.group": _l("Refused: to settle a group"),
    "refusal.internal": _l("Refused: a file of internal figures"),
    "refusal.publication": _l("Refused: to publish"),
    "refusal.settling": _l("Refused: to count settled groups anew"),
    "refusal.withdrawn": _l("Refused: a file of a withdrawn publication"),
    "release.add": _l("A course was released"),
    "release.offer": _l("A release was offered again"),
    "release.withdraw": _l("A release was withdrawn from new groups"),
    "staff.add": _l("Somebody was added"),
    "staff.disable": _l("Somebody was disabled"),
    "staff.enable": _l("Somebody was enabled again"),
    "staff.link": _l("A one-time link was made"),
    "staff.passphrase": _l("A passphrase was changed by its owner"),
    "staff.recovery_code": _l("A recovery code was used"),
    "staff.recovery_codes": _l("New recovery codes were made"),
    "staff.role": _l("A role was given"),
    "staff.role_end": _l("A role was ended"),
    "staff.second_factor": _l("The second step at sign-in was set up"),
    "staff.second_factor_end": _l("A new link ended the second step at sign-in"),
    "staff.sign_out": _l("Somebody was signed out everywhere"),
    "test.close": _l("A test was closed"),
    "test.drop_plan": _l("The planned opening of a test was taken back"),
    "test.open": _l("A test was opened"),
    "test.plan": _l("The opening of a test was planned"),
    "test.reopen": _l("A test was opened again"),
    "test.take_back": _l("The opening of a test was taken back"),
    "test.undo_close": _l("The closing of a test was taken back"),
}

KINDS = {
    "refusal": _l("Refusals"),
    "publication": _l("Publications and their files"),
    "programme": _l("Programmes, and counting anew"),
    "cohort": _l("Groups, and settling"),
    "test": _l("Tests"),
    "attempt": _l("Paper tests"),
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


def act_name(act: str) -> str:
    """Returns what an act is called in the reader's language; its code for one that has no name in this version."""
    return str(ACTS.get(act, act))


def kinds() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Lists what the audit can be searched for: each kind of act, and the acts of it, by code and name."""
    return [
        (kind, str(name), [(act, str(label)) for act, label in ACTS.items() if act.startswith(f"{kind}.")])
        for kind, name in KINDS.items()
    ]


def acts_of(kind: str) -> list[str]:
    """Lists the codes of acts that a search names: the act itself, or all of a kind; none for anything else."""
    return [act for act in ACTS if kind in (act, act.partition(".")[0])]


WITHDRAW = "publication.withdraw"
OF_FIGURES = ("refusal.", "publication.", "programme.settle_anew")
"""How acts begin that have to do with what leaves the house."""


def subject_names(session: Session, acts: Collection[audit.Act]) -> Callable[[audit.Act], str]:
    """Returns a function that names what an act was done to; its id where that does not exist any more."""
    names = audit.names_of(session, acts)
    regions = reporting.region_names(session, Words(language()))
    groups = audit.groups_of(session, acts)
    reasons = publications.reasons_of(session, {row.programme_id for row in acts if row.act == WITHDRAW})

    def name(row: audit.Act) -> str:
        what = names.get(row.subject, row.subject)
        if row.subject.startswith("learner "):
            what = _("Learner %(number)s", number=row.subject.removeprefix("learner "))
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
    split = " × ".join(dimension_name(words, name) for name in BY.get(detail.get("split", ""), ()))
    parts = (detail.get("format", "").upper(), split, detail.get("language", ""), REASONS.get(detail.get("reason", "")))
    return ", ".join(str(part) for part in (what, *parts) if part)
