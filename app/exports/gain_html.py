"""The report as one HTML file that stands alone: to read, print or send."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from analytics import GainReport
from app.charts import (
    before_after_key,
    dumbbells,
    flow_bars,
    forest,
    forest_key,
    headline_key,
    headline_scale,
    standalone,
)
from app.exports.cover import Cover
from app.exports.document import Document, Section, document
from app.exports.grid import Grid
from app.wording import Words

LOOK = (
    "body{max-width:70rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,Roboto,'Noto Sans',Arial,sans-serif;"
    "color:#1b2529;background:#fff}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "caption{text-align:start;font-weight:700;padding:1.5rem 0 .5rem}th,td{padding:.4rem .8rem .4rem 0;text-align:end;"
    "border-bottom:1px solid #dcd9d2;white-space:pre}th:first-child{text-align:start;white-space:normal}"
    ".all>*{border-top:2px solid #1b2529;border-bottom:0;font-weight:700}div{overflow-x:auto}"
    ".facts th{width:9rem;font-weight:400;color:#4a5a60;vertical-align:top}"
    ".facts td{text-align:start;white-space:normal}"
    "img{display:block;max-width:100%;height:auto;margin:1rem 0}"
    ".data{display:inline-block;border:1px dashed;padding:0 .5rem;margin-bottom:.5rem}"
    ".false{color:#4a5a60}h2{margin:2rem 0 .25rem}h3{margin:1.5rem 0 .25rem}"
    "@media print{@page{size:A4;margin:13mm 14mm;"
    "@bottom-right{content:counter(page) ' / ' counter(pages);font:8pt sans-serif}}"
    "body{max-width:none;margin:0;padding:0;font-size:9pt;line-height:1.35}h1{margin:0 0 4pt}p{margin:3pt 0}"
    "table{font-size:8pt;line-height:1.25}th,td{padding:1.8pt 6pt 1.8pt 0}caption{padding:6pt 0 2pt}"
    "h2{margin:10pt 0 2pt}h3{margin:8pt 0 1pt}ul{margin:2pt 0;padding:0 0 0 12pt}img{max-width:112mm;margin:4pt 0}"
    ".annex~*{font-size:8pt}.annex~* table{font-size:7pt}div{overflow:visible}tr,li,img{break-inside:avoid}"
    "h2,h3,caption,thead{break-after:avoid}.all,.false,li:last-child{break-before:avoid}.annex{break-before:page}"
    ".last,.short{break-inside:avoid}}"
)
"""On paper nothing runs off its edge, no row is torn, and the annex begins on a page of its own."""
WIDE = 640
"""Of every picture, so that their letters are of one size."""
Picture = tuple[str, str]
"""Drawn, and the key to its signs; both may be empty."""
SHORT = 20
"""Rows of a table that is not torn over two pages."""


def gain_html(report: GainReport, cover: Cover, words: Words) -> str:
    """Returns the report as a whole HTML document with its style and pictures inside; every text is escaped."""
    return document_html(document(report, cover, words), _pictures(report, cover, words), words)


def document_html(page: Document, pictures: Mapping[str, Sequence[Picture]], words: Words) -> str:
    """Returns a document as one whole HTML file; every text is escaped.

    pictures: SVG and the sentence that explains its signs, by the name of the section that they stand in.
    """
    _ = words.gettext
    parts = [
        _facts(page),
        _list(_("In short"), page.short),
        *(_section(section, words, pictures) for section in page.sections),
        *_annex(page, words),
    ]
    data = f'<p><span class="data">{escape(page.data)}</span></p>' if page.data else ""
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(page.title)}</title>'
        f"<style>{LOOK}</style></head>\n<body>\n<h1>{escape(page.title)}</h1>\n{data}\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _pictures(report: GainReport, cover: Cover, words: Words) -> Mapping[str, Sequence[Picture]]:
    """By section, drawn as the page draws them."""
    has_line = report.total.noise_floor is not None
    return {
        "improved": (
            (headline_scale(report.total, words, width=WIDE), headline_key(words, report.method) if has_line else ""),
            (
                forest(report, cover.names, words, in_order=cover.is_in_time),
                forest_key(words, has_ranges=cover.has_rounded_groups),
            ),
        ),
        "gain": ((dumbbells(report, cover.names, words), before_after_key(words)),),
        "missing": ((flow_bars(report.total, words), ""),),
    }


def _annex(page: Document, words: Words) -> Iterable[str]:
    _ = words.gettext
    if not page.method:
        return
    title, method = _("Annex: for whoever checks these figures"), _("Method")
    yield f'<h2 class="annex">{escape(title)}</h2>'
    for section in page.annex:
        yield _section(section, words, {}, level=3)
    yield _list(_("Notes on the figures"), page.notes, level=3)
    yield f'<div class="last">{_list(method, page.method, level=3)}</div>'


def _facts(page: Document) -> str:
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(fact)}</td></tr>' for name, fact in page.facts)
    return f'<table class="facts"><tbody>{rows}</tbody></table>'


def _section(section: Section, words: Words, pictures: Mapping[str, Sequence[Picture]], level: int = 2) -> str:
    """Heading, pictures, sentences, what could mislead, tables."""
    danger = section.danger_sentence(words)
    return "\n".join(
        [
            _heading(section.title, level),
            *(_picture(drawn, key) for drawn, key in pictures.get(section.name, ()) if drawn),
            _list("", section.sentences),
            f'<p class="false">{escape(danger)}</p>' if danger else "",
            *(_table(grid) for grid in section.tables),
        ]
    )


def _picture(drawn: str, key: str) -> str:
    """Over the key to its signs."""
    return standalone(drawn) + (f'<p class="false">{escape(key)}</p>' if key else "")


def _heading(title: str, level: int) -> str:
    return f"<h{level}>{escape(title)}</h{level}>" if title else ""


def _list(title: str, sentences: Iterable[str], level: int = 2) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"{_heading(title, level)}<ul>{items}</ul>" if items else ""


def _table(grid: Grid) -> str:
    """The row of all is the last of its body: a foot would be printed again on every page that the table runs over."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in grid.head)
    body = "".join(_row(row) for row in grid.rows) + (_row(grid.total, "all") if grid.total else "")
    css = ' class="short"' if len(grid.rows) <= SHORT else ""
    return (
        f'<div tabindex="0"{css}><table><caption>{escape(grid.title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(row: tuple[str, ...], css: str = "") -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    kind = f' class="{css}"' if css else ""
    return f'<tr{kind}><th scope="row">{escape(row[0])}</th>{cells}</tr>'
