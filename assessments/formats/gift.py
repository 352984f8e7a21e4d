"""GIFT, the plain text format of Moodle: questions with one right answer, a reason behind every answer.

Lines to be marked are written as answers with weights, since GIFT has no other way: here they are right all together or
not at all, in Moodle some of them give a part of the point, and a wrong one takes the whole of it.

Source: the description of the format in Moodle's documentation. What GIFT has no place for (objective, level, ids of
options) stands in the tags of the comment above a question, where Moodle keeps its own: `// [id:A.habit] [tag:...]`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.formats.drafts import DraftItem, DraftOption, FormatFault, FormatFaults
from assessments.instrument import FORMS
from assessments.values import an_id

SPECIAL = "\\~=#{}:"
_LINE_END = re.compile(r"\r\n?|\n")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TAG = re.compile(r"\[(id|tag):([^\]]*)\]")
LINES = "lines"
"""The tag of a question whose lines are marked."""
_WEIGHT = re.compile(r"%(-?[\d.]+)%")
_HTML = re.compile(r"\s*\[html\]")
_OTHER_KIND = (
    (re.compile(r"^\s*$"), "is an essay"),
    (re.compile(r"^\s*#"), "asks for a number"),
    (re.compile(r"^\s*(T|F|TRUE|FALSE)\s*(#|$)", re.IGNORECASE), "asks for true or false"),
)


def write_gift(drafts: Sequence[DraftItem], slug: str) -> str:
    """Returns both forms as the text of one GIFT file, each under its category.

    Raises FormatFaults for words that would read back otherwise, such as an answer that begins with `%50%`.
    """
    blocks: list[str] = []
    faults: list[FormatFault] = []
    form = ""
    for draft in drafts:
        if draft.form != form:
            form = draft.form
            blocks.append(f"$CATEGORY: {slug}/{form}")
        block = _block(draft)
        if not _comes_back(draft, block):
            what = f"the item '{draft.item}' in form {form} has words that GIFT reads as signs: write them otherwise"
            faults.append(FormatFault(draft.line, what))
        blocks.append(block)
    if faults:
        raise FormatFaults(faults)
    return "\n\n".join(blocks) + "\n"


def _block(draft: DraftItem) -> str:
    ids = " ".join(option.id for option in draft.options)
    answers = [
        f"  {_sign(draft, option)}{_escaped(option.words)}#{_escaped(option.reason)}" for option in draft.options
    ]
    tags = f"[tag:objective {draft.objective}] [tag:level {draft.level}] [tag:options {ids}]"
    tags += f" [tag:{LINES}]" if draft.has_lines else ""
    head = f"::{draft.form} {draft.item}::{_escaped(draft.stem)} {{"
    return "\n".join((f"// [id:{draft.form}.{draft.item}] {tags}", head, *answers, "}"))


def _sign(draft: DraftItem, option: DraftOption) -> str:
    if not draft.has_lines:
        return "=" if option.is_key else "~"
    right = sum(one.is_key for one in draft.options)
    return f"~%{round(100 / right, 5):.8g}%" if option.is_key else "~%-100%"


def _comes_back(draft: DraftItem, block: str) -> bool:
    try:
        return [replace(read, line=draft.line) for read in read_gift(block)] == [draft]
    except FormatFaults:
        return False


def read_gift(
    text: str, *, form: str | None = None, objective: str | None = None, level: str | None = None
) -> tuple[DraftItem, ...]:
    """Reads the items of a GIFT file's text, in its order.

    form, objective, level: for questions that do not name theirs. Raises FormatFaults, each by its line, for questions
    of other kinds, weights, and answers without a reason.
    """
    reader = _Reader(form, objective, level)
    for block in _blocks(text):
        reader.block(block)
    if reader.faults:
        raise FormatFaults(reader.faults)
    return tuple(reader.drafts)


@dataclass(frozen=True)
class _Block:
    """A question or a category with the comments above it. line: of its first line of text."""

    line: int
    text: str
    tags: tuple[tuple[str, str], ...]

    def tag(self, name: str) -> str | None:
        """Returns the text after this name in a tag, or None if no tag begins with it."""
        for kind, words in self.tags:
            if kind == "tag" and words.partition(" ")[0] == name:
                return words.partition(" ")[2].strip()
        return None


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    lines: list[str] = []
    tags: list[tuple[str, str]] = []
    first = 0
    for number, line in enumerate([*_LINE_END.split(text.removeprefix("\ufeff")), ""], start=1):
        if line.lstrip().startswith("//"):
            tags += _TAG.findall(line)
            lines += [""] if lines else []  # lines are counted
        elif line.strip() and line.lstrip().startswith("$CATEGORY:"):
            blocks.append(_Block(number, line.strip(), ()))
        elif line.strip():
            first = first if lines else number
            lines.append(line)
        elif lines:
            blocks.append(_Block(first, "\n".join(lines), tuple(tags)))
            lines, tags = [], []
    return blocks


class _Reader:
    def __init__(self, form: str | None, objective: str | None, level: str | None) -> None:
        self.form, self.objective, self.level = form, objective, level
        self.category: str | None = None
        self.drafts: list[DraftItem] = []
        self.faults: list[FormatFault] = []
        self.counts: dict[str, int] = {}

    def fault(self, line: int, what: str) -> None:
        self.faults.append(FormatFault(line, what))

    def block(self, block: _Block) -> None:
        if block.text.startswith("$CATEGORY:"):
            last = block.text.removeprefix("$CATEGORY:").strip().rpartition("/")[2]
            self.category = last if last in FORMS else None
            return
        rest = _without_title(block.text)
        start, end = _first(rest, "{"), _first(rest, "}")
        offset = len(block.text) - len(rest)
        if start is None or end is None or end < start:
            self.fault(block.line, "has no answers in { }: a question ends with them")
            return
        inside = rest[start + 1 : end]
        for kind, what in _OTHER_KIND:
            if kind.match(inside):
                self.fault(block.line, f"{what}: only questions with one right answer among several are taken")
                return
        if rest[end + 1 :].strip():
            self.fault(block.line, "goes on behind its answers: put the gap's question into words and end with { }")
            return
        if _HTML.match(rest):
            self.fault(block.line, "is written in HTML ([html]): take the sign and the tags out, and keep plain words")
            return
        stem = _plain(rest[:start])
        answers = self.answers(inside, block, offset + start + 1)
        if answers is None:
            return
        self.keep(block, stem, answers)

    def answers(self, inside: str, block: _Block, offset: int) -> list[DraftOption] | None:
        options: list[DraftOption] = []
        ids = (block.tag("options") or "").split()
        before = len(self.faults)
        places = [place for place, sign in _signs(inside) if sign in "~="]
        if not places or inside[: places[0]].strip():
            self.fault(block.line, "has words in { } before the first '=' or '~': begin every answer with one of them")
            return None
        for number, (begin, end) in enumerate(zip(places, [*places[1:], len(inside)], strict=True)):
            line = block.line + block.text.count("\n", 0, offset + begin)
            answer = inside[begin + 1 : end]
            hashes = [place for place, sign in _signs(answer) if sign == "#"]
            written = answer[: hashes[0]] if hashes else answer
            weight = _WEIGHT.match(written) if block.tag(LINES) is not None else None
            words = _plain(written[weight.end() :] if weight else written)
            reason = _plain(answer[hashes[0] + 1 :]) if hashes else ""
            if _WEIGHT.match(words):
                self.fault(line, "has a weight in per cent: an item here has one right answer that counts whole")
            elif "->" in words:
                self.fault(line, "is a pair to match: only one right answer among several is taken")
            elif len(hashes) > 1:
                self.fault(line, "has more than one '#': one reason for each answer, and none for the whole question")
            elif not words or not reason:
                self.fault(line, "needs words and a reason: write answer#why it is or is not right")
            option = ids[number] if number < len(ids) else LETTERS[number % len(LETTERS)]
            is_key = not weight[1].startswith("-") if weight else inside[begin] == "="
            options.append(DraftOption(option, words, reason, is_key))
        right = sum(option.is_key for option in options)
        if right != 1 and block.tag(LINES) is None:
            self.fault(block.line, f"has {right} right answers ('='): an item here has one")
        return options if len(self.faults) == before else None

    def keep(self, block: _Block, stem: str, options: list[DraftOption]) -> None:
        form, item = self.named(block)
        objective, level = block.tag("objective") or self.objective, block.tag("level") or self.level
        lacking = [name for name, value in (("form", form), ("objective", objective), ("level", level)) if not value]
        if not stem:
            self.fault(block.line, "has no words before its answers: write the question")
        if lacking:
            what = f"does not say its {' and '.join(lacking)}: name it for the whole file, or in a tag above"
            self.fault(block.line, what)
        if stem and form and objective and level:
            has_lines = block.tag(LINES) is not None
            self.drafts.append(DraftItem(block.line, item, form, objective, level, stem, tuple(options), has_lines))

    def named(self, block: _Block) -> tuple[str | None, str]:
        """Returns form and item by the id in the comment, else by category and number, so that A and B pair."""
        for kind, words in block.tags:
            form, dot, item = words.partition(".")
            if kind == "id" and dot and form in FORMS and _is_id(item):
                return form, item
        form = self.category or self.form or ""
        self.counts[form] = self.counts.get(form, 0) + 1
        return form or None, f"q{self.counts[form]}"


def _is_id(text: str) -> bool:
    try:
        an_id(text)
    except ValueError:
        return False
    return True


def _signs(text: str) -> list[tuple[int, str]]:
    """Places of the signs that mean something: not those behind a backslash."""
    signs = []
    place = 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] in "~=#{}":
            signs.append((place, text[place]))
        place += 1
    return signs


def _first(text: str, sign: str) -> int | None:
    return next((place for place, mark in _signs(text) if mark == sign), None)


def _without_title(text: str) -> str:
    """What follows the title, which stands between two pairs of colons."""
    match = re.match(r"\s*::(?:\\.|[^\\])*?::", text, re.DOTALL)
    return text[match.end() :] if match else text


def _plain(text: str) -> str:
    """Words as they are read: without the name of a markup, backslashes and the line ends of the file."""
    text = re.sub(r"^\s*\[(?:plain|moodle|markdown)\]", "", text)
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], text)


def _escaped(text: str) -> str:
    plain = "".join(f"\\{sign}" if sign in SPECIAL else sign for sign in text)
    return plain.replace("\n", "\\n")
