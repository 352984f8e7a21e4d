"""Messages of a story: lines of a list that begin with a name, as in `- Dana: Hi!`."""

import re
from collections.abc import Mapping, Sequence

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from app.content.markdown import Page, inline_of
from app.sentences import N_
from courses import Message, Prose

_NAME = re.compile(r"([^:]+):\s*")
_VOICE = re.compile(r"\(voice (\d{1,2}:[0-5]\d)\)\s*")
_PICTURE = re.compile(r"\(picture: ([^()]+)\)\s*")
_PLACEHOLDER = re.compile(r"\((?:voice|picture)\b")


def read_chat(
    page: Page, nodes: Sequence[SyntaxTreeNode], where: str, names: Mapping[str, str]
) -> tuple[Prose | Message, ...]:
    """Reads the messages of a story's node and what happens between them; an empty tuple if it has no message.

    A line of a list with '-' that is no message is a fault, which is added to the page's. names: the id of each person
    of the story by name.
    """
    parts: list[Prose | Message] = []
    prose: list[SyntaxTreeNode] = []
    if not any(node.type == "bullet_list" for node in nodes):
        return ()
    for node in nodes:
        if node.type != "bullet_list":
            prose.append(node)
            continue
        parts += _prose(page, prose, where)
        prose = []
        read = [_message(page, entry, where, names) for entry in node.children]
        parts += [message for message in read if message is not None]
    return (*parts, *_prose(page, prose, where))


def _prose(page: Page, nodes: Sequence[SyntaxTreeNode], where: str) -> list[Prose]:
    html = page.html(nodes, where)
    return [Prose(html=html)] if html else []


def _message(page: Page, entry: SyntaxTreeNode, where: str, names: Mapping[str, str]) -> Message | None:
    words = entry.children[0] if entry.children else entry
    first, *further = inline_of(words) or [Token("text", "", 0)]
    name = _NAME.match(first.content) if first.type == "text" else None
    sender = names.get(name[1].strip()) if name else None
    if name is None or sender is None:
        what = N_("has a line that begins with no name of its people: write '- Name: words' with one of %(names)s")
        page.fault(entry, where, what, names=tuple(names))
        return None
    where = f"{where}, message of {name[1].strip()}"
    if len(entry.children) > 1:
        page.fault(entry, where, N_("has more than its words: keep one line"))
    rest = first.content[name.end() :]
    voice, picture = _VOICE.match(rest), _PICTURE.match(rest)
    placeholder = voice or picture
    if placeholder is None and _PLACEHOLDER.match(rest):
        what = N_("has a placeholder that cannot be read: write '(voice 0:06) words' or '(picture: what it shows)'")
        page.fault(entry, where, what)
    rest = rest[placeholder.end() :] if placeholder else rest
    html = page.line_html(words, [first.copy(content=rest), *further], where)
    if not html and not picture:
        heard, said_by = (
            N_("has no words: write behind it what is heard"),
            N_("has no words: write them behind the name"),
        )
        page.fault(entry, where, heard if voice else said_by)
        return None
    return Message(
        sender=sender, voice=voice[1] if voice else "", picture=picture[1].strip() if picture else "", html=html
    )
