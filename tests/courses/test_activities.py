"""What must hold of each kind of activity, whoever writes it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from courses import (
    ActivityStructure,
    CheckStructure,
    CountStructure,
    Course,
    FlagsStructure,
    LessonStructure,
    Objective,
    OrderStructure,
    SortStructure,
    StoryStructure,
    TalkStructure,
    outcome,
    owed,
    structure_digest,
)

Way = dict[str, str]
"""Where each choice of a node leads."""
STORY: dict[str, Any] = {
    "kind": "story",
    "id": "hotel",
    "nodes": {
        "start": {"call": "phone", "pay": "queue"},
        "phone": {"go": "home"},
        "queue": {"stop": "home"},
        "home": {},
    },
}
CHAT: dict[str, Any] = {
    **STORY,
    "checks": {"who": ("phone",), "knows": ("queue:stop", "home"), "back": ("phone",)},
    "costs": {"home": {"money": 50, "days": 2}},
}
FLAGS: dict[str, Any] = {
    "kind": "flags",
    "id": "advert",
    "shown_as": "advert",
    "parts": ("age", "pay", "town"),
    "flags": ("age",),
}
SORT: dict[str, Any] = {
    "kind": "sort",
    "id": "signs",
    "piles": ("normal", "danger"),
    "cards": {"z": "danger", "shift": "normal", "a": "danger"},
}


def activity(**fields: Any) -> ActivityStructure:
    result: ActivityStructure = TypeAdapter(ActivityStructure).validate_python(fields)
    return result


def refusals(value: dict[str, Any]) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(ValidationError) as refused:
        activity(**value)
    return [(error["loc"], error["msg"]) for error in refused.value.errors()]


def story(**nodes: Way) -> dict[str, Any]:
    return {"kind": "story", "id": "hotel", "nodes": nodes}


def test_a_story_begins_with_its_first_node_and_ends_where_nothing_can_be_chosen() -> None:
    hotel = activity(**STORY)

    assert isinstance(hotel, StoryStructure)
    assert (hotel.beginning, hotel.endings) == ("start", ("home",))


@pytest.mark.parametrize(
    ("nodes", "place", "message"),
    [
        pytest.param(
            {"start": {"call": "phne"}, "phone": {}},
            ("start", "call"),
            "leads to 'phne', which is no node: name one of start, phone",
            id="a choice that leads nowhere",
        ),
        pytest.param(
            {"start": {"call": "phone"}, "phone": {}, "lost": {}},
            ("lost",),
            "no choice leads here from the beginning: lead one here, or take the node out",
            id="a node that nobody reaches",
        ),
        pytest.param(
            {"start": {"go": "home"}, "home": {}, "a": {"b": "b"}, "b": {"a": "a"}},
            ("a",),
            "no choice leads here from the beginning: lead one here, or take the node out",
            id="two nodes that lead to each other alone",
        ),
        pytest.param(
            {"start": {"round": "round", "end": "end"}, "round": {"again": "round"}, "end": {}},
            ("round",),
            "no ending can be reached from here: add a choice that leads on to one",
            id="a node without a way out",
        ),
        pytest.param(
            {"start": {"on": "next"}, "next": {"back": "start"}},
            (),
            "the story never ends: write one node without choices, as in 'home: {}'",
            id="no ending at all",
        ),
    ],
)
def test_every_node_is_reached_and_every_way_ends(nodes: dict[str, Way], place: tuple[str, ...], message: str) -> None:
    assert (("story", "nodes", *place), message) in refusals(story(**nodes))


def test_a_check_is_ticked_by_a_node_that_was_reached_or_a_choice_that_was_taken() -> None:
    hotel = activity(**CHAT)
    assert isinstance(hotel, StoryStructure)

    assert hotel.ticked((), "start") == ()
    assert hotel.ticked((("start", "call"),), "phone") == ("who", "back")
    assert hotel.ticked((("start", "pay"),), "queue") == ()
    assert hotel.ticked((("start", "pay"), ("queue", "stop")), "home") == ("knows",)
    assert hotel.ticked((("start", "call"), ("phone", "go")), "home") == ("who", "knows", "back")


ONLY_STOP = {**STORY["nodes"], "queue": {"stop": "home", "wait": "end"}, "end": {}}


def test_of_a_choice_that_ticks_a_check_the_other_ticks_none() -> None:
    hotel = activity(**{**CHAT, "nodes": ONLY_STOP, "checks": {"knows": ("queue:stop",)}, "costs": {}})
    assert isinstance(hotel, StoryStructure)

    assert hotel.ticked((("start", "pay"), ("queue", "stop")), "home") == ("knows",)
    assert hotel.ticked((("start", "pay"), ("queue", "wait")), "end") == ()


def test_what_an_ending_costs_is_told_in_the_order_in_which_it_is_first_named() -> None:
    costs = {"home": {"money": 50, "days": 2}, "end": {"nights": 1, "days": 9}}
    hotel = activity(**{**CHAT, "nodes": ONLY_STOP, "costs": costs})
    assert isinstance(hotel, StoryStructure)

    assert hotel.cost_ids == ("money", "days", "nights")


def test_what_a_way_costs_is_the_sum_of_its_places_each_as_often_as_it_was_passed() -> None:
    nodes = {**STORY["nodes"], "queue": {"stop": "home", "wait": "start"}}
    costs = {"home": {"money": 5}, "queue": {"days": 3}, "start:pay": {"money": 50, "days": 1}, "phone": {"money": 7}}
    hotel = activity(**{**CHAT, "nodes": nodes, "costs": costs})
    assert isinstance(hotel, StoryStructure)

    assert hotel.spent((("start", "call"), ("phone", "go")), "home") == {"money": 12, "days": 0}
    assert hotel.spent((("start", "pay"), ("queue", "stop")), "home") == {"money": 55, "days": 4}
    twice = (("start", "pay"), ("queue", "wait"), ("start", "pay"), ("queue", "stop"))
    assert hotel.spent(twice, "home") == {"money": 105, "days": 8}
    assert hotel.amounts("days") == {"queue": 3, "start:pay": 1}


def test_the_longest_way_through_a_story_is_told_by_what_its_nodes_weigh() -> None:
    hotel = activity(**{**STORY, "nodes": {**STORY["nodes"], "queue": {"stop": "home", "ask": "phone"}}})
    assert isinstance(hotel, StoryStructure)

    assert hotel.heaviest_way({"start": 10, "phone": 30, "queue": 5, "home": 2}) == 10 + 5 + 30 + 2


def test_whoever_can_go_round_in_a_story_may_meet_all_of_the_ring_once() -> None:
    ring = {"queue": {"stop": "home", "ask": "phone"}, "phone": {"go": "home", "back": "queue"}}
    hotel = activity(**{**STORY, "nodes": {**STORY["nodes"], **ring}})
    assert isinstance(hotel, StoryStructure)

    assert hotel.heaviest_way({"start": 10, "phone": 30, "queue": 5, "home": 2}) == 10 + (5 + 30) + 2


@pytest.mark.parametrize(
    ("of", "place", "message"),
    [
        ({"checks": {"who": ("x",)}}, ("checks", "who", 0), "'x' is no node: name one of start, phone, queue, home"),
        ({"checks": {"who": ("start:x",)}}, ("checks", "who", 0), "'x' is no choice of 'start': name one of call, pay"),
        ({"checks": {"who": ("home:x",)}}, ("checks", "who", 0), "'x' is no choice of 'home': it is an ending"),
        ({"costs": {"home": {}, "x": {}}}, ("costs", "x"), "'x' is no node: name one of start, phone, queue, home"),
        (
            {"costs": {"home": {}, "start:x": {}}},
            ("costs", "start:x"),
            "'x' is no choice of 'start': name one of call, pay",
        ),
        (
            {"costs": {"phone": {}}},
            ("costs",),
            "lack the ending home: write what it costs, or {} where it costs nothing",
        ),
        (
            {"checks": {"who": ("a:b:c",)}},
            ("checks", "who", 0),
            "Value error, 'a:b:c' names no place of a story: write a node, or 'node:choice'",
        ),
    ],
)
def test_checks_and_costs_of_a_story_are_refused_where_there_is_no_place_for_them(
    of: dict[str, Any], place: tuple[str | int, ...], message: str
) -> None:
    refused = refusals({**STORY, **of})

    assert (("story", *place), message) in refused


def test_a_story_has_no_more_checks_than_stand_in_a_row() -> None:
    six = {f"check-{n}": ("home",) for n in range(6)}

    assert [place for place, _ in refusals({**STORY, "checks": six})] == [("story", "checks")]


def test_a_way_back_is_no_fault_while_an_ending_can_be_reached() -> None:
    assert activity(**story(start={"try": "no", "go": "end"}, no={"back": "start"}, end={})).endings == ("end",)


node_ids = st.sampled_from(("start", "one", "two", "three", "home"))


@given(st.dictionaries(node_ids, st.dictionaries(st.sampled_from("xyz"), node_ids, max_size=3), min_size=2))
def test_a_story_that_is_taken_can_be_walked_to_an_ending_from_everywhere(nodes: dict[str, Way]) -> None:
    try:
        taken = activity(**story(**nodes))
    except ValidationError:
        return
    near = set(taken.endings)
    for _ in nodes:
        near |= {node for node, choices in taken.nodes.items() if near & set(choices.values())}
    walked = {taken.beginning}
    for _ in nodes:
        walked |= {target for node in walked for target in taken.nodes[node].values()}

    assert near == walked == set(nodes)


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        pytest.param(
            FLAGS | {"flags": ("age", "hurry")},
            ("flags", "flags", 1),
            "'hurry' is not a part: name one of age, pay, town",
            id="a flag that is no part",
        ),
        pytest.param(
            FLAGS | {"flags": ("age", "pay", "town")},
            ("flags", "flags"),
            "every part is a flag, so there is nothing to find: leave an honest part",
            id="everything is a flag",
        ),
        pytest.param(
            {"kind": "checklist", "id": "plan", "entries": ("copies", "word"), "secret": ("word", "wrod")},
            ("checklist", "secret", 1),
            "'wrod' is not an entry: name one of copies, word",
            id="a secret that is no entry",
        ),
        pytest.param(
            FLAGS | {"flags": ()},
            ("flags", "flags"),
            "Tuple should have at least 1 item after validation, not 0",
            id="nothing is a flag",
        ),
        pytest.param(
            SORT | {"cards": {"a": "danger", "b": "unfair", "c": "normal"}},
            ("sort", "cards", "b"),
            "goes to 'unfair', which is no pile: name one of normal, danger",
            id="a card without a pile",
        ),
        pytest.param(
            SORT | {"cards": {"a": "danger", "b": "danger", "c": "danger"}},
            ("sort", "piles", 0),
            "'normal' stays empty: give it a card, or take it out",
            id="a pile without a card",
        ),
        pytest.param(
            {"kind": "order", "id": "first", "steps": ("a", "b")},
            ("order", "steps"),
            "Tuple should have at least 3 items after validation, not 2",
            id="an order of two",
        ),
        pytest.param(
            {"kind": "check", "id": "q", "options": ("a", "b"), "key": "c"},
            ("check", "key"),
            "the key 'c' is not an option: name one of a, b",
            id="a key that is no option",
        ),
    ],
)
def test_an_activity_that_cannot_be_done_is_refused_at_the_place_to_mend(
    value: dict[str, Any], place: tuple[str, ...], message: str
) -> None:
    assert (place, message) in refusals(value)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=3, max_size=8, unique=True))
def test_steps_are_met_in_an_order_that_is_always_the_same_and_never_the_right_one(steps: list[str]) -> None:
    first = OrderStructure(kind="order", id="first", steps=tuple(steps))

    assert first.shown != first.steps
    assert sorted(first.shown) == sorted(first.steps)
    assert first.shown == OrderStructure(kind="order", id="first", steps=tuple(steps)).shown


def month_by_month(debt: int, pay: int, growth: int, costs: int, months: int) -> int:
    for _ in range(months):
        debt = debt + growth + costs - pay
    return debt


# The two sums of the knowledge test, worked out by hand there: 600+450+360-750 and 500+400+300-600.
@pytest.mark.parametrize(
    ("sums", "left"),
    [
        pytest.param({"debt": 600, "pay": 250, "growth": 150, "costs": 120, "months": 3}, 660, id="form A"),
        pytest.param({"debt": 500, "pay": 300, "growth": 200, "costs": 150, "months": 2}, 600, id="form B"),
        pytest.param({"debt": 100, "pay": 90, "growth": 0, "costs": 0, "months": 2}, 0, id="paid"),
    ],
)
def test_a_debt_is_counted_as_on_paper(sums: dict[str, int], left: int) -> None:
    assert owed(**sums) == max(0, month_by_month(**sums)) == left
    assert CountStructure(kind="count", id="loan", **sums).owed == left


@pytest.mark.parametrize(
    ("left", "message"), [(0, "paid"), (1, "shrinks"), (599, "shrinks"), (600, "grows"), (601, "grows")]
)
def test_a_debt_that_is_no_smaller_has_not_shrunk(left: int, message: str) -> None:
    assert outcome(debt=600, left=left) == message


def course(*activities: ActivityStructure) -> Course:
    lesson = LessonStructure(
        id="one", folder="01-one", minutes=20, objectives=(), sources=(), activities=tuple(activities)
    )
    return Course(
        slug="sample",
        version=1,
        languages=("en",),
        title={"en": "Sample"},
        objectives=(Objective(id="O1", text={"en": "See"}),),
        lessons=(lesson,),
    )


def test_what_is_kept_as_json_with_sorted_keys_comes_back_in_its_order() -> None:
    before = course(activity(**CHAT), activity(**SORT))

    text = json.dumps(before.model_dump(mode="json"), sort_keys=True)
    hotel, signs = Course.model_validate_json(text).lessons[0].activities

    assert [*hotel.nodes] == ["start", "phone", "queue", "home"]
    assert [*hotel.nodes["start"]] == ["call", "pay"]
    assert [*hotel.checks.items()] == [*CHAT["checks"].items()]
    assert [*hotel.costs["home"]] == ["money", "days"]
    assert [*signs.cards] == ["z", "shift", "a"]


def changed(value: dict[str, Any], **changes: Any) -> tuple[ActivityStructure, ActivityStructure]:
    return activity(**value), activity(**(value | changes))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            *changed(STORY, nodes={**STORY["nodes"], "start": {"call": "queue", "pay": "phone"}}), id="another way"
        ),
        pytest.param(
            *changed(STORY, nodes={**STORY["nodes"], "start": {"pay": "queue", "call": "phone"}}),
            id="choices in another order",
        ),
        pytest.param(*changed(CHAT, costs={"home": {"money": 60, "days": 2}}), id="another cost"),
        pytest.param(*changed(CHAT, checks={"who": ("home",)}), id="a check that something else ticks"),
        pytest.param(*changed(FLAGS, flags=("pay",)), id="another flag"),
        pytest.param(*changed(SORT, cards={"z": "danger", "a": "danger", "shift": "normal"}), id="other cards first"),
        pytest.param(
            *changed({"kind": "order", "id": "o", "steps": ("a", "b", "c")}, steps=("a", "c", "b")), id="steps"
        ),
        pytest.param(*changed({"kind": "checklist", "id": "l", "entries": ("a", "b")}, entries=("b", "a")), id="list"),
        pytest.param(
            *changed({"kind": "count", "id": "c", "debt": 1, "pay": 1, "growth": 1, "costs": 1, "months": 1}, debt=2),
            id="another debt",
        ),
        pytest.param(activity(kind="reflection", id="a"), activity(kind="talk", id="a", minutes=1), id="another kind"),
    ],
)
def test_whatever_is_done_in_another_way_moves_the_structure_digest(
    before: ActivityStructure, after: ActivityStructure
) -> None:
    assert structure_digest(course(before)) == structure_digest(course(before.model_copy()))
    assert structure_digest(course(before)) != structure_digest(course(after))


def test_an_activity_is_told_apart_by_its_kind() -> None:
    kinds = {
        "check": CheckStructure(kind="check", id="a", options=("a", "b"), key="a"),
        "flags": FlagsStructure(**FLAGS),
        "sort": SortStructure(**SORT),
        "talk": TalkStructure(kind="talk", id="a", minutes=5),
    }

    assert {kind: type(activity(**made.model_dump())) for kind, made in kinds.items()} == {
        kind: type(made) for kind, made in kinds.items()
    }
