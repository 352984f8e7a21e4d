"""A filter that leaves out one to ten learners is told nothing of: the whole less it would be their results."""

from typing import Any

import pytest

from analytics import NoteCode
from app.services.figures import reporting
from app.services.figures.narrowing import leaves_few
from app.services.figures.reception import reception_of
from app.services.figures.reporting import Filters, Scope
from app.store import Session
from app.wording import Words
from tests.app.conftest import School
from tests.app.reported import Settled

pytestmark = pytest.mark.items(14)

WHOLE = Scope(is_whole=True)


@pytest.fixture
def ledger(school: School) -> Settled:
    return Settled(school.release.structure_digest, school.programme_id, school.partner_id)


def met(ledger: Settled, session: Session, *groups: tuple[int, dict[str, str]]) -> None:
    """So many learners with both tests of each kind, a group for each."""
    for cohort_id, (count, of) in enumerate(groups, start=1):
        for place in range(count):
            ledger.pair(4, 3 + place % 4, cohort_id=cohort_id, **of)
    ledger.write(session)


def learners_of(session: Session, by: tuple[str, ...] = ("region",), **filters: str) -> int | None:
    """How many learners the figures are of; None where they are hidden, and so are those of every group."""
    (part,) = reporting.report(session, Filters(WHOLE, **filters), by)
    total = part.gains.total
    if total.suppressed:
        assert all(one.suppressed for one in part.gains.groups)
        assert [note.code for note in total.notes] == [NoteCode.REST_TOO_SMALL]
        assert reception_of(session, Filters(WHOLE, **filters), by, part, Words("en")).reactions == ()
    return total.improved.n if total.improved else None


@pytest.mark.parametrize(
    ("at_home", "n"),
    [
        pytest.param(0, 30, id="nobody"),
        pytest.param(1, None, id="one"),
        pytest.param(10, None, id="ten"),
        pytest.param(11, 30, id="eleven"),
    ],
)
def test_a_way_is_told_where_nobody_or_eleven_met_in_another(
    session: Session, ledger: Settled, at_home: int, n: int | None
) -> None:
    met(ledger, session, (30, {"way": "room"}), (at_home, {"way": "home"}))
    assert learners_of(session, way="room") == n
    assert learners_of(session) == 30 + at_home


@pytest.mark.parametrize(
    ("name", "usual", "other"),
    [
        ("region", "KZ-61", "KZ-75"),
        ("sex", "female", "male"),
        ("age_band", "15-17", "18+"),
        ("language", "ru", "kk"),
        ("way", "room", "home"),
        ("channel", "page", "phone"),
    ],
)
def test_so_is_every_other_filter(session: Session, ledger: Settled, name: str, usual: str, other: str) -> None:
    key = "region_code" if name == "region" else name
    met(ledger, session, (30, {}), (9, {key: other}))
    assert learners_of(session, **{name: usual}) is None


def test_so_is_a_country_and_a_period(session: Session, ledger: Settled) -> None:
    met(ledger, session, (30, {}), (9, {"region_code": "KG-B", "month": "2026-04"}))
    assert learners_of(session, country="KZ") is None
    assert learners_of(session, from_month="2026-03", to_month="2026-03") is None


def test_two_filters_are_told_only_where_neither_leaves_out_a_few(session: Session, ledger: Settled) -> None:
    boys, kazakh = {"sex": "male"}, {"language": "kk"}
    met(ledger, session, (30, {}), (20, boys), (20, kazakh), (9, {**boys, **kazakh}))
    assert learners_of(session, sex="female") == 50
    assert learners_of(session, sex="female", language="ru") == 30
    assert learners_of(session, sex="male", language="ru") is None, "the boys less these are nine"


def test_a_few_who_are_left_out_by_two_filters_together_are_seen() -> None:
    """Each of the filters alone leaves out nobody of the other, and both together nine of all."""
    assert leaves_few({(True, True): 30, (False, False): 9})
    assert not leaves_few({(True, True): 30, (False, False): 11})
    assert not leaves_few({(True, True): 30, (False, True): 20, (True, False): 20})
    assert not leaves_few({})


def test_a_filter_inside_a_leads_own_partner_is_weighed_against_this_partner(
    session: Session, ledger: Settled, school: School
) -> None:
    met(ledger, session, (30, {"way": "room"}), (9, {"way": "home"}))
    scope: Any = Scope(partner_ids=(school.partner_id,))
    (part,) = reporting.report(session, Filters(scope, way="room"))
    assert part.leaves_few


def groups_of(session: Session, by: tuple[str, ...], **filters: str) -> dict[object, int | None]:
    """How many learners the figures of each group are of; None where they are hidden."""
    (part,) = reporting.report(session, Filters(WHOLE, **filters), by)
    return {one.key: one.improved.n if one.improved else None for one in part.gains.groups}


def test_what_a_filter_hides_no_split_shows(session: Session, ledger: Settled) -> None:
    girls, boys, far = {"sex": "female"}, {"sex": "male"}, {"region_code": "KZ-75"}
    met(ledger, session, (30, girls), (30, boys), (5, {**girls, **far}), (20, {**boys, **far}))
    assert learners_of(session, region="KZ-61", sex="female") is None
    assert learners_of(session, ("sex",), region="KZ-61") == 60

    assert groups_of(session, ("sex",), region="KZ-61") == {"female": None, "male": None}, "one is all less the other"
    assert groups_of(session, ("region",), sex="female") == {"KZ-61": None, "KZ-75": None}
    assert groups_of(session, ("way",), region="KZ-61") == {"room": 60}
    assert groups_of(session, ("region", "sex"), region="KZ-61").keys() == {("KZ-61", "female"), ("KZ-61", "male")}
    assert {*groups_of(session, ("region", "sex"), region="KZ-61").values()} == {None}


def test_pages_without_a_filter_are_as_they_were(session: Session, ledger: Settled) -> None:
    met(ledger, session, (30, {}), (5, {"sex": "male"}))
    assert groups_of(session, ("sex",)) == {"female": 30, "male": None}


def test_a_split_that_is_hidden_is_hidden_in_all_that_is_told_of_it(session: Session, ledger: Settled) -> None:
    girls, boys, far = {"sex": "female"}, {"sex": "male"}, {"region_code": "KZ-75"}
    met(ledger, session, (30, girls), (30, boys), (5, {**girls, **far}), (20, {**boys, **far}))
    filters = Filters(WHOLE, region="KZ-61")
    (part,) = reporting.report(session, filters, ("sex",))
    reception = reception_of(session, filters, ("sex",), part, Words("en"))

    assert part.hides_groups
    assert part.gains.between is None
    assert all([note.code for note in one.notes] == [NoteCode.REST_TOO_SMALL] for one in part.gains.groups)
    assert not any(one.groups for one in part.gains.statements or ())
    assert not any(one.groups for one in reception.reactions)
    assert {one.key for one in reception.taught} <= {None}
