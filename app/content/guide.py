"""The guide for facilitators, which stands among the documents in three languages, as a page shows it."""

import hashlib
import html as entities
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = DOCS / "facilitators.md"
"""In English; its translations lie beside it, each with its language in the name."""
SHORT = 16
"""hex digits of a digest that stand in an address"""


@dataclass(frozen=True)
class Guide:
    """A Guide is the guide in one language: its title, the rest as safe HTML, and the pictures that it shows.

    pictures: JPEG files by the first 16 hex digits of their digests, which the HTML names in their addresses.
    """

    title: str
    html: str
    pictures: Mapping[str, Path]


def guide_file(language: str) -> Path:
    """Returns where the guide in a language lies."""
    return GUIDE if language == "en" else GUIDE.with_suffix(f".{language}.md")


@cache
def read_guide(language: str) -> Guide:
    """Reads the guide in a language, once.

    What stands below its line is for readers of the folder: other documents, which a page does not have. Raises OSError
    if a file is missing.
    """
    tokens = list(_before_the_line(MARKDOWN.parse(guide_file(language).read_text(encoding="utf-8"))))
    title, text = tokens[1].content, tokens[3:]
    digests = {name: _digest(DOCS / name) for token in text for name in _pictures_in(token)}
    parts = [MARKDOWN.renderer.render(part, MARKDOWN.options, digests) for part in _parts(text)]
    html = "\n".join(f"<section>{part}</section>" for part in parts)
    return Guide(title, html, {digest: DOCS / name for name, digest in digests.items()})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:SHORT]


def _before_the_line(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "hr":
            return
        yield token


def _parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """A part begins with its heading; what stands before the first one is a part, too."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "heading_open":
            parts.append([])
        parts[-1].append(token)
    return parts


def _pictures_in(token: Token) -> list[str]:
    return [str(inner.attrs["src"]) for inner in token.children or [] if inner.type == "image"]


def _paragraph(*parts: Any) -> str:
    """A picture alone is no paragraph: it is a figure, which must not stand in one."""
    renderer, tokens, index, options, env = parts
    is_picture = bool(_pictures_in(tokens[index + 1 if tokens[index].nesting > 0 else index - 1]))
    return "" if is_picture else str(RendererHTML.renderToken(renderer, tokens, index, options, env))


def _figure(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, digests: Mapping[str, str]) -> str:
    """The words behind the address stand below; those before it are for readers who do not see the picture."""
    token = tokens[index]
    return (
        f'<figure><img src="/guide/{digests[str(token.attrs["src"])]}.jpg" alt="{entities.escape(token.content)}">'
        f"<figcaption>{entities.escape(str(token.attrs['title']))}</figcaption></figure>"
    )


MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKDOWN.add_render_rule("image", _figure)
MARKDOWN.add_render_rule("paragraph_open", _paragraph)
MARKDOWN.add_render_rule("paragraph_close", _paragraph)
