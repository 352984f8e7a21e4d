"""What is wrong in somebody's table, a line for each fault, in the language that was asked for."""

from app.files import TableFault, in_short
from app.wording import Words
from app.wording.tables import file_sentence


def fault_lines(words: Words, fault: TableFault) -> str:
    """Returns a line for each fault that is listed, and one with the count of the others; English where nobody has
    translated a sentence."""
    lines = [_line(words, each) for each in fault.each]
    if fault.more:
        more = words.ngettext("%(n)s fault more is not listed.", "%(n)s faults more are not listed.", fault.more)
        lines.append(more % {"n": words.number(fault.more)})
    return "\n".join(lines)


def _line(words: Words, fault: TableFault) -> str:
    what = words.gettext(fault.what) % fault.values if fault.values else words.gettext(fault.what)
    column = None if fault.column is None else in_short(fault.column)
    return file_sentence(words, fault.file, fault.row, column, what)
