"""Bytes of a text file into text: UTF-8, UTF-16 or Windows-1251, known by what is in them, or a clear refusal."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from app.files.table import NoTable, TableFault
from app.sentences import N_

CYRILLIC = re.compile("[а-яёіА-ЯЁІ]")
ODD_CASE = re.compile("[а-яё][А-ЯЁ]")
"""A capital after a small letter: common when another encoding is read as Windows-1251, rare in words."""
MIXED = re.compile("[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]")
"""Latin beside Cyrillic in one word: what Western accents look like when they are read as Windows-1251."""


def decoded(data: bytes, file: str) -> tuple[str, str]:
    """Returns a file's text and the name of its encoding: UTF-8, UTF-16 or Windows-1251.

    Raises TableFault for any other encoding, for damaged text, and for a file that is no text.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strictly(data, "utf-16", file), "UTF-16"
    if b"\0" in data[:4000]:
        return _utf16_without_mark(data, file), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as fault:
        row = data.count(b"\n", 0, fault.start) + 1
    text = data.decode("cp1251", errors="replace")
    if not _reads_as_russian(text):
        raise TableFault(
            N_("the file is neither UTF-8, UTF-16 nor Windows-1251: save it as “CSV UTF-8”"),
            file=file,
            row=row,
        )
    return text, "Windows-1251"


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise TableFault(N_("the file is damaged: it ends or breaks in the middle of a letter"), file=file) from fault


def _utf16_without_mark(data: bytes, file: str) -> str:
    even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
    half = len(data[:4000]) / 2
    if max(even, odd) < half / 2 or min(even, odd) > half / 10:
        raise NoTable("this is no table of text: give a CSV, XLSX, Parquet, .sav or .dta file", file=file)
    return _strictly(data, "utf-16-le" if odd > even else "utf-16-be", file)


def _reads_as_russian(text: str) -> bool:
    """Nearly all letters beyond ASCII are Russian, capitals stand where capitals stand, and words are of one script."""
    strange = [sign for sign in text if ord(sign) > 127]
    letters = len(CYRILLIC.findall(text))
    odd = len(ODD_CASE.findall(text)) + len(MIXED.findall(text))
    return "\ufffd" not in text and letters >= 0.9 * len(strange) and odd <= 0.02 * letters
