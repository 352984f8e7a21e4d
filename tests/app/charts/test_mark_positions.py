"""Each mark of each picture stands where its number is on the scale that the picture prints."""

import csv
from itertools import pairwise
from typing import Any

import pytest

from analytics import CohortSums, Flow, GainReport, GroupCounts, GroupReport, JointTable, Options, gain_report, inside
from app.charts import before_after, dumbbells, flow_bars, forest, headline_scale, mean_scores, tile_map
from app.charts.tile_map import FILE
from app.wording import Words, figure_text
from tests.app.charts.drawn import Drawn, near

WORDS = Words("en")
TENTHS = {
    "KZ-61": (3, 2),
    "KZ-35": (8, 1),
    "KZ-75": (9, 1),
    "KZ-31": (4, 4),
    "KZ-47": (6, 2),
    "KZ-79": (5, 3),
}
"""Of ten learners in each cohort: who improved, who got worse. Before, some are good and some are not."""
NAMES = {code: f"Region {code}" for code in (*TENTHS, "KZ-15", "KZ-71")}


def counts(improved: int, worse: int, cohorts: int = 4) -> GroupCounts:
    pre, post, of = [], [], []
    for cohort in range(cohorts):
        gainers = min(10, improved + cohort % 2)
        for place in range(10):
            first = 1 + (place + cohort) % 8
            gain = 3 if place < gainers else -1 if place >= 10 - worse else 0
            pre.append(first)
            post.append(min(14, max(0, first + gain)))
            of.append(cohort)
    n = len(pre)
    flow = Flow(pre_only=3 + improved, post_only=worse, paired=n, enrolled=n + 2 * improved + worse + 4)
    return GroupCounts(JointTable.from_pairs(pre, post, 14), flow, CohortSums.from_pairs(of, pre, post))


def exact() -> GainReport:
    """Six regions that differ, nothing hidden."""
    return gain_report({code: counts(*tenths) for code, tenths in TENTHS.items()}, options=Options(pass_mark=6))


def disclosed() -> GainReport:
    """The same with two regions of seven learners, which are hidden."""
    small = JointTable.from_pairs([3] * 7, [5] * 7, 14)
    hidden = GroupCounts(small, Flow(0, 0, 7), CohortSums.from_pairs([0] * 7, [3] * 7, [5] * 7))
    groups = {code: counts(*tenths) for code, tenths in TENTHS.items()}
    options = Options(pass_mark=6, compare_from=11)
    return inside(gain_report({**groups, "KZ-15": hidden, "KZ-71": hidden}, options=options)).report


def alike() -> GainReport:
    """Two regions in which everybody improved, and one in which nobody did."""
    counts = {
        "KZ-61": GroupCounts(JointTable.from_cells([(3, 7, 15), (5, 8, 15)], 10), Flow(0, 0, 30)),
        "KZ-35": GroupCounts(JointTable.from_cells([(3, 7, 20), (5, 9, 17)], 10), Flow(0, 0, 37)),
        "KZ-75": GroupCounts(JointTable.from_cells([(5, 4, 42), (5, 5, 10)], 10), Flow(0, 0, 52)),
    }
    return inside(gain_report(counts)).report


REPORTS = {"exact": exact(), "told": disclosed(), "alike": alike()}


def figure(path: str, value: float) -> str:
    """As it reads everywhere."""
    return figure_text(WORDS, path, value).replace("\u00a0", " ")


def interval(group: GroupReport) -> tuple[float, float, float]:
    improved = group.improved
    assert improved is not None and improved.share is not None
    assert improved.low is not None and improved.high is not None
    return improved.low, improved.share, improved.high


@pytest.mark.parametrize("width", [640, 440, 328])
@pytest.mark.parametrize("code", [None, *TENTHS])
def test_the_headline_stands_on_its_scale(code: str | None, width: int) -> None:
    report = REPORTS["exact"]
    group = next(group for group in (*report.groups, report.total) if group.key == code)
    picture = Drawn(headline_scale(group, WORDS, width=width))
    x = picture.axis()
    low, share, high = interval(group)
    assert group.noise_floor is not None
    floor = group.noise_floor.share

    (line,) = [line for line in picture.lines if "ci" in line.css]
    (dot,) = picture.circles
    (dashed,) = [line for line in picture.lines if "fl" in line.css]
    (zone,) = picture.boxes
    assert near(line.left, x(low)) and near(line.right, x(high)) and low < share < high
    assert near(dot.x, x(share)) and dot.css == ("up",) and dot.y == line.y
    assert near(dashed.left, x(floor)) and dashed.is_upright
    assert near(zone.left, x(0)) and near(zone.right, x(floor)) and zone.css == ("bg",)
    assert near(picture.word_of(figure("improved.share", share).removesuffix(" %")).x, x(share))
    chance = figure("noise_floor.share", floor)
    assert any(near(word.x, x(floor)) for word in picture.words if f"{word.text} %" == chance)
    label = (picture.root.get("aria-label") or "").replace("\u00a0", " ")
    assert figure("improved.share", share) in label and chance in label


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("post", [14, 2])
def test_a_figure_at_the_end_of_its_scale_is_whole_also_on_a_phone(post: int, language: str) -> None:
    """Everybody improved to the full score, or fell to nothing."""
    words = Words(language)
    pre = 7 if post == 14 else 14
    total = gain_report({"": GroupCounts(JointTable.from_cells([(pre, post, 15)], 14), Flow(0, 0, 15))}).total
    assert total.gain is not None
    for svg in (headline_scale(total, words, width=328), mean_scores(total.gain, 14, words)):
        picture = Drawn(svg)
        figures = [word for word in picture.words if "b" in word.css]
        assert figures
        for word in figures:
            assert "c" in word.css
            assert 8 * len(word.text) / 2 <= word.x <= picture.width - 8 * len(word.text) / 2, word


def rows(picture: Drawn, names: list[str]) -> list[float]:
    """Heights of the rows, by the names in them; All is the last."""
    heights = [next(word.y for word in picture.words if word.text.split(" · ")[0] == name) for name in names]
    assert heights == sorted(heights), "the highest share on top"
    return heights


@pytest.mark.parametrize("width", [640, 328])
@pytest.mark.parametrize("which", REPORTS)
def test_every_row_of_a_forest_stands_on_its_scale(which: str, width: int) -> None:
    report = REPORTS[which]
    picture = Drawn(forest(report, NAMES, WORDS, width=width))
    x = picture.axis()
    shown = sorted((group for group in report.groups if group.improved is not None), key=lambda group: -share_of(group))
    names = [NAMES[str(group.key)] for group in shown] + ["All"]
    heights = rows(picture, names)
    drawn = report.between.shrunken.groups if report.between and report.between.shrunken else ()
    drawn_to = {group.key: group.share for group in drawn}

    for group, top, name in zip([*shown, report.total], heights, names, strict=True):
        row = Row(picture, top, is_narrow=width == 328)
        improved = group.improved
        assert improved is not None and f"{improved.n}" in {*row.texts, name + f" · {improved.n}"} | {
            text.rpartition(" · ")[2] for text in row.texts
        }
        low, share, high = interval(group)
        (line,) = [line for line in row.of(picture.lines) if "ci" in line.css]
        assert near(line.left, x(low)) and near(line.right, x(high)), name
        assert ("w" in line.css) == (group.key is None)
        assert figure("improved.share", share) in row.texts
        diamonds = {mark.size: mark.x for mark in row.of(picture.diamonds)}
        if group.key is None:
            assert near(diamonds.pop(11), x(share)) and not row.of(picture.circles)
        else:
            (ring,) = row.of(picture.circles)
            assert near(ring.x, x(share)) and ring.css == ("pt",)
        if group.key in drawn_to:
            assert near(diamonds.pop(6), x(drawn_to[group.key]))
        assert not diamonds
    assert report.total.noise_floor is not None
    dashed = [line.left for line in picture.lines if "fl" in line.css]
    assert dashed and all(near(left, x(report.total.noise_floor.share)) for left in dashed)


class Row:
    """What stands in a row of a forest: under the name in a narrow picture, else beside it."""

    def __init__(self, picture: Drawn, top: float, *, is_narrow: bool) -> None:
        self.middle = top + 18 if is_narrow else top - 5
        self.texts = {word.text for word in picture.words if abs(word.y - top) < 1}

    def of(self, marks: list[Any]) -> list[Any]:
        return [mark for mark in marks if abs(mark.y - self.middle) < 1]


def share_of(group: GroupReport) -> float:
    return interval(group)[1]


@pytest.mark.parametrize("width", [440, 328])
@pytest.mark.parametrize("which", REPORTS)
def test_every_tile_has_the_figure_and_the_colour_of_its_region(which: str, width: int) -> None:
    report = REPORTS[which]
    picture = Drawn(tile_map(report, "KZ", WORDS, width=width))
    groups = {group.key: group for group in report.groups}
    with FILE.open(encoding="utf-8", newline="") as file:
        tiles = [row for row in csv.DictReader(file) if row["code"].startswith("KZ-")]
    columns = sorted({box.left for box in picture.boxes})
    lines = sorted({box.y for box in picture.boxes})
    places = {(round(box.left, 1), box.y): box for box in picture.boxes}

    assert len(picture.boxes) == len(tiles) == len(places)
    all_columns = sorted({int(tile["column"]) for tile in tiles})
    for tile in tiles:
        left, y = columns[all_columns.index(int(tile["column"]))], lines[int(tile["row"])]
        box, group = places[round(left, 1), y], groups.get(tile["code"])
        inside = [word.text for word in picture.words if box.left < word.x < box.right and abs(word.y - box.y) < 45]
        assert "".join(inside).replace("-", "").startswith(
            tile["en"].replace("~", "").replace("|", "").replace("-", "").replace(" ", "")
        ) or tile["en"].split("|")[0].split("~")[0] in "".join(inside)
        figures = [word for word in inside if any(sign.isdigit() for sign in word)]
        assert (figures, box.css) == expected_tile(group), tile["code"]


def expected_tile(group: GroupReport | None) -> tuple[list[str], tuple[str, ...]]:
    """Words with figures, and the colour: dark only where the interval lies above what chance alone gives."""
    if group is None:
        return [], ("tile",)
    if group.suppressed:
        return [], ("bg",)
    improved, floor = group.improved, group.noise_floor
    assert improved is not None and improved.low is not None and improved.share is not None
    shown = figure("improved.share", improved.share).removesuffix(" %")
    return [shown, f"n {improved.n}"], ("up",) if floor and improved.low > floor.share else ("t1",)


def test_tiles_of_both_colours_were_looked_at() -> None:
    colours = [expected_tile(group)[1] for group in REPORTS["told"].groups]

    assert {("up",), ("t1",), ("bg",)} == set(colours)


@pytest.mark.parametrize(("before", "after"), [(3.0, 7.5), (7.5, 3.0), (0.0, 14.0), (6.9, 6.9)])
def test_before_is_a_ring_and_after_a_dot_on_the_scale_of_the_test(before: float, after: float) -> None:
    picture = Drawn(before_after(before, after, 14, WORDS))
    (scale,) = [line for line in picture.lines if "gl" in line.css]
    (between,) = [line for line in picture.lines if "ci" in line.css]
    ring, dot = picture.circles

    def x(points: float) -> float:
        return scale.left + points / 14 * (scale.right - scale.left)

    assert scale.left > 0 and near(scale.right, picture.width - scale.left)
    assert near(ring.x, x(before)) and ring.css == ("pt",)
    assert near(dot.x, x(after)) and dot.css == ("up" if after >= before else "down",)
    assert near(between.left, x(before)) and near(between.right, x(after))


@pytest.mark.parametrize("which", REPORTS)
def test_means_before_and_after_stand_on_the_scale_of_the_test(which: str) -> None:
    report = REPORTS[which]
    picture = Drawn(dumbbells(report, NAMES, WORDS))
    x = picture.axis(unit=1)
    groups = [group for group in (*report.groups, report.total) if group.gain is not None]

    assert len(picture.circles) == 2 * len(groups)
    assert near(x(report.method.max_score or 0), max(line.left for line in picture.lines if line.is_upright))
    for group in groups:
        name = "All" if group.key is None else NAMES[str(group.key)]
        middle = picture.word_of(name).y - 5
        ring, dot = (mark for mark in picture.circles if abs(mark.y - middle) < 1)
        (between,) = (line for line in picture.lines if "ci" in line.css and abs(line.y - middle) < 1)
        gain = group.gain
        assert gain is not None and gain.pre_mean != gain.post_mean
        assert near(ring.x, x(gain.pre_mean)) and ring.css == ("pt",), name
        assert near(dot.x, x(gain.post_mean)) and dot.css == ("up" if gain.mean >= 0 else "down",), name
        assert near(between.left, ring.x) and near(between.right, dot.x)
        (label,) = (word.text for word in picture.words if word.x == picture.width and abs(word.y - middle - 5) < 1)
        assert label == f"{figure('gain.pre_mean', gain.pre_mean)} → {figure('gain.post_mean', gain.post_mean)}"


@pytest.mark.parametrize("width", [640, 400, 328])
@pytest.mark.parametrize("code", [None, *TENTHS])
def test_a_bar_of_the_flow_is_as_long_as_its_count(code: str | None, width: int) -> None:
    report = REPORTS["exact"]
    group = next(group for group in (*report.groups, report.total) if group.key == code)
    flow, improved = group.flow, group.improved
    assert flow is not None and flow.enrolled is not None and improved is not None and improved.count is not None
    picture = Drawn(flow_bars(group, WORDS, width=width))
    counted = {
        "Enrolled": (flow.enrolled, 0),
        "First test": (flow.pre_only + flow.paired, flow.enrolled - flow.pre_only - flow.paired),
        "Both tests": (flow.paired, flow.pre_only),
        "Scored higher": (improved.count, flow.paired - improved.count),
    }
    assert len(set(counted.values())) == 4, "no two bars may be swapped unseen"
    longest = max(box.right - box.left for box in picture.boxes)

    assert [box.css for box in picture.boxes] == [("bg",), ("bg",), ("t1",), ("up",)]
    assert len({box.left for box in picture.boxes}) == 1
    assert max(box.right for box in picture.boxes) <= width - (0 if width == 328 else 200), "words stand beside"
    for box, (name, (count, loss)) in zip(picture.boxes, counted.items(), strict=True):
        texts = [word.text for word in picture.words if -30 < word.y - box.y < 12]
        assert texts[0] == name
        assert near(box.right - box.left, longest * count / flow.enrolled)
        assert texts[1] == str(count)
        assert (str(loss) in texts[2].split()) if loss else name == "Enrolled"
    assert all(first.y < second.y for first, second in pairwise(picture.boxes))
