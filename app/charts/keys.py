"""What the signs of a picture mean, in words, to stand beside it."""

from analytics import Method
from app.wording import Words, retest_share


def headline_key(words: Words, method: Method) -> str:
    """Returns what the signs of the headline's picture mean.

    The picture has a line for chance alone only: the retest stands under it by its number.
    """
    return words.gettext("Upright line: chance alone. Not drawn: a second sitting without lessons gave %(retest)s.") % {
        "retest": retest_share(words, method)
    }


def forest_key(words: Words) -> str:
    """Returns what the signs of the forest plot mean."""
    return words.gettext(
        "Ring and line: share improved and its confidence interval. Small diamond: adjusted towards the common share "
        "(shrinkage), the better estimate for a small subgroup. Large diamond: all together."
    )


def before_after_key(words: Words) -> str:
    """Returns what the signs of the pictures of before and after mean."""
    return words.gettext("Ring: mean score before. Dot: mean score after.")
