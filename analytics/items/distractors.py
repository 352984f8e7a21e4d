"""What those who are wrong choose, by how well they did on the whole test."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import ln_binomial_half_lower, p_value
from analytics.significance.multiplicity import holm

FEWEST_LEARNERS = 30
"""Ten in each third."""
FEWEST_ABLE = 30
"""Learners in the upper third, under which nothing is said of what the best choose."""
RARELY_CHOSEN = 0.05
"""A wrong option that fewer choose does not work. Haladyna 2004, Developing and Validating Test Items; Tarrant, Ware &
Mohammed 2009, BMC Med Educ 9:40."""


@dataclass(frozen=True)
class OptionFigures:
    """OptionFigures say how many learners chose one option, in all and in each third by score.

    count: learners who chose it; share: of all, 0..1. lower, middle, upper: share of each third. None if a figure may
    not be shown, or if nobody is in the third. is_rare: a wrong option that under 5 % chose. above_key: p of the test
    that no more of the upper third choose this wrong option than the key, corrected by `with_corrected`; None if it was
    not tested. draws_the_able: that p is under alpha, so that key and wording need a look.
    """

    option: str
    is_key: bool
    count: int | None
    share: float | None
    lower: float | None
    middle: float | None
    upper: float | None
    is_rare: bool
    above_key: float | None = None
    draws_the_able: bool = False


@dataclass(frozen=True)
class Distractors:
    """Distractors hold the options of one item with how often each was chosen.

    n: learners who had the item. options: in the order passed in; empty if there are too few learners (notes say so).
    thirds: learners in the lower, middle and upper third; empty if these may not be shown. A note LINES_MARKED says
    that a learner may have marked several options.
    """

    item: str
    n: int
    options: tuple[OptionFigures, ...]
    notes: tuple[Note, ...]
    thirds: tuple[int, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Whether any number of the options may be marked."""
        return any(note.code is NoteCode.LINES_MARKED for note in self.notes)


def distractors(
    item: str,
    options: Sequence[str],
    *,
    key: str | tuple[str, ...],
    chosen: Counts,
    learners: Counts | None = None,
) -> Distractors:
    """Analyses the options of one item: whether a wrong one is rare, and whether one attracts able learners.

    chosen[option, score]: learners by the option they chose and by score on the whole test, shape (options, k + 1). "I
    am not sure" and blanks are options too. Shares are 0..1, without intervals. Learners of one score stay together, in
    the third of their middle; the share of an empty third is None. above_key: one-sided sign test of those of the upper
    third who chose the option or the key, if FEWEST_ABLE learners are in it. learners: by score, where any number of
    options may be marked and `key` names several: shares are of them and do not add to 1 (LINES_MARKED), and no option
    is tested, since a mark is no choice against another. No options, with TOO_FEW_LEARNERS, under FEWEST_LEARNERS.
    Haladyna 2004, Developing and Validating Multiple-Choice Test Items; Dixon & Mood 1946, JASA 41:557.
    """
    keys = (key,) if isinstance(key, str) else key
    of_score = np.asarray(chosen.sum(axis=0)) if learners is None else learners
    n = int(of_score.sum())
    if n < FEWEST_LEARNERS:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "distractors", "n": n, "needed": FEWEST_LEARNERS})
        return Distractors(item, n, (), (note,))
    third = thirds(of_score)
    sizes = [int(of_score[third == part].sum()) for part in range(3)]
    able = {option: int(of[third == 2].sum()) for option, of in zip(options, chosen, strict=True)}
    options_chosen = []
    for option, counts in zip(options, chosen, strict=True):
        lower, middle, upper = (
            int(counts[third == part].sum()) / size if size else None for part, size in enumerate(sizes)
        )
        count, wrong = int(counts.sum()), option not in keys
        rare = wrong and count < RARELY_CHOSEN * n
        is_tested = wrong and learners is None and sizes[2] >= FEWEST_ABLE
        p = _above(able[option], able.get(keys[0], 0)) if is_tested else None
        options_chosen.append(OptionFigures(option, not wrong, count, count / n, lower, middle, upper, rare, p))
    notes = () if learners is None else (Note(NoteCode.LINES_MARKED),)
    return Distractors(item, n, tuple(options_chosen), notes, tuple(sizes))


def _above(wrong: int, right: int) -> float:
    """P(as many or more of wrong + right choose the wrong one), each by a coin; 1 where nobody chose either."""
    return p_value(ln_binomial_half_lower(right, wrong + right)) if wrong else 1.0


def with_corrected(items: Sequence[Distractors], alpha: float = 0.05) -> tuple[Distractors, ...]:
    """Returns the items with every above_key corrected for the number of options tested, and draws_the_able set.

    alpha: a corrected p under it sets draws_the_able. Holm 1979, Scand J Stat 6:65.
    """
    tested = [option.above_key for item in items for option in item.options if option.above_key is not None]
    corrected = iter(holm(tested))

    def of(option: OptionFigures) -> OptionFigures:
        if option.above_key is None:
            return option
        p = next(corrected)
        return replace(option, above_key=p, draws_the_able=p < alpha)

    return tuple(replace(item, options=tuple(of(option) for option in item.options)) for item in items)


def thirds(learners: Counts) -> npt.NDArray[np.int64]:
    """Assigns each score to the lower (0), middle (1) or upper (2) third of learners.

    learners: by score, at least one in all. A score goes to the third in which the middle learner of that score is.
    """
    middle = (np.cumsum(learners) - learners / 2) / learners.sum()
    return np.asarray((middle > 1 / 3).astype(np.int64) + (middle > 2 / 3))
