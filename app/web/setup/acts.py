"""What staff did, in words: a sentence's worth for each kind of act, and the name of what it was done to."""

from collections.abc import Callable, Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.store import Session, audit

ACTS = {
    "attempt.correct": _l("A paper test was corrected"),
    "attempt.take_out": _l("A paper test was taken out"),
    "attempt.type_in": _l("A paper test was typed in"),
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
    "cohort.settle": _l("A group settled"),
    "cohort.settle_anew": _l("A group settled anew"),
    "cohort.unarchive": _l("A group was brought back"),
    "helpline.add": _l("A helpline was added"),
    "helpline.confirm": _l("A helpline was called and confirmed"),
    "helpline.edit": _l("A helpline was changed"),
    "helpline.hide": _l("A helpline was hidden"),
    "helpline.show": _l("A helpline was shown again"),
    "helpline.unconfirm": _l("A confirmation of a helpline was taken back"),
    "learner.add_by_hand": _l("A learner was added by hand"),
    "learner.card": _l("A new card was made"),
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
    "programme.unarchive": _l("A programme was brought back"),
    "publication.correct": _l("A publication was corrected"),
    "publication.file": _l("A file of a publication was taken"),
    "publication.make": _l("Figures were published"),
    "publication.withdraw": _l("A publication was withdrawn"),
    "release.add": _l("A course was released"),
    "release.offer": _l("A release was offered again"),
    "release.withdraw": _l("A release was withdrawn from new groups"),
    "staff.add": _l("Somebody was added"),
    "staff.disable": _l("Somebody was disabled"),
    "staff.enable": _l("Somebody was enabled again"),
    "staff.link": _l("A one-time link was made"),
    "staff.role": _l("A role was given"),
    "staff.role_end": _l("A role was ended"),
    "test.close": _l("A test was closed"),
    "test.drop_plan": _l("The planned opening of a test was taken back"),
    "test.open": _l("A test was opened"),
    "test.plan": _l("The opening of a test was planned"),
    "test.reopen": _l("A test was opened again"),
    "test.take_back": _l("The opening of a test was taken back"),
    "test.undo_close": _l("The closing of a test was taken back"),
}


def act_name(act: str) -> str:
    """An act of an older or a newer version has no words here: its code stands for it."""
    return str(ACTS.get(act, act))


def subject_names(session: Session, found: Collection[audit.Audit]) -> Callable[[audit.Audit], str]:
    """What an act was done to, as the administrator calls it; its id where it is there no more."""
    names = audit.names_of(session, found)
    groups = audit.groups_of(session, found)

    def name(row: audit.Audit) -> str:
        what = names.get(row.subject, row.subject)
        if row.subject.startswith("learner "):
            what = _("Learner %(number)s", number=row.subject.removeprefix("learner "))
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
