"""Statements for a learning record store: of groups, each named by all that it is of."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.exports import FORMATS, Filing, Unfit
from app.wording import Words
from tests.app.exports.regions import HOME, IMPROVED, made


def statements(made_of: list[Any] | None = None) -> list[dict[str, Any]]:
    ((report, cover),) = made_of or made()
    written: list[dict[str, Any]] = json.loads(FORMATS["xapi"].write([(report, cover)], Words("en"), HOME))
    return written


def test_it_speaks_of_groups_and_of_no_learner_and_twice_is_once() -> None:
    first, second = statements(), statements()
    by = {one["actor"]["account"]["name"]: one for one in first}

    assert [one["id"] for one in first] == [one["id"] for one in second]
    assert {one["actor"]["objectType"] for one in first} == {"Group"}
    assert by["KZ-61"]["result"]["extensions"]["http://navigator.example/xapi/sn_improved"] == IMPROVED["KZ-61"]
    assert 0 <= by["KZ-61"]["result"]["score"]["scaled"] <= 1
    assert "KZ-23" not in by


def test_a_group_of_girls_is_not_called_as_everybody_is() -> None:
    ((report, cover),) = made()
    girls = [
        (
            replace(report, groups=tuple(replace(group, key=(group.key, "female")) for group in report.groups)),
            replace(
                cover,
                disaggregates=("region", "sex"),
                names={(str(code), "female"): name for code, name in cover.names.items()},
                filing=Filing(programme="p1"),
            ),
        )
    ]

    assert {one["actor"]["account"]["name"] for one in statements()} == {"KZ-61", "KZ-75", "all"}
    assert {one["actor"]["account"]["name"] for one in statements(girls)} == {
        "KZ-61 / p1 / female",
        "KZ-75 / p1 / female",
        "p1",
    }
    assert not {one["id"] for one in statements(girls)} & {one["id"] for one in statements()}


def test_where_there_is_nothing_to_say_there_is_no_file() -> None:
    ((report, cover),) = made()
    hidden = replace(report, groups=(), total=next(group for group in report.groups if group.suppressed))

    with pytest.raises(Unfit, match="every group is hidden") as fault:
        FORMATS["xapi"].write([(hidden, cover)], Words("en"), HOME)
    assert fault.value.code == "suppressed"
    with pytest.raises(Unfit, match="nobody"):
        FORMATS["xapi"].write([(hidden, replace(cover, months=None))], Words("en"), HOME)
