"""A form as it may leave the server before its test is over: these types cannot hold a key or a reason."""

import hashlib
from collections.abc import Iterable

from assessments.instrument import UNSURE, Instrument, ItemForm, structure_digest
from assessments.values import Value
from assessments.words import InstrumentWords, ItemWords, wording_digest


class OpenOption(Value):
    """Holds an option as the learner sees it, without any sign of whether it is right."""

    id: str
    text: str


class OpenItem(Value):
    """Holds an item as the learner sees it, without its key."""

    id: str
    stem: str
    options: tuple[OpenOption, ...]
    """in the learner's own order, lines in the order of their text; "I am not sure" last"""
    has_lines: bool = False
    """any number of its options may be marked"""


class OpenStatement(Value):
    """Holds a statement or reaction that the learner rates from 1 to 5 or leaves blank."""

    id: str
    text: str


class OpenForm(Value):
    """Holds one form in one language for one learner, in the order of their seed and without keys.

    It has all that an attempt on it must store.
    """

    instrument: str
    """the slug"""
    form: str
    language: str
    title: str
    minutes: int
    structure_digest: str
    wording_digest: str
    items: tuple[OpenItem, ...]
    statements: tuple[OpenStatement, ...] = ()
    """after the items and never scored; with the reactions if these are asked"""


def open_form(
    instrument: Instrument,
    words: InstrumentWords,
    form: str,
    *,
    language: str,
    seed: str,
    unsure: str,
    with_reactions: bool = False,
) -> OpenForm:
    """Makes the form that one learner sees, without its keys.

    language: of `words`. seed: decides the order of the options, but not that of lines. unsure: the words for "I am
    not sure" in this language. Raises ValueError for an unknown form.
    """
    form_words = words.form(form)
    return OpenForm(
        instrument=instrument.slug,
        form=form,
        language=language,
        title=words.title,
        minutes=instrument.minutes,
        structure_digest=structure_digest(instrument),
        wording_digest=wording_digest(form_words),
        items=tuple(
            OpenItem(
                id=item.id,
                stem=form_words[item.id].stem,
                options=_open_options(form_words[item.id], _order(item.form(form), seed, item.id), unsure),
                has_lines=item.has_lines,
            )
            for item in instrument.items
        ),
        statements=tuple(
            OpenStatement(id=question, text=words.beside[question])
            for question in instrument.beside(with_reactions=with_reactions)
        ),
    )


def _order(item: ItemForm, seed: str, item_id: str) -> tuple[str, ...]:
    """Lines are read one after the other: a text that is mixed is another text."""
    return (*item.options, UNSURE) if item.has_lines else shuffled(item.options, seed=seed, item_id=item_id)


def _open_options(words: ItemWords, order: tuple[str, ...], unsure: str) -> tuple[OpenOption, ...]:
    return tuple(OpenOption(id=option, text=unsure if option == UNSURE else words.options[option]) for option in order)


def shuffled(options: Iterable[str], *, seed: str, item_id: str) -> tuple[str, ...]:
    """Returns the options in an order fixed by seed and item, with "I am not sure" last.

    It is the same on any machine, in any version and on a phone, since it is the order of the options' SHA-256.
    """

    def rank(option: str) -> str:
        return hashlib.sha256(f"{seed}/{item_id}/{option}".encode()).hexdigest()

    return (*sorted(set(options) - {UNSURE}, key=rank), UNSURE)
