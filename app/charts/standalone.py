"""A picture that stands alone: with its own colours, for a file that has none of the page's stylesheets."""

import re
from base64 import b64encode
from html import escape, unescape

LOOK = (
    "text{fill:#1b2529;font:14px system-ui,Roboto,'Noto Sans',Arial,sans-serif}.m{fill:#515e66}.b{font-weight:700}"
    ".e{text-anchor:end}.c{text-anchor:middle}.on{fill:#fff}.up{fill:#0f5261}.down{fill:#d4722c}.bg{fill:#e9e6df}"
    ".t1{fill:#e0ecee;stroke:#0f5261}.pt{fill:#fff;stroke:#0f5261}.ax,.gl,.fl{fill:none}.pt,.ci,.fl{stroke-width:2}"
    ".ax{stroke:#727d84}.gl{stroke:#dcd9d2}.ci{stroke:#0f5261}.w{stroke-width:6}"
    ".fl{stroke:#1b2529;stroke-dasharray:5 4}"
)
"""The classes of `svg` as the page draws them on paper."""
SENTENCE = re.compile(r'aria-label="([^"]*)"')
SIZE = re.compile(r'viewBox="0 0 (\d+\.?\d*) (\d+\.?\d*)"')


def standalone(picture: str) -> str:
    """Returns an HTML `img` that holds the whole SVG, with its sentence as `alt`; "" for no picture.

    Raises ValueError for an SVG without a sentence or a size.
    """
    if not picture:
        return ""
    sentence, size = SENTENCE.search(picture), SIZE.search(picture)
    if sentence is None or size is None:
        raise ValueError("a picture has a sentence and a size")
    width, height = size.groups()
    whole = picture.replace(
        "<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" ', 1
    ).replace(">", f"><style>{LOOK}</style>", 1)
    data = b64encode(whole.encode()).decode()
    alt = escape(unescape(sentence[1]))
    return f'<img alt="{alt}" width="{width}" height="{height}" src="data:image/svg+xml;base64,{data}">'
