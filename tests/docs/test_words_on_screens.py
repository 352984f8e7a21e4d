"""What a guide sets in italics or bold with a capital letter is what the screens say, word for word."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"(?<!\*)\*{1,2}([A-Z][^*]+?)\.?\*{1,2}(?!\*)")
NOT_OURS = {"XML values and headers"}
"""Of KoboToolbox."""


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    """Every sentence of the screens, without the sign that a question follows."""
    with (ROOT / "app/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return {text.removesuffix(" …").removesuffix(".") for each in read_po(file) for text in _forms(each.id)}


def _forms(id_: str | tuple[str, ...]) -> tuple[str, ...]:
    return (id_,) if isinstance(id_, str) else id_


@pytest.mark.parametrize(("guide", "fewest"), [("groups", 15), ("me-officers", 3), ("administrators", 2)])
def test_a_guide_calls_everything_by_the_name_that_stands_on_the_screen(
    sentences: set[str], guide: str, fewest: int
) -> None:
    text = (ROOT / f"docs/{guide}.md").read_text(encoding="utf-8")
    names = [name for path in NAMED.findall(text) for name in path.split(" → ")]

    assert len(names) >= fewest
    assert [name for name in names if name not in sentences | NOT_OURS] == []
