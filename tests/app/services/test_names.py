"""Names and days that no form would let through are refused by whoever would store them, whatever calls."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cli import main
from app.services import cohorts
from app.services.administrator import programme
from app.services.administrator.staff import add_staff
from app.services.names import OF_COHORT, OF_PARTNER, OF_STAFF, UnusableName
from app.services.people import Grant, Role
from app.store import Database
from app.store.programmes import partners
from tests.app.conftest import School

UNUSABLE = ["", " ", "\t", " Bilim", "Bilim\n"]


@pytest.mark.parametrize("name", [*UNUSABLE, "B" * (OF_PARTNER.most + 1)])
def test_a_partner_and_a_programme_are_called_something(school: School, name: str) -> None:
    partner = partners.list_partners(school.session)[0]
    with pytest.raises(UnusableName, match="1 to 120 letters"):
        programme.add_partner(school.session, programme_id=school.programme_id, name=name, now=school.now)
    with pytest.raises(UnusableName):
        programme.rename_partner(school.session, partner, name, now=school.now)
    with pytest.raises(UnusableName):
        programme.add_programme(
            school.session,
            name=name,
            countries=["KZ"],
            languages=["ru"],
            time_zone="Asia/Almaty",
            consent_kept_at="there",
            now=school.now,
        )
    assert [one.name for one in partners.list_partners(school.session)] == ["Bilim"]


@pytest.mark.parametrize("name", ["", "a", "a" * (OF_STAFF.most + 1)])
def test_somebody_of_the_staff_has_two_letters_at_least(school: School, name: str) -> None:
    with pytest.raises(UnusableName, match="2 to 60 letters"):
        add_staff(school.session, name=name, language="en", grant=Grant(Role.ADMINISTRATOR), now=school.now)


@pytest.mark.parametrize("label", [*UNUSABLE, "G" * (OF_COHORT.most + 1)])
def test_a_group_is_called_something(school: School, label: str) -> None:
    with pytest.raises(UnusableName, match="1 to 80 letters"):
        school.outline(label=label)


def test_a_group_does_not_end_before_it_begins_nor_do_its_lessons_lie_outside(school: School) -> None:
    outline = school.outline()
    for wrong in (
        {"ends_on": outline.starts_on - timedelta(days=1)},
        {"lessons_on": outline.starts_on - timedelta(days=1)},
        {"lessons_on": outline.ends_on + timedelta(days=1)},
    ):
        with pytest.raises(ValueError, match="comes first"):
            replace(outline, **wrong)
    one_day = replace(outline, ends_on=outline.starts_on, lessons_on=outline.starts_on)
    assert cohorts.create(school.session, one_day, facilitator_id=school.facilitator_id, now=school.now)


@pytest.mark.parametrize("count", [0, -1, cohorts.MOST_EXPECTED + 1])
def test_a_group_expects_somebody_and_not_a_whole_town(school: School, count: int) -> None:
    with pytest.raises(ValueError, match="1 to 1000 learners"):
        replace(school.outline(), expected_count=count)


def test_the_command_line_says_what_a_name_is(
    sqlite: Database, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    if school.session.get_bind().dialect.name != "sqlite":
        pytest.skip("the command is the same on both")
    school.session.commit()
    where = ["--database", sqlite.url.render_as_string(hide_password=False)]

    assert main(["partner", "add", "", *where]) == 2
    assert "a name has 1 to 120 letters" in capsys.readouterr().err
    assert main(["staff", "add", "a", "--role", "administrator", *where]) == 2
    assert "a name has 2 to 60 letters" in capsys.readouterr().err
