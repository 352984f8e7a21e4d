"""Statements for a learning record store: of groups, each named by all that it is narrowed to."""

import json
from dataclasses import replace

import pytest

from app.exports import FORMATS, Unfit
from app.wording import Selection, Words
from tests.app.exports.regions import HOME, IMPROVED, made


def statements(selection: Selection | None = None, **changes: object) -> list[dict]:
    ((report, cover),) = made()
    cover = replace(cover, selection=selection or Selection(months=cover.months), **changes)  # type: ignore[arg-type]
    return json.loads(FORMATS["xapi"].write([(report, cover)], Words("en"), HOME))  # type: ignore[no-any-return]


def test_it_speaks_of_groups_and_of_no_learner_and_twice_is_once() -> None:
    first, second = statements(), statements()
    by = {one["actor"]["account"]["name"]: one for one in first}

    assert [one["id"] for one in first] == [one["id"] for one in second]
    assert {one["actor"]["objectType"] for one in first} == {"Group"}
    assert by["KZ-61"]["result"]["extensions"]["http://navigator.example/xapi/sn_improved"] == IMPROVED["KZ-61"]
    assert 0 <= by["KZ-61"]["result"]["score"]["scaled"] <= 1
    assert "KZ-23" not in by


def test_a_group_of_girls_is_not_called_as_everybody_is() -> None:
    everybody = {one["actor"]["account"]["name"] for one in statements()}
    girls = {one["actor"]["account"]["name"] for one in statements(Selection({"sex": "female"}))}
    in_march = statements(Selection(months=("2026-03", "2026-03"), is_period_chosen=True))

    assert everybody == {"KZ-61", "KZ-75", "all"}
    assert girls == {"KZ-61 / female", "KZ-75 / female", "female"}
    assert {one["actor"]["account"]["name"] for one in in_march} == {"KZ-61 / 2026-03", "KZ-75 / 2026-03", "2026-03"}
    assert not {one["id"] for one in in_march} & {one["id"] for one in statements()}


def test_where_there_is_nothing_to_say_there_is_no_file() -> None:
    ((report, cover),) = made()
    hidden = replace(report, groups=(), total=next(group for group in report.groups if group.suppressed))

    with pytest.raises(Unfit, match="every group is hidden") as fault:
        FORMATS["xapi"].write([(hidden, cover)], Words("en"), HOME)
    assert fault.value.code == "hidden"
    with pytest.raises(Unfit, match="nobody"):
        FORMATS["xapi"].write([(hidden, replace(cover, months=None))], Words("en"), HOME)
