"""Programmes, partners and releases: made, changed, put away and brought back."""

from typing import Any

import pytest

from app.services import releases as release_deeds
from app.services.administrator import programme
from app.services.administrator.programme import NameTaken
from app.store import audit
from app.store.paging import PER_PAGE, page_of
from app.store.programmes import partners, programmes, releases
from tests.app.conftest import School

USUAL: dict[str, Any] = {
    "name": "Safe ways",
    "countries": ["KZ"],
    "languages": ["ru", "kk", "en"],
    "time_zone": "Asia/Almaty",
    "consent_kept_at": "in the school's office",
}


def the_programme(school: School) -> programmes.Programme:
    found = programmes.get_by_id(school.session, school.programme_id)
    assert found
    return found


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"countries": []}, "at least one country", id="no country"),
        pytest.param({"languages": []}, "none", id="no language"),
        pytest.param({"languages": ["ru", "fr"]}, "fr", id="a language the pages do not speak"),
        pytest.param({"time_zone": "Asia/Nowhere"}, "Nowhere", id="no such time zone"),
    ],
)
def test_a_programme_that_could_not_work_is_refused(school: School, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        programme.add_programme(school.session, **{**USUAL, **wrong}, now=school.now)
    with pytest.raises(ValueError, match=said):
        programme.edit_programme(school.session, the_programme(school), **{**USUAL, **wrong}, now=school.now)


def test_what_changed_is_written_down_and_nothing_else(school: School) -> None:
    ours = the_programme(school)

    programme.edit_programme(school.session, ours, **{**USUAL, "countries": ["KZ", "KG"]}, by=None, now=school.now)
    school.session.flush()

    row = audit.list_acts(school.session)[0]
    assert (row.act, row.detail) == ("programme.edit", {"countries": [["KZ"], ["KZ", "KG"]]})


def test_cohorts_keep_the_time_zone_that_they_began_with(school: School) -> None:
    cohort = school.cohort()

    programme.edit_programme(
        school.session, the_programme(school), **{**USUAL, "time_zone": "Asia/Aqtau"}, now=school.now
    )

    assert cohort.time_zone == "Asia/Almaty"
    assert school.cohort().time_zone == "Asia/Aqtau"


def test_an_archived_programme_is_out_of_the_way_and_comes_back(school: School) -> None:
    ours = the_programme(school)

    programme.archive_programme(school.session, ours, now=school.now)
    school.session.flush()
    assert programmes.list_programmes(school.session) == []
    assert programmes.list_programmes(school.session, with_archived=True) == [ours]
    programme.unarchive_programme(school.session, ours, now=school.now)
    school.session.flush()

    assert programmes.list_programmes(school.session) == [ours]


def test_a_partner_s_name_stands_once_in_a_programme_also_an_archived_one(school: School) -> None:
    bilim = partners.get_by_id(school.session, school.partner_id)
    assert bilim
    programme.archive_partner(school.session, bilim, now=school.now)
    other = programme.add_partner(school.session, programme_id=school.programme_id, name="Other", now=school.now)

    with pytest.raises(NameTaken):
        programme.add_partner(school.session, programme_id=school.programme_id, name="Bilim", now=school.now)
    with pytest.raises(NameTaken):
        programme.rename_partner(school.session, other, "Bilim", now=school.now)
    assert other.name == "Other"


def test_an_archived_partner_takes_no_new_cohort_but_keeps_its_own(school: School) -> None:
    school.cohort()
    bilim = partners.get_by_id(school.session, school.partner_id)
    assert bilim

    programme.archive_partner(school.session, bilim, now=school.now)
    school.session.flush()
    ids = {"programme_ids": frozenset[int](), "partner_ids": frozenset({school.partner_id})}
    assert partners.list_places(school.session, **ids) == []
    assert len(partners.list_places(school.session, **ids, also=school.partner_id)) == 1
    programme.unarchive_partner(school.session, bilim, now=school.now)
    school.session.flush()

    assert len(partners.list_places(school.session, **ids)) == 1


def test_a_release_is_withdrawn_and_offered_again(school: School) -> None:
    (row,) = releases.list_releases(school.session, school.programme_id)

    release_deeds.withdraw_release(school.session, row, now=school.now)
    assert row.withdrawn_at == school.now
    release_deeds.offer_release_again(school.session, row, now=school.now)

    assert row.withdrawn_at is None


def test_releasing_the_shipped_course_again_gives_the_same_release(school: School) -> None:
    ref = release_deeds.release(school.session, the_programme(school), "smart-navigator", now=school.now)
    again = release_deeds.release(school.session, the_programme(school), "smart-navigator", now=school.now)

    assert ref == again


def test_names_sort_as_people_expect() -> None:
    names = ["Group 10", "Яблоко", "group 2", "Әлем", "Group 1", "Бота", "Ёлка", "Азия", "Жар", "Елена"]

    page = page_of(names, words=str)

    assert page.entries == ("Group 1", "group 2", "Group 10", "Азия", "Әлем", "Бота", "Елена", "Ёлка", "Жар", "Яблоко")


def test_a_search_knows_no_large_and_small_letters_in_any_script() -> None:
    names = ["Клуб «Достық»", "Колледж, группа 2", "КОЛЛЕДЖ, группа 12"]

    assert page_of(names, words=str, search="колледж 2").entries == ("Колледж, группа 2", "КОЛЛЕДЖ, группа 12")
    assert page_of(names, words=str, search="ДОСТЫҚ").entries == ("Клуб «Достық»",)


def test_the_thousandth_name_stands_on_the_twentieth_page() -> None:
    names = [f"Partner {number}" for number in range(1, 1001)]

    page = page_of(names, words=str, number=20)

    assert (page.page_count, page.entries[-1], len(page.entries)) == (20, "Partner 1000", PER_PAGE)
    assert page_of(names, words=str, number=99).number == 20
    assert page_of(names, words=str, number=-3).number == 1


def test_a_search_box_stands_from_fifty_names_on() -> None:
    assert not page_of([str(n) for n in range(49)], words=str).is_long
    assert page_of([str(n) for n in range(50)], words=str).is_long
