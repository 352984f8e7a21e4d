"""The report as PDF: the same document as the HTML report, set for paper."""

from collections.abc import Sequence
from importlib import import_module

from app.exports.cover import Made
from app.exports.gain_html import gain_html
from app.exports.gain_statistical import NeedsExtra
from app.wording import Words


def gain_pdf(made: Made, words: Words) -> bytes:
    """Returns the reports as one tagged PDF in A4 (PDF/UA-1). Raises NeedsExtra as `pdf_of` does."""
    return pdf_of([gain_html(report, cover, words) for report, cover in made])


def pdf_of(documents: Sequence[str]) -> bytes:
    """Returns whole HTML documents, one after another, as one tagged PDF in A4 (PDF/UA-1).

    Raises NeedsExtra if WeasyPrint or a library that it draws with is missing.
    """
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as missing:
        raise NeedsExtra(
            "PDF needs the extra 'pdf' (`sh install.sh pdf`) and the system library Pango; "
            "or write html and print it from a browser"
        ) from missing
    # Pictures are in the document itself; nothing comes from outside, and an address that would is an error.
    inside = import_module("weasyprint.urls").URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    pages = [weasyprint.HTML(string=one, url_fetcher=inside).render() for one in documents]
    first, *others = pages
    together = first.copy([page for document in pages for page in document.pages]) if others else first
    return bytes(together.write_pdf(pdf_variant="pdf/ua-1"))
