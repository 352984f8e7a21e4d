"""An instrument as the files that an author keeps: structure once, words in a file per language."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from app.content.faults import CourseFault
from app.content.marked import read_yaml
from assessments import Instrument, InstrumentWords


def instrument_files(instrument: Instrument, words: Mapping[str, InstrumentWords]) -> Mapping[str, str]:
    """Returns the YAML texts of an instrument by path within the course's folder; nothing is written.

    Reading them again gives the same values.
    """
    structure = instrument.model_dump(mode="json", exclude_defaults=True)
    spoken = {language: each.model_dump(mode="json", exclude_defaults=True) for language, each in words.items()}
    return {
        "instrument.yaml": _yaml(structure, flow=None),
        **{f"instrument/{language}.yaml": _yaml(each, flow=False) for language, each in spoken.items()},
    }


def _yaml(value: object, *, flow: bool | None) -> str:
    """flow None: short lists on one line, as an author writes them."""
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110, default_flow_style=flow))


def item_fault(folder: Path, item_id: str, what: str) -> CourseFault:
    """Returns a fault about one item of the course in this folder, with the item's line in instrument.yaml."""
    marked = read_yaml(folder / "instrument.yaml", [])
    if marked is None:
        return CourseFault(folder / "instrument.yaml", 1, f"items > {item_id}", what)
    return marked.fault(marked.place("items", item_id), what)


def item_at(path: Path, line: int) -> tuple[str, str] | None:
    """Returns (form, item) for a line of an instrument's file, or None if no item is there.

    The form is "" in instrument.yaml, which has each item once for both forms.
    """
    marked = read_yaml(path, [])
    if marked is None:
        return None
    _, place = max((at, place) for place, at in marked.lines.items() if at <= line)
    match place:
        case ("items", int(), *_):
            return "", str(marked.at(*place[:2], "id"))
        case ("forms", str(form), str(item), *_):
            return form, item
    return None
