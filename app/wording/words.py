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
    """A Words writes sentences and numbers in one language. A language without a catalogue reads English."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.locale = Locale.parse(self.language)
        self._translations = _catalogue(self.language)

    def gettext(self, message: str) -> str:
        return _whole(self._translations.ugettext(message))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return _whole(self._translations.ungettext(one, many, n))

    def number(self, value: float, digits: int = 0) -> str:
        """Writes a number: 7.4 in English, 7,4 in Russian; thousands are kept apart, minus is a minus."""
        text = format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=self.locale)
        zero = not any(sign in "123456789" for sign in text)
        return text.lstrip("-") if zero else text.replace("-", MINUS)

    def signed(self, value: float, digits: int) -> str:
        """Writes a number with its sign, a plus too; zero has none."""
        text = self.number(value, digits)
        return f"+{text}" if value > 0 and any(sign in "123456789" for sign in text) else text

    def percent(self, share: float, digits: int) -> str:
        """Writes a share of 0..1 as per cent; number and sign are never torn apart."""
        return f"{self.number(100 * share, digits)}{NO_BREAK}%"

    def span(self, first: str, second: str) -> str:
        """Writes an interval between two numbers: 82 – 96; with … where a minus would meet the dash."""
        return f"{first}{NO_BREAK}…{NO_BREAK}{second}" if first.startswith(MINUS) else f"{first}{DASH}{second}"

    def places(self, low: int, high: int) -> str:
        """Writes the possible ranks of a group: 2 – 4, or one number where there is one."""
        return self.number(low) if low == high else f"{self.number(low)}{DASH}{self.number(high)}"

    def p(self, p: float, ln_p: float | None = None) -> str:
        """Writes a p value with three digits, with more where that would put it on the other side of CLEAR.

        A p too small for that is a power of ten. ln_p: its natural logarithm, which also holds what is too small for a
        double.
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
        """Writes a p value with its name: p = 0.012, never torn apart."""
        return f"p{NO_BREAK}={NO_BREAK}{self.p(p, ln_p)}"
