"""The numbers along a scale."""

from app.wording import Words


def percent_mark(words: Words, percent: int) -> str:
    """Returns the mark of a scale: "0", "25" … "100 %", with the sign at the end alone."""
    return words.percent(1, 0) if percent == 100 else words.number(percent)
