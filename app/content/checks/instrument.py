"""Checks instrument.yaml and its words against each other and against course.yaml."""

from collections.abc import Iterator, Mapping

from app.content.checks.structure import CUE_ITEMS, ids_of, review_faults
from app.content.faults import CourseFault
from app.content.marked import Marked
from app.content.text import WHOLE
from app.sentences import N_, Remark
from assessments import FORMS, Instrument, InstrumentWords, Item, ItemWords


def instrument_faults(marked: Marked, instrument: Instrument, course_file: Marked | None) -> Iterator[CourseFault]:
    """Yields faults where instrument.yaml disagrees with course.yaml, and where keys can be guessed by their place.

    course_file: None if it could not be read.
    """
    yield from review_faults(marked, instrument.review, instrument.languages)
    if instrument.pass_mark > len(ids_of(marked, "items")):
        yield marked.fault(
            ("pass_mark",), Remark(N_("is more than the %(count)d items: lower it"), count=len(ids_of(marked, "items")))
        )
    if course_file is not None:
        yield from _agreement_faults(marked, instrument, course_file)
    for form in FORMS:
        options = [item.form(form) for item in instrument.choices]
        places = {one.options.index(key) for one in options for key in one.keys}
        if len(places) == 1 and len(options) >= CUE_ITEMS:
            what = N_("the key of form %(form)s is always option %(place)d: put the keys in different places")
            yield marked.fault(("items",), Remark(what, form=form, place=places.pop() + 1))


def _agreement_faults(marked: Marked, instrument: Instrument, course_file: Marked) -> Iterator[CourseFault]:
    slug, languages = course_file.at("slug"), course_file.at("languages")
    if slug != marked.at("slug"):
        what = N_("is '%(slug)s', and course.yaml says '%(other)s': make them the same")
        yield marked.fault(("slug",), Remark(what, slug=marked.at("slug"), other=slug))
    for language in languages if isinstance(languages, tuple) else ():
        if language not in instrument.languages:
            what = N_("lacks '%(language)s', in which course.yaml offers the course: add it")
            yield marked.fault(("languages",), Remark(what, language=language))
    objectives = ids_of(course_file, "objectives")
    for item in instrument.items:
        if objectives and item.objective not in objectives:
            what = N_("'%(objective)s' is not an objective of course.yaml: name one of %(objectives)s")
            remark = Remark(what, objective=item.objective, objectives=tuple(objectives))
            yield marked.fault(marked.place("items", item.id, "objective"), remark)


def unnamed_faults(marked: Marked, language: str) -> Iterator[CourseFault]:
    """Yields a fault for words in a language that instrument.yaml does not name."""
    what = N_("is in the language '%(language)s', which instrument.yaml does not name: add it there, or mend the name")
    yield CourseFault(marked.path, 1, WHOLE, Remark(what, language=language))


def words_faults(
    marked: Marked, words: InstrumentWords, instrument_file: Marked, instrument: Instrument
) -> Iterator[CourseFault]:
    """Yields faults where one language's words differ from the instrument, and where length gives the keys away."""
    known = ids_of(instrument_file, "items")
    for form in FORMS:
        written = marked.at("forms", form)
        if not isinstance(written, dict):
            yield marked.fault(("forms", form), Remark(N_("is missing: an instrument has the forms A and B")))
            continue
        for item_id in written:
            if item_id not in known:
                what = Remark(N_("is not an item of instrument.yaml: add it there, or mend the id"))
                yield marked.fault(("forms", form, item_id), what)
        form_words = words.forms.get(form, {})
        for item in instrument.items:
            if item.id not in written:
                what = Remark(N_("has no words in this language: write them"))
                yield marked.fault(("forms", form, item.id), what)
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
            what = Remark(N_("is missing: instrument.yaml asks it, so write its words"))
            yield marked.fault((part, each), what)
    for each in written:
        if each not in ids:
            known = N_("is not asked in instrument.yaml: the %(part)s are %(ids)s")
            none = N_("is not asked in instrument.yaml: it has no %(part)s")
            yield marked.fault((part, each), Remark(known, part=part, ids=ids) if ids else Remark(none, part=part))


def _item_faults(marked: Marked, form: str, item: Item, words: ItemWords) -> Iterator[CourseFault]:
    options = item.form(form).options
    for part, written in (("options", words.options), ("reasons", words.reasons)):
        place = ("forms", form, item.id, part)
        for option in options:
            if option not in written:
                what = Remark(N_("is missing: instrument.yaml has this option, so write its words"))
                yield marked.fault((*place, option), what)
        for option in written:
            if option not in options:
                what = Remark(N_("is not an option in instrument.yaml: the options are %(options)s"), options=options)
                yield marked.fault((*place, option), what)
    texts = [text.strip().casefold() for text in words.options.values()]
    for option, text in words.options.items():
        if texts.count(text.strip().casefold()) > 1:
            same = Remark(N_("says the same as another option: tell them apart"))
            yield marked.fault(("forms", form, item.id, "options", option), same)


def _length_faults(
    marked: Marked, form: str, instrument: Instrument, words: Mapping[str, ItemWords]
) -> Iterator[CourseFault]:
    if len(instrument.choices) >= CUE_ITEMS and longest_keys(form, instrument, words) == len(instrument.choices):
        what = Remark(N_("the right option is always the longest: make others as long"))
        yield marked.fault(("forms", form), what)


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
