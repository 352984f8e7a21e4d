"""Finds figures that somebody rounds by a rule of their own.

The register is made to show five decimals of everything, and so is the rule for points of tables whose counts are
rounded: whoever shows fewer did not ask them. A p has a rule of its own, so what may be one is let through, and so are
a few numbers that are no figures.
"""

import re
from dataclasses import replace
from importlib import import_module

import pytest

from analytics import FIGURES, Unit

DECIMALS = 5
NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.(?P<decimals>\d+))?(?P<percent> ?%)?")
NO_FIGURES = re.compile(
    r"\b95 ?%"  # confidence
    r"|\b100 ?%"  # end of a scale
    r"|\d+ to \d+ ?%"  # share of rounded counts
    r"|Navigator \d\.\d\.\d|ShinyItemAnalysis\s+1\.5\.5|doi:\S+"
    r"|p (?:was|under) 0\.05|\b0\.\d{3}(?!\d)|\b0\.049[5-9]\d*|\b1\.000(?!\d)|\d\.\d×10"
)


def show_five_decimals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("app.wording.figure_text"), "ROUNDED_POINTS", DECIMALS)
    for path, figure in FIGURES.items():
        if figure.unit is not Unit.COUNT:
            monkeypatch.setitem(FIGURES, path, replace(figure, decimals=DECIMALS))


def with_five_decimals(text: str) -> int:
    """How many there are, so that a test sees that it read some."""
    return len(re.findall(rf"\.\d{{{DECIMALS}}}(?!\d)", text))


def own_digits(text: str) -> list[str]:
    """Each number with fewer decimals, with what stands around it."""
    text = NO_FIGURES.sub("", plain(text))
    return [
        text[max(0, match.start() - 40) : match.end() + 20]
        for match in NUMBER.finditer(text)
        if (match["decimals"] or match["percent"]) and len(match["decimals"] or "") < DECIMALS
    ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")
