"""The line ':::scene ...' in Markdown: it stands alone and, unlike a block of ':::', needs no end."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_LINE = re.compile(r":{3,}\s*scene(?:\s+(.*))?")


def scene_plugin(markdown: MarkdownIt) -> None:
    """Makes a token 'scene' of each such line, with what stands behind the word as its content.

    To be used after the plugin of containers, which would take the line for the beginning of a block.
    """
    ends = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("container_block", "scene", _scene, ends)  # type: ignore[arg-type]


def _scene(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    match = _LINE.fullmatch(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip())
    if match is None:
        return False
    if not silent:
        token = state.push("scene", "img", 0)
        token.content = match[1] or ""
        token.map = [start, start + 1]
        state.line = start + 1
    return True
