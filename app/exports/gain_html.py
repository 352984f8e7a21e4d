"""The report as one HTML file that stands alone: to read, print or send."""

from collections.abc import Iterable
from html import escape

from analytics import GainReport
from app.exports.cover import Cover, made_sentence
from app.exports.grid import Grid
from app.exports.grids import grids
from app.exports.reception import reception_grids
from app.exports.remarks import all_remarks
from app.wording import (
    Finding,
    Words,
    findings,
    method_lines,
    method_sentence,
    reception_findings,
    summary_sentences,
)

LOOK = (
    "body{max-width:70rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,Roboto,'Noto Sans',Arial,sans-serif;"
    "color:#1b2529;background:#fff}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "caption{text-align:start;font-weight:700;padding:1.5rem 0 .5rem}th,td{padding:.4rem .8rem .4rem 0;text-align:end;"
    "border-bottom:1px solid #dcd9d2;white-space:pre}th:first-child{text-align:start;white-space:normal}"
    "tfoot th,tfoot td{border-top:2px solid #1b2529;border-bottom:0}div{overflow-x:auto}"
    ".data{border:1px dashed;padding:0 .5rem}.false{color:#4a5a60}h2{margin:2rem 0 .25rem}"
    "@media print{body{max-width:none;margin:0;font-size:10pt}div{overflow:visible}tr,li{break-inside:avoid}"
    "h2,caption{break-after:avoid}}"
)


def gain_html(report: GainReport, cover: Cover, words: Words) -> str:
    """A whole document; everything that came from outside is escaped."""
    _ = words.gettext
    title = _("Knowledge gain: %(source)s") % {"source": cover.source}
    is_of_nobody = report.method.max_score is None
    tables = [] if is_of_nobody else [*grids(report, cover, words), *reception_grids(report, cover, words)]
    said = [] if is_of_nobody else findings(words, report, cover.called)
    sections = [*said, *reception_findings(words, cover.reception)]
    shown = {section.name for section in sections}
    made = made_sentence(words, cover.made_on)
    short = [] if is_of_nobody else [_list(_("In short"), summary_sentences(words, report, cover.called))]
    parts = [
        *short,
        *(f"<p>{escape(sentence)}</p>" for sentence in (*cover.taken, method_sentence(words, report))),
        *(_section(section, tables, words) for section in sections),
        *(_table(grid) for grid in tables if grid.section not in shown),
        _list(_("Notes on the figures"), all_remarks(report, cover, words)),
        _list(_("Method"), [*method_lines(words, report.method), *cover.rules, made]),
    ]
    data = f'<p><span class="data">{escape(cover.data)}</span></p>' if cover.data else ""
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{LOOK}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{data}\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _section(section: Finding, tables: Iterable[Grid], words: Words) -> str:
    """Heading, sentences, what would make them false, tables."""
    _ = words.gettext
    danger = _("What could mislead: %(danger)s") % {"danger": section.danger} if section.danger else ""
    return "\n".join(
        [
            _list(section.title, section.sentences),
            f'<p class="false">{escape(danger)}</p>' if danger else "",
            *(_table(grid) for grid in tables if grid.section == section.name),
        ]
    )


def _list(title: str, sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    heading = f"<h2>{escape(title)}</h2>" if title else ""
    return f"{heading}<ul>{items}</ul>" if items else heading


def _table(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in grid.head)
    body = "".join(_row(row) for row in grid.rows)
    foot = f"<tfoot>{_row(grid.total)}</tfoot>" if grid.total else ""
    return (
        f'<div tabindex="0"><table><caption>{escape(grid.title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody>{foot}</table></div>"
    )


def _row(row: tuple[str, ...]) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'
