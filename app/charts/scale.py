"""The numbers along a scale."""

from app.wording import Words


def percent_mark(words: Words, percent: int) -> str:
    """ "0", "25" … "100 %": the sign stands at the end alone."""
    return words.percent(1, 0) if percent == 100 else words.number(percent)
