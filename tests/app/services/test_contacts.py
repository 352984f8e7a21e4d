"""The contact of a partner: a number or a place of the organisation, good for 24 months after it was confirmed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.administrator import contacts
from app.store import audit
from app.store.programmes import partners
from app.store.programmes.partners import Partner
from tests.app.conftest import School


def partner_of(school: School) -> Partner:
    partner = partners.get_by_id(school.session, school.partner_id)
    assert partner is not None
    return partner


def set_to(school: School, contact: str, hours: str = "", *, days: int = 0) -> Partner:
    today = school.now.date() + timedelta(days=days)
    contacts.set_contact(school.session, partner_of(school), contact, hours, today=today, by=None, now=school.now)
    return partner_of(school)


@pytest.mark.parametrize(
    "contact", ["+7 (700) 123-45-67", "116", "House of culture, room 4", "Дом культуры, каб. 4", ""]
)
def test_a_number_or_a_place_is_taken(school: School, contact: str) -> None:
    assert set_to(school, contact).contact == contact


@pytest.mark.parametrize(
    ("contact", "hours"),
    [
        ("https://t.me/road", ""),
        ("road@example.org", ""),
        ("www.road.kz", ""),
        ("12", ""),
        ("1234567890123456", ""),
        ("+()-", ""),
        ("№ 4", ""),
        ("x" * 81, ""),
        ("112", "x" * 81),
        ("", "Monday"),
    ],
)
def test_what_is_neither_is_refused(school: School, contact: str, hours: str) -> None:
    with pytest.raises(contacts.Unusable):
        set_to(school, contact, hours)

    assert partner_of(school).contact == ""


@pytest.mark.many
@given(st.text(max_size=90))
def test_whatever_is_taken_can_be_shown_and_leads_nowhere(typed: str) -> None:
    try:
        contacts.check(typed, "")
    except contacts.Unusable:
        return
    assert len(typed) <= 80
    assert "@" not in typed
    assert "://" not in typed


def test_it_is_shown_for_24_months_and_confirmed_anew(school: School) -> None:
    today = school.now.date()
    partner = set_to(school, "+7 700 123 45 67", "9–18")
    assert partner.contact_confirmed_on == today
    assert contacts.is_shown(partner, today + timedelta(days=730))
    assert not contacts.is_shown(partner, today + timedelta(days=731))

    again = set_to(school, "+7 700 123 45 67", "9–18", days=731)

    assert contacts.is_shown(again, today + timedelta(days=731))
    acts = audit.page(school.session, audit.Reach(0, is_whole=True, programme_ids=None), audit.Search()).entries
    assert [act.act for act in acts][:2] == ["partner.confirm_contact", "partner.contact"]


def test_an_empty_one_takes_it_away_and_the_same_on_one_day_is_written_down_once(school: School) -> None:
    set_to(school, "+7 700 123 45 67")
    set_to(school, "+7 700 123 45 67")
    partner = set_to(school, "")

    assert (partner.contact, partner.contact_confirmed_on) == ("", None)
    assert not contacts.is_shown(partner, school.now.date())
    acts = audit.page(school.session, audit.Reach(0, is_whole=True, programme_ids=None), audit.Search()).entries
    assert [act.act for act in acts].count("partner.contact") == 2
    assert "partner.confirm_contact" not in [act.act for act in acts]
