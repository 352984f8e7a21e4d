"""`navigator gains FILE --comparison arm=waiting`: people with the course beside people without it, in every format."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.cli.conftest import Navigator, as_json
from tests.app.cli.two_arms import TREATED, WAITING, rows_of

DENIALS = ("nobody without them", "No comparison group", "Nobody was tested without")


def test_the_difference_in_gains_stands_in_json(gains: Navigator, did: Path) -> None:
    report = as_json(gains, did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14")
    result = report["comparison"]

    assert report["total"]["flow"]["paired"] == 30
    assert report["total"]["gain"]["mean"] == pytest.approx(77 / 30)
    assert result["course"]["gain"]["value"] == pytest.approx(77 / 30)
    assert result["waiting"]["gain"]["value"] == pytest.approx(5 / 30)
    assert result["gain"]["value"] == pytest.approx(2.40)
    means = np.reshape([*TREATED, *WAITING], (12, 5)).mean(axis=1)  # classes of one size: a t test of their means
    se = (np.var(means[:6], ddof=1) / 6 + np.var(means[6:], ddof=1) / 6) ** 0.5
    assert result["gain"]["se"] == pytest.approx(se)
    assert result["gain"]["df"] == pytest.approx(10)
    assert result["course"]["improved"]["count"] == sum(gain > 0 for gain in TREATED)
    assert result["waiting"]["improved"]["count"] == sum(gain > 0 for gain in WAITING)
    assert (result["course"]["cohorts"], result["waiting"]["cohorts"]) == (6, 6)
    assert (result["is_randomised"], result["same_items"]) == (None, False)
    assert "no_comparison_group" not in [note["code"] for note in report["total"]["notes"]]


@pytest.mark.parametrize("form", ["text", "html", "csv", "json"])
def test_no_format_denies_the_comparison(gains: Navigator, did: Path, form: str) -> None:
    code, out, _ = gains(did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14", "--format", form)

    assert code == 0
    for denial in DENIALS:
        assert denial not in out


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_donor_reads_the_difference_its_interval_and_that_it_was_not_drawn_by_lot(
    gains: Navigator, did: Path, form: str
) -> None:
    _, out, _ = gains(did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14", "--format", form)
    text = " ".join(out.replace("\u00a0", " ").replace("\u2060", "").split())

    assert "Against the comparison group: difference in mean gain +2.40 points (95 % confidence interval" in text
    assert "30 learners with the course, 30 without). Not drawn by lot, as far as this report knows." in text
    assert "Comparison group: rows where arm is waiting (30). All figures" in text
    assert "of the others: treated (30)." in text
    assert "gained +2.57 points in the mean, the comparison group (30) +0.17: a difference of +2.40" in text
    assert "So more was gained with the course than without it." in text
    assert "that it was the lessons and nothing else, since nobody says that who had them was drawn by lot" in text
    assert "retest gives by itself" not in text


def test_each_row_of_the_table_has_the_figures_of_its_name(gains: Navigator, did: Path) -> None:
    words = (did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14")
    result = as_json(gains, *words)["comparison"]
    _, out, _ = gains(*words)
    lines = [line.replace("\u00a0", " ") for line in out.splitlines()]

    for name, arm in (("With the course", result["course"]), ("Comparison group", result["waiting"])):
        first, second = (line.removeprefix(name).split() for line in lines if line.startswith(f"{name}  "))
        assert first == [
            *("30", "0", "0", "6"),
            *(f"{arm[wave]:.2f}" for wave in ("before", "after")),
        ]
        assert second[0] == f"{arm['gain']['value']:+.2f}"
        share = arm["improved"]
        assert second[4:7] == [f"{share['count']};", f"{100 * share['share']:.1f}", "%"]
    differences = {"Gain": result["gain"], "Before": result["before"], "After, adjusted": result["adjusted"]}
    table = lines[lines.index("With the course less without it: the difference") :]
    for name, of in differences.items():
        cells = next(line for line in table if line.startswith(f"{name}  ")).removeprefix(name).split()
        assert cells[0] == f"{of['value']:+.2f}".replace("-", "−")
        assert cells[-3:-1] == [f"{of['t']:.2f}".replace("-", "−"), f"{of['df']:.1f}"]


def test_who_of_either_group_took_one_test_alone_is_counted_in_words_and_in_the_table(
    gains: Navigator, did: Path
) -> None:
    """Only the JSON said how many of the comparison group had not come back."""
    alone = "w90,W0,waiting,4,\nw91,W1,waiting,5,\nw92,W1,waiting,,6\nt90,T0,treated,4,\n"
    did.write_text(did.read_text() + alone)
    words = (did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14")
    result = as_json(gains, *words)["comparison"]
    code, out, _ = gains(*words, "--full")
    lines = [line.replace("\u00a0", " ") for line in out.splitlines()]

    assert code == 0
    assert "Of the comparison group 2 took the first test only and 1 the second only; 30 took both." in " ".join(
        " ".join(lines).split()
    )
    for name, of, counts in (("With the course", "course", (30, 1, 0)), ("Comparison group", "waiting", (30, 2, 1))):
        assert (result[of]["n"], result[of]["first_only"], result[of]["second_only"]) == counts
        assert next(line for line in lines if line.startswith(f"{name}  ")).removeprefix(name).split()[:3] == [
            str(count) for count in counts
        ]


def test_a_difference_that_is_not_the_one_mean_less_the_other_says_that_it_is_within_regions(
    gains: Navigator, did: Path
) -> None:
    """Gained +3.20, the others +0.05: "a difference of +3.10", which nobody comes to by subtraction."""
    north = {"T0", "T1", "T2", "T3", "W0", "W1"}
    head, *lines = rows_of().splitlines()
    regions = ["north" if line.split(",")[1] in north else "south" for line in lines]
    did.write_text("\n".join([f"{head},region", *map(",".join, zip(lines, regions, strict=True))]) + "\n")
    words = (did, "--comparison", "arm=waiting", "--cluster", "class", "--strata", "region", "--max", "14")
    result = as_json(gains, *words)["comparison"]
    text = " ".join(gains(*words, "--full")[1].replace("\u00a0", " ").split())

    assert result["gain"]["value"] != pytest.approx(2.40)
    assert f"+0.17: a difference of {result['gain']['value']:+.2f} within regions (95 %" in text
    assert f"Gain, within regions {result['gain']['value']:+.2f} " in text
    before = f"{result['before']['value']:+.2f}".replace("-", "−")
    assert f"a difference of {before} within regions" in text and f"Before, within regions {before} " in text
    assert "compared with the others of their own region" in text


def test_what_the_comparison_group_gained_has_its_interval_and_how_many_show_it(gains: Navigator, did: Path) -> None:
    words = (did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14")
    gain = as_json(gains, *words)["comparison"]["waiting"]["gain"]
    text = " ".join(gains(*words, "--full")[1].replace("\u00a0", " ").replace("\u2060", "").split())
    span = f"{gain['low']:.2f} … {gain['high']:.2f}".replace("-", "−")

    assert (
        f"The comparison group's +0.17 (confidence interval {span}) is what time and another test give by themselves, "
        "as far as 30 learners show;"
    ) in text
    assert "within regions" not in text, "of no region, the difference is the one mean less the other"


def test_csv_has_every_figure_of_json(gains: Navigator, did: Path) -> None:
    words = (did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14")
    result = as_json(gains, *words)["comparison"]
    _, out, _ = gains(*words, "--format", "csv")
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(out.lstrip("\ufeff")))}

    def numbers(part: dict[str, Any], path: str) -> Iterator[tuple[str, float]]:
        for name, value in part.items():
            if isinstance(value, dict):
                yield from numbers(value, f"{path}.{name}")
            elif isinstance(value, int | float) and not isinstance(value, bool) and name not in ("low", "high"):
                yield f"{path}.{name}", value

    listed = list(numbers(result, "comparison"))
    assert len(listed) > 50
    assert [float(rows[path]["value"]) for path, _ in listed] == [value for _, value in listed]
    for path, of in (("gain.value", result["gain"]), ("course.improved.share", result["course"]["improved"])):
        row = rows[f"comparison.{path}"]
        assert [float(row["low"]), float(row["high"])] == [of["low"], of["high"]]


def test_drawn_by_lot_leaves_nothing_that_could_not_be_shown(gains: Navigator, did: Path) -> None:
    words = (did, "--comparison", "arm=waiting", "--cluster", "class", "--max", "14", "--randomised")
    _, out, _ = gains(*words)

    assert "Drawn by lot." in " ".join(out.split())
    assert "Could not be shown" not in out
    assert as_json(gains, *words)["comparison"]["is_randomised"] is True


def test_what_a_second_test_gives_is_that_of_the_comparison_group(gains: Navigator, did: Path) -> None:
    words = (did, "--comparison", "arm=waiting", "--max", "14", "--full")
    result = as_json(gains, *words)
    text = " ".join(gains(*words)[1].split())

    share = result["comparison"]["waiting"]["improved"]
    assert result["method"]["retest"]["improved"] == share
    again = (
        f"Of those tested twice here without the lessons {100 * share['share']:.1f} % scored higher (n = 30, confidence"
    )
    assert again in text
    assert "published retest" not in text
    assert "this retest" not in text


def test_where_small_groups_are_hidden_the_comparison_is_too_and_how_many_they_are(gains: Navigator, did: Path) -> None:
    _, out, _ = gains(did, "--comparison", "arm=waiting", "--max", "14", "--suppress", "31")
    text = " ".join(out.split())

    assert "rows where arm is waiting. All figures but those of the comparison are of the others: treated." in text
    assert "Hidden, since it would speak of fewer than 31 people: comparison group." in text
    assert "30" not in out
    for denial in DENIALS:
        assert denial not in text


def test_where_nothing_was_added_the_figures_do_not_say_so(gains: Navigator, tmp_path: Path) -> None:
    """The waiting ones beside themselves."""
    path = tmp_path / "t.csv"
    lines = rows_of().splitlines()
    waiting = [line for line in lines if ",waiting," in line]
    path.write_text("\n".join([lines[0], *waiting, *(line.replace(",waiting,", ",treated,") for line in waiting)]))
    _, out, _ = gains(path, "--comparison", "arm=waiting", "--max", "14")
    text = " ".join(out.split())

    assert "No difference lies within that: these figures do not show that more was gained with the course." in text
    assert (
        "Could not be shown: that more improved than by chance alone; that the mean changed; that more was gained"
        in text
    )


def test_groups_of_the_report_are_of_those_with_the_course(gains: Navigator, did: Path) -> None:
    report = as_json(gains, did, "--comparison", "arm=waiting", "--by", "class", "--max", "14")

    assert [group["key"]["class"] for group in report["groups"]] == [f"T{place}" for place in range(6)]
    assert sum(group["flow"]["paired"] for group in report["groups"]) == 30


def test_the_comparison_group_may_have_other_regions(gains: Navigator, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(rows_of().replace("learner,class", "learner,region"))
    report = as_json(gains, path, "--comparison", "arm=treated", "--by", "region", "--max", "14")

    assert [group["key"]["region"] for group in report["groups"]] == [f"W{place}" for place in range(6)]
    assert report["comparison"]["gain"]["value"] == pytest.approx(-2.40)


ITEMS = "arm,pre_1,pre_2,pre_3,post_1,post_2,post_3\n" + "".join(
    f"{arm},{int(place % 2)},{int(place % 3 == 0)},0,1,{int(place % 4 > 0 or arm == 't')},{int(arm == 't')}\n"
    for arm in ("t", "control")
    for place in range(12)
)


def test_a_retest_is_spoken_of_only_where_the_items_were_the_same(gains: Navigator, tmp_path: Path) -> None:
    same, other = tmp_path / "same.csv", tmp_path / "other.csv"
    same.write_text(ITEMS)
    other.write_text(ITEMS.replace("post_1,post_2,post_3", "B_4,B_5,B_6"))

    _, of_same, _ = gains(same, "--comparison", "arm=control", "--items", "pre_*", "post_*")
    _, of_other, _ = gains(other, "--comparison", "arm=control", "--items", "pre_*", "B_*")

    assert "is what a retest gives by itself, as far as" in " ".join(of_same.split())
    assert "retest gives" not in of_other
    assert "the items were not the same, or that is not known" in " ".join(of_other.split())


def test_items_of_the_report_are_of_those_with_the_course(gains: Navigator, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(ITEMS)

    assert [item["n"] for item in as_json(gains, path, "--comparison", "arm=control")["items"]] == [12, 12, 12]
