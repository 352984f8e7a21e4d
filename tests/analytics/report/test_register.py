"""A figure exists when it stands in the register: every number of a report has an entry, every entry its own name."""

from dataclasses import make_dataclass, replace

import pytest

from analytics import GainReport, Options, gain_report
from analytics.disclosure_rounding import with_ranges
from analytics.gains.gain import Ceiling
from analytics.report.entry import Unit
from analytics.report.register import FIGURES
from analytics.report.values import Unregistered, Value, figure_at, values
from tests.analytics.study import by_region, people, whole_of

SOME = people()
ELSEWHERE = ("reactions.", "taught.")
"""What was said of a course stands beside a report."""


@pytest.fixture(scope="module")
def report() -> GainReport:
    return gain_report(by_region(SOME), options=Options(pass_mark=6), more=whole_of(SOME))


@pytest.fixture(scope="module")
def entries(report: GainReport) -> list[Value]:
    alone = gain_report({key: replace(of, cohorts=None) for key, of in by_region(SOME).items()})
    return [*values(report), *values(alone)]


def test_every_number_of_a_whole_report_has_an_entry_and_every_entry_a_number(
    report: GainReport, entries: list[Value]
) -> None:
    """But what this report has no reason to give: ranges of shares near an end, and parts of an exact test.

    From where to where a share of rounded counts may lie is given of a rounded report alone, and never of a follow-up,
    which is one of all learners and exact.
    """
    late = report.late and replace(report.late, is_rounded=True)
    rounded = values(with_ranges(replace(report, late=late), is_rounded=True))
    silent = {path for path in FIGURES if not path.startswith(ELSEWHERE)}
    silent -= {value.figure.path for value in (*entries, *rounded)}

    silent -= {path for path in silent if path.startswith("follow_up.") and path.endswith(("least", "most"))}
    assert sorted(path for path in silent if not path.endswith(NOT_OF_EACH)) == []


NOT_OF_EACH = ("_bounds", "between.attrition.test.statistic", "between.attrition.test.df", "method.suppress")


def test_a_number_that_no_entry_names_is_no_figure(report: GainReport) -> None:
    more = make_dataclass("MoreCeiling", [("brightness", float, 0.5)], bases=(Ceiling,), frozen=True)
    odd = replace(report.total, ceiling=more(0, 0, 0, 0))

    with pytest.raises(Unregistered, match=r"ceiling\.brightness: no entry of the register names this figure"):
        list(values(replace(report, total=odd)))


def test_one_that_the_json_has_elsewhere_is_named_by_both_places() -> None:
    with pytest.raises(Unregistered, match=r"items\.changes\.brightness \(in the JSON items\.brightness\): no entry"):
        figure_at(("items", "changes", "brightness"))


def test_names_of_variables_are_taken_by_every_statistics_program_and_are_all_different() -> None:
    names = [figure.name for figure in FIGURES.values() if figure.in_table]

    assert len(set(names)) == len(names)
    assert [name for name in names if len(name.format("x" * 18)) > 32 or not name.format("x").isidentifier()] == []


def test_a_name_is_the_path_and_a_shorter_one_only_where_that_is_too_long() -> None:
    shortened = [figure for figure in FIGURES.values() if figure.short and "{}" not in figure.short]

    assert all(len(figure.path) > 32 for figure in shortened)
    assert len(shortened) == 1


def test_counts_are_whole_shares_are_no_more_than_one_and_p_lies_between(entries: list[Value]) -> None:
    for one in entries:
        unit, value = one.figure.unit, one.value
        assert value is not None, one
        assert unit is not Unit.COUNT or value == int(value) >= 0, one
        assert unit is not Unit.SHARE or -1 <= value <= 1 or one.figure.path.startswith(QUOTIENT), one
        assert unit is not Unit.P or 0 <= value <= 1, one
        assert unit is not Unit.LN_P or value <= 0, one


QUOTIENT = "follow_up.part_kept."
"""A gain kept by a gain made: more than all where learners went on learning."""


def test_an_interval_holds_its_value_and_says_how_it_was_made(entries: list[Value]) -> None:
    spans = [one for one in entries if one.low is not None and one.high is not None]

    assert len(spans) > 200
    assert all(one.low <= one.value <= one.high for one in spans)
    assert all(one.interval for one in spans if not one.figure.path.startswith(UNSAID))


UNSAID = ("pass.", "regression.line", "between.shrunken", "between.ranks", "dif.", "follow_up.from_")
"""Whose method is one and stands in the definition."""


def test_n_is_the_learners_that_a_value_rests_on(report: GainReport, entries: list[Value]) -> None:
    """`follow_up.left` bore the n of those who came, and what a next round needs a fraction of a learner."""
    assert all(isinstance(one.n, int) for one in entries if one.n is not None)
    of = {one.figure.path: one.n for one in entries if one.key is None and not one.about}
    assert report.follow_up is not None and report.total.flow is not None

    came, paired = report.follow_up.n, report.total.flow.paired
    for path in ("noise_floor.share", "hake.average", "effect.d_av", "effect.ci.widened", "tests.sign.p"):
        assert (of[path], of[f"follow_up.from_before.{path}"]) == (paired, came)
    assert next(one.n for one in entries if one.figure.path == "statements.tests.t.p") == paired
    others = ("follow_up.left", "comparison.course.first_only", "comparison.course.second_only")
    of_the_test = ("reliable_change.threshold", "reliable_change.standard_error", "reliable_change.reliability")
    chosen = ("pass.mark", "regression.low.cut", "power.next_round.gain.effective", "power.next_round.gain.learners")
    assert {of[path] for path in (*others, *of_the_test, *chosen)} == {None}


def test_each_value_knows_its_group_and_what_it_is_about(entries: list[Value]) -> None:
    def about(path: str) -> set[tuple[object, tuple[str, ...]]]:
        return {(one.key, one.about) for one in entries if one.figure.path == path}

    keys = set(by_region(SOME))
    assert {key for key, _ in about("improved.share")} == {*keys, None}
    assert {key for key, _ in about("between.adjusted.holm")} == keys
    assert {key for key, _ in about("between.robust.adjusted.value")} == keys
    assert about("follow_up.kept.share") == {(None, ())}
    assert (None, ("say-no",)) in about("statements.change.mean")
    assert (None, ("pre", "visa", "right")) in about("distractors.items.options.share")
    assert (None, ("sex", "boy", "girl", "water")) in {(key, of) for key, of in about("dif.found.items.delta")}
    assert (None, ("5",)) in about("dose.steps.improved.share")
