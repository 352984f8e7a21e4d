"""What a second meeting with a test gives by itself, said wherever it is said what chance alone would give."""

from analytics import Method
from app.wording.figure_text import figure_text, interval_text
from app.wording.words import Words

OF = "method.retest.improved"
"""Where it stands in the register."""


def retest_sentence(words: Words, method: Method) -> str:
    """Returns the sentence on the share that scores higher when meeting a test again with nothing taught between.

    It is measured here in people without the lessons or, if there are none, the published one with its source.
    """
    _ = words.gettext
    retest = method.retest
    if not retest.source:
        sentence = _(
            "A second meeting with a test adds something to what chance gives: of those tested twice here without the "
            "lessons %(share)s scored higher (n = %(n)s, confidence interval %(span)s)."
        )
    elif retest.same_items:
        sentence = _(
            "Both tests asked the same questions, and meeting them again adds to what chance gives: in a published "
            "retest of another test (biology, students in the United States), with nothing taught between, %(share)s "
            "scored higher (n = %(n)s, confidence interval %(span)s; counted from the data set %(data)s; %(source)s)."
        )
    elif retest.same_items is False:
        sentence = _(
            "A second meeting with a test adds to what chance gives. How much it adds where the second test asks "
            "other questions, as here, is not known: in a published retest that asked the same ones (another test: "
            "biology, students in the United States), with nothing taught between, %(share)s scored higher (n = %(n)s, "
            "confidence interval %(span)s; counted from the data set %(data)s; %(source)s)."
        )
    else:
        sentence = _(
            "A second meeting with a test adds to what chance gives: in a published retest that asked the same "
            "questions (another test: biology, students in the United States), with nothing taught "
            "between, %(share)s scored higher (n = %(n)s, confidence interval %(span)s; counted from the data set "
            "%(data)s; %(source)s)."
        )
    return sentence % _values(words, method)


def retest_in_short(words: Words, method: Method) -> str:
    """Returns a shorter form of `retest_sentence`."""
    _ = words.gettext
    if not method.retest.source:
        sentence = _(
            "Of those tested twice here without the lessons %(share)s scored higher (n = %(n)s, confidence interval "
            "%(span)s)."
        )
    elif method.retest.same_items:
        sentence = _(
            "Both tests asked the same questions: in a published retest of another test (biology, students in the "
            "United States), with nothing taught between, %(share)s scored higher (n = %(n)s, confidence interval "
            "%(span)s; data of %(source)s)."
        )
    else:
        sentence = _(
            "In a published retest of another test (biology, students in the United States), with nothing taught "
            "between, %(share)s scored higher (n = %(n)s, confidence interval %(span)s; data of %(source)s)."
        )
    return sentence % _values(words, method)


def retest_share(words: Words, method: Method) -> str:
    """Returns, as text, the share that scored higher the second time with nothing taught between."""
    return figure_text(words, f"{OF}.share", method.retest.improved.share or 0)


def published_limit(method: Method) -> float | None:
    """Returns the upper end of the interval of the published retest's share.

    Returns None if the retest was measured here: the difference from the comparison group then says more.
    """
    return method.retest.improved.high if method.retest.source else None


def _values(words: Words, method: Method) -> dict[str, str]:
    improved = method.retest.improved
    data, _, paper = method.retest.source.partition("; ")
    low, high = improved.low or 0.0, 1.0 if improved.high is None else improved.high
    return {
        "share": retest_share(words, method),
        "n": words.number(improved.n),
        "span": "—" if improved.low is None or improved.high is None else interval_text(words, f"{OF}.low", low, high),
        "data": data,
        "source": paper.partition(",")[0],
    }
