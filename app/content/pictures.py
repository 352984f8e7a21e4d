"""The drawings of a course: SVG that a page may show, light enough for a slow phone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from app.content.faults import CourseFault
from app.content.release import Picture
from app.content.text import WHOLE, read_text, written
from app.sentences import N_, Remark

MOST_BYTES = 6_000

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "style",
    ]
)
"""What draws. Not among them: script, foreignObject, image, a, and whatever moves."""
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!['\"]?#)|@import|javascript:|data:", re.IGNORECASE)
_HEAVY = N_("weighs %(size)s bytes: draw it simpler, to at most %(most)s")
_NUMBER = r"-?\d+(?:\.\d+)?"
_VIEW_BOX = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")


def read_pictures(folder: Path, faults: list[CourseFault]) -> Mapping[str, Picture]:
    """Reads the SVG drawings of a folder and returns those without faults by file name.

    Faults are added to `faults`: other files, more than 6,000 bytes, scripts, and what leads outside of the drawing.
    """
    pictures = {}
    for path in written(folder, "*"):
        if path.suffix != ".svg":
            faults.append(
                CourseFault(path, 1, WHOLE, Remark(N_("is no drawing that a lesson can show: save it as .svg")))
            )
            continue
        picture = _picture(path, faults)
        if picture is not None:
            pictures[path.name] = picture
    return pictures


def unused_faults(folder: Path, pictures: Mapping[str, Picture], used: set[str]) -> Iterator[CourseFault]:
    """Yields a fault for each drawing that no page shows."""
    for name in pictures:
        if name not in used:
            what = N_("is shown in no lesson: write '![what it shows](pictures/%(name)s)' in one, or take it away")
            yield CourseFault(folder / name, 1, WHOLE, Remark(what, name=name))


def _picture(path: Path, faults: list[CourseFault]) -> Picture | None:
    text = read_text(path, faults)
    if text is None:
        return None
    drawing = _Drawing(path)
    drawing.read(text)
    size = len(text.encode())
    if size > MOST_BYTES:
        drawing.fault(1, WHOLE, _HEAVY, size=f"{size:,}", most=f"{MOST_BYTES:,}")
    faults.extend(drawing.faults)
    if drawing.faults:
        return None
    return Picture.of(text, drawing.width, drawing.height)


@dataclass
class _Drawing:
    path: Path
    width: int = 0
    height: int = 0
    faults: list[CourseFault] = field(default_factory=list)
    depth: int = 0

    def fault(self, line: int, where: str, what: str, **values: Any) -> None:
        self.faults.append(CourseFault(self.path, line, where, Remark(what, **values)))

    def read(self, text: str) -> None:
        # Entities are refused with the DOCTYPE that would declare them, so nothing can grow or be fetched.
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        try:
            self.parser.Parse(text.encode(), True)
        except expat.ExpatError as wrong:
            reason = expat.errors.messages[wrong.code]
            self.fault(
                wrong.lineno, WHOLE, N_("is not XML from here on (%(problem)s): save the drawing anew"), problem=reason
            )

    def _fault_now(self, where: str, what: str, **values: Any) -> None:
        self.fault(self.parser.CurrentLineNumber, where, what, **values)

    def _doctype(self, *_: object) -> None:
        self._fault_now(WHOLE, N_("has a DOCTYPE: take it out"))

    def _instruction(self, target: str, _: str) -> None:
        self._fault_now(WHOLE, N_("has an instruction '<?%(name)s': take it out"), name=target)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if not self.depth:
            self._root(namespace, tag, attributes)
        if (namespace == _SVG and tag not in _ELEMENTS) or namespace not in (_SVG, ""):
            self._fault_now(f"<{tag}>", N_("is nothing that draws: take it out"))
        for full_name, value in attributes.items():
            self._attribute(f"<{tag}>", full_name.rpartition(" ")[2], value)
        self.depth += 1

    def _end(self, _: str) -> None:
        self.depth -= 1

    def _root(self, namespace: str, tag: str, attributes: dict[str, str]) -> None:
        if (namespace, tag) != (_SVG, "svg"):
            self._fault_now(f"<{tag}>", N_('is no drawing: begin with <svg xmlns="%(name)s" viewBox="...">'), name=_SVG)
            return
        box = _VIEW_BOX.fullmatch(attributes.get("viewBox", ""))
        if box is None or float(box[1]) <= 0 or float(box[2]) <= 0:
            self._fault_now("<svg>", N_('has no viewBox that can be read: write one such as viewBox="0 0 320 180"'))
            return
        self.width, self.height = max(1, round(float(box[1]))), max(1, round(float(box[2])))

    def _attribute(self, where: str, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self._fault_now(where, N_("has '%(name)s', which runs a script: take it out"), name=name)
        elif name == "href" and not value.startswith("#"):
            what = N_("leads outside of the drawing (%(address)s): draw it here, or take it out")
            self._fault_now(where, what, address=value[:40])
        elif name != "href" and _OUTSIDE.search(value):
            self._fault_now(where, N_("has '%(name)s' that leads outside of the drawing: take it out"), name=name)
        elif "currentcolor" in value.lower():
            what = N_("has '%(name)s' in currentColor, which no page can give to a picture: name a colour")
            self._fault_now(where, what, name=name)

    def _words(self, words: str) -> None:
        if _OUTSIDE.search(words):
            self._fault_now("<style>", N_("leads outside of the drawing: take it out"))
