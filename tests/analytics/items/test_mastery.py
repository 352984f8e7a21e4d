"""Of a small group only a word: none of fewer than three, and none that tells of everybody."""

import pytest

from analytics.items.mastery import Mastery, mastery_of

RANK = [Mastery.FEW, Mastery.MIXED, Mastery.MOST]


@pytest.mark.parametrize("answered", range(13))
def test_a_word_stands_from_three_answers_on_and_never_means_all_or_none(answered: int) -> None:
    words = [mastery_of(right, answered) for right in range(answered + 1)]

    assert (None in words) == (set(words) == {None}) == (answered < 3)
    if answered >= 3:
        assert [RANK.index(word) for word in words if word] == sorted(RANK.index(word) for word in words if word)
        assert words[0] == words[1] == Mastery.FEW
        assert words[-1] == words[-2] == Mastery.MOST
        assert words == [
            {Mastery.MOST: Mastery.FEW, Mastery.FEW: Mastery.MOST}.get(word, word) for word in reversed(words)
        ]
