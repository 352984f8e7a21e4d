"""A country as equal tiles, one for each region where it lies, with the percentage improved and n in it.

Equal tiles and not a drawn map: a large empty region does not outweigh a small full one, and a figure fits into each.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics import GainReport, GroupReport
from app.charts.svg import element, label, picture
from app.wording import WORD_JOINER, Words, share_text, value_name

FILE = Path(__file__).with_name("tiles.csv")
"""Where each region lies, and its short name: a tilde or a bar is where it may be broken, with a hyphen or without."""
COLUMNS, GAP, HEIGHT, LINE = 6, 3, 86, 16
SLIM, PLAIN, CAPITAL, BROAD = 0.37, 0.59, 0.66, 0.92
"""How wide a letter is at most, in ems, in the fonts that the page names; a name that is wider than its tile by that is
broken, or drawn closer."""
SLIM_LETTERS, BROAD_LETTERS = "fijlrtIJ-., \u00a0", "mwMWжмфшщыюМЖФШЩЫЮ"
SIZE, LARGE = 14, 20
"""Of letters, as the style sheet has them."""


@dataclass(frozen=True)
class _Tile:
    code: str
    column: int
    row: int
    name: Mapping[str, str]
    """by language"""

    def lines(self, words: Words, room: float) -> list[str]:
        """Returns the region's name on one line if it fits the room (in pixels), else on two."""
        name = self.name.get(words.language) or self.name["en"]
        whole = name.replace("~", "").replace("-|", "-").replace("|", " ")
        if _wide(whole) <= room:
            return [whole]
        return name.replace("~", "-|").split("|")


def tile_map(report: GainReport, country: str, words: Words, *, width: int = 440) -> str:
    """Draws the regions of a country as equal tiles with the share improved of each, and returns the SVG.

    country: ISO 3166-1. "" if no group of the report is a region of this country.
    """
    _ = words.gettext
    groups = {group.key: group for group in report.groups if isinstance(group.key, str)}
    tiles = [tile for tile in _tiles() if tile.code.startswith(f"{country}-")]
    if not any(tile.code in groups for tile in tiles):
        return ""
    side = (width - GAP * (COLUMNS - 1)) / COLUMNS
    # A small country stands in the middle of the same tiles, and does not get larger ones.
    left = (COLUMNS - 1 - max(tile.column for tile in tiles)) * (side + GAP) / 2
    parts: list[str] = []
    texts = []
    for tile in tiles:
        group = groups.get(tile.code)
        x, y = left + tile.column * (side + GAP), tile.row * (HEIGHT + GAP) + 1
        parts += _drawn(tile.lines(words, side - 4), group, words, x=x, y=y, side=side)
        if group is not None and (figure := _figure(group, words)):
            texts.append(f"{' '.join(tile.lines(words, width))} {figure}")
    sentence = _("%(country)s as equal tiles, per cent improved: %(said)s. The same figures are in the table.") % {
        "country": value_name(words, "country", country),
        "said": "; ".join(texts) or _("no figures yet"),
    }
    rows = 1 + max(tile.row for tile in tiles)
    return picture(width, rows * (HEIGHT + GAP), sentence, parts)


def countries_of(report: GainReport) -> list[str]:
    """Lists the countries (ISO 3166-1) that have a group, those with the most learners with both tests first."""
    learners: dict[str, int] = {}
    known = {tile.code for tile in _tiles()}
    for group in report.groups:
        if isinstance(group.key, str) and group.key in known:
            country = group.key[:2]
            learners[country] = learners.get(country, 0) + (group.improved.n if group.improved else 0)
    return sorted(learners, key=lambda country: (-learners[country], country))


def _drawn(
    name: Iterable[str],
    group: GroupReport | None,
    words: Words,
    *,
    x: float,
    y: float,
    side: float,
) -> list[str]:
    middle, name = x + side / 2, list(name)
    figure = "" if group is None else _figure(group, words)
    fill = "tile" if group is None else "bg" if group.suppressed else _certain(group) if figure else "tile"
    parts = [element("rect", css=fill, x=x + 0.5, y=y, width=side - 1, height=HEIGHT, rx=6)]
    ink = " on" if fill == "up" else "" if figure else " m"
    below = [] if group is None else [words.gettext("hidden")] if group.suppressed else [f"n {words.number(_n(group))}"]
    tall = LINE * (len(name) + len(below)) + (28 if figure else 0)
    top = y + (HEIGHT - tall) / 2 + 12
    for place, text in enumerate(name):
        parts.append(_fitted(middle, top + place * LINE, text, f"c{ink}", side))
    top += len(name) * LINE
    if figure:
        parts.append(_fitted(middle, top + 11, figure, f"c{ink} b share", side, LARGE))
        top += 28
    for text in below:
        parts.append(_fitted(middle, top, text, f"c{ink}", side))
    return parts


def _fitted(x: float, y: float, text: str, css: str, side: float, size: int = SIZE) -> str:
    room = side - 4
    if _wide(text, size) <= room:
        return label(x, y, text, css)
    return element("text", text, css=css, x=x, y=y, textLength=room, lengthAdjust="spacingAndGlyphs")


def _wide(text: str, size: int = SIZE) -> float:
    return sum(size * _ems(letter) for letter in text)


def _ems(letter: str) -> float:
    if letter == WORD_JOINER:
        return 0
    if letter in SLIM_LETTERS:
        return SLIM
    if letter in BROAD_LETTERS:
        return BROAD
    return CAPITAL if letter.isupper() else PLAIN


def _certain(group: GroupReport) -> str:
    """Dark where the interval lies above what chance alone gives."""
    improved, floor_ = group.improved, group.noise_floor
    is_above = improved is not None and improved.low is not None and floor_ is not None and improved.low > floor_.share
    return "up" if is_above else "t1"


def _n(group: GroupReport) -> int:
    return group.improved.n if group.improved else 0


def _figure(group: GroupReport, words: Words) -> str:
    """In per cent; empty where there is none."""
    return "" if group.improved is None else share_text(words, "improved", group.improved, is_bare=True)


@cache
def _tiles() -> tuple[_Tile, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            _Tile(row["code"], int(row["column"]), int(row["row"]), {name: row[name] for name in ("en", "ru", "kk")})
            for row in csv.DictReader(file)
        )
