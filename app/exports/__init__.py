"""Reports as files: one writer per format, and a file that is there whole or not at all."""

from app.exports.cover import Cover, Filing, Made, Published, made_sentence, publication_name, version
from app.exports.document import Document, Section, sections
from app.exports.finding_grids import finding_grids
from app.exports.formats import FORMATS, Destination, Format
from app.exports.gain_csv import gain_csv
from app.exports.gain_html import document_html, gain_html
from app.exports.gain_json import gain_json, gain_mapping
from app.exports.gain_pdf import pdf_of
from app.exports.gain_statistical import NeedsExtra
from app.exports.gain_text import gain_in_short, gain_on_two_pages, gain_text
from app.exports.grid import Grid
from app.exports.grids import grids
from app.exports.iati_activity import (
    OPTIONAL,
    ORGANISATION_TYPES,
    REQUIRED,
    ROLES,
    STATUSES,
    Activity,
    activity_of,
)
from app.exports.import_template import TemplateColumn, import_template
from app.exports.kobo_form import kobo_form
from app.exports.notes import note_sentences
from app.exports.particulars import particulars, published_sentence
from app.exports.reception import reception_grids
from app.exports.unfit import Unfit
from app.exports.whole_file import write_together, write_whole
from app.exports.workbook import workbook

__all__ = [
    "FORMATS",
    "OPTIONAL",
    "ORGANISATION_TYPES",
    "REQUIRED",
    "ROLES",
    "STATUSES",
    "Activity",
    "Cover",
    "Destination",
    "Document",
    "Filing",
    "Format",
    "Grid",
    "Made",
    "NeedsExtra",
    "Published",
    "Section",
    "TemplateColumn",
    "Unfit",
    "activity_of",
    "document_html",
    "finding_grids",
    "gain_csv",
    "gain_html",
    "gain_in_short",
    "gain_json",
    "gain_mapping",
    "gain_on_two_pages",
    "gain_text",
    "grids",
    "import_template",
    "kobo_form",
    "made_sentence",
    "note_sentences",
    "particulars",
    "pdf_of",
    "publication_name",
    "published_sentence",
    "reception_grids",
    "sections",
    "version",
    "workbook",
    "write_together",
    "write_whole",
]
