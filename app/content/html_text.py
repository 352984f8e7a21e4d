"""The text of HTML that was made of an author's Markdown, as somebody reads or hears it."""

import re
from html import unescape

_TAG = re.compile(r"<[^>]*>")


def html_text(html: str) -> str:
    """Returns the text of HTML: without tags, and with each sign as it is shown.

    >>> html_text("<p>Bed &amp; <strong>bread</strong></p>")
    'Bed & bread'
    """
    return unescape(_TAG.sub("", html))
