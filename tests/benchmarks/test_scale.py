"""What the measurement of reports at scale is made of is what settled cohorts add up to."""

from app.store import Database
from app.store.figures import settlements
from app.store.figures.settlements import AT_ONCE
from app.store.steps import COURSE
from benchmarks import generated


def test_generated_cells_and_sums_are_what_their_ledgers_add_up_to(sqlite: Database) -> None:
    generated.fill(sqlite, 300)

    with sqlite.reading() as session:
        months = settlements.months(session)
        differences = [difference for month in months for difference in settlements.differences(session, month)]
        courses = [it for it, _ in settlements.list_current(session) if it.step == COURSE]
        of_ledgers = [settlements.sums_of(it, settlements.ledger_of(it)) for it in courses]
        sums = [settlements.list_sums(session, it) for it in courses]

    assert len(courses) > AT_ONCE
    assert not differences
    assert sums == of_ledgers
