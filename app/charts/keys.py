"""What the signs of a picture mean, in words, to stand beside it."""

from app.wording import Words


def forest_key(words: Words) -> str:
    return words.gettext(
        "Ring and line: share improved and its confidence interval. Box: only a range is given, so that nobody can be "
        "recognised. Small diamond: adjusted towards the common share (shrinkage), the better estimate for a small "
        "subgroup. Large diamond: all together."
    )


def before_after_key(words: Words) -> str:
    return words.gettext("Ring: mean score before. Dot: mean score after.")
