"""A number is shown when somebody called it or the state named it lately, and never otherwise."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.services.administrator import helplines
from app.store import Session, audit
from app.store.programmes import helplines as rows
from app.store.programmes.helplines import Line
from tests.conftest import BEFORE_ALL

TODAY = date(2026, 3, 2)

LINE = Line(
    country="KZ",
    kind="helpline",
    service="Police",
    number="102",
    audience="everyone",
    hours="24/7",
    is_free=True,
    source="A newspaper",
    source_url="https://paper.example/102",
    sourced_on=date(2026, 2, 1),
    is_official=False,
)


def shown(session: Session, country: str = "KZ", today: date = TODAY) -> list[str]:
    session.flush()
    return [line.number for line in rows.list_shown(session, country, today)]


def now(session: Session, line: rows.Helpline) -> rows.Helpline:
    """As it is kept by now."""
    row = rows.get(session, line.ref)
    assert row is not None
    return row


def test_a_newspaper_is_not_enough(session: Session) -> None:
    helplines.add_helpline(session, LINE, now=BEFORE_ALL)

    assert shown(session) == []


def test_a_number_that_was_called_is_shown_until_that_is_taken_back(session: Session) -> None:
    line = helplines.add_helpline(session, LINE, now=BEFORE_ALL)

    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)
    assert shown(session) == ["102"]
    helplines.take_back_confirmation(session, now(session, line), now=BEFORE_ALL)

    assert shown(session) == []


@pytest.mark.parametrize(
    ("sourced_on", "is_shown"),
    [
        pytest.param(TODAY, True, id="today"),
        pytest.param(TODAY - timedelta(days=730), True, id="24 months ago"),
        pytest.param(TODAY - timedelta(days=731), False, id="a day longer"),
        pytest.param(None, False, id="without a date"),
    ],
)
def test_the_state_s_word_lasts_24_months(session: Session, sourced_on: date | None, is_shown: bool) -> None:
    line = helplines.add_helpline(session, replace(LINE, is_official=True, sourced_on=sourced_on), now=BEFORE_ALL)

    assert bool(shown(session)) is is_shown
    assert helplines.is_shown(line, TODAY) is is_shown


def test_a_call_lasts_24_months_too(session: Session) -> None:
    line = helplines.add_helpline(session, LINE, now=BEFORE_ALL)
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)
    last = TODAY + timedelta(days=730)

    assert shown(session, today=last) == ["102"]
    assert shown(session, today=last + timedelta(days=1)) == []
    line = now(session, line)
    assert helplines.is_shown(line, last)
    assert not helplines.is_shown(line, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("days", "expired", "expiring"),
    [
        pytest.param(669, 0, 0, id="good for long"),
        pytest.param(670, 0, 1, id="60 days before the end"),
        pytest.param(730, 0, 1, id="the last day"),
        pytest.param(731, 1, 0, id="over"),
        pytest.param(730 + 3650, 1, 0, id="over for ten years: nobody has called or hidden it"),
    ],
)
def test_whoever_sets_up_is_asked_in_time_to_call_again(
    session: Session, days: int, expired: int, expiring: int
) -> None:
    line = helplines.add_helpline(session, LINE, now=BEFORE_ALL)
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)
    hidden = helplines.add_helpline(session, replace(LINE, number="1"), now=BEFORE_ALL)
    helplines.confirm(session, hidden, TODAY, now=BEFORE_ALL)
    helplines.hide(session, hidden, now=BEFORE_ALL)

    ageing = rows.ageing(session, TODAY + timedelta(days=days))

    assert (len(ageing.expired), len(ageing.expiring)) == (expired, expiring)


@pytest.mark.parametrize(("days", "expired"), [pytest.param(0, 1, id="seen"), pytest.param(1, 0, id="never seen")])
def test_a_source_that_was_too_old_on_the_first_day_here_is_not_missed(
    session: Session, days: int, expired: int
) -> None:
    last = BEFORE_ALL.date() - timedelta(days=days)
    line = replace(LINE, is_official=True, sourced_on=last - timedelta(days=730))
    helplines.add_helpline(session, line, now=BEFORE_ALL)

    assert len(rows.ageing(session, TODAY).expired) == expired


def test_an_expired_number_is_asked_for_until_somebody_calls_or_hides_it(session: Session) -> None:
    called, hidden, waiting = (
        helplines.add_helpline(session, replace(LINE, number=number), now=BEFORE_ALL) for number in "123"
    )
    for line in (called, hidden, waiting):
        helplines.confirm(session, line, TODAY, now=BEFORE_ALL)
    later = TODAY + timedelta(days=2000)
    assert rows.ageing(session, later).expired == tuple(now(session, line) for line in (called, hidden, waiting))

    helplines.confirm(session, called, later, now=BEFORE_ALL)
    helplines.hide(session, hidden, now=BEFORE_ALL)

    assert rows.ageing(session, later).expired == (now(session, waiting),)


def test_hidden_is_hidden_whoever_called_it(session: Session) -> None:
    line = helplines.add_helpline(session, replace(LINE, is_official=True), now=BEFORE_ALL)
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)

    helplines.hide(session, line, now=BEFORE_ALL)
    assert shown(session) == []
    assert not helplines.is_shown(now(session, line), TODAY)
    helplines.show(session, now(session, line), now=BEFORE_ALL)

    assert shown(session) == ["102"]


def test_another_number_has_to_be_called_again_another_hour_not(session: Session) -> None:
    line = helplines.add_helpline(session, LINE, now=BEFORE_ALL)
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)

    helplines.edit_helpline(session, line, replace(LINE, hours="09:00–18:00"), now=BEFORE_ALL)
    assert shown(session) == ["102"]
    helplines.edit_helpline(session, line, replace(LINE, number="112"), now=BEFORE_ALL)

    assert shown(session) == []


def test_a_country_shows_its_own_numbers_the_called_ones_first(session: Session) -> None:
    helplines.add_helpline(session, replace(LINE, number="111", is_official=True), now=BEFORE_ALL)
    called = helplines.add_helpline(session, replace(LINE, number="150"), now=BEFORE_ALL)
    helplines.confirm(session, called, TODAY, now=BEFORE_ALL)
    helplines.add_helpline(session, replace(LINE, country="KG", is_official=True), now=BEFORE_ALL)

    assert shown(session) == ["150", "111"]
    assert rows.count_by_country(session, TODAY) == {"KZ": 2, "KG": 1}


def test_a_line_for_everywhere_is_shown_in_each_country_and_counted_in_none(session: Session) -> None:
    helplines.add_helpline(session, replace(LINE, number="150", is_official=True), now=BEFORE_ALL)
    for_all = replace(LINE, country=rows.EVERYWHERE, kind=rows.PICTURES, number="https://a.example", is_official=True)
    helplines.add_helpline(session, for_all, now=BEFORE_ALL)

    assert shown(session) == ["150", "https://a.example"]
    assert shown(session, "TM") == ["https://a.example"]
    assert shown(session, "TM", TODAY + timedelta(days=731)) == [], "it grows old as a helpline does"
    assert rows.count_by_country(session, TODAY) == {"KZ": 1}


def test_what_ships_has_a_source_and_nobody_claims_to_have_called_it(session: Session) -> None:
    count = helplines.load_shipped(session)
    session.flush()

    lines = rows.list_helplines(session)
    assert count == len(lines) > 15
    assert all(line.source and line.source_url.startswith("http") and line.number for line in lines)
    assert all(line.confirmed_on is None for line in lines)
    assert {"KZ", "KG", "TJ", "TM", "UZ"} <= {line.country for line in lines}
    assert {line.kind for line in lines} == {rows.EMERGENCY, rows.HELPLINE, rows.PICTURES}


@pytest.mark.parametrize("country", ["KZ", "KG", "TJ", "UZ", "RU", "TR"])
def test_112_is_the_first_number_of_what_ships_for_a_country(session: Session, country: str) -> None:
    helplines.load_shipped(session)
    for line in rows.list_helplines(session, country):
        if not rows.is_emergency(line):
            helplines.confirm(session, line, TODAY, now=BEFORE_ALL)

    assert shown(session, country)[0] == "112"
    assert all(line.sourced_on for line in rows.list_helplines(session, country) if rows.is_emergency(line))


def test_loading_what_ships_again_adds_nothing_and_keeps_what_was_confirmed(session: Session) -> None:
    helplines.load_shipped(session)
    session.flush()
    line = next(line for line in rows.list_helplines(session, "KZ") if not rows.is_emergency(line))
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)

    assert helplines.load_shipped(session) == 0
    assert now(session, line).confirmed_on == TODAY


EMERGENCY = replace(LINE, kind=rows.EMERGENCY, number="112", service="All emergencies")


@pytest.mark.parametrize("years", [0, 2, 30])
def test_no_age_takes_an_emergency_number_from_learners(session: Session, years: int) -> None:
    line = helplines.add_helpline(session, EMERGENCY, now=BEFORE_ALL)
    day = TODAY.replace(year=TODAY.year + years)

    assert shown(session, today=day) == ["112"]
    assert helplines.is_shown(line, day)
    assert rows.countries_with_emergency(session, day) == {"KZ"}


def test_an_emergency_number_without_any_date_is_not_shown(session: Session) -> None:
    line = helplines.add_helpline(session, replace(EMERGENCY, sourced_on=None, is_official=True), now=BEFORE_ALL)

    assert shown(session) == []
    assert not helplines.is_shown(line, TODAY)
    assert rows.countries_with_emergency(session, TODAY) == set()


def test_emergency_numbers_come_first_whoever_else_was_called_and_112_is_their_first(session: Session) -> None:
    called = helplines.add_helpline(session, replace(LINE, number="150"), now=BEFORE_ALL)
    helplines.confirm(session, called, TODAY, now=BEFORE_ALL)
    for number, service in (("103", "Doctors"), ("101", "Fire"), ("102", "Police"), ("112", "All emergencies")):
        helplines.add_helpline(session, replace(EMERGENCY, number=number, service=service), now=BEFORE_ALL)
    helplines.add_helpline(session, replace(LINE, number="111", is_official=True), now=BEFORE_ALL)

    assert shown(session) == ["112", "102", "103", "101", "150", "111"]


def test_nobody_is_asked_to_call_an_emergency_number(session: Session) -> None:
    line = helplines.add_helpline(session, replace(EMERGENCY, is_official=True), now=BEFORE_ALL)

    with pytest.raises(helplines.NeverTested):
        helplines.confirm(session, line, TODAY, now=BEFORE_ALL)

    assert now(session, line).confirmed_on is None
    for days in (0, 700, 731, 9000):
        ageing = rows.ageing(session, TODAY + timedelta(days=days))
        assert (ageing.expired, ageing.expiring) == ((), ())


def test_an_emergency_number_that_was_called_once_stays_though_its_source_has_no_date(session: Session) -> None:
    """From before it was a kind of its own."""
    line = helplines.add_helpline(session, replace(EMERGENCY, sourced_on=None), now=BEFORE_ALL)
    rows.change(session, line.helpline_id, confirmed_on=TODAY)

    assert shown(session, today=TODAY + timedelta(days=9000)) == ["112"]


@pytest.mark.parametrize(
    "change", [{"country": "KG"}, {"kind": rows.HELPLINE}, {"number": "113"}, {"sourced_on": None}], ids=str
)
def test_a_change_takes_no_emergency_number_from_learners(session: Session, change: dict[str, Any]) -> None:
    line = helplines.add_helpline(session, EMERGENCY, now=BEFORE_ALL)

    with pytest.raises(helplines.Settled):
        helplines.edit_helpline(session, line, replace(EMERGENCY, **change), now=BEFORE_ALL)

    assert shown(session) == ["112"]
    helplines.edit_helpline(session, line, replace(EMERGENCY, service="One number", hours="always"), now=BEFORE_ALL)
    assert shown(session) == ["112"]


def test_an_emergency_number_is_there_once_whatever_it_is_called(session: Session) -> None:
    helplines.add_helpline(session, replace(EMERGENCY, country="KG", service="One number"), now=BEFORE_ALL)

    with pytest.raises(helplines.AlreadyThere):
        helplines.add_helpline(session, replace(EMERGENCY, country="KG"), now=BEFORE_ALL)
    helplines.load_shipped(session)
    session.flush()

    assert [line.service for line in rows.list_helplines(session, "KG") if line.number == "112"] == ["One number"]


def test_a_helpline_that_turns_out_to_be_an_emergency_number_is_called_by_nobody(session: Session) -> None:
    line = helplines.add_helpline(session, replace(LINE, number="104"), now=BEFORE_ALL)
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)

    helplines.edit_helpline(session, now(session, line), replace(EMERGENCY, number="103"), now=BEFORE_ALL)

    assert now(session, line).confirmed_on is None, "it was another number that answered"
    assert shown(session) == ["103"]


def test_every_act_is_written_down(session: Session) -> None:
    line = helplines.add_helpline(session, LINE, now=BEFORE_ALL)
    helplines.confirm(session, line, TODAY, now=BEFORE_ALL)
    helplines.take_back_confirmation(session, now(session, line), now=BEFORE_ALL)
    helplines.hide(session, line, now=BEFORE_ALL)
    helplines.show(session, now(session, line), now=BEFORE_ALL)
    helplines.edit_helpline(session, line, replace(LINE, sourced_on=None), now=BEFORE_ALL)
    session.flush()

    acts = [row.act.removeprefix("helpline.") for row in reversed(audit.list_acts(session))]

    assert acts == ["add", "confirm", "unconfirm", "hide", "show", "edit"]
