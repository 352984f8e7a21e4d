"""What an author may do about an item that was tried out, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics import Estimate, Flow, Note, NoteCode, ShareEstimate
from analytics.items.distractors import FEWEST_LEARNERS, RARELY_CHOSEN
from analytics.items.misfit import FEWEST_LEARNERS as ENOUGH
from analytics.items.misfit import POOR
from analytics.items.review import EASY, HARD, FormReview, ItemReview, Remark, RemarkCode
from app.wording.called import Called
from app.wording.figure_text import figure_text, interval_text
from app.wording.notes import note_sentence
from app.wording.words import Words

DIFFICULTY = "item_waves.items.difficulty.share"
REST = "item_waves.items.item_rest"
OPTION = "distractors.items.options.share"
UPPER = "distractors.items.options.upper"


@dataclass(frozen=True)
class OptionText:
    """An OptionText is one answer to an item, how many and what share of learners chose it, its interval, as text."""

    words: str
    count: str
    share: str
    interval: str
    is_key: bool


@dataclass(frozen=True)
class ItemText:
    """An ItemText is one item with its figures as text, its answers, and what to do, the most urgent first.

    right: the share right before the course. rest: the correlation with the other items; a dash if there is none. Each
    has its interval beside it, "" if there is none.
    """

    words: str
    right: str
    right_interval: str
    rest: str
    rest_interval: str
    options: tuple[OptionText, ...]
    remarks: tuple[str, ...]


def item_text(words: Words, item: ItemReview, called: Called) -> ItemText:
    """Returns an item that was tried out as an author reads it."""
    share, rest, options = item.difficulty, item.item_rest, item.options
    return ItemText(
        words=called.item(options.item),
        right=figure_text(words, DIFFICULTY, share.share or 0),
        right_interval=_interval(words, DIFFICULTY, share),
        rest="—" if rest.value is None else figure_text(words, REST, rest.value),
        rest_interval=_interval(words, REST, rest),
        options=tuple(
            OptionText(
                words=called.option(options.item, one.option),
                count=words.number(chosen.count or 0),
                share=figure_text(words, OPTION, chosen.share or 0),
                interval=_interval(words, OPTION, chosen),
                is_key=one.is_key,
            )
            for one, chosen in zip(options.options, item.shares, strict=True)
        ),
        remarks=tuple(_remark(words, item, remark, called) for remark in item.remarks),
    )


def pilot_groups_sentence(words: Words, settled: int, unsettled: int, flow: Flow) -> str:
    """Returns how many pilot groups are counted, and how many are not, since they have not settled.

    flow: of the learners of settled ones: how many lack a test, and so are counted in nothing, and how many do not.
    """
    groups = words.gettext("Pilot groups that have settled: %(settled)s. Not yet settled: %(unsettled)s.") % {
        "settled": words.number(settled),
        "unsettled": words.number(unsettled),
    }
    if not settled:
        return groups
    values = {"pre_only": flow.pre_only, "post_only": flow.post_only, "paired": flow.paired}
    lacking = Note(NoteCode.UNMATCHED, values | {"neither": flow.everyone - flow.seen})
    return f"{groups} {note_sentence(words, lacking)}"


def too_few_for_items(words: Words, form: FormReview) -> str:
    """Returns how many learners a form has and how many are missing until its items are shown."""
    return words.gettext("%(n)s of %(needed)s learners with both tests; missing until it is shown: %(missing)s.") % {
        "n": words.number(form.n),
        "needed": words.number(FEWEST_LEARNERS),
        "missing": words.number(form.missing),
    }


def pilot_notes(words: Words, form: FormReview) -> Iterator[str]:
    """Yields what limits the figures of a form: learners taught together, few learners, items with lines to mark."""
    _ = words.gettext
    if form.n < ENOUGH:
        yield _(
            "With fewer than %(enough)s learners a correlation could be almost any: it is a reason to read the "
            "question again, and no more."
        ) % {"enough": words.number(ENOUGH)}
    yield note_sentence(words, Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "intervals"}))
    if any(item.options.has_lines for item in form.items):
        yield note_sentence(words, Note(NoteCode.LINES_MARKED))


def _remark(words: Words, item: ItemReview, remark: Remark, called: Called) -> str:
    _ = words.gettext
    if remark.code is RemarkCode.WRONG_ABOVE_KEY:
        return _above_key(words, item, remark.option, called)
    if remark.code is RemarkCode.RARE:
        return _(
            "Fewer than %(share)s chose “%(option)s”: write a wrong answer that somebody would believe, or leave it "
            "out."
        ) % {
            "share": figure_text(words, OPTION, RARELY_CHOSEN),
            "option": called.option(item.options.item, remark.option),
        }
    return {
        RemarkCode.NEGATIVE: _(
            "Check the key and the words: who had more of the other questions right had this one wrong more often."
        ),
        RemarkCode.LOW: _(
            "It has little to do with the other questions (under %(poor)s): say it more plainly, or ask one thing "
            "alone."
        )
        % {"poor": figure_text(words, REST, POOR)},
        RemarkCode.EASY: _(
            "Known before the course (%(easy)s or more), so it can show little gain: ask for more, or make the wrong "
            "answers likelier."
        )
        % {"easy": figure_text(words, OPTION, EASY)},
        RemarkCode.HARD: _(
            "Fewer than %(hard)s knew it before the course. Leave it if a lesson teaches it; if none does, or if the "
            "words are hard, change it."
        )
        % {"hard": figure_text(words, OPTION, HARD)},
        RemarkCode.FINE: _("Nothing to change."),
    }[remark.code]


def _above_key(words: Words, item: ItemReview, option: str, called: Called) -> str:
    def share(option: str) -> str:
        return f"{figure_text(words, UPPER, upper[option].share or 0)} ({_interval(words, UPPER, upper[option])})"

    upper = {one.option: of for one, of in zip(item.options.options, item.upper_shares, strict=True)}
    key = next(one.option for one in item.options.options if one.is_key)
    return words.gettext(
        "Check the key: of the best third (n = %(n)s) %(share)s chose “%(option)s” and %(key)s the right answer. If "
        "the key is right, this is what the lesson has to put straight."
    ) % {
        "n": words.number(item.options.thirds[2]),
        "share": share(option),
        "option": called.option(item.options.item, option),
        "key": share(key),
    }


def _interval(words: Words, path: str, figure: ShareEstimate | Estimate) -> str:
    return "" if figure.low is None or figure.high is None else interval_text(words, path, figure.low, figure.high)
