"""The whole report, with everything that can be counted, as text, page, CSV and JSON: nothing is lost on the way."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pytest

from analytics import GainReport, Options, counts_of_pairs, gain_report
from app.exports import Cover, Grid, finding_grids, gain_csv, gain_html, gain_json, gain_text
from app.exports.gain_text import grid_text
from app.exports.gain_xlsx import gain_xlsx
from app.wording import LANGUAGES, Words, findings
from tests.analytics.study import by_region, more_of, people

SOME = people()
COVER = Cover(
    "survey.csv",
    date(2026, 3, 9),
    ("region",),
    {f"KZ-{place}": f"Region {place}" for place in range(4)},
    ("survey.csv: 480 rows.",),
    items={"debt": "How does a debt grow when the pay is lower than what is added to it every month?"},
    statements={"say-no": "I can say <no>"},
)
SECTIONS = (
    "improved",
    "gain",
    "groups",
    "missing",
    "items",
    "forms",
    "follow_up",
    "statements",
    "dose",
    "power",
    "authors",
)


@pytest.fixture(scope="module")
def report() -> GainReport:
    return gain_report(by_region(SOME), options=Options(pass_mark=5), more=more_of(SOME))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_every_section_and_fits_a_terminal(report: GainReport, language: str) -> None:
    words = Words(language)
    text = gain_text(report, COVER, words)
    places = [text.index(f"\n{section.title.upper()}\n") for section in findings(words, report, COVER.called)]

    assert len(places) == len(SECTIONS)
    assert places == sorted(places)
    assert max(map(len, text.splitlines())) <= 80


def test_long_headings_break_before_a_table_runs_over_the_edge() -> None:
    heads = ("Group", *(f"a head of many words {place}" for place in range(7)))
    text = grid_text(Grid("gain", "Title", heads, (("A region with a long name", *["12.3 %"] * 7),)))
    lines = text.splitlines()

    assert max(map(len, lines)) <= 80
    assert [line.split("  ")[0] for line in lines[-3:]] == ["Group", "A region with a long", "name"]


def test_a_table_that_is_too_wide_goes_on_below() -> None:
    cells = ("1,577", *["1,061  67.3 %  65 – 70"] * 3)
    title = "Can it be chance? With the design effect (deff) of the mean gain: of all together only"
    grid = Grid("gain", title, ("Group", "Both", "One", "Two", "Three"), (("North", *cells),), ("All", *cells))
    lines = grid_text(grid).splitlines()

    assert max(map(len, lines)) <= 80
    assert [line.split()[0] for line in lines if line.startswith(("North", "All"))] == ["North", "All"] * 2
    assert sum(line.count("1,061") for line in lines) == 6


def test_a_heading_is_never_broken_inside_a_word() -> None:
    heads = ("Group", *(f"Probability number {place}" for place in range(9)))
    text = grid_text(Grid("gain", "Title", heads, (("North", *["1"] * 9),)))

    assert max(map(len, text.splitlines())) <= 80
    assert text.count("Probability") == 9


def test_what_goes_on_below_is_as_wide_as_what_stands_above() -> None:
    grid = Grid("gain", "Title", ("Group", *map(str, range(5))), (("North", *["12345678901234"] * 5),))
    above, below = (part.splitlines() for part in grid_text(grid).split("\n\n"))

    assert [len(above[-1].split()), len(below[-1].split())] == [3, 4]
    assert below[0].startswith("Group")


def test_a_long_name_goes_on_below_and_is_never_cut() -> None:
    cells = ["1,061  67.3 %  65 – 70"] * 2
    schools = [f"School of the district number {number} on the left bank of the river" for number in (1, 2, 3)]
    ends = [f"{'Vocational school of the district, building ' * 2}{number}" for number in (1, 2, 3)]
    for names in (schools, ends):
        text = grid_text(Grid("gain", "Title", ("By", "One", "Two"), tuple((name, *cells) for name in names)))
        lines = text.splitlines()
        assert max(map(len, lines)) <= 80
        assert [line.count("1,061") for line in lines].count(2) == 3, "the figures of each stand together"
        wrapped = " ".join(" ".join(line.split("1,061")[0] for line in lines).split())
        assert all(name in wrapped for name in names)


def test_names_too_long_for_two_lines_stand_over_their_figures() -> None:
    item = "You owe 600. Every month 150 is added to the debt, and 120 for food and bed. What do you owe?"
    cells = ["1,061  67.3 %  65 – 70"] * 2
    rows = ((item, *cells), ("Short", *cells))
    *above, figures, short = grid_text(Grid("items", "Title", ("Item", "One", "Two"), rows)).splitlines()

    assert " ".join(above[-2:]) == item
    assert figures.split() == short.removeprefix("Short").split()
    assert figures.index("1,061") == short.index("1,061")


def test_the_method_comes_before_the_first_table(report: GainReport) -> None:
    head = " ".join(gain_text(report, COVER, Words("en")).split("\n\n")[1].replace("\u00a0", " ").split())

    assert head == (
        "Programme: not told by the file Period: not told by the file "
        "Who: 480 learners with both tests (0 to 8 on each) in 24 "
        "cohorts; 95 % confidence intervals, the cohort as the unit. File: survey.csv: 480 rows. Improved: a higher "
        "score on the second test (endline) than on the first (baseline), one item or more; same: the score is equal; "
        "worse: it is lower"
    )


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "no pass mark given"), ("ru", "проходной балл не указан"), ("kk", "өту балы көрсетілмеген")],
)
@pytest.mark.parametrize("make", [gain_text, gain_html])
def test_a_file_without_a_pass_mark_says_so_and_an_instance_does_not(
    make: Callable[[GainReport, Cover, Words], str], language: str, message: str
) -> None:
    unmarked, marked = (gain_report(by_region(people()), options=Options(pass_mark=mark)) for mark in (None, 5))
    words = Words(language)

    assert message in make(unmarked, COVER, words)
    assert message not in make(marked, COVER, words)
    assert message not in make(unmarked, replace(COVER, course="navigator"), words)


def test_the_report_in_short_stands_on_top(report: GainReport) -> None:
    short = gain_text(report, COVER, Words("en")).split("\n\n")[2].replace("\u00a0", " ").replace("\u2060", "")

    assert " ".join(short.split()) == (
        "IN SHORT - Both tests (baseline and endline): 480 of 504 learners who joined. - Improved: 327 of 480, 68.1 %"
        " (95 % confidence interval 62 – 74 %). By chance alone about 39 % would have. Both tests asked the same "
        "questions: in a published retest of another test (biology, students in the United States), with nothing "
        "taught between, 53.3 % scored higher (n = 45, confidence interval 39 – 67 %; data of McFarland et al. 2017). "
        "- Mean gain: +1.31 of 8 "
        "(95 % confidence interval 1.04 – 1.58). - Passed (5 of 8 points or more): 183 of 480 (38.1 %) before, "
        "311 of 480 (64.8 %) after. Difference: +26.7 percentage points (19 – 35). - Gained "
        "more than measurement error (over 3.4 points): 52 of 480, 10.8 % (7 – 16 %). - "
        "Follow-up (376 learners): +1.29 points against the first test (1.06 – 1.51); 132 of 376 scored lower than "
        "right after the lessons, 35.1 % (30 – 41 %). Higher than on the first test: 258 of 376, "
        "68.6 % (62 – 75 %). 104 more missed it. "
        "- Of 240 learners a test came when the right answers could be seen, and is counted: the second one from a "
        "phone, which says that it was finished before, or a sheet of paper, with a second person's yes. "
        "- Without them 164 of 240 improved, 68.3 % (95 % confidence interval 59 – 77 %). "
        "- Missing (attrition): 24; first test only 16, second only 4, neither 4. Had none of them improved: 65 %; had "
        "all: 70 %. - Could not be shown: that more improved than on a second sitting alone; that subgroups differ in "
        "the score after; that the lessons did it, since nobody without them was tested."
    )
    assert "<h2>In short</h2>" in gain_html(report, COVER, Words("en"))


def test_each_region_has_its_row_in_each_table_of_groups(report: GainReport) -> None:
    lines = gain_text(report, COVER, Words("en")).splitlines()

    for place in range(4):
        assert len([line for line in lines if line.startswith(f"Region {place} ")]) == 12


def test_items_stand_the_hardest_first_and_in_full(report: GainReport) -> None:
    lines = gain_text(report, COVER, Words("en")).replace("\u00a0", " ").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("Items, the hardest"))
    rows = [line for line in lines[first + 1 :][:12] if line.count("%") == 2]
    shares = [float(line.split(" %")[1].split()[-1]) for line in rows]

    assert len(shares) == 8
    assert shares == sorted(shares)
    assert not any("…" in line for line in lines[first + 1 :][:24])


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {"href", "style", "onclick"} & {name for name, _ in attributes}
        source = dict(attributes).get("src")
        assert source is None or source.startswith("data:image/svg+xml;base64,")
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_is_well_formed_and_prints(report: GainReport) -> None:
    page = gain_html(report, COVER, Words("en"))
    reader = Reader()
    reader.feed(page)

    assert not reader.open
    assert reader.tags.count("table") == 13
    assert "I can say &lt;no&gt;" in page
    assert "@media print" in page
    assert "script" not in reader.tags


def test_the_csv_has_a_row_for_each_figure_of_each_part(report: GainReport) -> None:
    rows = list(csv.DictReader(io.StringIO(gain_csv([(report, COVER)], Words("en")).decode("utf-8-sig"), newline="")))
    result = {(row["figure"], row["region"], row["of"]): row for row in rows}
    item, drawn = result["items.difference.value", "", "debt"], result["between.shrunken.share", "KZ-2", ""]

    assert float(item["value"]) == report.items.changes[-1].difference.value
    assert float(drawn["low"]) == report.between.shrunken.groups[2].low
    assert float(result["statements.change.mean", "", "say-no"]["value"]) == report.statements[0].total.change.mean
    assert int(result["follow_up.n", "", ""]["value"]) == report.follow_up.n
    assert int(result["follow_up.left", "", ""]["value"]) == report.follow_up.left
    assert COVER.items["debt"] in item["meaning"]
    assert float(result["dose.steps.gain.mean", "", "6"]["value"]) == report.dose.steps[1].gain.mean
    assert float(result["forms.test.p_differ", "", ""]["value"]) == report.forms.test.p_differ
    assert len(rows) == len({tuple(row.values()) for row in rows})


def test_subgroups_as_alike_as_chance_have_no_interval_of_their_adjusted_share_in_any_file() -> None:
    """52.5 % for each, "52.5 - 52.5 %": no width is not certainty. 5, 5, 5 and 6 of 10 improved."""
    rows = [(place, learner) for place in range(4) for learner in range(10)]
    before = [learner % 5 for _, learner in rows]
    after = [learner % 5 + 2 * (learner < 5 + (place == 3)) for place, learner in rows]
    report = gain_report(counts_of_pairs(before, after, 10, group=[f"KZ-{place}" for place, _ in rows]))
    made, words = [(report, COVER)], Words("en")
    why = "each has the common share, without an interval of its own"

    shrunken = json.loads(gain_json(report, COVER, words))["between"]["shrunken"]
    assert [(one["share"], one["low"], one["high"]) for one in shrunken["groups"]] == [(0.525, None, None)] * 4
    assert [why in note["text"] for note in shrunken["notes"]] == [True]
    tidy = list(csv.DictReader(io.StringIO(gain_csv(made, words).decode("utf-8-sig"), newline="")))
    book = openpyxl.load_workbook(io.BytesIO(gain_xlsx(made, words)))
    head, *cells = book["All figures"].iter_rows(values_only=True)
    for file in (tidy, [dict(zip(head, ("" if cell is None else cell for cell in row), strict=True)) for row in cells]):
        shares = [row for row in file if row["figure"] == "between.shrunken.share"]
        assert [(float(row["value"]), row["low"], row["high"]) for row in shares] == [(0.525, "", "")] * 4
        assert any(row["figure"] == "note" and why in row["note"] for row in file)
    (places,) = (grid for grid in finding_grids(report, COVER, words) if grid.section == "groups")
    assert [row[2] for row in places.rows] == ["52.5\N{NO-BREAK SPACE}%"] * 4
    text = " ".join(gain_text(report, COVER, words).split())
    for page in (text, gain_html(report, COVER, words)):
        assert why in page


def test_the_json_has_every_part_beside_the_contract(report: GainReport) -> None:
    result = json.loads(gain_json(report, COVER, Words("en")))

    assert result["total"]["power"]["next_round"]["points"] == report.total.power.next_round.points
    assert result["total"]["attrition"]["scores"]["leavers"] == report.total.attrition.scores.leavers
    assert result["between"]["robust"]["test"]["method"] == "hotelling_cr2"
    assert [rank["key"] for rank in result["between"]["ranks"]] == [{"region": f"KZ-{place}"} for place in range(4)]
    assert result["items"][0]["item"] == "water"
    assert result["distractors"][1]["wave"] == "post"
    assert result["dif"][0]["variable"] == "sex"
    assert result["forms"]["names"] == ["A", "B"]
    assert result["follow_up"]["part_kept"]["method"] == "fieller"
    assert result["statements"][0]["statement"] == "say-no"
    assert [step["lessons"] for step in result["dose"]["steps"]] == [5, 6, 7, 8]


def test_of_figures_that_nobody_asked_for_paper_says_nothing() -> None:
    plain = replace(gain_report(by_region(SOME)))

    assert "Not counted" not in gain_text(plain, COVER, Words("en"))
    assert "not_counted" in gain_json(plain, COVER, Words("en"))
