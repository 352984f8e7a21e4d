"""Rows that somebody edits by hand, seventy ways and more."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from app.services import archiving, cohorts
from app.services.figures import upkeep
from app.store import audit_chain, keyed_seals
from app.store.answers import numbers
from app.store.answers.learner_seals import LEARNERS
from app.store.tables import (
    Audit,
    Cohort,
    Consent,
    Learner,
    LessonProgress,
    OneTimeLink,
    PeerReach,
    RefusedAttempt,
    RoleGrant,
    ScorePair,
    SecondFactor,
    Staff,
    Wording,
)
from tests.app.conftest import MORNING
from tests.app.services.received import ABSENT, PAPER, TWICE, WHOLE, Received

LATER = MORNING + timedelta(days=1)
Plant = Callable[[Received], list[str]]
"""Edits rows by hand, and says which are to be named."""
OfLearner = Consent | LessonProgress | PeerReach


def edit_key(w: Received) -> list[str]:
    w.edit_test(key="0" * 32)
    return [f"attempt {w.test().key}"]


def other_words(w: Received) -> list[str]:
    return w.edit_test(wording_id=numbers.number_of(w.session, Wording, "ab" * 32))


def other_form(w: Received) -> list[str]:
    return w.edit_learner(ABSENT, first_form="B" if w.of_learner(ABSENT, "first_form") == "A" else "A")


def swap_answers(w: Received) -> list[str]:
    one, other = w.test(WHOLE), w.test(TWICE)
    return [*w.edit_test(WHOLE, answers=other.answers), *w.edit_test(TWICE, answers=one.answers)]


def delete_and_rebuild(w: Received) -> list[str]:
    named = w.take_out_test(PAPER)
    upkeep.rebuild(w.session)
    return named


def put_in_learner(w: Received) -> list[str]:
    row = w.row(Learner, Learner.learner_id == w.learners[WHOLE])
    w.put_in(Learner, row, learner_id=999, handle=99, code_hash="cd" * 16, join_key="another")
    return ["learner 999", f"cohort {w.cohort.cohort_id}"]


def take_out_learner(w: Received) -> list[str]:
    w.take_out(Learner, Learner.learner_id == w.learners[ABSENT])
    return [f"cohort {w.cohort.cohort_id}"]


def exchange_groups(w: Received) -> list[str]:
    other = w.school.cohort()
    return [*w.edit_learner(cohort_id=other.cohort_id), f"cohort {w.cohort.cohort_id}", f"cohort {other.cohort_id}"]


def edit_what_is_theirs(w: Received, table: type[OfLearner], **values: object) -> list[str]:
    """Rows of this table that belong to who sat the test whole."""
    w.edit(table, table.learner_id == w.learners[WHOLE], **values)
    return [w.learner(WHOLE)]


def take_out_what_is_theirs(w: Received, table: type[OfLearner]) -> list[str]:
    w.take_out(table, table.learner_id == w.learners[WHOLE])
    return [w.learner(WHOLE)]


def put_in_consent(w: Received) -> list[str]:
    w.put_in(Consent, w.row(Consent, Consent.learner_id == w.learners[WHOLE]), version="1999-1")
    return [w.learner(WHOLE)]


def put_in_staff(w: Received) -> list[str]:
    w.put_in(
        Staff, w.row(Staff, Staff.staff_id == w.officer), staff_id=999, ref="forged", name="forged", folded="forged"
    )
    return ["staff 999"]


def put_in_role(w: Received) -> list[str]:
    w.put_in(RoleGrant, w.role(), role_grant_id=999, role="administrator")
    return ["role_grant 999"]


def take_out_role(w: Received) -> list[str]:
    w.take_out(RoleGrant, RoleGrant.role_grant_id == w.role(has_ended=True).role_grant_id)
    return [f"staff {w.officer}"]


def other_second_factor(w: Received) -> list[str]:
    secret = w.row(SecondFactor, SecondFactor.staff_id == w.administrator).secret
    w.edit(SecondFactor, SecondFactor.staff_id == w.officer, secret=secret)
    return [f"staff {w.officer}"]


def take_out_second_factor(w: Received) -> list[str]:
    w.take_out(SecondFactor, SecondFactor.staff_id == w.officer)
    return [f"staff {w.officer}"]


def other_passphrase(w: Received) -> list[str]:
    return w.edit_staff(passphrase_hash=w.row(Staff, Staff.staff_id == w.administrator).passphrase_hash)


def edit_act(w: Received) -> list[str]:
    w.edit(Audit, Audit.number == 3, subject="somebody else")
    return [f"audit {w.row(Audit, Audit.number == 3).audit_id}"]


def take_out_act(w: Received) -> list[str]:
    w.take_out(Audit, Audit.number == 3)
    return ["audit: act 3 is missing"]


def take_out_seals(w: Received) -> list[str]:
    for table in (Learner, Cohort, Staff):
        w.session.execute(update(table).values(seal=None))
    return [w.learner(WHOLE), w.learner(ABSENT), f"cohort {w.cohort.cohort_id}", f"staff {w.officer}"]


def take_out_group(w: Received) -> list[str]:
    """One that nobody has joined yet, so that nothing else stands there without it."""
    other = w.school.cohort()
    audit_chain.link(w.session)
    w.take_out(Cohort, Cohort.cohort_id == other.cohort_id)
    return [f"cohort {other.cohort_id}"]


def take_out_group_in_the_place_of_another(w: Received) -> list[str]:
    """Under the id of one that was deleted by the rules."""
    former = w.school.cohort(is_open=False)
    archiving.delete(w.session, former, now=LATER)
    w.put_in(Cohort, w.row(Cohort, Cohort.cohort_id == w.cohort.cohort_id), **new_group(former.cohort_id))
    w.school.session.expire_all()
    cohorts.note(w.session, "cohort.add", w.school.anew(former), by=None, now=LATER)
    audit_chain.link(w.session)
    w.take_out(Cohort, Cohort.cohort_id == former.cohort_id)
    return [f"cohort {former.cohort_id}"]


def new_group(cohort_id: int) -> dict[str, object]:
    return {"cohort_id": cohort_id, "ref": "another", "join_code": "ABCDEFGH"}


def take_out_staff(w: Received) -> list[str]:
    """With all that stands there of them."""
    ref = w.row(Staff, Staff.staff_id == w.officer).ref
    for table in (RoleGrant, SecondFactor, OneTimeLink):
        w.take_out(table, table.staff_id == w.officer)
    w.take_out(Staff, Staff.staff_id == w.officer)
    return [f"staff {ref}"]


def put_in_lesson(w: Received) -> list[str]:
    row = w.row(LessonProgress, LessonProgress.learner_id == w.learners[WHOLE])
    w.put_in(LessonProgress, row, learner_id=w.learners[ABSENT])
    return [w.learner(ABSENT)]


def edit_refused(w: Received) -> list[str]:
    """Another answer in what lies aside."""
    row = w.row(RefusedAttempt, RefusedAttempt.learner_id == w.learners[TWICE])
    w.edit(RefusedAttempt, RefusedAttempt.refused_attempt_id > 0, body={**row.body, "answers": {}})
    return [f"refused_attempt {row.refused_attempt_id}"]


def seal_with_a_guess(w: Received) -> list[str]:
    """By somebody who knows how seals are made, and not the key."""
    named, learner_id = w.edit_test(seconds=b"\x01" * 14), w.learners[WHOLE]
    record = LEARNERS.read(w.session, [learner_id])[learner_id]
    w.edit_learner(seal=keyed_seals._seal(b"guessed", LEARNERS, record))
    return named


def edit_score(w: Received) -> list[str]:
    w.edit(ScorePair, ScorePair.learner_id == w.learners[WHOLE], pre=14)
    return ["score_pair"]


PLANTED: dict[str, Plant] = {
    "a wrong option, another wrong one": lambda w: w.edit_test(answers=w.other_wrong()),
    "all answers of another": swap_answers,
    "seconds": lambda w: w.edit_test(seconds=b"\x01" * 14),
    "the hash of what a phone sent": lambda w: w.edit_test(content_sha256="0" * 64),
    "when it began": lambda w: w.edit_test(started_at=LATER),
    "when it was finished": lambda w: w.edit_test(finished_at=w.test().finished_at - timedelta(microseconds=1)),
    "when it was received": lambda w: w.edit_test(received_at=LATER),
    "not received": lambda w: [w.learner(WHOLE), *w.edit_test(received_at=None, number=0)],
    "its form": lambda w: w.edit_test(form="B" if w.test().form == "A" else "A"),
    "its language": lambda w: w.edit_test(language="kk"),
    "its key": edit_key,
    "the way it came": lambda w: w.edit_test(channel="paper"),
    "who typed it in": lambda w: w.edit_test(PAPER, typed_by=w.officer),
    "how a sheet came in": lambda w: w.edit_test(PAPER, source="file"),
    "why it was typed again": lambda w: w.edit_test(PAPER, reason="slipped"),
    "why a former version does not stand": lambda w: w.edit_test(PAPER, 0, bar="refused"),
    "that a second person said yes": lambda w: w.edit_test(PAPER, is_confirmed=True),
    "a former version made to stand": lambda w: w.edit_test(PAPER, 0, bar=None),
    "typed in, not sent": lambda w: w.edit_test(typed_by=w.officer),
    "what was asked beside the items": lambda w: w.edit_test(points=b"\x01\x02"),
    "the words that were seen": other_words,
    "its wave": lambda w: w.edit_test(TWICE, 0, wave="early"),
    "where it was sat": lambda w: w.edit_test(cohort_id=w.school.cohort().cohort_id),
    "whose it is": lambda w: [*w.edit_test(TWICE, 0, learner_id=w.learners[ABSENT]), w.learner(TWICE)],
    "its score": lambda w: w.edit_test(score=14),
    "a test that counts, deleted, and all made anew": delete_and_rebuild,
    "a test that does not count, deleted": lambda w: w.take_out_test(TWICE, 0),
    "one of two of a merged learner, deleted": lambda w: w.take_out_test(WHOLE, 0),
    "a whole test that does not count, put in": lambda w: w.forge_test(PAPER, is_counted=False),
    "a whole test that counts, put in": lambda w: w.forge_test(ABSENT),
    "a test put in, and all made anew": lambda w: (w.forge_test(ABSENT), upkeep.rebuild(w.session))[0],
    "when consent was given": lambda w: w.edit_consent(given_at=LATER),
    "to which words": lambda w: w.edit_consent(version="1999-1"),
    "in which language": lambda w: w.edit_consent(language="en"),
    "consent, deleted": lambda w: take_out_what_is_theirs(w, Consent),
    "consent, put in": put_in_consent,
    "a sex": lambda w: w.edit_learner(ABSENT, sex="male"),
    "an age": lambda w: w.edit_learner(ABSENT, age_band="18-19"),
    "a number": lambda w: w.edit_learner(handle=77),
    "which form came first": other_form,
    "when somebody joined": lambda w: w.edit_learner(joined_at=LATER),
    "by which phone": lambda w: w.edit_learner(join_key="another"),
    "the PIN of another": lambda w: w.edit_learner(pin_hash=w.of_learner(ABSENT, "pin_hash")),
    "the code of a card": lambda w: w.edit_learner(code_hash="cd" * 16),
    "a learner, deleted": take_out_learner,
    "a group, deleted": take_out_group,
    "a group with the id of another, deleted": take_out_group_in_the_place_of_another,
    "a member of staff, deleted": take_out_staff,
    "when a lesson was done": lambda w: edit_what_is_theirs(w, LessonProgress, done_at=LATER),
    "a lesson done, deleted": lambda w: take_out_what_is_theirs(w, LessonProgress),
    "a lesson done, put in": put_in_lesson,
    "how many were taught": lambda w: edit_what_is_theirs(w, PeerReach, peers=50),
    "that any were taught, deleted": lambda w: take_out_what_is_theirs(w, PeerReach),
    "what lies aside": edit_refused,
    "a learner, put in": put_in_learner,
    "a learner in another group": exchange_groups,
    "the seal of another": lambda w: w.edit_learner(seal=w.of_learner(TWICE, "seal")),
    "a seal of all that is there, with a guessed key": seal_with_a_guess,
    "every seal, deleted": take_out_seals,
    "a passphrase of another": other_passphrase,
    "no passphrase": lambda w: w.edit_staff(passphrase_hash=None),
    "a name": lambda w: w.edit_staff(name="somebody"),
    "somebody disabled": lambda w: w.edit_staff(disabled_at=LATER),
    "somebody of the staff, put in": put_in_staff,
    "a role": lambda w: w.edit_role(role="administrator"),
    "where a role holds": lambda w: w.edit_role(programme_id=None),
    "a role that had ended": lambda w: w.edit_role(has_ended=True, ended_at=None),
    "a role, put in": put_in_role,
    "a role, deleted": take_out_role,
    "a second factor of another": other_second_factor,
    "no second factor": take_out_second_factor,
    "an act": edit_act,
    "an act, deleted": take_out_act,
    "a right option in a stored course": lambda w: w.edit_release(),
    "a pair of scores": edit_score,
}
