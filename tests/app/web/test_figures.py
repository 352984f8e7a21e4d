"""The M&E officer's page and the file beside it: who sees it, what it says, and what it must not say."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask

from app.content import Release
from app.services import staff_signing
from app.services.people import Role
from app.services.waves import Wave
from app.store import Database
from tests.app.conftest import School
from tests.app.own_digits import own_digits, show_five_decimals, with_five_decimals
from tests.app.reported import IMPROVED, PAIRED, Settled, six_regions
from tests.app.services.test_late_arrivals import group_with_late
from tests.app.web.desk import signed_in_phone
from tests.app.web.reader import Page, Phone
from tests.conftest import instance_in, put_in_place
from tests.lengthened import with_items

pytestmark = pytest.mark.items(14)


@pytest.fixture
def ledger(school: School) -> Settled:
    return Settled(school.release.structure_digest, school.programme_id, school.partner_id)


SignIn = Callable[..., Phone]


def token_of(school: School, role: Role, **scope: Any) -> str:
    """A sign-in of somebody new of the staff."""
    staff_id = school.staff(f"{role.value}-{len(scope)}", role, **scope)
    link = staff_signing.make_link(school.session, staff_id, school.now)
    signed_in = staff_signing.use_link(school.session, link, "-", school.now)
    assert signed_in is not None
    return signed_in.token


@pytest.fixture
def sign_in(app: Flask, school: School) -> SignIn:
    """Somebody of the staff at a browser; what was written until now is kept."""

    def sign_in(role: Role = Role.ME_OFFICER, **scope: Any) -> Phone:
        token = token_of(school, role, **scope)
        school.session.commit()
        return signed_in_phone(app, token)

    return sign_in


@pytest.fixture
def now(app: Flask, school: School) -> None:
    """The pages' clock is the school's."""
    app.extensions["clock_offset"] = school.now - datetime.now(UTC)


class SixRegions(NamedTuple):
    """An instance with the figures of six regions, made once for all who only read them."""

    file: Path
    officer: str
    """the sign-in of an M&E officer"""
    now: datetime


@pytest.fixture(scope="module")
def six(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, fixture_course: Release) -> SixRegions:
    folder = tmp_path_factory.mktemp("six")
    with instance_in(folder, sqlite_file) as session:
        school = School(session, with_items(fixture_course, 14))
        ledger = Settled(school.release.structure_digest, school.programme_id, school.partner_id)
        six_regions(ledger)
        ledger.write(session)
        return SixRegions(folder / "navigator.db", token_of(school, Role.ME_OFFICER), school.now)


@pytest.fixture
def officer(app: Flask, sqlite: Database, six: SixRegions) -> Phone:
    """An M&E officer with the figures of six regions."""
    put_in_place(sqlite, six.file)
    app.extensions["clock_offset"] = six.now - datetime.now(UTC)
    return signed_in_phone(app, six.officer)


FLOW, GAINS = "Who took which test", "Who improved and by how much"
"""How titles of tables begin."""


def rows(page: Page, title: str = "") -> dict[str, str]:
    """The words of each row of the tables, by the row's head; only of tables whose title begins so."""
    cells: dict[str, str] = {}
    tables = [table for table in page.root.iter("table") if table.findtext("caption", "").strip().startswith(title)]
    for row in (row for table in tables for row in table.iter("tr")):
        head = next((cell for cell in row if cell.get("scope") == "row"), None)
        if head is not None:
            words = [" ".join("".join(cell.itertext()).split()) for cell in row]
            cells[words[0]] = f"{cells.get(words[0], '')} | {' | '.join(words[1:])}"
    return cells


def test_the_headline_says_share_n_interval_and_chance(officer: Phone) -> None:
    page = officer.open("/figures?lang=en")

    assert "91.9\u00a0%" in page.html
    assert f"{IMPROVED} of {PAIRED} learners who took both tests" in page.text
    assert re.search(
        r"With no learning, about \d in 10 \(\d+ %\) would score higher by chance alone\. Read 91\.9 % against both: "
        r"what chance alone gives \(\d+ %\) and what a second sitting without lessons gave \(53\.3 %\)\.",
        page.text,
    )
    assert re.search(r"The 95 % confidence interval goes from \d+ % to \d+ %: it allows for the chance", page.text)
    assert "No comparison group: a gain is not proof of effect." in page.text
    assert "24 have not taken the second" in page.text


def test_the_page_rounds_no_figure_by_a_rule_of_its_own(officer: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    show_five_decimals(monkeypatch)
    page = officer.open("/figures?lang=en")
    labels = [picture.get("aria-label", "") for picture in page.root.iter("svg")]

    assert own_digits("\n".join((page.text, *labels))) == []
    assert with_five_decimals(page.text) > 100


def test_every_region_has_its_row_with_shares_gain_and_tests(officer: Phone) -> None:
    page = officer.open("/figures?lang=en")
    table = rows(page, GAINS)

    assert rows(page, FLOW)["Almaty (city)"].startswith(" | 38 | 4 | 0 | 34 | "), "who joined, and who is missing"
    assert table["Almaty (city)"].startswith(" | 3 | 34 | ")
    assert re.search(r"\| \+\d\.\d\d \(\d\.\d\d –", table["Almaty (city)"]), "its gain and interval"
    assert table["All"].startswith(f" | 18 | {PAIRED} | {IMPROVED}; 91.9 % (")
    assert {f"{name} Region" for name in ("Turkistan", "Karaganda", "Aktobe", "East Kazakhstan")} <= set(table)


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
@pytest.mark.parametrize("by", ["region", "partner", "sex", "age_band", "language", "way", "month"])
def test_every_split_opens_in_every_language(officer: Phone, lang: str, by: str) -> None:
    page = officer.open(f"/figures?lang={lang}&by={by}")

    assert "Traceback" not in page.html
    assert "%(" not in page.html


def test_filters_are_a_plain_form_and_stay_chosen(officer: Phone) -> None:
    page = officer.open("/figures?lang=en&region=KZ-61")

    assert 'method="get"' in page.html
    assert '<option value="KZ-61" selected>' in page.html
    assert rows(page, GAINS)["All"].startswith(" | 3 | 32 | ")


def test_a_filter_that_nobody_fits_leads_back(officer: Phone) -> None:
    page = officer.open("/figures?lang=en&sex=unsaid&way=remote&period=2026-02&region=KZ-15")

    assert page.tap("Show all").path == "/figures" if "No settled group" in page.text else "hidden" in page.text


def test_before_anyone_has_joined_the_page_says_what_will_stand_here(now: None, sign_in: SignIn) -> None:
    text = sign_in().open("/figures?lang=en").text

    assert "Nobody has joined yet" in text
    assert "as soon as groups have taken both tests and settled" in text


def test_before_the_second_test_the_flow_is_there_and_no_share(
    now: None, ledger: Settled, school: School, sign_in: SignIn
) -> None:
    ledger.unpaired("pre_only", 20)
    ledger.write(school.session)
    page = sign_in().open("/figures?lang=en")

    assert "No one has taken both tests yet." in page.text
    assert "20 have not taken the second" in page.text
    assert "0.0\u00a0%" not in page.html
    assert 'class="big' not in page.html


def test_a_small_group_is_hatched_and_its_number_is_nowhere(
    now: None, ledger: Settled, school: School, sign_in: SignIn
) -> None:
    for region, n in (("KZ-61", 9), ("KZ-35", 14), ("KZ-75", 40)):
        for place in range(n):
            ledger.pair(5, 4 + place % 5, cohort_id=10 * n + place % 4, region_code=region)
        ledger.unpaired("neither", 6, region_code=region)
    ledger.write(school.session)
    officer = sign_in()
    page = officer.open("/figures?lang=en")

    assert "hidden" in rows(page)["Turkistan Region"]
    assert "under 11 learners; can be worked out from the others: for you alone" in rows(page)["Turkistan Region"]
    assert not re.search(r"\d", rows(page)["Turkistan Region"].replace("under 11 learners", ""))
    assert rows(page, GAINS)["Karaganda Region"].startswith(" | 4 | 14")
    assert rows(page, GAINS)["Almaty (city)"].startswith(" | 4 | 40")
    pictures = re.findall("<svg.*?</svg>", page.html)
    (wide_map, narrow_map) = (picture for picture in pictures if "equal tiles" in picture)
    assert "Turkistan" not in "".join(picture for picture in pictures if "equal tiles" not in picture)
    assert ">Turkistan</text><text" in wide_map and wide_map.count(">hidden</text>") == 1
    assert "Turki-" in narrow_map


def test_the_page_says_what_is_without_those_who_could_have_looked_the_answers_up(
    now: None, school: School, sign_in: SignIn
) -> None:
    group_with_late(school, 14, 12)

    page = sign_in().open("/figures?lang=en")
    text, table = page.text, rows(page)

    assert "Of 12 learners a test came when the right answers could be seen, and is counted" in text
    assert "Without them 3 of 14 improved, 21.4 %; no confidence interval can be given." in text
    for place in ("Turkistan Region", "All"):
        assert "15; 57.7 % (—) | 3; 21.4 % (—) |" in table[place], "with, and without"
    assert "Without late tests: the share improved of those of whom no test came" in text


def test_a_row_that_is_hidden_for_its_filter_says_so_and_not_that_it_is_small(
    now: None, ledger: Settled, school: School, sign_in: SignIn
) -> None:
    """Thirty girls in each of two regions, with five and twenty boys: the five are all of a region less its girls."""
    for cohort_id, (count, sex, region) in enumerate(
        [(30, "female", "KZ-61"), (30, "female", "KZ-75"), (5, "male", "KZ-61"), (20, "male", "KZ-75")], start=1
    ):
        for place in range(count):
            ledger.pair(4, 3 + place % 4, cohort_id=cohort_id, sex=sex, region_code=region)
    ledger.write(school.session)
    page = sign_in().open("/figures?sex=female&by=region&lang=en")

    assert page.text.count("the filter leaves out only a few people") == 2
    assert "worked out from the others" not in page.text
    assert "under 11 learners" not in page.text


def test_a_filter_to_a_small_group_hides_everything(officer: Phone) -> None:
    page = officer.open("/figures?lang=en&sex=unsaid&region=KZ-15")

    assert "Hidden: it would speak of fewer than 11 people" in page.text
    assert "<svg" not in page.html.split("<main")[1]


def test_a_groups_name_leads_to_its_figures_alone(officer: Phone) -> None:
    page = officer.open("/figures?lang=en").tap("Turkistan Region")

    assert page.path == "/figures?region=KZ-61"
    assert "of 32 learners" in page.text
    assert "/figures?region=KZ-61" not in page.links(), "the only row leads nowhere else"


def test_a_quarter_holds_its_months(officer: Phone) -> None:
    """The learners of the six regions sat in February and March."""
    whole, quarter = (officer.open(f"/figures?lang=en{period}") for period in ("", "&period=2026-Q1"))

    assert "January 2026 – March 2026" in whole.text
    assert rows(quarter)["All"] == rows(whole)["All"]
    assert officer.client.get("/figures?period=2026-Q2").status_code == 404


def test_periods_stand_in_the_order_of_time(officer: Phone) -> None:
    html = officer.open("/figures?lang=en").html
    periods = re.findall(r'value="([^"]*)"', html.partition('name="period"')[2].partition("</select>")[0])

    assert periods == ["", "2026", "2026-Q1", "2026-02", "2026-03"]


def test_a_figure_says_on_a_phone_what_it_is(officer: Phone) -> None:
    """There the heads of the columns are gone, and every cell brings its own."""
    page = officer.open("/figures?lang=en")

    cells = [it for it in page.root.iter("td") if not it.get("colspan") and "hid" not in "".join(it.itertext())]
    in_tables = [it for it in cells if it.get("role") == "cell"]
    assert len(in_tables) > 100
    assert [it for it in in_tables if not (it.get("data-l") or "").strip(": ")] == []


def test_another_programme_is_never_seen(now: None, ledger: Settled, school: School, sign_in: SignIn) -> None:
    six_regions(ledger)
    ledger.write(school.session)
    elsewhere = school.other_programme()
    foreign = Settled(ledger.structure, *elsewhere)
    for place in range(50):
        foreign.pair(1, 2 + place % 3, cohort_id=900 + place % 3, region_code="KZ-71", way="mixed")
    foreign.write(school.session)
    officer = sign_in()

    for address in ("/figures?lang=en", "/figures?lang=en&region=KZ-71", "/figures?way=mixed"):
        html = officer.client.get(address).get_data(as_text=True)
        # The map names every region of the country, and gives one without figures its name alone.
        assert "Astana" not in re.sub(r"<text[^>]*>Astana</text>(<rect|</svg>)", r"\1", html)
        assert "KZ-71" not in html
        assert "223 learners" not in html


def test_a_partner_lead_sees_their_partner_only(now: None, ledger: Settled, school: School, sign_in: SignIn) -> None:
    six_regions(ledger)
    ledger.write(school.session)
    other = school.partner("Umit")
    own = Settled(ledger.structure, school.programme_id, other)
    for place in range(20):
        own.pair(5, 4 + place % 5, cohort_id=200 + place % 4)
    own.write(school.session)
    page = sign_in(Role.PARTNER_LEAD, partner_id=other).open("/figures?lang=en")

    assert rows(page, GAINS)["All"].startswith(" | 4 | 20 | ")


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.ADMINISTRATOR])
def test_others_do_not_find_the_page(now: None, sign_in: SignIn, role: Role) -> None:
    phone = sign_in(role)

    assert phone.client.get("/figures").status_code == 404
    assert phone.client.get("/figures/files").status_code == 404


def test_the_page_asks_the_database_a_fixed_number_of_times(officer: Phone, database: Any) -> None:
    from sqlalchemy import event

    statements: list[str] = []
    event.listen(database.reader, "before_cursor_execute", lambda *args: statements.append(args[2]))
    officer.open("/figures")
    first = len(statements)
    officer.open("/figures?by=month")

    assert first <= 19, "one of them for the day of the place"
    assert len(statements) - first <= first


def test_the_pass_mark_stands_with_n_and_interval(officer: Phone) -> None:
    page = officer.open("/figures?lang=en")

    assert "Passed: 10 points or more" in page.text
    assert re.search(rf"\| {PAIRED} \| \d+\.\d % \| \d+\.\d % \| \+\d+\.\d \| \d+\s–\W*\d+ \| ", rows(page)["All"])
    assert re.search(r"Passed \(10 of 14 points or more\): \d+ of \d+ \(\d+\.\d %\) before", page.text)


def test_those_with_neither_test_are_in_no_share(officer: Phone) -> None:
    text = officer.open("/figures?lang=en").text

    assert (
        "Counted in no share: 24 with the first test only, 3 with the second only and 5 with neither; "
        f"{PAIRED} took both."
    ) in text


@pytest.mark.parametrize(
    "filters", ["region=XX", "period=1999", "period=2026-13", "period=March", "by=shoe_size", "partner=none"]
)
def test_a_value_that_is_not_there_is_no_silent_everything(officer: Phone, filters: str) -> None:
    text = officer.open(f"/figures?lang=en&{filters}", status=404).text

    assert "These figures cannot be narrowed like that" in text
    assert "So no figures are shown." in text
    assert str(PAIRED) not in text


@pytest.mark.parametrize("path", ["files", "files/xlsx", "files/dhis2?by=sex", "table.csv"])
def test_no_file_is_made_of_internal_figures_and_the_page_says_how_one_is(officer: Phone, path: str) -> None:
    page = officer.open(f"/figures/{path}", status=409)

    assert "What leaves the house is a publication" in page.text
    assert 'href="/figures/publications"' in page.html
    officer.open("/figures/files/docx", status=404)


def test_paper_says_filter_date_and_version(officer: Phone) -> None:
    page = officer.open("/figures?lang=en&region=KZ-35")

    assert re.search(
        r'<p class="on-paper">Filtered: Region = Karaganda Region\. Navigator \d\S*, \d{4}-\d\d-\d\d\.</p>', page.html
    )


@pytest.fixture
def halves(school: School) -> list[Any]:
    """Two cohorts of six with both tests, the second one still open."""
    cohorts = []
    for half in (
        [(5, 9), (6, 6), (7, 12), (8, 7), (4, 8), (3, 7)],
        [(4, 8), (6, 11), (5, 10), (7, 9), (2, 6), (9, 13)],
    ):
        cohort = school.cohort()
        people = [school.learner(cohort) for _ in half]
        for place, wave in enumerate((Wave.PRE, Wave.POST)):
            school.open(cohort, wave)
            for learner, pair in zip(people, half, strict=True):
                school.sit(learner, wave, right=pair[place])
            school.wait(days=20)
        cohorts.append(cohort)
    return cohorts


def turn_clock(app: Flask, school: School, **later: float) -> None:
    school.wait(**later)
    school.session.commit()
    app.extensions["clock_offset"] = school.now - datetime.now(UTC)


def test_nothing_is_told_of_a_group_before_it_has_settled(
    app: Flask, school: School, sign_in: SignIn, halves: list[Any]
) -> None:
    school.reveal(halves[1])
    turn_clock(app, school)
    officer = sign_in()
    page = officer.open("/figures?lang=en")
    assert "No group has settled yet" in page.text
    assert "2 groups have not settled: 12 learners joined, 12 took the first test, 12 both." in page.text

    school.settle(halves[0])
    school.settle(halves[1])
    turn_clock(app, school)
    page = officer.open("/figures?lang=en")
    assert "Who should know where" in page.text
    assert "Not counted yet" not in page.text


def test_what_lies_beside_the_scores_has_a_card_each_with_what_would_make_it_false(
    app: Flask, school: School, sign_in: SignIn, halves: list[Any]
) -> None:
    for cohort in halves:
        school.settle(cohort)
    turn_clock(app, school)
    page = sign_in().open("/figures?lang=en")
    cards = {card.get("id").rsplit("-", 1)[0]: card for card in page.root.iter("details") if card.get("id")}

    assert {"items", "dose", "power"} <= set(cards)
    for name in ("items", "dose", "power"):
        assert "What could mislead" in "".join(cards[name].itertext())
    assert "Who should know where you live" in "".join(cards["items"].itertext())
    assert re.search(r"fewer than 11 people: [^.]*whether the forms are equally hard", page.text)  # six began with each
    assert "found in 8 rounds of 10" in " ".join("".join(cards["power"].itertext()).split())


def test_what_is_read_on_request_says_its_main_figure_while_it_is_closed(officer: Phone) -> None:
    """The headline, regions, who is missing and what could mislead are open; the rest is a tap away."""
    page = officer.open("/figures?lang=en")
    folds = {fold.get("id").rsplit("-", 1)[0]: fold for fold in page.root.iter("details") if fold.get("id")}
    heads = {name: " ".join("".join(fold[0].itertext()).split()) for name, fold in folds.items()}
    within = " ".join("".join("".join(fold.itertext()) for fold in folds.values()).split())

    assert {"tests", "groups", "method"} <= set(folds)
    assert all(fold[0].tag == "summary" and fold.get("open") is None for fold in folds.values())
    assert re.search(
        rf"{PAIRED} learners with both tests\. The mean gain is \+\d\.\d+ points of 14, with a conf", heads["tests"]
    )
    assert "p = " in heads["groups"]
    for sentence in (
        "By region",
        "Who is missing (attrition)",
        f"{IMPROVED} of {PAIRED}",
        "A score is partly chance",
        "Before → after",
    ):
        assert sentence in page.text
        assert sentence not in within


def test_filters_are_folded_and_the_fold_names_those_that_are_set(officer: Phone) -> None:
    def head(address: str) -> str:
        (fold,) = (it for it in officer.open(address).root.iter("details") if it.get("class") == "filter")
        return " ".join("".join(fold[0].itertext()).split())

    assert head("/figures?lang=en") == "Filter"
    assert (
        head("/figures?lang=en&region=KZ-61&way=room") == "Filter: Region – Turkistan Region; How they met – In a room"
    )
