"""The order in which options are seen."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assessments import UNSURE, shuffled

option_lists = st.lists(st.sampled_from("abcdefgh"), min_size=2, unique=True)
seeds = st.text(max_size=16)


def test_the_order_is_the_same_for_ever() -> None:
    """Written down once: an attempt that is open while the server is upgraded must not change its order.

    By hand: for o in a b c d; do printf "7f3a/habit/$o" | sha256sum; done   # 35eb is b, 6c02 d, befb a, c820 c
    """
    assert shuffled(("a", "b", "c", "d"), seed="7f3a", item_id="habit") == ("b", "d", "a", "c", UNSURE)
    assert shuffled(("a", "b", "c", "d"), seed="7f3a", item_id="case") == ("c", "b", "d", "a", UNSURE)


@given(options=option_lists, seed=seeds)
def test_nothing_is_lost_and_not_sure_is_last(options: tuple[str, ...], seed: int) -> None:
    order = shuffled(options, seed=seed, item_id="i")

    assert order[-1] == UNSURE
    assert sorted(order[:-1]) == sorted(options)


@given(options=option_lists, seed=seeds, data=st.data())
def test_the_order_in_the_file_does_not_show(options: tuple[str, ...], seed: int, data: st.DataObject) -> None:
    rearranged = data.draw(st.permutations(options))

    assert shuffled(rearranged, seed=seed, item_id="i") == shuffled(options, seed=seed, item_id="i")


@given(options=option_lists, seed=seeds)
def test_not_sure_among_the_options_stands_once(options: tuple[str, ...], seed: int) -> None:
    assert shuffled([UNSURE, *options], seed=seed, item_id="i") == shuffled(options, seed=seed, item_id="i")


def test_every_order_is_about_as_frequent() -> None:
    """24 orders, 2,400 seeds, 100 expected each; 4.5 standard deviations are 44."""
    orders = Counter(shuffled("abcd", seed=str(seed), item_id="i") for seed in range(2400))

    assert len(orders) == 24
    assert all(56 < count < 144 for count in orders.values())


def test_two_items_of_one_learner_are_not_shuffled_alike() -> None:
    """Else a learner who finds the right option on top once would look there again."""
    orders = {shuffled("abcd", seed="7f3a", item_id=f"i{number}") for number in range(14)}

    assert len(orders) > 5
