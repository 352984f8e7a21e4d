"""A pair that goes by a sheet with a second person's yes, such as one of blanks, leaves a trace in every report."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.counts.tally import LOST
from analytics.report.came import CameBy
from app.services.facilitator import paper
from app.services.facilitator.gain import gain_of, lost_of
from app.services.figures import reporting, upkeep
from app.services.figures.reporting import Filters, Part, Scope
from app.services.intake import Code
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import Database
from app.store.answers.attempt import Attempt, Bar
from app.store.answers.lost_pairs import has_lost
from app.store.figures import settlements
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from app.wording import Words, late_sentences
from courses import PAIR
from tests.app.conftest import MORNING, School
from tests.app.services.settled_groups import say_yes

pytestmark = pytest.mark.items(14)
EVERYBODY = Filters(Scope(is_whole=True))
SIZE, GONE = 16, 3


@pytest.fixture
def database(sqlite: Database) -> Database:
    """Whatever settles on PostgreSQL runs the same statement there."""
    return sqlite


def group(school: School, *, blanked: int = GONE) -> tuple[Cohort, list[int]]:
    """The second test on paper; of the last ones it is corrected to blanks after the reveal, with a yes."""
    cohort = school.cohort()
    people = [school.learner(cohort, sex=("female", "male")[n % 2]) for n in range(SIZE)]
    for wave in PAIR:
        school.open(cohort, wave)
        for learner_id in people:
            if wave is Wave.PRE:
                school.sit(learner_id, wave, right=5)
            else:
                type_in(school, learner_id, blank=0)
    school.reveal(cohort)
    school.wait(minutes=1)
    for learner_id in people[SIZE - blanked :]:
        assert type_in(school, learner_id, blank=14, reason=Reason.INCOMPLETE) is Code.WAITING
    say_yes(school)
    return cohort, people


def type_in(school: School, learner_id: int, *, blank: int, reason: Reason | None = None) -> Code:
    sheet = paper.paper_of(school.session, learner_id, Wave.POST)
    return paper.type_in(
        school.session,
        school.cohort_of(learner_id),
        learner_id,
        Wave.POST,
        answers=dict.fromkeys(sheet.items) | school.answers(sheet.form, right=4, blank=blank),
        points={},
        sat_on=school.now.date(),
        source=Source(Way.PAPER, school.facilitator_id, reason),
        now=school.now,
    )


def report(school: School, by: tuple[str, ...] = ("region",)) -> Part:
    (part,) = reporting.report(school.session, EVERYBODY, by)
    assert list(upkeep.findings(school.session)) == []
    return part


def counted(school: School, cohort: Cohort) -> int:
    course = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert course is not None
    return int(settlements.ledger_of(course).total.table(LOST, 1)[0])


def test_pairs_that_are_lost_so_are_counted_in_the_group_s_result_and_in_every_report(school: School) -> None:
    cohort, people = group(school)
    own = gain_of(school.session, cohort, REVEAL)
    assert (own.paired, lost_of(school.session, cohort, REVEAL)) == (SIZE, GONE), (
        "the result of the reveal stays, and says so"
    )
    school.settle(cohort)

    settled = gain_of(school.session, cohort, COURSE)
    assert (settled.paired, lost_of(school.session, cohort, COURSE)) == (SIZE - GONE, GONE)
    for by in (("region",), ("age_band", "sex")):
        gains = report(school, by).gains
        assert gains.came is not None
        assert CameBy("", "lost", GONE) in gains.came.ways
        sentences = " ".join(late_sentences(Words("en"), gains))
        assert "3 learners had both tests and are not counted with both" in sentences

    type_in(school, people[-1], blank=0, reason=Reason.INCOMPLETE)  # what comes later moves no figure
    say_yes(school)
    assert counted(school, cohort) == GONE
    assert report(school).gains.came is not None


def test_where_none_is_lost_nothing_is_said(school: School) -> None:
    cohort, _ = group(school, blanked=0)
    school.settle(cohort)

    gains = report(school).gains
    assert gains.came is not None
    assert "lost" not in [one.way for one in gains.came.ways]
    assert list(late_sentences(Words("en"), gains)) == []
    assert lost_of(school.session, cohort, COURSE) == 0


def test_a_sheet_that_comes_back_whole_loses_nothing(school: School) -> None:
    cohort, people = group(school)
    for learner_id in people[SIZE - GONE :]:
        type_in(school, learner_id, blank=0, reason=Reason.INCOMPLETE)
    say_yes(school)
    assert lost_of(school.session, cohort, REVEAL) == 0
    school.settle(cohort)

    assert counted(school, cohort) == 0


def attempt(number: int, **about: Any) -> Attempt:
    usual: dict[str, Any] = dict.fromkeys(Attempt.__dataclass_fields__)
    flags = dict.fromkeys(("is_after_lesson", "is_after_reveal", "is_confirmed", "is_counted"), False)
    return Attempt(**{**usual, **flags, "attempt_id": number, "received_at": MORNING, "is_complete": True, **about})


VERSIONS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([None, Bar.CORRECTED, Bar.REFUSED, Bar.WAITING]), st.booleans()),
    max_size=4,
)


@given(before=VERSIONS, after=VERSIONS)
def test_nobody_has_lost_a_pair_who_did_not_have_one_or_lost_it_without_a_yes(before: Any, after: Any) -> None:
    sat = [
        attempt(number, wave=wave, is_complete=is_complete, bar=bar, is_confirmed=is_confirmed)
        for wave, versions in zip(PAIR, (before, after), strict=True)
        for number, (is_complete, bar, is_confirmed) in enumerate(versions)
    ]
    waves = [[it for it in sat if it.wave == wave] for wave in PAIR]

    if has_lost(sat):
        assert any(it.is_confirmed and it.bar is None for it in sat)
        assert all(any(it.is_complete and it.bar is Bar.CORRECTED for it in of) for of in waves), "each test was there"
    assert not has_lost([replace(it, is_confirmed=False) for it in sat])
    assert not has_lost([replace(it, is_complete=False) for it in sat])
