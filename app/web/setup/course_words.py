"""What the check of a course says, in the reader's language: what is good to know, and what its author has to mend."""

import re
from typing import Any

from flask_babel import gettext as _

from app.content import CourseFault
from app.sentences import Remark, listed
from app.web.language import NAMES, language
from app.web.regional import country_name

_NAMES = {
    "language": lambda code: NAMES.get(code, code),
    "country": country_name,
    "expected": lambda text: text if language() == "en" else text.replace(" or ", ", "),
    "problem": lambda text: text if language() == "en" else _("it cannot be read"),
}
"""How codes are said, by what they are codes of, and what a library says in English."""
_OF_KEYS = re.compile(r"[\w.-]+(?: > [\w.-]+)*")
"""A place in a file that is named by keys, as its author has written them."""
_NO_KEYS = frozenset({"lesson", "step", "block", "close"})
"""Places in a lesson's words, which the line says well enough."""
_ONE_OF = {"languages": "language", "countries": "country"}


def remark_sentence(remark: Remark) -> str:
    """Returns what a remark says, in the reader's language; names and what an author wrote stay as they are."""
    return _(remark.marked) % {key: _shown(key, value) for key, value in remark.values.items()}


def fault_sentence(fault: CourseFault, slug: str) -> str:
    """Returns a sentence on a fault of a course, with its file and line, in the reader's language.

    A fault that has English words alone is said in other languages to be one: the command says to its author what.
    """
    parts = fault.path.parts
    after = len(parts) - parts[::-1].index(slug) if slug in parts else len(parts) - 1
    file = "/".join(parts[after:]) or slug
    return _("%(file)s, line %(line)d: %(what)s", file=file, line=fault.line, what=_what(fault, slug))


def _what(fault: CourseFault, slug: str) -> str:
    if not isinstance(fault.what, Remark):
        if language() == "en":
            return fault.what
        return _("something does not hold. The command “navigator course check %(course)s” says what", course=slug)
    what = remark_sentence(fault.what)
    if isinstance(fault.where, Remark):
        return f"{remark_sentence(fault.where)}: {what}"
    is_of_keys = _OF_KEYS.fullmatch(fault.where) and fault.where not in _NO_KEYS
    return f"{fault.where}: {what}" if is_of_keys else what


def _shown(key: str, value: Any) -> Any:
    if isinstance(value, Remark):
        return remark_sentence(value)
    if isinstance(value, tuple):
        return listed(tuple(_shown(_ONE_OF.get(key, key), each) for each in value))
    return _NAMES[key](value) if key in _NAMES else value
