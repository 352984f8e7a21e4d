"""An instrument in the formats of others: GIFT, a spreadsheet, XLSForm, paper. Reads and writes texts and rows."""

from assessments.formats.drafts import (
    DraftItem,
    DraftOption,
    FormatFault,
    FormatFaults,
    Header,
    assembled,
    drafts_of,
)
from assessments.formats.gift import read_gift, write_gift
from assessments.formats.paper import PaperWords, marking_key, paper_test
from assessments.formats.sheet import read_sheet, sheet_rows
from assessments.formats.xlsform import AskedWords, XlsForm, xlsform

__all__ = [
    "AskedWords",
    "DraftItem",
    "DraftOption",
    "FormatFault",
    "FormatFaults",
    "Header",
    "PaperWords",
    "XlsForm",
    "assembled",
    "drafts_of",
    "marking_key",
    "paper_test",
    "read_gift",
    "read_sheet",
    "sheet_rows",
    "write_gift",
    "xlsform",
]
