"""What the measurement of reports at scale is made of is what settled cohorts add up to."""

from app.store import Database
from app.store.figures import additions, settlements
from app.store.figures.additions import AT_ONCE
from app.store.steps import COURSE
from benchmarks import generated


def test_generated_cells_and_sums_are_what_their_ledgers_add_up_to(sqlite: Database) -> None:
    generated.fill(sqlite, 300)

    with sqlite.reading() as session:
        months = additions.months(session)
        differences = [difference for month in months for difference in additions.differences(session, month)]
        courses = [it for it, _ in settlements.list_current(session) if it.step == COURSE]
        of_ledgers = [additions.sums_of(it, settlements.ledger_of(it)) for it in courses]
        sums = [additions.list_sums(session, it) for it in courses]

    assert len(courses) > AT_ONCE
    assert not differences
    assert sums == of_ledgers
