"""Words that no title may have: a screen may be watched by the person who harms its owner."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.content.faults import CourseFault
from app.content.text import Passage
from app.sentences import N_, Remark

LOUD: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("abus", "brothel", "crim", "drug", "exploit", "murder", "police", "porn", "prostitut", "rape", "sex"),
        *("slave", "suicid", "traffick", "victim", "violen"),
    ),
    "ru": (
        *("бордел", "жертв", "изнасил", "насил", "наркот", "полици", "порно", "преступ", "проститу", "рабств"),
        *("секс", "суицид", "торговл", "убий", "эксплуат"),
    ),
    "kk": (
        *("есірткі", "жезөкше", "зорлық", "зорлау", "қанау", "құлдық", "құрбан", "қылмыс", "нашақор", "полиция"),
        *("порно", "сауда", "секс", "суицид", "өлтір"),
    ),
}
"""By language, how such a word begins."""


def loud_faults(path: Path, title: Passage, language: str) -> Iterator[CourseFault]:
    """Yields a fault for each word of a title that says aloud what its reader may be in."""
    for stem in LOUD.get(language, ()):
        for word in re.findall(rf"\b{stem}\w*", title.text, re.IGNORECASE):
            what = N_("is a word that whoever looks at the screen would stop at: name the situation, not the danger")
            yield CourseFault(path, title.line, Remark("'%(word)s'", word=word), Remark(what))
