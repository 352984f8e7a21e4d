"""How a share is said that is told as a range."""

import pytest

from app.wording import Words, share_range


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (25 / 26, 1, "at least 96 %"),
        (0, 1 / 26, "at most 4 %"),
        (20 / 26, 24 / 26, "76 – 93 %"),
    ],
)
def test_a_range_of_a_share_is_never_said_narrower_than_it_is(low: float, high: float, said: str) -> None:
    assert share_range(Words("en"), low, high).replace("\u00a0", " ").replace("\u2060", "") == said
