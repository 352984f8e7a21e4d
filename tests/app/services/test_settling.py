"""A cohort settles once, whole; what happens afterwards shows in the people's pages and moves no figure."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from analytics.counts.ledger import Ledger, Part
from analytics.counts.tally import Tally
from app.content import Release
from app.services import cohorts
from app.services.facilitator import board, paper
from app.services.figures import settling, upkeep
from app.services.figures.tallies import Tallies
from app.services.intake import Code
from app.services.learner import joining, reach
from app.services.waves import Wave, desk_of
from app.store import Database, audit
from app.store.answers import attempts, receipts
from app.store.figures import settlements
from app.store.figures.selection import Filters, Scope
from app.store.people import learners
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.store.tables import Cell, CohortSum, CohortTally, ScorePair, Settlement
from tests.app.conftest import MORNING, School
from tests.app.services.settled_groups import (
    SCORES,
    as_typed_alone,
    cell_of,
    cells_of,
    group_of,
    row_of,
    settle_group,
    type_in,
)

pytestmark = pytest.mark.items(14)


def _twice(school: School) -> list[str]:
    return [f"twice:{item.id}{tail}" for item in school.release.instrument.items for tail in ("", "/cohorts")]


def test_a_cohort_settles_once_and_whole(school: School) -> None:
    cohort, _ = group_of(school, SCORES)

    settlement = settle_group(school, cohort)

    assert (settlement.learner_count, settlement.month, settlement.standing) == (7, "2026-03", "counted")
    total = cell_of(school.session, "region", "KZ-61")
    assert total.parts["pre_post/flow"].tolist() == [1, 1, 1, 4]
    assert {(pre, post) for pre, post in zip(*total.table("pre_post", 15, 15).nonzero(), strict=True)} == {
        *((5, 9), (4, 4), (7, 6), (6, 12))
    }
    assert total.parts["pre_post/leavers"].nonzero()[0].tolist() == [8]
    for split, value in (("region", "KZ-61"), ("way", "room"), ("age_band", "15-17"), ("language", "ru")):
        assert cell_of(school.session, split, value).parts["pre_post/flow"].tolist() == [1, 1, 1, 4]
    # The learners are girls and boys in turn: two and two of those with both tests.
    for value in ("female", "male"):
        cell = cell_of(school.session, "region_sex", f"KZ-61 {value}")
        assert (cell.within, cell.counts("pre_post", 14).joint.n, cell.strata("pre_post")["KZ-61"].learners) == (
            value,
            2,
            2,
        )
    assert list(upkeep.findings(school.session)) == []

    cells = cells_of(school.session)
    assert settling.settle(school.session, cohort.cohort_id, now=school.now) is None
    assert cells_of(school.session) == cells


def test_until_it_is_due_a_cohort_settles_by_a_deed_alone_and_then_by_itself(
    database: Database, release: Release
) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort, _people = group_of(school, SCORES)
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
    cohort, _ = group_of(school, SCORES)
    school.open(cohort, Wave.POST)

    with pytest.raises(settling.NotOver):
        settle_group(school, cohort)
    school.close(cohort, Wave.POST)
    settle_group(school, cohort)

    other = school.cohort()
    school.learner(other)
    school.open(other, Wave.POST)
    school.close(other, Wave.POST)
    with pytest.raises(settling.NotOver):
        settle_group(school, other)


def test_a_month_is_that_in_which_a_cohort_was_due_whenever_the_clock_comes_round(school: School) -> None:
    cohort, _ = group_of(school, SCORES)
    school.wait(days=200)

    assert settle_group(school, cohort).month == "2026-03"  # closed on 2 March, due on the 16th

    school.now = MORNING
    other, _ = group_of(school, SCORES)
    school.wait(days=3)
    assert settle_group(school, other).month == "2026-03"
    school.now = MORNING.replace(month=4)
    third, _ = group_of(school, SCORES)
    assert settle_group(school, third).month == "2026-04"


def test_a_sheet_that_comes_after_settling_is_kept_and_does_not_count(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    late = school.sheet(people[4], Wave.POST, right=13)
    settle_group(school, cohort)
    before, row = cells_of(school.session), row_of(school.session, people[4])
    school.wait(days=1)

    late["finished_at"] = (school.now - timedelta(days=1, minutes=12)).isoformat()
    assert school.put(people[4], {**late, "sent_at": school.now.isoformat()}).code == "stored"

    assert [(it.wave, it.is_counted) for it in attempts.list_attempts(school.session, people[4])] == [
        *(("pre", True), ("post", False))
    ]
    assert (cells_of(school.session), row_of(school.session, people[4])) == (before, row)
    assert list(upkeep.findings(school.session)) == []
    void = {seat.handle: seat.void for seat in board.board(school.session, cohort, Wave.POST).arrived}
    assert void[5] is board.Void.SETTLED, "and its facilitator reads why"


def test_whoever_joins_a_cohort_that_has_settled_enters_none_of_its_figures(school: School) -> None:
    cohort, _ = group_of(school, SCORES)
    settle_group(school, cohort)
    before = cells_of(school.session)

    late = school.learner(cohort)
    school.open(cohort, Wave.POST)
    school.sit(late, Wave.POST, right=9)

    assert cells_of(school.session) == before
    assert school.session.get(ScorePair, (late, 1)) is None
    assert list(upkeep.findings(school.session)) == []


def test_somebody_who_withdraws_stays_counted_and_nothing_else_of_them_stays(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    settle_group(school, cohort)
    before = cells_of(school.session)

    joining.withdraw(school.session, people[0], school.now)

    assert cells_of(school.session) == before
    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    assert (held.learner_count, held.erased_count) == (7, 1)
    assert school.session.scalars(select(ScorePair).where(ScorePair.learner_id == people[0])).all() == []
    assert list(upkeep.findings(school.session)) == []
    upkeep.rebuild(school.session)
    assert cells_of(school.session) == before, "frozen counts come out of the ledger, byte by byte"


def test_of_two_rows_of_one_person_that_settled_the_one_that_stays_keeps_its_own(school: School) -> None:
    cohort, (first, second, *_) = group_of(school, SCORES)
    settle_group(school, cohort)
    before, row = cells_of(school.session), row_of(school.session, second)

    learners.merge(school.session, second, first)

    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    assert (held.merged_count, held.erased_count) == (1, 0)
    assert (cells_of(school.session), row_of(school.session, second)) == (before, row)
    assert list(upkeep.findings(school.session)) == []


@pytest.mark.parametrize("keeps", ["settled", "live"])
def test_of_a_row_that_settled_and_a_live_one_the_settled_counts_and_the_live_does_not(
    school: School, keeps: str
) -> None:
    cohort, (settled, *_) = group_of(school, SCORES)
    settle_group(school, cohort)
    home = school.cohort(region_code="KZ-75")
    live, other = school.learner(home), school.learner(home)
    school.open(home, Wave.PRE)
    for learner_id in (live, other):
        school.sit(learner_id, Wave.PRE, right=2)
    before, row = cells_of(school.session), row_of(school.session, settled)[1:]

    survivor, dropped = (settled, live) if keeps == "settled" else (live, settled)
    learners.merge(school.session, survivor, dropped)

    assert row_of(school.session, survivor)[1:] == row
    assert cells_of(school.session) == before
    assert school.session.get_one(CohortTally, home.cohort_id, populate_existing=True).pre == 1
    assert list(upkeep.findings(school.session)) == []
    # In the group where they are now they count no more: neither what they sat nor what they sit.
    if keeps == "live":
        school.open(home, Wave.POST)
        school.put(survivor, school.sheet(survivor, Wave.POST, right=14))
        assert list(upkeep.findings(school.session)) == []
        school.close(home, Wave.POST)
        school.wait(minutes=11)
        assert settle_group(school, home).learner_count == 1


def test_a_sheet_of_paper_corrected_after_settling_shows_in_the_pages_and_moves_no_figure(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    type_in(school, cohort, people[4], right=10)
    settle_group(school, cohort)
    before, row = cells_of(school.session), row_of(school.session, people[4])

    for right in (3, 11):
        assert type_in(school, cohort, people[4], right=right) is Code.WAITING
    shown = paper.paper_of(school.session, people[4], Wave.POST)
    assert shown.answers == school.answers(shown.form, right=11)
    assert (cells_of(school.session), row_of(school.session, people[4])) == (before, row)

    assert (cells_of(school.session), row_of(school.session, people[4])) == (before, row)
    assert list(upkeep.findings(school.session)) == []


def test_sheets_that_one_person_typed_in_after_the_answers_could_be_seen_stand_apart(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    type_in(school, cohort, people[4], right=10)
    as_typed_alone(school, people[4])

    settle_group(school, cohort)

    assert cell_of(school.session, "region", "KZ-61").parts["pre_post/flow"].tolist() == [1, 0, 1, 4]
    late = cell_of(school.session, "region", "KZ-61", standing="typed_late")
    assert late.parts["pre_post/flow"].tolist() == [0, 0, 0, 1]
    sums = school.session.scalars(select(CohortSum.learner_count).where(CohortSum.split == "total")).all()
    assert sums == [4]
    tallies = Tallies(school.session, school.release.instrument)
    by_sex_and_age = tallies.by(Filters(Scope(is_whole=True)), ("sex", "age_band"))
    assert sum(int(tally.table("pre_post")) for tally in by_sex_and_age.values()) == 4, "also counted one by one"


def test_peers_reported_after_settling_are_in_no_figure_however_it_is_counted(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    reach.report(school.session, people[0], 2, school.now)
    settle_group(school, cohort)
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

    settle_group(school, cohort)

    total = cell_of(school.session, "region", "KZ-61", standing="waiting")
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

        settle_group(school, cohort)

        pair = school.session.scalars(select(ScorePair).where(ScorePair.learner_id == learner_id)).one()
        assert pair.form_order == due


def test_a_move_after_settling_moves_no_figure(school: School) -> None:
    cohort, _ = group_of(school, SCORES)
    settle_group(school, cohort)
    before = cells_of(school.session)

    cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75", way="mixed"), now=school.now)

    assert cells_of(school.session) == before
    assert list(upkeep.findings(school.session)) == []


def test_what_the_facilitator_sees_is_made_at_the_reveal_and_does_not_move(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    made = settling.settle(school.session, cohort.cohort_id, REVEAL, now=school.now)
    assert made is not None
    frozen = settlements.current(school.session, cohort.cohort_id, REVEAL)

    type_in(school, cohort, people[4], right=10)
    joining.withdraw(school.session, people[0], school.now)

    assert settling.settle(school.session, cohort.cohort_id, REVEAL, now=school.now) is None
    held = settlements.current(school.session, cohort.cohort_id, REVEAL)
    assert held is not None
    assert frozen is not None
    assert (held.learner_count, held.erased_count) == (4, 1), "who went is counted beside it"
    assert replace(held, erased_count=0, seal=frozen.seal) == frozen
    total = settlements.ledger_of(held).total
    tables = ["lessons", "options", "pre_post", "pre_post/cohorts", "pre_post/flow"]
    assert sorted(total.parts) == [*tables, *sorted(_twice(school))]


def test_the_follow_up_settles_as_a_second_step(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    settle_group(school, cohort)
    before = cells_of(school.session)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people[:3]:
        school.sit(learner_id, Wave.FOLLOW_UP, right=8)
    assert cells_of(school.session) == before
    school.close(cohort, Wave.FOLLOW_UP)

    settlement = settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)

    assert settlement is not None
    course = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert course is not None
    assert (settlement.learner_count, settlement.month) == (4, course.month), "so that each month is whole"
    total = cell_of(school.session, "region", "KZ-61", step="follow_up")
    assert total.table("pre_follow_up", 15, 15).sum() == 3
    assert cell_of(school.session, "region", "KZ-61", step="follow_up").counts("pre_follow_up", 14).joint.n == 3
    assert total.table("left", 1).tolist() == [1]
    assert [row for row in cells_of(school.session) if row[2] == "course"] == before
    school.open(cohort, Wave.FOLLOW_UP)
    school.sit(people[3], Wave.FOLLOW_UP, right=8)
    joining.withdraw(school.session, people[0], school.now)
    assert list(upkeep.findings(school.session)) == []


def test_a_figure_of_what_settled_that_was_edited_by_hand_is_found_and_mended(school: School) -> None:
    cohort, _ = group_of(school, SCORES)
    settle_group(school, cohort)
    session, before = school.session, cells_of(school.session)
    for table, column in ((Cell, Cell.scores), (CohortSum, CohortSum.d), (CohortTally, CohortTally.paired)):
        row = session.scalars(select(table)).first()
        new = Tally().packed() if table is Cell else 99
        session.execute(update(table).values({column.key: new}))
        assert row is not None
        assert list(upkeep.findings(session)) != [], table
        upkeep.rebuild(session)
        assert (list(upkeep.findings(session)), cells_of(session)) == ([], before)

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
        cohort, _ = group_of(school, SCORES)
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
        assert cell_of(session, "region", "KZ-61").enrolled == 7
        assert list(upkeep.findings(session)) == []


def test_a_cohort_in_which_nobody_sat_anything_settles_with_whom_it_had(school: School) -> None:
    cohort, _ = group_of(school, [(None, None)] * 2)

    assert settle_group(school, cohort).learner_count == 2
    assert cell_of(school.session, "region", "KZ-61").parts["pre_post/flow"].tolist() == [2, 0, 0, 0]
    assert list(upkeep.findings(school.session)) == []
    empty, _ = group_of(school, [])
    assert settling.settle(school.session, empty.cohort_id, now=school.now) is None
