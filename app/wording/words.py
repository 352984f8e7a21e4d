"""One reader's language: its catalogue, and numbers as people write them there."""

from functools import cache
from math import floor, log
from pathlib import Path

from babel import Locale
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

TRANSLATIONS = Path(__file__).parents[1] / "translations"
LANGUAGES = ("en", "ru", "kk")
NO_BREAK = "\u00a0"
WORD_JOINER = "\u2060"
"""Of no width: a line may end after a dash, even where a no-break space follows, but not where this stands."""
DASH = f"{NO_BREAK}–{WORD_JOINER}{NO_BREAK}"
CLEAR = 0.05
"""A p under this is called more than chance; over it, the figures are said not to tell."""
MINUS = "−"
SMALLEST = 5e-324
"""What a p of 0 may be at the most: the smallest double."""
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language])


def _whole(sentence: str) -> str:
    """With "n = 45" on one line."""
    return str(sentence).replace("n = ", f"n{NO_BREAK}={NO_BREAK}")


class Words:
    """Writes sentences and numbers in one language; English for a language without a catalogue."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.locale = Locale.parse(self.language)
        self._translations = _catalogue(self.language)

    def gettext(self, message: str) -> str:
        return _whole(self._translations.ugettext(message))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return _whole(self._translations.ungettext(one, many, n))

    def number(self, value: float, digits: int = 0) -> str:
        """Returns a number as text: 7.4 in English, 7,4 in Russian; thousands are set apart, minus is a true minus."""
        text = format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=self.locale)
        zero = not any(sign in "123456789" for sign in text)
        return text.lstrip("-") if zero else text.replace("-", MINUS)

    def signed(self, value: float, digits: int) -> str:
        """Returns a number as text with its sign, a plus too; 0 has none."""
        text = self.number(value, digits)
        return f"+{text}" if value > 0 and any(sign in "123456789" for sign in text) else text

    def percent(self, share: float, digits: int) -> str:
        """Returns a share of 0..1 as text in per cent; no line breaks between the number and its sign."""
        return f"{self.number(100 * share, digits)}{NO_BREAK}%"

    def span(self, first: str, second: str) -> str:
        """Returns an interval as text, such as 82 – 96, from its two ends; with … if a minus would meet the dash."""
        return f"{first}{NO_BREAK}…{NO_BREAK}{second}" if first.startswith(MINUS) else f"{first}{DASH}{second}"

    def places(self, low: int, high: int) -> str:
        """Returns the possible ranks of a group as text: 2 – 4, or one number if both are the same."""
        return self.number(low) if low == high else f"{self.number(low)}{DASH}{self.number(high)}"

    def p(self, p: float, ln_p: float | None = None) -> str:
        """Returns a p value with three digits, or more if rounding would put it on the other side of CLEAR (0.05).

        Below 0.0005 it is written as a power of ten. ln_p: its natural logarithm, for a p too small for a double.
        """
        if p >= 0.0005:
            same_side = (digits for digits in range(3, 9) if (round(p, digits) < CLEAR) == (p < CLEAR))
            return self.number(p, next(same_side, 9))
        if ln_p is None:
            ln_p = log(max(p, SMALLEST))
        power = floor(ln_p / log(10))
        lead = 10 ** (ln_p / log(10) - power)
        if lead >= 9.95:
            lead, power = 1.0, power + 1
        return f"{self.number(lead, 1)}×10{str(power).translate(SUPERSCRIPTS)}"

    def p_equals(self, p: float, ln_p: float | None = None) -> str:
        """Returns a p value with its name, such as p = 0.012; no line breaks within it."""
        return f"p{NO_BREAK}={NO_BREAK}{self.p(p, ln_p)}"
