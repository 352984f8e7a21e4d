"""What is said of a scene to those who do not see it, in the language of the page that it stands on.

The words stand beside the sheet and not in the catalogues of the screens: what is said is part of a release, and so
may not depend on which catalogues were compiled when it was read.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.content.marked import read_yaml
from app.content.scenes.scene import Scene

WORDS = Path(__file__).with_name("words.yaml")


def describe(scene: Scene, language: str) -> str:
    """Returns the author's own words, else such as "Dana is worried, at the bus station".

    It is "" for a language that the sheet has no words in.
    """
    words = read_words().get(language)
    if scene.words or words is None:
        return scene.words
    people = [f"{words['people'][person]} {words['moods'][mood]}" for person, mood in scene.people]
    return ", ".join([*people, words["places"][scene.place]])


@cache
def read_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Returns the words by language, then by kind of name ('people', 'moods', 'places') and name."""
    read = read_yaml(WORDS, [])
    return read.value if read else {}
