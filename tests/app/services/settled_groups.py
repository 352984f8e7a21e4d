"""Groups that have settled, sheets typed in for them afterwards, and what the store then counts."""

from datetime import timedelta

from sqlalchemy import select, update

from analytics.counts.tally import Tally
from app.services import cohorts
from app.services.facilitator import paper, second_yes
from app.services.facilitator.second_yes import Answered
from app.services.figures import settling
from app.services.intake import Code
from app.services.people import Grant, Role, SignedInStaff
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave, desk_of
from app.store import Session
from app.store.answers.learner_seals import LEARNERS
from app.store.figures import settlements
from app.store.keyed_seals import reseal
from app.store.people import staff
from app.store.programmes.cohorts import Cohort
from app.store.tables import Attempt, Cell, ScorePair
from tests.app.conftest import School

SCORES: list[tuple[int | None, int | None]] = [(5, 9), (4, 4), (7, 6), (6, 12), (8, None), (None, 9), (None, None)]


def group_of(school: School, scores: list[tuple[int | None, int | None]], **about: object) -> tuple[Cohort, list[int]]:
    """A cohort whose second test has closed, with a learner for each (before, after)."""
    cohort = school.cohort(**about)
    people = [school.learner(cohort, sex=("female", "male")[place % 2]) for place in range(len(scores))]
    for wave, place in ((Wave.PRE, 0), (Wave.POST, 1)):
        school.open(cohort, wave)
        for learner_id, of in zip(people, scores, strict=True):
            right = of[place]
            if right is not None:
                school.sit(learner_id, wave, right=right)
        school.wait(hours=1)
    school.close(cohort, Wave.POST)
    school.wait(minutes=11)
    return cohort, people


def settle_group(school: School, cohort: Cohort) -> settlements.Settlement:
    settlement = settling.settle(school.session, cohort.cohort_id, now=school.now)
    assert settlement is not None
    return settlement


def cells_of(session: Session) -> list[tuple[object, ...]]:
    names = [column for column in Cell.__table__.columns if column.name != "cell_id"]
    return sorted(tuple(row) for row in session.execute(select(*names)))


def cell_of(session: Session, split: str, value: str = "", standing: str = "counted", step: str = "course") -> Tally:
    is_it = (Cell.split == split, Cell.value == value, Cell.standing == standing, Cell.step == step)
    return Tally.unpacked(session.scalars(select(Cell.scores).where(*is_it)).one())


def row_of(session: Session, learner_id: int) -> tuple[object, ...]:
    return tuple(session.execute(select(*ScorePair.__table__.columns).where(ScorePair.learner_id == learner_id)).one())


def type_in(
    school: School, cohort: Cohort, learner_id: int, *, right: int, wave: Wave = Wave.POST, point: int | None = None
) -> Code:
    """A test on paper, from the day when it was open; typed some minutes later than whatever came before, and a second
    person says yes at once. point: how far the learner agrees with the first statement, where it was typed."""
    school.wait(minutes=5)
    form = paper.paper_of(school.session, learner_id, wave).form
    day = cohorts.today_of(cohort, school.now - timedelta(minutes=40))
    code = paper.type_in(
        school.session,
        cohort,
        learner_id,
        wave,
        answers=school.answers(form, right=right),
        points={} if point is None else {desk_of(school.session, learner_id).statements(wave)[0]: point},
        sat_on=day,
        source=Source(Way.PAPER, school.facilitator_id, Reason.MISREAD),
        now=school.now,
    )
    say_yes(school)
    return code


def say_yes(school: School) -> None:
    """A second person says yes to all that waits."""
    second = officer(school)
    for sheet in second_yes.list_waiting(school.session, second):
        assert second_yes.answer(school.session, second, sheet.key, is_yes=True, now=school.now) is Answered.YES


def officer(school: School) -> SignedInStaff:
    """An M&E officer of the programme."""
    known = staff.get_by_name(school.session, "second")
    staff_id = known.staff_id if known else school.staff("second", Role.ME_OFFICER)
    return SignedInStaff(staff_id, "second", "second", "en", (Grant(Role.ME_OFFICER, school.programme_id),))


def as_typed_alone(school: School, learner_id: int, wave: Wave = Wave.POST) -> None:
    """As before a second person was asked: the last sheet stands on one person's word."""
    with reseal(school.session, LEARNERS, learner_id):
        is_it = (Attempt.learner_id == learner_id) & (Attempt.wave == wave)
        school.session.execute(update(Attempt).where(is_it).values(is_confirmed=False))
