"""A new course to begin with: one lesson with every kind of activity, a short instrument, and no fault."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from courses.values import a_language, a_slug

FILES = Path(__file__).parent / "files"
_BY_LANGUAGE = {
    "words.md": "{}.md",
    "words.yaml": "{}.yaml",
    "plan.md": "plan.{}.md",
    "disclosure.md": "disclosure.{}.md",
}
"""Files of words, and what they are called in one language."""
_WRITTEN_IN = "en"


def write_skeleton(folder: Path, languages: Sequence[str]) -> None:
    """Writes a new course into a folder that does not exist yet; the folder's name is the course's slug.

    The words are English in every language. Raises ValueError for a name that is no slug or a text that is no language
    code, and FileExistsError if the folder exists.
    """
    values = _values(a_slug(folder.name), [a_language(language) for language in languages])
    folder.mkdir(parents=True)
    for file in sorted(path for path in FILES.rglob("*") if path.is_file()):
        target = folder / file.relative_to(FILES)
        target.parent.mkdir(exist_ok=True, parents=True)
        text = file.read_text(encoding="utf-8")
        if file.name in _BY_LANGUAGE:
            for language in languages:
                name = _BY_LANGUAGE[file.name].format(language)
                target.with_name(name).write_text(text, encoding="utf-8")
        else:
            target.write_text(Template(text).substitute(values) if file.suffix == ".yaml" else text, encoding="utf-8")


def _values(slug: str, languages: Sequence[str]) -> dict[str, str]:
    def everywhere(text: str) -> str:
        return "{" + ", ".join(f"{language}: {text}" for language in languages) + "}"

    waiting = [language for language in languages if language != _WRITTEN_IN]
    review = "{" + ", ".join(f"{language}: the words wait to be translated" for language in waiting) + "}"
    return {
        "slug": slug,
        "languages": ", ".join(languages),
        "title": everywhere("Look twice"),
        "objective_1": everywhere("Find out who is behind a message before answering it"),
        "objective_2": everywhere("Tell a promise that can be checked from one that cannot"),
        "review": f"review: {review}" if waiting else "review: {} # what a reader must know of a language's words",
    }
