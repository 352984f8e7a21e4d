"""The report as PDF: the same document as the HTML report, set for paper."""

from importlib import import_module

from app.exports.gain_html import gain_html
from app.exports.gain_statistical import NeedsExtra
from app.exports.variable import Made
from app.wording import Words

PAPER = (
    "@page{size:A4;margin:16mm 14mm;@bottom-right{content:counter(page) ' / ' counter(pages);font:8pt sans-serif}}"
    "body{max-width:none;margin:0;padding:0;font-size:9.5pt}table{font-size:8pt}th,td{padding:3pt 6pt 3pt 0}"
    "tr,li{break-inside:avoid}caption,h2{break-after:avoid}"
)
"""What paper needs beside the look of the page: nothing runs off its edge, no row is torn."""


def gain_pdf(made: Made, words: Words) -> bytes:
    """A tagged PDF, A4. Raises NeedsExtra where WeasyPrint or the libraries that it draws with are missing."""
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as missing:
        raise NeedsExtra(
            "PDF needs the extra 'pdf' (`sh install.sh pdf`) and the system library Pango; "
            "or write html and print it from a browser"
        ) from missing
    paper = weasyprint.CSS(string=PAPER)
    pages = [
        weasyprint.HTML(string=gain_html(report, cover, words), url_fetcher=_nothing_from_outside).render(
            stylesheets=[paper]
        )
        for report, cover in made
    ]
    first, *others = pages
    together = first.copy([page for document in pages for page in document.pages]) if others else first
    return bytes(together.write_pdf(pdf_variant="pdf/ua-1"))


def _nothing_from_outside(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"a report loads nothing: {url}")
