"""Pictures show what the report says, at two widths, and nothing that it hides."""

from base64 import b64decode
from xml.etree import ElementTree

import pytest

from analytics import Flow, GainReport, GroupCounts, JointTable, Options, gain_report, inside
from analytics.disclosure_rounding import with_ranges
from app.charts import before_after, dumbbells, flow_bars, forest, headline_scale, standalone
from app.wording import Words
from tests.app.charts.drawn import Drawn

BIG = [(3, 7), (4, 8), (5, 7), (2, 6), (6, 9), (4, 6), (5, 5), (3, 8), (4, 3), (6, 8), (2, 1), (5, 9)] * 8
WORDS = Words("en")
NAMES = {"N": "North & <b>", "S": "South Kazakhstan with a very long name", "W": "West"}


def report(**sizes: int) -> GainReport:
    counts = {
        key: GroupCounts(
            JointTable.from_pairs([pre for pre, _ in BIG[:n]], [post for _, post in BIG[:n]], 10),
            Flow(pre_only=4, post_only=0, paired=n, enrolled=n + 6),
        )
        for key, n in sizes.items()
    }
    return inside(gain_report(counts, options=Options(compare_from=11))).report


def texts(svg: str) -> list[str]:
    return [it.text or "" for it in ElementTree.fromstring(svg).iter("text")]


@pytest.mark.parametrize("width", [640, 328])
def test_a_forest_has_a_line_for_every_group_and_for_all(width: int) -> None:
    result = texts(forest(report(N=30, S=48), NAMES, WORDS, width=width))

    assert any("North & <b>" in text for text in result)
    assert any(text.startswith("South Kazakhstan") for text in result)
    assert "chance alone" in result
    assert any(text.startswith("All") for text in result)


def test_a_range_stands_under_a_long_name_on_a_phone_and_not_over_it() -> None:
    gains = with_ranges(report(N=30, S=48), is_rounded=True)
    drawn = Drawn(forest(gains, NAMES, WORDS, width=328))
    name = next(word for word in drawn.words if word.text.startswith("South"))
    ranges = [word.y for word in drawn.words if " to " in word.text]

    assert len(ranges) == 2
    assert 16 <= min(height - name.y for height in ranges if height > name.y - 9) <= 20, "on a line of its own"
    lines = sorted(mark.y for mark in drawn.lines if "ci" in mark.css)
    assert all(any(8 <= line - height <= 24 for line in lines) for height in ranges), "over its interval"


def test_a_hidden_group_is_in_no_picture() -> None:
    svg = forest(report(N=7, S=48, W=10), NAMES, WORDS)
    both = forest(report(N=7, S=48, W=13), NAMES, WORDS)

    assert svg == ""  # one group is no comparison
    assert "North" not in both
    assert "West" in both


@pytest.mark.parametrize("width", [640, 440, 328])
def test_nothing_is_drawn_outside_of_a_picture(width: int) -> None:
    gains = report(N=30, S=48)
    for svg in (
        forest(gains, NAMES, WORDS, width=width),
        headline_scale(gains.total, WORDS, width=width),
        flow_bars(gains.total, WORDS, width=width),
    ):
        root = ElementTree.fromstring(svg)
        right = float(root.get("viewBox", "").split()[2])
        for it in root.iter():
            for name in ("x", "x1", "x2", "cx"):
                assert 0 <= float(it.get(name, 0)) <= right
        assert "style" not in svg
        assert root.get("role") == "img"
        assert root.get("aria-label")


def test_the_headline_shows_share_interval_and_chance() -> None:
    gains = report(N=48)
    improved, floor = gains.total.improved, gains.total.noise_floor
    assert improved is not None and improved.share is not None and floor is not None
    text = texts(headline_scale(gains.total, WORDS))

    assert f"{100 * improved.share:.1f}" in text
    assert f"{100 * (improved.low or 0):.0f}\u00a0–\u2060\u00a0{100 * (improved.high or 0):.0f}" in text
    assert f"{100 * floor.share:.0f}" in text


def test_a_flow_says_each_loss_in_words() -> None:
    result = texts(flow_bars(report(N=30, S=48).total, WORDS))

    assert {"Enrolled", "90", "86", "78", "4 have not taken the first", "8 have not taken the second"} <= set(result)


def test_where_there_is_nothing_to_show_there_is_no_picture() -> None:
    hidden = report(N=7)

    assert headline_scale(hidden.total, WORDS) == ""
    assert flow_bars(hidden.total, WORDS) == ""
    assert forest(hidden, NAMES, WORDS) == ""


def test_before_and_after_are_said_to_those_who_do_not_see() -> None:
    assert "6.90 before, 11.30 after" in before_after(6.9, 11.3, 14, WORDS)


def test_a_diamond_stands_where_a_told_share_is_drawn_to_the_common_one() -> None:
    gains = report(N=30, S=48, W=20)
    assert gains.between is not None and gains.between.shrunken is not None
    drawn = len(gains.between.shrunken.groups)

    assert drawn == sum(group.improved is not None and group.improved.share is not None for group in gains.groups) > 0
    assert forest(gains, NAMES, WORDS).count("<path") == drawn + 1, "and that of all"


def test_a_forest_says_its_figures_to_those_who_do_not_see_it() -> None:
    gains = report(N=30, S=37)
    text = ElementTree.fromstring(forest(gains, NAMES, WORDS)).get("aria-label", "").replace("\u00a0", " ")
    share = gains.groups[1].improved.share if gains.groups[1].improved else None

    assert share
    assert f"South Kazakhstan with a very long name {100 * share:.1f} % (" in text
    assert "; n = 37)" in text


def test_where_everybody_improved_the_pictures_say_so() -> None:
    """What is protected is who somebody is, not that a group did well."""
    table = JointTable.from_cells([(3, 7, 30)], 10)
    counts = {key: GroupCounts(table, Flow(pre_only=0, post_only=0, paired=30)) for key in "NS"}
    report = inside(gain_report(counts)).report
    headline, below = headline_scale(report.groups[0], WORDS), forest(report, NAMES, WORDS)

    assert "100.0" in texts(headline)
    assert headline.count("<circle") == 1
    assert texts(below).count("100.0\u00a0%") == 3
    assert below.count("<circle") == 2


def test_before_and_after_stand_under_one_another_on_the_scale_of_the_test() -> None:
    gains = report(N=30, S=48)
    root = ElementTree.fromstring(dumbbells(gains, NAMES, WORDS))
    rings, dots = ([it for it in root.iter("circle") if it.get("class") in css] for css in (("pt",), ("up", "down")))
    means = [group.gain for group in (*gains.groups, gains.total) if group.gain]

    assert len(rings) == len(dots) == 3
    for ring, dot, gain in zip(rings, dots, means, strict=True):
        for mark, mean in ((ring, gain.pre_mean), (dot, gain.post_mean)):
            assert float(mark.get("cx", 0)) == pytest.approx(190 + mean / 10 * (640 - 300), abs=0.06)
    assert f"{means[-1].pre_mean:.2f} → {means[-1].post_mean:.2f}" in texts(dumbbells(gains, NAMES, WORDS))


def test_a_picture_alone_is_whole_and_says_what_it_shows() -> None:
    svg = headline_scale(report(N=30, S=48).total, WORDS)
    image = standalone(svg)
    held = b64decode(image.partition("base64,")[2].rstrip('">')).decode()

    assert image.startswith('<img alt="Share improved on a scale from 0 to 100: ')
    assert ElementTree.fromstring(held).tag == "{http://www.w3.org/2000/svg}svg"
    assert "<style>" in held and held.count("<circle") == svg.count("<circle") == 1
    assert standalone("") == ""


def test_months_stand_in_the_order_of_time_and_others_by_their_share() -> None:
    gains = report(N=30, S=48, W=20)
    firsts = ("North & <b>", "South Kazakhstan with", "West")

    def names(svg: str) -> list[str]:
        return [text for text in texts(svg) if text in firsts]

    assert names(forest(gains, NAMES, WORDS, in_order=True)) == list(firsts)
    assert sorted(names(forest(gains, NAMES, WORDS))) == list(firsts) != names(forest(gains, NAMES, WORDS))
