"""Faults of pictures and where they stand: each with its line, its place and how to mend it."""

import pytest

from tests.app.content.conftest import Author

LESSON, PICTURE = "lessons/01-first/en.md", "pictures/road.svg"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        pytest.param(
            LESSON,
            "pictures/road.svg",
            "pictures/raod.svg",
            "raod.svg",
            "step 'Why look twice', picture pictures/raod.svg: is not in the folder pictures, or has faults of its "
            "own: add it, or mend the name",
            id="a picture that is not there",
        ),
        pytest.param(
            LESSON,
            "![A road that forks: one way is open, one has a barrier]",
            "![]",
            "![](pictures",
            "step 'Why look twice', picture pictures/road.svg: has no words for those who do not see it: write '![what "
            "it shows](...)'",
            id="a picture without words",
        ),
        pytest.param(
            LESSON,
            "![A road that",
            "See ![A road that",
            "See ![",
            "step 'Why look twice', picture pictures/road.svg: stands within words: put it between blank lines, in a "
            "paragraph of its own",
            id="a picture within words",
        ),
        pytest.param(
            PICTURE,
            "<rect",
            "<script>1</script><rect",
            "<script>",
            "<script>: is nothing that draws: take it out",
            id="a script in a picture",
        ),
        pytest.param(
            PICTURE,
            "<circle",
            '<circle onclick="x()"',
            "onclick",
            "<circle>: has 'onclick', which runs a script: take it out",
            id="an event in a picture",
        ),
        pytest.param(
            PICTURE,
            "<circle",
            '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://far.example/a.svg#b"/><circle',
            "far.example",
            "<use>: leads outside of the drawing (https://far.example/a.svg#b): draw it here, or take it out",
            id="a picture from elsewhere",
        ),
        pytest.param(
            PICTURE,
            "<circle",
            '<circle style="fill:url(//far.example)"',
            "far.example",
            "<circle>: has 'style' that leads outside of the drawing: take it out",
            id="a style from elsewhere",
        ),
        pytest.param(
            PICTURE,
            "<circle",
            '<foreignObject xmlns:h="http://www.w3.org/1999/xhtml"><h:p/></foreignObject><circle',
            "foreignObject",
            "<foreignObject>: is nothing that draws: take it out",
            id="a page within a picture",
        ),
        pytest.param(
            PICTURE,
            ' viewBox="0 0 320 160"',
            "",
            "<svg",
            '<svg>: has no viewBox that can be read: write one such as viewBox="0 0 320 180"',
            id="a picture without its size",
        ),
        pytest.param(
            PICTURE,
            "</svg>",
            "",
            "<circle",
            "the file: is not XML from here on (no element found): save the drawing anew",
            id="a picture that breaks off",
        ),
        pytest.param(
            PICTURE,
            "<svg",
            '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg',
            "<!DOCTYPE",
            "the file: has a DOCTYPE: take it out",
            id="a picture with a DOCTYPE",
        ),
        pytest.param(
            PICTURE,
            'fill="#f4efe6"',
            'fill="currentColor"',
            "currentColor",
            "<rect>: has 'fill' in currentColor, which no page can give to a picture: name a colour",
            id="a picture in nobody's colour",
        ),
        pytest.param(
            PICTURE,
            "<circle",
            f"<path d='{'M0 0' * 2000}'/><circle",
            "<svg",
            "the file: weighs 8,408 bytes: draw it simpler, to at most 6,000",
            id="a heavy picture",
        ),
    ],
)
def test_a_fault_of_a_picture_is_told_with_its_line_and_its_mend(
    writer: Author, name: str, old: str, new: str, at: str, message: str
) -> None:
    writer.replace(name, old, new)

    line = writer.line(name, at) + ("breaks off" in message or "no element found" in message) * 2
    assert f"{name}:{line}: {message}" in writer.faults()
