"""The first page of a report says of what it is; a donor's pages come first; no table is a column of dashes."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from analytics import GainReport, Options, counts_of_pairs, gain_report
from app.exports import FORMATS, Cover, Destination, Grid, gain_html, gain_on_two_pages, gain_text
from app.exports.grid import without_dashes
from app.wording import LANGUAGES, Words
from tests.analytics.study import by_region, more_of, people
from tests.app.exports.test_gain_report import COVER

WORDS = Words("en")
SOME = people()
OF_AN_INSTANCE = replace(
    COVER,
    course="navigator",
    months=("2026-02", "2026-04"),
    programmes=("Safe journey",),
    partners=("Club of the coast", "Open school"),
    regions=("Almaty", "Mangystau"),
)


@pytest.fixture(scope="module")
def report() -> GainReport:
    return gain_report(by_region(SOME), options=Options(pass_mark=5), more=more_of(SOME))


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u2060", "").split())


def pages(report: GainReport, cover: Cover, words: Words) -> list[str]:
    data = FORMATS["pdf"].write([(report, cover)], words, Destination("http://navigator.example"))
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def first_pages(report: GainReport, cover: Cover) -> list[str]:
    """What is read first on a terminal, in a browser, on paper and in a workbook."""
    page = html.fromstring(gain_html(report, cover, WORDS))
    top = " ".join(" ".join(it.itertext()) for it in page.iter("h1", "tr", "li"))
    data = FORMATS["xlsx"].write([(report, cover)], WORDS, Destination("http://navigator.example"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("In words").to_python()
    return [
        squeezed(gain_on_two_pages(report, cover, WORDS))[:2600],
        squeezed(top)[:2600],
        pages(report, cover, WORDS)[0],
        squeezed(" ".join(str(row[0]) for row in sheet[:20])),
    ]


@pytest.fixture(scope="module")
def of_an_instance(report: GainReport) -> list[str]:
    return first_pages(report, OF_AN_INSTANCE)


def test_programme_period_places_and_partners_stand_on_the_first_page(of_an_instance: list[str]) -> None:
    for page in of_an_instance:
        for text in (
            "Safe journey",
            "February 2026 – April 2026",
            "Almaty, Mangystau",
            "Club of the coast, Open school",
            "480 learners with both tests",
        ):
            assert text in page


def test_what_improved_means_who_passed_and_who_is_beyond_error_stand_there_too(
    report: GainReport, of_an_instance: list[str]
) -> None:
    passed, change = report.total.pass_, report.total.reliable_change
    assert passed and passed.pre is not None and passed.post is not None and change and change.share is not None

    for page in of_an_instance:
        assert "a higher score on the second test (endline) than on the first (baseline), one item or more" in page
        before, after = (f"{round(480 * share)} of 480 ({100 * share:.1f} %)" for share in (passed.pre, passed.post))
        assert f"{before} before, {after} after. Difference: " in page
        assert change.low is not None and change.high is not None
        span = f"({100 * change.low:.0f} – {100 * change.high:.0f} %)"
        assert f"{change.count} of 480, {100 * change.share:.1f} % {span}." in page


def test_a_file_says_what_it_cannot_know(report: GainReport) -> None:
    for page in first_pages(report, COVER):
        assert "not told by the file" in page
        assert "survey.csv: 480 rows." in page


def test_the_row_of_all_is_the_last_of_its_table_and_is_printed_once(report: GainReport) -> None:
    page = html.fromstring(gain_html(report, COVER, WORDS))
    tables = [table for table in page.iter("table") if table.find_class("all")]

    assert len(tables) > 5
    assert not list(page.iter("tfoot")), "a foot is printed again on every page"
    assert all(table.find_class("all") == [list(table.iter("tr"))[-1]] for table in tables)


def test_the_annex_comes_after_all_that_a_donor_reads(report: GainReport) -> None:
    text = gain_html(report, COVER, WORDS)
    annex = text.index("Annex: for whoever checks these figures")

    assert text.index("In short") < text.index("How much they gained") < text.index("Who took which test") < annex
    assert annex < text.index("Sign p") < text.index("Items, the hardest") < text.index("<h3>Method</h3>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_at_most_ten_pages_and_ends_on_more_than_a_line(report: GainReport, language: str) -> None:
    result = pages(report, OF_AN_INSTANCE, Words(language))

    assert 4 <= len(result) <= 10
    assert len(result[-1]) > 800
    danger = Words(language).gettext("What could mislead: %(danger)s").partition(":")[0]
    assert not [page[:40] for page in result if page.startswith(danger)], "what could mislead is parted from what does"


def test_the_pictures_of_the_page_are_in_the_file_and_say_what_they_show(report: GainReport) -> None:
    pictures = list(html.fromstring(gain_html(report, OF_AN_INSTANCE, WORDS)).iter("img"))

    assert [squeezed(it.get("alt"))[:27] for it in pictures] == [
        "Share improved on a scale f",
        "Share improved by subgroup,",
        "Mean score before and after",
        "Enrolled 504; First test 49",
    ]


GRID = Grid(
    "gain",
    "Title",
    ("Region", "p", "t", "z"),
    (("North", "—", "7.4", "—"), ("South", "hidden", "", "")),
    ("All", "0.01", "16.9", "—"),
)


def test_a_column_of_dashes_is_left_out_and_what_is_known_of_all_alone_stands_aside() -> None:
    narrowed, of_all = without_dashes(GRID, WORDS)

    assert narrowed.head == ("Region", "t")
    assert narrowed.rows == (("North", "7.4"), ("South", "hidden")), "who is hidden is still said to be"
    assert narrowed.total == ("All", "16.9")
    assert of_all.rows == (("p", "0.01"),)
    assert of_all.title == "Title: of all together only"


def test_a_table_of_dashes_alone_is_none() -> None:
    assert without_dashes(replace(GRID, rows=(("North", "—", "—", "—"),), total=("All", "—", "—", "—")), WORDS) == []
    assert without_dashes(replace(GRID, rows=(), total=("All", "—", "16.9", "—")), WORDS)[0].head == ("Region", "t")


def test_a_subgroup_of_nobody_is_no_row_of_dashes() -> None:
    """It stands in the table of the flow. An item is named though it has no figure."""
    nobody = ("May", "0", "—", "—")
    months = replace(GRID, rows=(("March", "85", "7.4", "1.1"), nobody, ("April", "0", "0", "3")))

    assert [[row[0] for row in grid.rows] for grid in without_dashes(months, WORDS)] == [["March", "April"]]
    assert without_dashes(replace(months, section="items", total=None), WORDS)[0].rows[1] == nobody


def test_a_difference_that_cannot_be_given_is_no_row_of_dashes() -> None:
    differences = replace(GRID, rows=(("Gain", "+3.00", "7.4", "1.1"), ("Improved, %", "—", "—", "—")), total=None)

    assert [row[0] for row in without_dashes(differences, WORDS)[0].rows] == ["Gain"]


def test_a_hidden_row_says_so_and_has_no_dashes() -> None:
    lessons = replace(GRID, rows=(("3", "hidden", "—", "—"), ("6", "15", "86.7 %", "+4.67")), total=None)

    assert without_dashes(lessons, WORDS)[0].rows[0] == ("3", "hidden", "", "")


@pytest.mark.parametrize("make", [gain_text, gain_on_two_pages, gain_html])
def test_where_no_share_has_an_interval_no_row_has_a_dash_for_it(
    make: Callable[[GainReport, Cover, Words], str],
) -> None:
    """One cohort: how far cohorts differ is unknown."""
    pairs = [(3, 5), (4, 6), (5, 5), (6, 9), (6, 5), (2, 9)] * 4
    pre, post = [pre for pre, _ in pairs], [post for _, post in pairs]
    counts = counts_of_pairs(pre, post, 14, group=["f", "m"] * 12, cohort=["c"] * 24)
    text = squeezed(make(gain_report(counts), replace(COVER, names={"f": "Girls", "m": "Boys"}), WORDS))

    assert "16; 66.7 %" in text
    assert "(—)" not in text


def test_no_column_of_a_report_is_dashes(report: GainReport) -> None:
    page = html.fromstring(gain_html(report, COVER, WORDS))
    for table in page.iter("table"):
        rows = [[cell.text_content() for cell in row] for row in table.iter("tr") if row.getparent().tag == "tbody"]
        for column in zip(*rows, strict=True):
            assert set(column) != {"—"}, table.findtext("caption")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("regions", [14, 40])
def test_two_pages_are_two_however_many_subgroups_there_are(regions: int, language: str) -> None:
    of_one = next(iter(by_region(SOME).values()))
    counts = {f"Region {place:02}": of_one for place in range(regions)}
    cover = replace(OF_AN_INSTANCE, names={key: key for key in counts})
    many = gain_report(counts, options=Options(pass_mark=5))
    words = Words(language)
    short, whole = (make(many, cover, words) for make in (gain_on_two_pages, gain_text))
    listed = [line for line in short.splitlines() if line.startswith("Region 0")]
    names = sorted({line[:9] for line in listed})

    assert len(short.splitlines()) <= 120
    assert names == [f"Region {place:02}" for place in range(len(names))]
    assert len(names) in range(2, 10) and f"Region {regions - 1:02}" in whole
    if language == "en":
        assert f"and {regions - len(names)} more rows: --full" in short
    assert "more rows" not in whole


def test_two_pages_hold_what_a_donor_reads_and_say_where_the_rest_is(report: GainReport) -> None:
    short, whole = (make(report, OF_AN_INSTANCE, WORDS) for make in (gain_on_two_pages, gain_text))

    assert len(short.splitlines()) <= 120 < len(whole.splitlines())
    assert max(map(len, short.splitlines())) <= 80
    assert short.splitlines()[-1] == "Tests, items, forms, follow-up, notes and the method: --full."
