"""A cohort settles once, whole; what happens afterwards shows in the people's pages and moves no figure."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from analytics.counts.ledger import Ledger, Part
from analytics.counts.tally import Tally
from app.content import Release
from app.services import cohorts
from app.services.facilitator import board, paper
from app.services.figures import settling, settling_anew, upkeep
from app.services.figures.changes import changes_of
from app.services.figures.tallies import Tallies
from app.services.intake import Code
from app.services.learner import joining, reach
from app.services.people import Role
from app.services.submission import Source, Way
from app.services.waves import Wave, desk_of
from app.store import Database, Session, audit
from app.store.answers import attempts, counting, receipts
from app.store.figures import settlements
from app.store.figures.selection import Filters, Scope
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.store.tables import Attempt, Cell, CohortSum, CohortTally, ScorePair, Settlement
from tests.app.conftest import MORNING, School

pytestmark = pytest.mark.items(14)


def _group(school: School, scores: list[tuple[int | None, int | None]], **about: object) -> tuple[Cohort, list[int]]:
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


def _settle(school: School, cohort: Cohort) -> settlements.Settlement:
    settlement = settling.settle(school.session, cohort.cohort_id, now=school.now)
    assert settlement is not None
    return settlement


def _cells(session: Session) -> list[tuple[object, ...]]:
    names = [column for column in Cell.__table__.columns if column.name != "cell_id"]
    return sorted(tuple(row) for row in session.execute(select(*names)))


def _cell(session: Session, split: str, value: str = "", standing: str = "counted", step: str = "course") -> Tally:
    is_it = (Cell.split == split, Cell.value == value, Cell.standing == standing, Cell.step == step)
    return Tally.unpacked(session.scalars(select(Cell.scores).where(*is_it)).one())


def _row(session: Session, learner_id: int) -> tuple[object, ...]:
    return tuple(session.execute(select(*ScorePair.__table__.columns).where(ScorePair.learner_id == learner_id)).one())


def _type_in(
    school: School, cohort: Cohort, learner_id: int, *, right: int, wave: Wave = Wave.POST, point: int | None = None
) -> Code:
    """A test on paper, from the day when it was open; typed some minutes later than whatever came before. point: how
    far the learner agrees with the first statement, where it was typed."""
    school.wait(minutes=5)
    form = paper.paper_of(school.session, learner_id, wave).form
    day = cohorts.today_of(cohort, school.now - timedelta(minutes=40))
    return paper.type_in(
        school.session,
        cohort,
        learner_id,
        wave,
        answers=school.answers(form, right=right),
        points={} if point is None else {desk_of(school.session, learner_id).statements(wave)[0]: point},
        sat_on=day,
        source=Source(Way.PAPER, school.facilitator_id),
        now=school.now,
    )


def _twice(school: School) -> list[str]:
    return [f"twice:{item.id}{tail}" for item in school.release.instrument.items for tail in ("", "/cohorts")]


SCORES: list[tuple[int | None, int | None]] = [(5, 9), (4, 4), (7, 6), (6, 12), (8, None), (None, 9), (None, None)]


def test_a_cohort_settles_once_and_whole(school: School) -> None:
    cohort, _ = _group(school, SCORES)

    settlement = _settle(school, cohort)

    assert (settlement.learner_count, settlement.month, settlement.standing) == (7, "2026-03", "counted")
    total = _cell(school.session, "region", "KZ-61")
    assert total.parts["pre_post/flow"].tolist() == [1, 1, 1, 4]
    assert {(pre, post) for pre, post in zip(*total.table("pre_post", 15, 15).nonzero(), strict=True)} == {
        *((5, 9), (4, 4), (7, 6), (6, 12))
    }
    assert total.parts["pre_post/leavers"].nonzero()[0].tolist() == [8]
    for split, value in (("region", "KZ-61"), ("way", "room"), ("age_band", "15-17"), ("language", "ru")):
        assert _cell(school.session, split, value).parts["pre_post/flow"].tolist() == [1, 1, 1, 4]
    # The learners are girls and boys in turn: two and two of those with both tests.
    for value in ("female", "male"):
        cell = _cell(school.session, "region_sex", f"KZ-61 {value}")
        assert (cell.within, cell.counts("pre_post", 14).joint.n, cell.strata("pre_post")["KZ-61"].learners) == (
            value,
            2,
            2,
        )
    assert list(upkeep.findings(school.session)) == []

    cells = _cells(school.session)
    assert settling.settle(school.session, cohort.cohort_id, now=school.now) is None
    assert _cells(school.session) == cells


def test_until_it_is_due_a_cohort_settles_by_a_deed_alone_and_then_by_itself(
    database: Database, release: Release
) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort, _people = _group(school, SCORES)
    now = school.now + timedelta(days=13)

    assert settling.settle_due(database, now) == 0
    assert settling.settle_due(database, now + timedelta(days=1)) == 1
    assert settling.settle_due(database, now + timedelta(days=2)) == 0

    with database.reading() as session:
        assert [(it.step, it.settled_by) for it in session.scalars(select(Settlement).order_by(Settlement.step))] == [
            *(("course", None), ("reveal", None))
        ]
        noted = [(it.act, it.detail) for it in audit.list_acts(session) if it.act.startswith("cohort.settle")]
        received = receipts.of_cohort(session, cohort.cohort_id)
        detail = {"step": "course", "tests": received.tests, "digest": received.digest}
        assert noted == [("cohort.settle_due", detail)]


def test_nothing_settles_while_the_second_test_is_open_or_its_closing_can_be_undone(school: School) -> None:
    cohort, _ = _group(school, SCORES)
    school.open(cohort, Wave.POST)

    with pytest.raises(settling.NotOver):
        _settle(school, cohort)
    school.close(cohort, Wave.POST)
    _settle(school, cohort)

    other = school.cohort()
    school.learner(other)
    school.open(other, Wave.POST)
    school.close(other, Wave.POST)
    with pytest.raises(settling.NotOver):
        _settle(school, other)


def test_a_month_is_that_in_which_a_cohort_was_due_whenever_the_clock_comes_round(school: School) -> None:
    cohort, _ = _group(school, SCORES)
    school.wait(days=200)

    assert _settle(school, cohort).month == "2026-03"  # closed on 2 March, due on the 16th

    school.now = MORNING
    other, _ = _group(school, SCORES)
    school.wait(days=3)
    assert _settle(school, other).month == "2026-03"
    school.now = MORNING.replace(month=4)
    third, _ = _group(school, SCORES)
    assert _settle(school, third).month == "2026-04"


def test_a_sheet_that_comes_after_settling_is_kept_and_does_not_count(school: School) -> None:
    cohort, people = _group(school, SCORES)
    late = school.sheet(people[4], Wave.POST, right=13)
    _settle(school, cohort)
    before, row = _cells(school.session), _row(school.session, people[4])
    school.wait(days=1)

    late["finished_at"] = (school.now - timedelta(days=1, minutes=12)).isoformat()
    assert school.put(people[4], {**late, "sent_at": school.now.isoformat()}).code == "stored"

    assert [(it.wave, it.is_counted) for it in attempts.list_attempts(school.session, people[4])] == [
        *(("pre", True), ("post", False))
    ]
    assert (_cells(school.session), _row(school.session, people[4])) == (before, row)
    assert list(upkeep.findings(school.session)) == []
    void = {seat.handle: seat.void for seat in board.board(school.session, cohort, Wave.POST).arrived}
    assert void[5] is board.Void.SETTLED, "and its facilitator reads why"


def test_whoever_joins_a_cohort_that_has_settled_enters_none_of_its_figures(school: School) -> None:
    cohort, _ = _group(school, SCORES)
    _settle(school, cohort)
    before = _cells(school.session)

    late = school.learner(cohort)
    school.open(cohort, Wave.POST)
    school.sit(late, Wave.POST, right=9)

    assert _cells(school.session) == before
    assert school.session.get(ScorePair, (late, 1)) is None
    assert list(upkeep.findings(school.session)) == []


def test_somebody_who_withdraws_stays_counted_and_nothing_else_of_them_stays(school: School) -> None:
    cohort, people = _group(school, SCORES)
    _settle(school, cohort)
    before = _cells(school.session)

    joining.withdraw(school.session, people[0], school.now)

    assert _cells(school.session) == before
    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    assert (held.learner_count, held.erased_count) == (7, 1)
    assert school.session.scalars(select(ScorePair).where(ScorePair.learner_id == people[0])).all() == []
    assert list(upkeep.findings(school.session)) == []
    upkeep.rebuild(school.session)
    assert _cells(school.session) == before, "frozen counts come out of the ledger, byte by byte"


def test_of_two_rows_of_one_person_that_settled_the_one_that_stays_keeps_its_own(school: School) -> None:
    cohort, (first, second, *_) = _group(school, SCORES)
    _settle(school, cohort)
    before, row = _cells(school.session), _row(school.session, second)

    learners.merge(school.session, second, first)

    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    assert (held.merged_count, held.erased_count) == (1, 0)
    assert (_cells(school.session), _row(school.session, second)) == (before, row)
    assert list(upkeep.findings(school.session)) == []


@pytest.mark.parametrize("keeps", ["settled", "live"])
def test_of_a_row_that_settled_and_a_live_one_the_settled_counts_and_the_live_does_not(
    school: School, keeps: str
) -> None:
    cohort, (settled, *_) = _group(school, SCORES)
    _settle(school, cohort)
    home = school.cohort(region_code="KZ-75")
    live, other = school.learner(home), school.learner(home)
    school.open(home, Wave.PRE)
    for learner_id in (live, other):
        school.sit(learner_id, Wave.PRE, right=2)
    before, row = _cells(school.session), _row(school.session, settled)[1:]

    survivor, dropped = (settled, live) if keeps == "settled" else (live, settled)
    learners.merge(school.session, survivor, dropped)

    assert _row(school.session, survivor)[1:] == row
    assert _cells(school.session) == before
    assert school.session.get_one(CohortTally, home.cohort_id, populate_existing=True).pre == 1
    assert list(upkeep.findings(school.session)) == []
    # In the group where they are now they count no more: neither what they sat nor what they sit.
    if keeps == "live":
        school.open(home, Wave.POST)
        school.put(survivor, school.sheet(survivor, Wave.POST, right=14))
        assert list(upkeep.findings(school.session)) == []
        school.close(home, Wave.POST)
        school.wait(minutes=11)
        assert _settle(school, home).learner_count == 1


def test_a_sheet_of_paper_corrected_after_settling_shows_in_the_pages_and_moves_no_figure(school: School) -> None:
    cohort, people = _group(school, SCORES)
    _type_in(school, cohort, people[4], right=10)
    _settle(school, cohort)
    before, row = _cells(school.session), _row(school.session, people[4])

    for right in (3, 11):
        assert _type_in(school, cohort, people[4], right=right) is Code.CORRECTED
    shown = paper.paper_of(school.session, people[4], Wave.POST)
    assert shown.answers == school.answers(shown.form, right=11)
    assert (_cells(school.session), _row(school.session, people[4])) == (before, row)
    assert paper.take_out(school.session, cohort, people[4], Wave.POST, by=school.facilitator_id, now=school.now)
    assert not paper.take_out(school.session, cohort, people[4], Wave.POST, by=school.facilitator_id, now=school.now)

    assert (_cells(school.session), _row(school.session, people[4])) == (before, row)
    assert list(upkeep.findings(school.session)) == []


def test_sheets_typed_in_after_the_answers_could_be_seen_stand_apart(school: School) -> None:
    cohort, people = _group(school, SCORES)
    _type_in(school, cohort, people[4], right=10)

    _settle(school, cohort)

    assert _cell(school.session, "region", "KZ-61").parts["pre_post/flow"].tolist() == [1, 0, 1, 4]
    late = _cell(school.session, "region", "KZ-61", standing="typed_late")
    assert late.parts["pre_post/flow"].tolist() == [0, 0, 0, 1]
    sums = school.session.scalars(select(CohortSum.learner_count).where(CohortSum.split == "total")).all()
    assert sums == [4]
    tallies = Tallies(school.session, school.release.instrument)
    by_sex_and_age = tallies.by(Filters(Scope(is_whole=True)), ("sex", "age_band"))
    assert sum(int(tally.table("pre_post")) for tally in by_sex_and_age.values()) == 4, "also counted one by one"


def test_peers_reported_after_settling_are_in_no_figure_however_it_is_counted(school: School) -> None:
    cohort, people = _group(school, SCORES)
    reach.report(school.session, people[0], 2, school.now)
    _settle(school, cohort)
    for learner_id, peers in ((people[0], 9), (people[1], 4)):
        reach.report(school.session, learner_id, peers, school.now)

    tallies, whole = Tallies(school.session, school.release.instrument), Filters(Scope(is_whole=True))
    one_by_one = Tally.together(tallies.by(whole, ("sex", "age_band")).values())

    assert tallies.of(whole).table("peers", 2).tolist() == one_by_one.table("peers", 2).tolist() == [1, 2]
    assert list(upkeep.findings(school.session)) == []


def test_those_who_waited_stand_apart_and_their_early_test_beside_them(school: School) -> None:
    cohort = school.cohort(is_waiting=True)
    people = [school.learner(cohort) for _ in range(3)]
    for wave, right in ((Wave.EARLY, 4), (Wave.PRE, 5), (Wave.POST, 9)):
        school.open(cohort, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=right)
        school.close(cohort, wave)
        school.wait(days=1)

    _settle(school, cohort)

    total = _cell(school.session, "region", "KZ-61", standing="waiting")
    assert (total.table("early_pre", 15, 15)[4, 5], total.table("pre_post", 15, 15)[5, 9]) == (3, 3)


def test_who_sat_nothing_is_settled_with_the_forms_that_were_due(school: School) -> None:
    for is_waiting in (False, True):
        cohort = school.cohort(is_waiting=is_waiting)
        learner_id = school.learner(cohort)
        for wave in (Wave.EARLY, Wave.PRE, Wave.POST)[not is_waiting :]:
            school.open(cohort, wave)
            school.close(cohort, wave)
        school.wait(minutes=11)
        due = "".join(desk_of(school.session, learner_id).form(wave) for wave in (Wave.PRE, Wave.POST))

        _settle(school, cohort)

        pair = school.session.scalars(select(ScorePair).where(ScorePair.learner_id == learner_id)).one()
        assert pair.form_order == due


def test_a_move_after_settling_moves_no_figure(school: School) -> None:
    cohort, _ = _group(school, SCORES)
    _settle(school, cohort)
    before = _cells(school.session)

    cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75", way="mixed"), now=school.now)

    assert _cells(school.session) == before
    assert list(upkeep.findings(school.session)) == []


def test_what_the_facilitator_sees_is_made_at_the_reveal_and_does_not_move(school: School) -> None:
    cohort, people = _group(school, SCORES)
    made = settling.settle(school.session, cohort.cohort_id, REVEAL, now=school.now)
    assert made is not None
    frozen = settlements.current(school.session, cohort.cohort_id, REVEAL)

    _type_in(school, cohort, people[4], right=10)
    joining.withdraw(school.session, people[0], school.now)

    assert settling.settle(school.session, cohort.cohort_id, REVEAL, now=school.now) is None
    held = settlements.current(school.session, cohort.cohort_id, REVEAL)
    assert held is not None
    assert (held, held.learner_count) == (frozen, 4)
    total = settlements.ledger_of(held).total
    assert sorted(total.parts) == ["options", "pre_post", "pre_post/cohorts", "pre_post/flow", *sorted(_twice(school))]


def test_the_follow_up_settles_as_a_second_step(school: School) -> None:
    cohort, people = _group(school, SCORES)
    _settle(school, cohort)
    before = _cells(school.session)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people[:3]:
        school.sit(learner_id, Wave.FOLLOW_UP, right=8)
    assert _cells(school.session) == before
    school.close(cohort, Wave.FOLLOW_UP)

    settlement = settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)

    assert settlement is not None
    course = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert course is not None
    assert (settlement.learner_count, settlement.month) == (4, course.month), "so that each month is whole"
    total = _cell(school.session, "region", "KZ-61", step="follow_up")
    assert total.table("pre_follow_up", 15, 15).sum() == 3
    assert _cell(school.session, "region", "KZ-61", step="follow_up").counts("pre_follow_up", 14).joint.n == 3
    assert total.table("left", 1).tolist() == [1]
    assert [row for row in _cells(school.session) if row[2] == "course"] == before
    school.open(cohort, Wave.FOLLOW_UP)
    school.sit(people[3], Wave.FOLLOW_UP, right=8)
    joining.withdraw(school.session, people[0], school.now)
    assert list(upkeep.findings(school.session)) == []


def _change(school: School, cohort: Cohort, table: int = 0) -> tuple[int, int, int]:
    """Who would count otherwise of those with both tests: changed, joined, moved."""
    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    change = changes_of(school.session, held, cohort)[table]
    return change.changed, change.joined, change.moved


def _withdraw(school: School, *people: int) -> None:
    for learner_id in people:
        joining.withdraw(school.session, learner_id, school.now)


def _anew(school: School, region: str | None = None) -> int:
    """How many groups were counted anew; 0 where it was refused."""
    try:
        count = settling_anew.settle_anew(school.session, school.programme_id, region, now=school.now)
    except settling_anew.TooFewChanges:
        return 0
    assert list(upkeep.findings(school.session)) == []
    return count


def test_settling_anew_waits_for_eleven_changes_and_then_tells_what_is_there_today(school: School) -> None:
    cohort, people = _group(school, [(5, 9)] * 14)
    settlement = _settle(school, cohort)
    _withdraw(school, *people[:10])
    assert _change(school, cohort) == (10, 0, 0)
    with pytest.raises(settling_anew.TooFewChanges):
        settling_anew.settle_anew(school.session, school.programme_id, "KZ-61", now=school.now)

    late = school.learner(cohort)
    school.wait(days=30)
    assert _change(school, cohort) == (10, 0, 0)
    _withdraw(school, people[10])
    assert _change(school, cohort) == (11, 0, 0)
    assert _anew(school, "KZ-61") == 1

    assert _cell(school.session, "region", "KZ-61").parts["pre_post/flow"].tolist() == [1, 0, 0, 3]
    held = settlements.current(school.session, cohort.cohort_id, "course")
    assert held is not None
    assert (held.number, held.month, held.learner_count, held.erased_count) == (2, settlement.month, 4, 0)
    assert _row(school.session, late)
    assert _change(school, cohort) == (0, 0, 0)


def test_whoever_was_corrected_came_late_left_or_moved_would_count_otherwise_each_once(school: School) -> None:
    cohort, people = _group(school, SCORES)
    _type_in(school, cohort, people[4], right=10)
    _settle(school, cohort)

    assert _change(school, cohort) == (0, 0, 0)
    _type_in(school, cohort, people[4], right=3)
    assert _change(school, cohort) == (1, 0, 0), "corrected"
    _type_in(school, cohort, people[6], right=3, wave=Wave.PRE)
    assert _change(school, cohort) == (1, 0, 0), "one test alone is in no figure"
    _type_in(school, cohort, people[6], right=3)
    assert _change(school, cohort) == (2, 0, 0), "came later"
    _type_in(school, cohort, people[6], right=4)
    assert _change(school, cohort) == (2, 0, 0), "and was corrected"
    _withdraw(school, people[0])
    assert _change(school, cohort) == (3, 0, 0), "left"
    _withdraw(school, people[5])
    assert _change(school, cohort) == (3, 0, 0), "left, and had one test alone"
    late = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        _type_in(school, cohort, late, right=3, wave=wave)
    assert _change(school, cohort) == (3, 1, 0), "who joins later is no change: ten of them would let one be told"
    cohort = cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75"), now=school.now)
    assert _change(school, cohort) == (3, 1, 4), "all with both tests who are left moved"


@pytest.mark.parametrize(
    ("north", "south"), [(10, 10), (12, 3), (12, 11)], ids=["two small ones", "a large and a small one", "two large"]
)
def test_of_the_whole_programme_only_groups_with_eleven_changes_are_counted_and_the_others_named(
    school: School, north: int, south: int
) -> None:
    groups = {}
    for region, gone in (("KZ-61", north), ("KZ-79", south)):
        groups[region], people = _group(school, [(5, 9)] * 14, label=region, region_code=region)
        _settle(school, groups[region])
        _withdraw(school, *people[:gone])
    before = {region: _cell(school.session, "region", region) for region in groups}
    enough = {"KZ-61": north if north > 10 else 0, "KZ-79": south if south > 10 else 0}

    seen = settling_anew.list_changes(school.session, school.programme_id)
    counted = _anew(school)

    ready = sum(gone > 0 for gone in enough.values())
    assert counted == ready
    assert [(it.region, it.groups, it.waiting, it.learners) for it in seen] == [
        (None, 2, 2 - ready, sum(enough.values())),  # else the rest of the sum would be that of a small one
        *((region, 1, 1 - (gone > 0), gone) for region, gone in enough.items()),
    ]
    for region, gone in enough.items():
        after = _cell(school.session, "region", region)
        assert (after == before[region]) is (gone == 0)
        assert after.counts("pre_post", 14).joint.n == 14 - gone


def test_eleven_sheets_that_came_later_are_taken_in_together(school: School) -> None:
    cohort, people = _group(school, [(5, 9)] * 2 + [(5, None)] * 11)
    _settle(school, cohort)
    for learner_id in people[2:12]:
        _type_in(school, cohort, learner_id, right=8)
    assert _anew(school) == 0

    _type_in(school, cohort, people[12], right=8)

    assert _anew(school) == 1
    assert _cell(school.session, "total", standing="typed_late").counts("pre_post", 14).joint.n == 11


def test_eleven_changes_of_a_region_that_lie_in_groups_of_two_partners_wait(school: School) -> None:
    other = school.partner("Umit")
    hers = {"partner_id": other, "facilitator_id": school.staff("saule", Role.FACILITATOR, partner_id=other)}
    for about, gone in (({}, 10), (hers, 1)):
        cohort, people = _group(school, [(5, 9)] * 14, **about)
        _settle(school, cohort)
        _withdraw(school, *people[:gone])
    before = _cells(school.session)

    assert _anew(school, "KZ-61") == _anew(school) == 0
    assert _cells(school.session) == before, "else who heads the other partner would read one learner's result"


def test_one_with_both_tests_does_not_hide_among_ten_with_one(school: School) -> None:
    cohort, people = _group(school, [(5, 9)] * 12 + [(5, None)] * 10)
    _settle(school, cohort)
    _withdraw(school, people[0], *people[12:])

    assert _anew(school) == 0


def test_a_group_that_moved_brings_eleven_with_it_and_nobody_changed_else(school: School) -> None:
    moved, _ = _group(school, [(5, 9)] * 12)
    small, _ = _group(school, [(5, 9)] * 10, label="Group 2")
    changed, people = _group(school, [(5, 9)] * 13, label="Group 3")
    joined, _ = _group(school, [(5, 9)] * 12, label="Group 4")
    for cohort in (moved, small, changed, joined):
        _settle(school, cohort)
    _withdraw(school, people[0])
    late = school.learner(joined)
    for wave in (Wave.PRE, Wave.POST):
        _type_in(school, joined, late, right=3, wave=wave)
    for cohort in (moved, small, changed, joined):
        outline = school.outline(region_code="KZ-75", label=cohort.label)
        cohorts.edit(school.session, cohort, outline, now=school.now)

    assert _anew(school) == 1
    assert _cell(school.session, "region", "KZ-75").counts("pre_post", 14).joint.n == 12
    assert _cell(school.session, "region", "KZ-61").counts("pre_post", 14).joint.n == 10 + 13 + 12


@pytest.mark.parametrize(("gone", "count"), [(slice(1, 12), 0), (slice(0, 11), 1)], ids=["ten and one", "eleven"])
def test_of_those_with_a_follow_up_eleven_have_changed_or_nobody(school: School, gone: slice, count: int) -> None:
    cohort, people = _group(school, [(5, 9)] * 24)
    _settle(school, cohort)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people[:11]:
        school.sit(learner_id, Wave.FOLLOW_UP, right=8)
    school.close(cohort, Wave.FOLLOW_UP)
    assert settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)

    _withdraw(school, *people[gone])

    assert _anew(school) == count


def test_a_follow_up_that_came_later_does_not_slip_in_alone(school: School) -> None:
    cohort, people = _group(school, [(5, 9)] * 24)
    _settle(school, cohort)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people[:11]:
        school.sit(learner_id, Wave.FOLLOW_UP, right=8)
    school.close(cohort, Wave.FOLLOW_UP)
    assert settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)
    school.open(cohort, Wave.FOLLOW_UP)
    school.sit(people[11], Wave.FOLLOW_UP, right=8)
    _withdraw(school, *people[12:23])

    assert _change(school, cohort, table=-1) == (1, 0, 0)
    assert _anew(school) == 0


def test_of_those_who_waited_nobody_alone_who_sat_the_first_two_tests_changes(school: School) -> None:
    cohort = school.cohort(is_waiting=True)
    people = [school.learner(cohort) for _ in range(13)]
    for wave, sitting in ((Wave.EARLY, people[11:]), (Wave.PRE, people), (Wave.POST, people[:12])):
        school.open(cohort, wave)
        for learner_id in sitting:
            school.sit(learner_id, wave, right=5)
        school.close(cohort, wave)
        school.wait(days=1)
    _settle(school, cohort)

    _withdraw(school, *people[:10], people[12])
    assert _anew(school) == 0
    _withdraw(school, people[10])
    assert _anew(school) == 0, "eleven with first and second test, and one with early and first alone"


def test_an_early_test_that_somebody_brought_from_a_group_that_waited_is_no_change(school: School) -> None:
    waiting = school.cohort(is_waiting=True)
    early = school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    school.sit(early, Wave.EARLY, right=5)
    cohort, people = _group(school, [(5, 9)] * 2, label="Group 2")
    learners.merge(school.session, people[0], early)
    _settle(school, cohort)

    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    changes = changes_of(school.session, held, cohort)
    assert {(it.changed, it.joined, it.moved) for it in changes} == {(0, 0, 0)}


@pytest.mark.parametrize(("leavers", "count"), [(0, 1), (1, 0), (11, 1)])
def test_leavers_are_told_of_from_eleven_on_so_none_withdraws_alone(school: School, leavers: int, count: int) -> None:
    cohort, people = _group(school, [(5, 9)] * 24 + [(3 + place % 3, None) for place in range(23)])
    _settle(school, cohort)

    _withdraw(school, *people[:11], *people[24 : 24 + leavers])

    assert _anew(school) == count


def test_a_leaver_who_is_another_one_counted_here_is_gone_too(school: School) -> None:
    cohort, people = _group(school, [(5, 9)] * 24 + [(3 + place % 3, None) for place in range(12)])
    _settle(school, cohort)

    learners.merge(school.session, people[20], people[30])
    _withdraw(school, *people[:11])

    assert _anew(school) == 0


def test_whoever_brought_the_first_test_alone_later_is_no_leaver_who_slips_in(school: School) -> None:
    cohort, people = _group(school, [(5, 9)] * 24 + [(None, None)])
    _settle(school, cohort)

    _type_in(school, cohort, people[24], right=3, wave=Wave.PRE)
    _withdraw(school, *people[:11])

    assert _anew(school) == 0


def _with_typed_follow_ups(school: School, count: int) -> tuple[Cohort, list[int]]:
    """Their scores are 6 each; the answers are not shown after it, so that a sheet typed in again counts."""
    cohort, people = _group(school, [(5, 9)] * count)
    _settle(school, cohort)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people:
        _type_in(school, cohort, learner_id, right=6, wave=Wave.FOLLOW_UP)
    school.close(cohort, Wave.FOLLOW_UP)
    assert settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)
    return cohort, people


@pytest.mark.parametrize(("corrected", "count"), [(1, 0), (11, 1)])
def test_a_sheet_typed_in_again_as_it_was_is_no_change_behind_which_another_hides(
    school: School, corrected: int, count: int
) -> None:
    cohort, people = _with_typed_follow_ups(school, 13)

    for place, learner_id in enumerate(people[:11]):
        _type_in(school, cohort, learner_id, right=12 if place < corrected else 6, wave=Wave.FOLLOW_UP)

    assert _change(school, cohort, table=-1) == (corrected, 0, 0)
    assert _anew(school) == count


def test_an_answer_does_not_change_alone_behind_eleven_scores(school: School) -> None:
    """Scores are the same before and after of who is right of one other item: items are shown from eleven on."""
    cohort, people = _group(school, [(5, None)] * 12)
    for learner_id in people:
        _type_in(school, cohort, learner_id, right=9)
    _settle(school, cohort)
    assert _change(school, cohort, table=1) == (0, 0, 0)
    sheet = counting.counting_and_free(school.session, people[0])[0]
    answers = next(it for it in sheet if it.wave == "post").answers

    assert _type_in(school, cohort, people[0], right=9) is Code.ALREADY
    _type_in(school, cohort, people[0], right=9, point=3)
    assert _change(school, cohort, table=1) == (0, 0, 0), "typed in again with the same answers"
    again = max(attempts.list_attempts(school.session, people[0]), key=lambda it: it.attempt_id)
    turned = bytes([answers[1], answers[0], *answers[2:]])
    is_it = Attempt.attempt_id == again.attempt_id
    school.session.execute(update(Attempt).where(is_it).values(answers=turned))

    assert (_change(school, cohort, table=0), _change(school, cohort, table=1)) == ((0, 0, 0), (1, 0, 0))
    assert _anew(school) == 0


def test_sheets_typed_in_again_after_the_answers_could_be_seen_take_their_learners_out(school: School) -> None:
    cohort, people = _group(school, [(5, None)] * 13)
    now, school.now = school.now, school.now - timedelta(minutes=11)
    for learner_id in people:
        school.now -= timedelta(minutes=5)
        _type_in(school, cohort, learner_id, right=9)
    school.now = now
    _settle(school, cohort)
    assert _cell(school.session, "region", "KZ-61").counts("pre_post", 14).joint.n == 13

    for learner_id in people:
        assert _type_in(school, cohort, learner_id, right=9) is Code.ALREADY, "just as it was it changes nothing"
    for learner_id in people[:10]:
        _type_in(school, cohort, learner_id, right=9, point=3)
    assert _change(school, cohort) == (0, 0, 0)
    assert _anew(school) == 0
    _type_in(school, cohort, people[10], right=9, point=3)

    assert _anew(school) == 1
    assert _cell(school.session, "region", "KZ-61").counts("pre_post", 14).joint.n == 2


def test_a_new_edition_of_everything_takes_in_corrections_late_sheets_and_moves(school: School) -> None:
    cohort, people = _group(school, SCORES)
    _type_in(school, cohort, people[4], right=10)
    _settle(school, cohort)
    _type_in(school, cohort, people[4], right=3)
    _type_in(school, cohort, people[6], right=3)
    cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75"), now=school.now)

    assert settling_anew.settle_anew(school.session, school.programme_id, now=school.now, is_edition=True) == 1

    assert {row[5] for row in _cells(school.session) if row[4] == "region"} == {"KZ-75"}
    late = _cell(school.session, "region", "KZ-75", standing="typed_late")
    assert late.table("pre_post", 15, 15)[8, 3] == 1
    assert late.parts["pre_post/flow"].tolist() == [0, 0, 1, 1]
    assert list(upkeep.findings(school.session)) == []
    upkeep.rebuild(school.session)
    assert list(upkeep.findings(school.session)) == []


def test_a_figure_of_what_settled_that_was_edited_by_hand_is_found_and_mended(school: School) -> None:
    cohort, _ = _group(school, SCORES)
    _settle(school, cohort)
    session, before = school.session, _cells(school.session)
    for table, column in ((Cell, Cell.scores), (CohortSum, CohortSum.d), (CohortTally, CohortTally.paired)):
        row = session.scalars(select(table)).first()
        new = Tally().packed() if table is Cell else 99
        session.execute(update(table).values({column.key: new}))
        assert row is not None
        assert list(upkeep.findings(session)) != [], table
        upkeep.rebuild(session)
        assert (list(upkeep.findings(session)), _cells(session)) == ([], before)

    settlement = settlements.current(session, cohort.cohort_id, "course")
    assert settlement is not None
    ledger = settlements.ledger_of(settlement)
    total = Part("counted", "total")
    twice = Ledger({**ledger.parts, total: ledger.parts[total] + ledger.parts[total]}).packed()
    is_it = Settlement.settlement_id == settlement.settlement_id
    session.execute(update(Settlement).where(is_it).values(ledger=twice))
    assert any("ledger" in finding.what for finding in upkeep.findings(session))


def test_of_two_who_settle_at_once_one_does(database: Database, release: Release) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort, _ = _group(school, SCORES)
    outcomes: list[bool] = []

    def settle() -> None:
        with database.writing() as session:
            outcomes.append(settling.settle(session, cohort.cohort_id, now=school.now) is not None)

    threads = [threading.Thread(target=settle) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False, False, False, True]
    with database.reading() as session:
        assert _cell(session, "region", "KZ-61").enrolled == 7
        assert list(upkeep.findings(session)) == []


def test_a_cohort_in_which_nobody_sat_anything_settles_with_whom_it_had(school: School) -> None:
    cohort, _ = _group(school, [(None, None)] * 2)

    assert _settle(school, cohort).learner_count == 2
    assert _cell(school.session, "region", "KZ-61").parts["pre_post/flow"].tolist() == [2, 0, 0, 0]
    assert list(upkeep.findings(school.session)) == []
    empty, _ = _group(school, [])
    assert settling.settle(school.session, empty.cohort_id, now=school.now) is None
