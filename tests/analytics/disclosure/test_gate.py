"""Only what the register allows for a table leaves the gate."""

import re
from dataclasses import make_dataclass, replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import GainReport, Options, gain_report
from analytics.disclosure import LEAST, allowed, inside
from analytics.disclosure_known import REGION, nests
from analytics.disclosure_rounding import BASE, Unroundable, nearest
from analytics.gains.gain import Ceiling
from analytics.publication import publication
from analytics.report.entry import Disclosure, Figure, Unit
from analytics.report.register import FIGURES, ROUNDED
from analytics.report.values import Unregistered, Value, values
from tests.analytics.disclosure.one_table import SEX, Outcomes, disclosed, study
from tests.analytics.study import by_region, compared_of, more_of, people

SOME = people()


@pytest.fixture(scope="module")
def report() -> GainReport:
    compared = replace(more_of(SOME), comparison=compared_of(SOME))
    return gain_report(by_region(SOME), options=Options(pass_mark=6), more=compared)


def paths(values: list[Value]) -> set[str]:
    return {one.figure.path for one in values}


def of_groups(report: GainReport) -> list[Value]:
    return [one for one in values(report) if one.key is not None]


def test_inside_groups_of_eleven_are_exact_and_smaller_ones_are_keys_alone() -> None:
    whole = study({"a": (8, 2, 1), "b": (7, 2, 1)})
    shown = inside(whole)

    assert replace(shown.report.groups[0], regression=None) == replace(whole.groups[0], regression=None)
    assert shown.report.groups[1].suppressed
    assert shown.suppressed == ("b",)
    assert {one.key for one in of_groups(shown.report)} == {"a"}
    assert shown.report.total == whole.total


def test_a_total_under_eleven_shows_nothing() -> None:
    whole = study({"a": (3, 2, 1), "b": (2, 1, 1)})
    for shown in (inside(whole), disclosed(whole)):
        assert {one.figure.path.partition(".")[0] for one in values(shown.report)} == {"method"}


def test_regions_of_a_publication_are_exact_while_none_is_suppressed() -> None:
    regions = {"a": (61, 21, 21), "b": (9, 2, 1), "c": (61, 21, 21)}
    whole = study(regions)

    shown = disclosed(whole, REGION)
    exact, told_of = (
        [replace(one, regression=None) for one in (*of.groups, of.total)] for of in (whole, shown.report)
    )  # those who began low are a part of their own
    assert (shown.is_rounded, told_of) == (False, exact)
    smaller = disclosed(study({"a": (610, 210, 210), "b": (4, 2, 1), "c": (610, 210, 210)}), REGION)
    assert smaller.is_rounded
    assert smaller.suppressed == ("b",)
    assert disclosed(whole).is_rounded


def test_a_rounded_table_tells_only_what_the_register_allows(report: GainReport) -> None:
    result = of_groups(disclosed(report).report)

    assert result
    assert {one.figure.disclosure for one in result} == {Disclosure.ROUNDED, Disclosure.EXACT}
    assert "improved.share" in paths(result)
    for one in result:
        if one.figure.disclosure is Disclosure.ROUNDED and one.value is not None:
            assert one.figure.unit in (Unit.COUNT, Unit.SHARE, Unit.POINTS, Unit.P), one
            assert one.figure.unit is not Unit.COUNT or one.value % BASE == 0, one
            assert one.figure.unit is not Unit.POINTS or one.value == round(one.value, 1), one
            assert one.figure.unit is not Unit.P or one.value == float(f"{one.value:.1e}"), one


def test_no_figure_stands_in_a_rounded_table_unless_the_register_says_so(report: GainReport) -> None:
    more = make_dataclass("MoreCeiling", [("brightness", float, 0.5)], bases=(Ceiling,), frozen=True)
    odd = replace(report, groups=(replace(report.groups[0], ceiling=more(0, 0, 0, 0)), *report.groups[1:]))

    for gate in (inside, disclosed):
        with pytest.raises(Unregistered, match=r"ceiling\.brightness: no entry .* it may not be shown"):
            gate(odd)


def test_what_gives_counts_back_is_never_told_of_a_rounded_table() -> None:
    names = ("sd", "se", "df", "ln_p", "design_effect", "effective_n", "icc", "statistic")
    allowed = [path for path, of in FIGURES.items() if of.disclosure is not Disclosure.NEVER]

    assert [path for path in allowed if path.rpartition(".")[2] in names or ".effect." in f".{path}"] == []
    assert not {"tests.sign.p", "pass.p", "between.improved.p", "gain.percent"} & set(allowed)


@pytest.mark.parametrize(
    "path",
    [
        *("gain.cohorts", "hake.undefined", "noise_floor.share", "effect.p_superiority", "missing.improved_at_least"),
        *("power.power", "between.shrunken.share", "between.shrunken.low", "effect.ci.p_superiority.low"),
    ],
)
def test_what_counts_no_learners_and_is_no_share_of_them_is_never_rounded(
    path: str, report: GainReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast("dict[str, Figure]", FIGURES), path, replace(FIGURES[path], disclosure=Disclosure.ROUNDED))

    with pytest.raises(Unroundable, match=re.escape(path)):
        disclosed(report)


def test_each_place_of_the_allow_list_is_one_of_the_register() -> None:
    known = {place for of in FIGURES.values() for place in (of.path, of.path.removeprefix(f"{of.within}."))}

    assert known >= ROUNDED


def test_who_did_not_say_is_no_group_but_a_number_beside_the_table() -> None:
    girls_and_boys: dict[str, Outcomes] = {"girl": (20, 4, 2), "boy": (19, 4, 2)}
    shown = disclosed(study(girls_and_boys | {"unsaid": (2, 1, 0)}))

    assert [one.key for one in shown.report.groups] == ["girl", "boy"]
    assert (shown.suppressed, shown.unsaid) == ((), 5)
    assert not any(one.suppressed for one in shown.report.groups)
    assert disclosed(study(girls_and_boys | {"unsaid": (1, 1, 0)})).unsaid == 0
    assert disclosed(study(girls_and_boys)).unsaid is None


def test_all_of_eleven_may_be_told() -> None:
    shown = disclosed(study({"a": (11, 0, 0), "b": (0, 12, 0)}), REGION).report
    assert [one.improved and one.improved.share for one in shown.groups] == [1.0, 0.0]


def test_the_split_is_left_out_where_its_suppressed_group_could_be_worked_out() -> None:
    """58 improved in all, and "a" is told as 60, which is 58 or more: so none of "b" did."""
    disclosure = disclosed(study({"a": (610, 210, 210), "b": (4, 2, 1), "c": (610, 210, 210)}))
    assert not disclosure.is_split_dropped
    assert disclosure.suppressed == ("b",)
    groups = {"a": (58, 20, 20), "b": (0, 2, 1)}
    low = disclosed(study(groups))

    assert low.is_split_dropped
    assert (low.report.groups, low.report.between, low.suppressed) == ((), None, ())
    assert low.report.total.gain == study(groups).total.gain


def test_only_the_region_whose_boys_could_be_worked_out_loses_its_split() -> None:
    both = {("A", "girl"): (58, 20, 20), ("A", "boy"): (0, 2, 1), ("B", "girl"): (40, 10, 5), ("B", "boy"): (30, 9, 6)}
    reports = {
        REGION: study({"A": (58, 22, 21), "B": (70, 19, 11)}),
        SEX: study({"girl": (98, 30, 25), "boy": (30, 11, 7)}),
        (*REGION, *SEX): study(both),
    }
    tables = publication(reports, 1).tables

    assert [one.key for one in tables[*REGION, *SEX].report.groups] == [("B", "girl"), ("B", "boy")]
    assert tables[*REGION, *SEX].dropped == ("A",)
    assert not any(table.is_split_dropped for table in tables.values())
    assert [len(tables[of].report.groups) for of in (REGION, SEX)] == [2, 2]


def test_a_group_that_grew_by_ten_keeps_the_figures_of_the_publication_before() -> None:
    first = study({"girl": (40, 10, 5), "boy": (30, 10, 5)})
    second = study({"girl": (50, 10, 5), "boy": (41, 10, 5)})
    before = publication({SEX: first}, 1)
    shown = publication({SEX: second}, 2, before.ledger)

    girls, boys = shown.tables[SEX].report.groups
    assert girls == before.tables[SEX].report.groups[0]
    assert boys.improved is not None
    assert boys.improved.count == 40
    assert shown.tables[SEX].as_of == {"girl": 1}
    third = publication({SEX: study({"girl": (51, 10, 5), "boy": (41, 10, 5)})}, 3, shown.ledger)
    assert third.tables[SEX].as_of == {}


def test_a_table_that_was_left_out_stays_out_while_the_programme_is_the_same() -> None:
    same = {SEX: study({"girl": (40, 10, 5), "boy": (30, 10, 5)})}
    told_then = publication(same, 1).ledger
    left_out = {name: replace(one, is_told=name[0] != SEX) for name, one in told_then.items()}

    assert not publication(same, 2, told_then).tables[SEX].is_split_dropped
    assert publication(same, 2, left_out).tables[SEX].is_split_dropped
    grown = {SEX: study({"girl": (60, 10, 5), "boy": (50, 10, 5)})}
    assert not publication(grown, 2, left_out).tables[SEX].is_split_dropped


def test_what_leaves_a_few_learners_over_is_not_published(report: GainReport) -> None:
    """Who was not met again is the whole less the follow-up, a small step of the dose the whole less the others."""
    assert report.follow_up is not None
    assert report.dose is not None
    assert report.total.flow is not None
    few = replace(report, follow_up=replace(report.follow_up, n=report.total.flow.paired - 3))
    steps = (replace(report.dose.steps[0], n=4), *report.dose.steps[1:])

    assert disclosed(report).report.follow_up is not None
    assert disclosed(few).report.follow_up is None
    assert inside(few).report.follow_up is not None
    assert disclosed(report).report.dose is not None
    assert disclosed(replace(report, dose=replace(report.dose, steps=steps))).report.dose is None


def test_dose_is_a_table_of_its_own_and_rounded(report: GainReport) -> None:
    shown = disclosed(report, REGION).report

    assert shown.dose is not None
    assert all(one.n is not None and one.n % BASE == 0 for one in shown.dose.steps)
    assert inside(report).report.dose == report.dose


def test_statements_stand_by_group_only_where_no_group_is_suppressed(report: GainReport) -> None:
    assert report.statements
    first = report.groups[0]
    assert first.flow is not None
    few = replace(first, flow=replace(first.flow, paired=10))

    assert all(one.groups for one in disclosed(report).report.statements or ())
    assert [
        one.groups for one in disclosed(replace(report, groups=(few, *report.groups[1:]))).report.statements or ()
    ] == [()] * len(report.statements)


def test_groups_under_eleven_take_no_part_in_tests_between_groups() -> None:
    groups: dict[str, Outcomes] = {"a": (20, 4, 2), "b": (19, 4, 2), "c": (3, 1, 1)}
    compared = inside(study(groups, Options(pass_mark=9, compare_from=LEAST))).report.between

    assert compared is not None
    assert compared.groups == ("a", "b")
    assert inside(study(groups)).report.between is None


counts = st.tuples(st.integers(0, 30), st.integers(0, 15), st.integers(0, 15)).filter(lambda of: sum(of) > 0)


@pytest.mark.many
@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=1, max_size=5))
def test_whatever_the_counts_n_is_the_sum_of_what_is_told_and_no_share_is_over_one(groups: list[Outcomes]) -> None:
    whole = study({f"g{place}": of for place, of in enumerate(groups)})
    shown = allowed(whole, is_rounded=True)

    for group, of in zip(shown.groups, groups, strict=True):
        assert group.suppressed == (sum(of) < LEAST or whole.total.flow.paired < LEAST)
        if not group.suppressed:
            _is_consistent(group, of)


def _is_consistent(group: Any, of: Outcomes) -> None:
    shares = (group.improved, group.same, group.worse)
    n = sum(share.count for share in shares)

    assert group.flow.paired == group.gain.n == group.pass_.n == n
    assert group.flow.enrolled >= n + group.flow.pre_only + group.flow.post_only
    for share, count in zip(shares, of, strict=True):
        assert abs(share.count - count) <= 2
        assert share.n == n
        assert share.share == share.count / n
        assert share.low <= share.share <= share.high
    for share in (group.pass_.pre, group.pass_.post):
        assert 0 <= share <= 1


@given(st.integers(0, 10**6))
def test_the_nearest_multiple_is_at_most_two_away(count: int) -> None:
    assert nearest(count) % BASE == 0
    assert abs(nearest(count) - count) <= 2


def test_a_language_that_one_region_alone_speaks_is_that_region() -> None:
    cohorts = [
        {"region": ["A"], "language": ["kk", "ru"]},
        {"region": ["B"], "language": ["ru"]},
        {"region": ["C"], "language": ["uz"]},
    ]
    region, language = ("region",), ("language",)
    c, uz = (region, ("C",)), (language, ("uz",))
    rest = ((region, ("A",)), (region, ("B",))), ((language, ("kk",)), (language, ("ru",)))

    assert {(of.wholes, of.parts) for of in nests(cohorts)} == {((c,), (uz,)), ((uz,), (c,)), rest, rest[::-1]}
    assert [*nests(cohorts[:2])] == []
