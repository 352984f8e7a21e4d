"""Items on their way in or out: structure and the words of one language together, each with the line it stands on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assessments.instrument import FORMS, Instrument, Item, ItemForm
from assessments.marked_lines import Answer
from assessments.statements import Reaction, Statement
from assessments.words import InstrumentWords, ItemWords


@dataclass(frozen=True)
class FormatFault:
    """Describes one thing wrong in a file.

    line: of the file that was read, from 1.
    """

    line: int
    what: str


class FormatFaults(ValueError):
    """Raised with all faults of a file, by line; nothing of the file is used."""

    def __init__(self, faults: Iterable[FormatFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(f"{fault.line}: {fault.what}" for fault in self.faults))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as it was made."""
        return type(self), (self.faults,)


@dataclass(frozen=True)
class DraftOption:
    """Holds one option of a draft with its reason, and whether it is right."""

    id: str
    words: str
    reason: str
    is_key: bool


@dataclass(frozen=True)
class DraftItem:
    """Holds one item in one form, structure and words together.

    line: of the file that it was read from, from 1; 0 if it is from no file.
    """

    line: int
    item: str
    form: str
    objective: str
    level: str
    stem: str
    options: tuple[DraftOption, ...]
    has_lines: bool = False
    """the options are lines, and all that are right are to be marked"""


@dataclass(frozen=True)
class Header:
    """Holds what an instrument has besides its items, such as slug, version, languages and pass mark."""

    slug: str
    languages: tuple[str, ...]
    title: str
    version: int = 1
    pass_mark: int | None = None
    """None: seven in ten of the items, rounded up"""
    minutes: int | None = None
    """None: two items in a minute and one minute more"""
    review: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    statement_words: Mapping[str, str] = field(default_factory=dict)
    reaction_words: Mapping[str, str] = field(default_factory=dict)


def drafts_of(instrument: Instrument, words: InstrumentWords) -> tuple[DraftItem, ...]:
    """Lists the items of an instrument as drafts, first all of form A, then all of form B, in the instrument's order.

    Their lines are 0, since they are from no file.
    """
    return tuple(
        DraftItem(
            line=0,
            item=item.id,
            form=form,
            objective=item.objective,
            level=item.level,
            stem=words.forms[form][item.id].stem,
            options=tuple(
                DraftOption(
                    id=option,
                    words=words.forms[form][item.id].options[option],
                    reason=words.forms[form][item.id].reasons[option],
                    is_key=option in item.forms[form].keys,
                )
                for option in item.forms[form].options
            ),
            has_lines=item.has_lines,
        )
        for form in FORMS
        for item in instrument.items
    )


def assembled(drafts: Sequence[DraftItem], header: Header) -> tuple[Instrument, InstrumentWords]:
    """Builds an instrument and its words in one language from drafts.

    Raises FormatFaults with all that does not fit, such as an item in one form only or twice, or no item at all.
    """
    faults: list[FormatFault] = []
    pairs: dict[str, dict[str, DraftItem]] = {}
    for draft in drafts:
        pair = pairs.setdefault(draft.item, {})
        if draft.form in pair:
            what = f"the item '{draft.item}' stands in form {draft.form} a second time: keep one"
            faults.append(FormatFault(draft.line, what))
        pair.setdefault(draft.form, draft)
    if not drafts:
        faults.append(FormatFault(1, "there is no item here"))
    for pair in pairs.values():
        faults += _pair_faults(pair)
    if faults:
        raise FormatFaults(faults)
    items = [item for pair in pairs.values() if (item := _item(pair, faults)) is not None]
    if faults:
        raise FormatFaults(faults)
    instrument = Instrument(
        slug=header.slug,
        version=header.version,
        languages=header.languages,
        review=header.review,
        pass_mark=header.pass_mark or -(-7 * len(items) // 10),
        minutes=header.minutes or len(items) // 2 + 1,
        items=tuple(items),
        statements=header.statements,
        reactions=header.reactions,
    )
    words = InstrumentWords(
        title=header.title,
        forms={form: {item: _words(pair[form]) for item, pair in pairs.items()} for form in FORMS},
        statements=header.statement_words,
        reactions=header.reaction_words,
    )
    return instrument, words


def _pair_faults(pair: Mapping[str, DraftItem]) -> Iterator[FormatFault]:
    first = next(iter(pair.values()))
    for form in FORMS:
        if form not in pair:
            yield FormatFault(first.line, f"the item '{first.item}' lacks form {form}: an item stands in both forms")
    for draft in pair.values():
        if (draft.objective, draft.level) != (first.objective, first.level):
            what = (
                f"the item '{draft.item}' has objective {draft.objective} and level {draft.level} here, and "
                f"{first.objective} and {first.level} in form {first.form}: make them the same"
            )
            yield FormatFault(draft.line, what)


def _item(pair: Mapping[str, DraftItem], faults: list[FormatFault]) -> Item | None:
    first = next(iter(pair.values()))
    try:
        forms = {
            draft.form: ItemForm(
                options=tuple(option.id for option in draft.options),
                key=_key(draft),
            )
            for draft in pair.values()
        }
        return Item.model_validate(
            {"id": first.item, "objective": first.objective, "level": first.level, "forms": forms}
        )
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            where = ".".join(map(str, error["loc"])) or "options"
            text = str(error.get("ctx", {}).get("error", error["msg"]))
            faults.append(FormatFault(first.line, f"the item '{first.item}', {where}: {text}"))
        return None


def _key(draft: DraftItem) -> Answer:
    right = tuple(option.id for option in draft.options if option.is_key)
    return right if draft.has_lines else right[0]


def _words(draft: DraftItem) -> ItemWords:
    return ItemWords(
        stem=draft.stem,
        options={option.id: option.words for option in draft.options},
        reasons={option.id: option.reason for option in draft.options},
    )
