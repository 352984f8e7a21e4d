"""Checks instrument.yaml and its words against each other and against course.yaml."""

from collections.abc import Iterator, Mapping

from app.content.checks.structure import CUE_ITEMS, ids_of, review_faults
from app.content.faults import CourseFault
from app.content.marked import Marked
from app.content.text import WHOLE
from assessments import FORMS, Instrument, InstrumentWords, Item, ItemWords


def instrument_faults(marked: Marked, instrument: Instrument, course_file: Marked | None) -> Iterator[CourseFault]:
    """Yields faults where instrument.yaml disagrees with course.yaml, and where keys can be guessed by their place.

    course_file: None if it could not be read.
    """
    yield from review_faults(marked, instrument.review, instrument.languages)
    if instrument.pass_mark > len(ids_of(marked, "items")):
        yield marked.fault(("pass_mark",), f"is more than the {len(ids_of(marked, 'items'))} items: lower it")
    if course_file is not None:
        yield from _agreement_faults(marked, instrument, course_file)
    for form in FORMS:
        options = [item.form(form) for item in instrument.choices]
        places = {one.options.index(key) for one in options for key in one.keys}
        if len(places) == 1 and len(options) >= CUE_ITEMS:
            what = f"the key of form {form} is always option {places.pop() + 1}: put the keys in different places"
            yield marked.fault(("items",), what)


def _agreement_faults(marked: Marked, instrument: Instrument, course_file: Marked) -> Iterator[CourseFault]:
    slug, languages = course_file.at("slug"), course_file.at("languages")
    if slug != marked.at("slug"):
        yield marked.fault(("slug",), f"is '{marked.at('slug')}', and course.yaml says '{slug}': make them the same")
    for language in languages if isinstance(languages, tuple) else ():
        if language not in instrument.languages:
            yield marked.fault(("languages",), f"lacks '{language}', in which course.yaml offers the course: add it")
    objectives = ids_of(course_file, "objectives")
    for item in instrument.items:
        if objectives and item.objective not in objectives:
            what = f"'{item.objective}' is not an objective of course.yaml: name one of {', '.join(objectives)}"
            yield marked.fault(marked.place("items", item.id, "objective"), what)


def unnamed_faults(marked: Marked, language: str) -> Iterator[CourseFault]:
    """Yields a fault for words in a language that instrument.yaml does not name."""
    what = f"is in the language '{language}', which instrument.yaml does not name: add it there, or mend the name"
    yield CourseFault(marked.path, 1, WHOLE, what)


def words_faults(
    marked: Marked, words: InstrumentWords, instrument_file: Marked, instrument: Instrument
) -> Iterator[CourseFault]:
    """Yields faults where one language's words differ from the instrument, and where length gives the keys away."""
    known = ids_of(instrument_file, "items")
    for form in FORMS:
        written = marked.at("forms", form)
        if not isinstance(written, dict):
            yield marked.fault(("forms", form), "is missing: an instrument has the forms A and B")
            continue
        for item_id in written:
            if item_id not in known:
                what = "is not an item of instrument.yaml: add it there, or mend the id"
                yield marked.fault(("forms", form, item_id), what)
        form_words = words.forms.get(form, {})
        for item in instrument.items:
            if item.id not in written:
                yield marked.fault(("forms", form, item.id), "has no words in this language: write them")
            elif item.id in form_words:
                yield from _item_faults(marked, form, item, form_words[item.id])
        yield from _length_faults(marked, form, instrument, form_words)
    for part, ids, written in (
        ("statements", instrument.statements, words.statements),
        ("reactions", instrument.reactions, words.reactions),
    ):
        yield from _beside_faults(marked, part, tuple(each.id for each in ids), written)


def _beside_faults(
    marked: Marked, part: str, ids: tuple[str, ...], written: Mapping[str, str]
) -> Iterator[CourseFault]:
    for each in ids:
        if each not in written:
            yield marked.fault((part, each), "is missing: instrument.yaml asks it, so write its words")
    for each in written:
        if each not in ids:
            has = f"the {part} are {', '.join(ids)}" if ids else f"it has no {part}"
            yield marked.fault((part, each), f"is not asked in instrument.yaml: {has}")


def _item_faults(marked: Marked, form: str, item: Item, words: ItemWords) -> Iterator[CourseFault]:
    options = item.form(form).options
    for part, written in (("options", words.options), ("reasons", words.reasons)):
        place = ("forms", form, item.id, part)
        for option in options:
            if option not in written:
                yield marked.fault((*place, option), "is missing: instrument.yaml has this option, so write its words")
        for option in written:
            if option not in options:
                what = f"is not an option in instrument.yaml: the options are {', '.join(options)}"
                yield marked.fault((*place, option), what)
    texts = [text.strip().casefold() for text in words.options.values()]
    for option, text in words.options.items():
        if texts.count(text.strip().casefold()) > 1:
            yield marked.fault(
                ("forms", form, item.id, "options", option), "says the same as another option: tell them apart"
            )


def _length_faults(
    marked: Marked, form: str, instrument: Instrument, words: Mapping[str, ItemWords]
) -> Iterator[CourseFault]:
    if len(instrument.choices) >= CUE_ITEMS and longest_keys(form, instrument, words) == len(instrument.choices):
        yield marked.fault(("forms", form), "the right option is always the longest: make others as long")


def longest_keys(form: str, instrument: Instrument, words: Mapping[str, ItemWords]) -> int:
    """Returns the number of items whose right option has more characters than every other; none of lines is counted."""
    return sum(
        _is_key_longest(key, words[item.id].options)
        for item in instrument.choices
        if item.id in words
        for key in item.form(form).keys
    )


def _is_key_longest(key: str, options: Mapping[str, str]) -> bool:
    return all(len(options.get(key, "")) > len(text) for option, text in options.items() if option != key)
