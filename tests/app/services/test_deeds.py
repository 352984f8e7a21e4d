"""How the small thing at the end of a piece worked out: counted once for each answer, and of nobody."""

import pytest
from sqlalchemy import select

from app.services import retention
from app.services.facilitator.deeds import worked_out
from app.services.learner import deeds
from app.services.learner.deeds import WorkedOut
from app.store.answers import deeds as rows
from app.store.people import held
from app.store.tables import DeedKey, DeedTally
from tests.app.conftest import School, anybody

PIECE = "over-the-hill"


def tell(school: School, learner_id: int, worked_out: WorkedOut = WorkedOut.YES, **names: str) -> None:
    deeds.tell(school.session, learner_id, PIECE, worked_out, **{**anybody(), **names})


def counts(school: School, cohort_id: int) -> dict[str, int]:
    return dict(rows.list_counts(school.session, cohort_id).get(PIECE, {}))


def test_an_answer_that_is_sent_again_counts_once_whatever_it_says_then(school: School) -> None:
    cohort = school.cohort()
    one, _other = school.learner(cohort), school.learner(cohort)
    for answer in (WorkedOut.NOT_YET, WorkedOut.NOT_YET, WorkedOut.YES):
        tell(school, one, answer, key="00ff" * 4)

    assert counts(school, cohort.cohort_id) == {"not_yet": 1}


def test_one_sign_in_answers_once_on_each_piece_under_whatever_names_it_sends(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So no phone fills a group's tally: whoever would answer for another needs that one's card."""
    cohort = school.cohort()
    one, *_others = (school.learner(cohort) for _ in range(4))
    for answer in WorkedOut:
        tell(school, one, answer, token="phone")
    tell(school, one, token="another phone")

    assert counts(school, cohort.cohort_id) == {"yes": 2}
    monkeypatch.setattr(f"{__name__}.PIECE", "before-leaving")
    tell(school, one, WorkedOut.NOT_YET, token="phone")
    assert counts(school, cohort.cohort_id) == {"not_yet": 1}


def test_there_are_never_more_answers_than_learners(school: School) -> None:
    """Whoever sends again and again under new names sways nothing beyond the size of the group."""
    cohort = school.cohort()
    one, _other = school.learner(cohort), school.learner(cohort)
    for _ in range(5):
        tell(school, one, WorkedOut.NOT_FOR_ME)

    assert counts(school, cohort.cohort_id) == {"not_for_me": 2}


def test_a_piece_that_ends_with_nothing_to_do_is_not_asked_about(school: School) -> None:
    learner_id = school.learner(school.cohort())
    for piece_id in ("welcome", "way-home", "nothing"):
        with pytest.raises(LookupError):
            deeds.tell(school.session, learner_id, piece_id, WorkedOut.YES, **anybody())


def test_no_row_names_a_learner_or_joins_an_answer_to_its_key(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    before = held.rows_of(school.session, learner_id)
    tell(school, learner_id, key="0123456789abcdef", token="phone")

    assert held.rows_of(school.session, learner_id) == before
    assert {column.name for column in DeedTally.__table__.columns} == {"cohort_id", "lesson_number", "answer", "count"}
    assert {column.name for column in DeedKey.__table__.columns} == {"cohort_id", "key"}
    names = set(school.session.scalars(select(DeedKey.key)))
    assert len(names) == 2
    assert "0123456789abcdef" in names


def test_the_tally_is_shown_from_eleven_answers_on(school: School) -> None:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(11)]
    for learner_id in learners[:10]:
        tell(school, learner_id)
    assert worked_out(school.session, cohort) == {}

    tell(school, learners[10], WorkedOut.NOT_YET)
    assert worked_out(school.session, cohort) == {PIECE: {"yes": 10, "not_yet": 1}}


def test_the_names_of_answers_go_with_a_groups_answers_and_the_counts_stay(school: School) -> None:
    cohort, other = school.cohort(), school.cohort()
    for each in (cohort, other):
        tell(school, school.learner(each))
    retention.begin(school.session, cohort, school.now)

    assert {*school.session.scalars(select(DeedKey.cohort_id))} == {other.cohort_id}
    assert counts(school, cohort.cohort_id) == {"yes": 1}
