"""`navigator cohort|partner|staff import FILE`: every fault by row and column, or all of the table in one go."""

from pathlib import Path

import pytest

from tests.app.cli.conftest import Navigator, read_json
from tests.app.services.imported import rows_of, written


@pytest.fixture
def office(navigator: Navigator) -> Navigator:
    """An instance with one programme and partner; the facilitator is the one of the table."""
    navigator("init", "--test-instance")
    seeded = read_json(navigator("seed", "--learners", "0", "--cohorts", "1", "--seed", "1"))
    place = ("--partner", seeded["partners"][0])
    assert navigator("staff", "add", "aigul", "--role", "facilitator", *place)[0] == 0
    return navigator


def of_this_place(navigator: Navigator, rows: list[list[str]]) -> list[list[str]]:
    partner = read_json(navigator("partner", "list", "--json"))[0]["name"]
    year = 2026
    for row in rows[1:]:
        row[1] = partner
        row[6], row[7] = f"02.03.{year}", f"30.05.{year}"
    return rows


def test_groups_are_made_all_at_once_and_not_twice(office: Navigator, tmp_path: Path) -> None:
    path = written(of_this_place(office, rows_of(4)), tmp_path / "groups.csv", encoding="cp1251")

    checked = read_json(office("cohort", "import", str(path), "--check", "--json"))
    made = read_json(office("cohort", "import", str(path), "--json"))
    again = read_json(office("cohort", "import", str(path), "--json"))

    assert (checked["new"], checked["made"]) == ([2, 3, 4, 5], [])
    assert [each["name"] for each in made["made"]] == ["Group 2", "Group 3", "Group 4", "Group 5"]
    assert (again["made"], again["known"]) == ([], [2, 3, 4, 5])
    assert office("cohort", "import", str(path))[1] == "Made: 0, 4 there already.\n"


def test_a_table_with_faults_makes_nothing_and_ends_with_one(office: Navigator, tmp_path: Path) -> None:
    rows = of_this_place(office, rows_of(3))
    rows[2][8], rows[3][6] = "nobody", "3/2/2026"
    path = written(rows, tmp_path / "groups.csv")

    status, out, _ = office("cohort", "import", str(path))

    assert status == 1
    assert out.splitlines() == [
        "Row 3, column “Ведущий”: nobody signs in as “nobody”: add the person to the staff first, or mend the name",
        "Row 4, column “Первый день”: “3/2/2026” may be two dates: write day, month and year as 31.01.2026",
        "Nothing was made: 2 to mend.",
    ]
    status, out, _ = office("cohort", "import", str(path), "--json")
    assert status == 1
    assert '"code": "which_day"' in out
    rows[2][8], rows[3][6] = "aigul", "2026-03-02"
    assert len(read_json(office("cohort", "import", str(written(rows, path)), "--json"))["made"]) == 3


def test_partners_and_staff_come_the_same_way_with_a_link_for_each(office: Navigator, tmp_path: Path) -> None:
    partners = written([["Name"], ["Жол"], ["Дала"]], tmp_path / "partners.csv")
    people = written([["Name", "Role", "Place"], ["bota", "facilitator", "Жол"]], tmp_path / "staff.csv")

    assert len(read_json(office("partner", "import", str(partners), "--json"))["made"]) == 2
    [bota] = read_json(office("staff", "import", str(people), "--json"))["made"]

    assert "/staff/link#" in bota["link"]
    assert (bota["name"], bota["role"], bota["place"]) == ("bota", "facilitator", "Жол")
    assert office("staff", "import", str(people))[1] == "Made: 0, 1 there already.\n"


def test_what_is_no_table_is_wrong_use(office: Navigator, tmp_path: Path) -> None:
    for data, sentence in ((b"", "the file is empty"), (b"a;b\n1;2;3\n", "row 2")):
        (tmp_path / "t.csv").write_bytes(data)
        status, _, error = office("cohort", "import", str(tmp_path / "t.csv"))
        assert status == 2
        assert sentence in error
    assert office("cohort", "import", str(tmp_path / "nowhere.csv"))[0] == 2
