"""Programmes, partners and releases: made, changed, put away and brought back."""

from collections.abc import Iterable
from typing import Any

import pytest

from app.services import releases as release_deeds
from app.services.administrator import programme
from app.services.administrator.programme import NameTaken
from app.store import audit
from app.store.paging import PER_PAGE, Page, Place
from app.store.programmes import partners, programmes, releases
from app.store.tables import Partner
from tests.app.conftest import School

USUAL: dict[str, Any] = {
    "name": "Safe ways",
    "countries": ["KZ"],
    "languages": ["ru", "kk", "en"],
    "time_zone": "Asia/Almaty",
    "consent_kept_at": "in the school's office",
}


def the_programme(school: School) -> programmes.Programme:
    programme = programmes.get_by_id(school.session, school.programme_id)
    assert programme
    return programme


def test_what_no_programme_has_is_not_changed(school: School) -> None:
    with pytest.raises(AttributeError, match="no column retention_month"):
        programmes.change(school.session, school.programme_id, retention_month=12)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"countries": []}, "at least one country", id="no country"),
        pytest.param({"languages": []}, "none", id="no language"),
        pytest.param({"languages": ["ru", "fr"]}, "fr", id="a language the pages do not speak"),
        pytest.param({"time_zone": "Asia/Nowhere"}, "Nowhere", id="no such time zone"),
    ],
)
def test_a_programme_that_could_not_work_is_refused(school: School, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        programme.add_programme(school.session, **{**USUAL, **wrong}, now=school.now)
    with pytest.raises(ValueError, match=message):
        programme.edit_programme(school.session, the_programme(school), **{**USUAL, **wrong}, now=school.now)


def test_what_changed_is_written_down_and_nothing_else(school: School) -> None:
    ours = the_programme(school)

    programme.edit_programme(school.session, ours, **{**USUAL, "countries": ["KZ", "KG"]}, by=None, now=school.now)
    school.session.flush()
    school.session.expire_all()  # as it is stored

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
    assert programmes.list_programmes(school.session, with_archived=True) == [the_programme(school)]
    programme.unarchive_programme(school.session, the_programme(school), now=school.now)
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
    assert partners.get_by_id(school.session, other.partner_id) == other


def test_an_archived_partner_takes_no_new_cohort_but_keeps_its_own(school: School) -> None:
    school.cohort()
    bilim = partners.get_by_id(school.session, school.partner_id)
    assert bilim

    programme.archive_partner(school.session, bilim, now=school.now)
    school.session.flush()
    ids = {"programme_ids": frozenset[int](), "partner_ids": frozenset({school.partner_id})}
    assert partners.list_places(school.session, **ids) == []
    assert len(partners.list_places(school.session, **ids, also=school.partner_id)) == 1
    archived = partners.get_by_id(school.session, school.partner_id)
    assert archived
    programme.unarchive_partner(school.session, archived, now=school.now)
    school.session.flush()

    assert len(partners.list_places(school.session, **ids)) == 1


def test_a_release_is_withdrawn_and_offered_again(school: School) -> None:
    def the_release() -> releases.CourseRelease:
        (release,) = releases.list_releases(school.session, school.programme_id)
        return release

    release_deeds.withdraw_release(school.session, the_release(), now=school.now)
    assert the_release().withdrawn_at == school.now
    release_deeds.offer_release_again(school.session, the_release(), now=school.now)

    assert the_release().withdrawn_at is None


@pytest.mark.many
def test_releasing_the_shipped_course_again_gives_the_same_release(school: School) -> None:
    ref = release_deeds.release(school.session, the_programme(school), "smart-navigator", now=school.now)
    again = release_deeds.release(school.session, the_programme(school), "smart-navigator", now=school.now)

    assert ref == again


NAMES = ["Group 10", "Яблоко", "group 2", "Әлем", "Group 1", "Бота", "Ёлка", "Азия", "Жар", "Елена"]
IN_ORDER = ["Group 1", "group 2", "Group 10", "Азия", "Әлем", "Бота", "Елена", "Ёлка", "Жар", "Яблоко"]


def partners_named(school: School, names: Iterable[str]) -> None:
    """In the programme of their own."""
    programme_id, _ = school.other_programme()
    school.session.add_all(
        Partner(ref=f"ref {number}", programme_id=programme_id, name=name, created_at=school.now)
        for number, name in enumerate(names)
    )
    school.session.flush()


def test_names_sort_as_people_expect(school: School) -> None:
    partners_named(school, NAMES)

    listed = [it.name for it in partners.list_partners(school.session)]

    assert [name for name in listed if name in NAMES] == IN_ORDER
    assert [it.name for it in partners.page(school.session).entries] == listed


def test_a_name_that_was_changed_stands_where_the_new_one_belongs(school: School) -> None:
    partners_named(school, NAMES)
    renamed = partners.get(school.session, "ref 0")
    assert renamed is not None

    programme.rename_partner(school.session, renamed, "Азия 2", now=school.now)
    school.session.flush()

    listed = [it.name for it in partners.list_partners(school.session)]
    assert listed[listed.index("Азия") + 1] == "Азия 2"
    assert [it.name for it in partners.page(school.session, place=Place("азия")).entries] == ["Азия", "Азия 2"]


def test_a_search_knows_no_large_and_small_letters_in_any_script(school: School) -> None:
    partners_named(school, ["Клуб «Достық»", "Колледж, группа 2", "КОЛЛЕДЖ, группа 12", "Сто 100 % и_другие"])

    def labels(search: str) -> list[str]:
        return [it.name for it in partners.page(school.session, place=Place(search)).entries]

    assert labels("колледж 2") == ["Колледж, группа 2", "КОЛЛЕДЖ, группа 12"]
    assert labels("ДОСТЫҚ") == ["Клуб «Достық»"]
    assert labels("%") == labels("и_д") == ["Сто 100 % и_другие"], "a sign that a database reads in its own way"
    assert labels("колледж\0") == labels("колледж"), "one that it would not take"


def test_the_thousandth_name_stands_on_the_twentieth_page(school: School) -> None:
    partners_named(school, [f"Partner {number}" for number in range(1, 1001)])

    def page(number: int) -> Page[partners.Partner]:
        return partners.page(school.session, place=Place("partner", number))

    last = page(20)
    assert (last.page_count, last.entries[-1].name, len(last.entries)) == (20, "Partner 1000", PER_PAGE)
    assert (last.found_count, last.all_count) == (1000, 1002)
    assert page(99).number == 20
    assert page(-3).number == 1


def test_a_search_box_stands_from_fifty_names_on() -> None:
    assert not Page((), 1, found_count=0, all_count=49, search="").is_long
    assert Page((), 1, found_count=0, all_count=50, search="").is_long
