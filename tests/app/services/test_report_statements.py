"""A report of a kept table costs a handful of statements and reads nobody's row, whoever asks."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.content import Release
from app.services import releases
from app.services.figures import reporting
from app.services.figures.reporting import Filters, Scope
from app.store import Session
from tests.app.asked_of_the_database import statements, tables_read
from tests.app.conftest import School
from tests.app.reported import six_regions_of
from tests.app.standing import standing_school

pytestmark = pytest.mark.items(14)

MOST = 12
OF_LEARNERS = {"learner", "score_pair", "attempt", "lesson_progress", "peer_reach", "consent", "attendance"}
TABLES = ((), ("region",), ("country",), ("sex",), ("age_band",), ("language",), ("partner",), ("way",), ("channel",))
"""Kept by month, and so by programme too."""


def _questions(scope: Scope, by: tuple[str, ...]) -> Iterator[tuple[Filters, tuple[str, ...]]]:
    for split in (by, (*by, "month")):
        yield Filters(scope), split
        yield Filters(scope, from_month="2026-03", to_month="2026-03"), split


def _statements_of_report(session: Session, filters: Filters, by: tuple[str, ...]) -> list[str]:
    """By a process that has read no release yet."""
    releases._RELEASES.clear()
    session.expire_all()
    with statements(session.get_bind()) as queries:
        assert reporting.report(session, filters, by)
    return queries


@pytest.fixture(params=["sqlite", "postgresql"])
def six(request: pytest.FixtureRequest, release: Release) -> Iterator[School]:
    with standing_school(request, release, six_regions_of) as (school, _):
        yield school


@pytest.mark.parametrize("by", [*TABLES, ("region", "sex")], ids=lambda by: " and ".join(by) or "total")
def test_a_kept_table_takes_twelve_statements_and_reads_no_row_of_a_learner(six: School, by: tuple[str, ...]) -> None:
    scopes = [Scope(is_whole=True), Scope(programme_ids=(six.programme_id,))]
    if not {*by} - {"partner"}:
        scopes.append(Scope(partner_ids=(six.partner_id,)))
    questions = [question for scope in scopes for question in _questions(scope, by)]
    if "region" in by:
        questions += [(replace(filters, region="KZ-61"), split) for filters, split in questions]
    for filters, split in questions:
        queries = _statements_of_report(six.session, filters, split)

        assert len(queries) <= MOST, (filters, split)
        assert not tables_read(queries) & OF_LEARNERS, (filters, split)


def test_what_no_cell_tells_is_read_learner_by_learner(six: School) -> None:
    """So the test above looks for what there is to see."""
    assert {"score_pair", "attempt"} <= tables_read(
        _statements_of_report(six.session, Filters(Scope(is_whole=True), sex="male"), ("way",))
    )
