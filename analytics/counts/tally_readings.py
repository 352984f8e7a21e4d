"""What a report asks of a tally beside the scores: items and their options, forms, follow-up, lessons, comparison."""

from collections.abc import Sequence

import numpy as np

from analytics.counts.cohorts import CohortSums
from analytics.counts.comparison import ComparisonCounts
from analytics.counts.groups import GroupCounts
from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import ItemCohorts, ItemTwice
from analytics.counts.joint import JointTable
from analytics.counts.learners import CAME_BY, Sheet
from analytics.counts.supplements import (
    CameCounts,
    CircumstanceCounts,
    FollowUpCounts,
    FormCounts,
    ItemChoices,
    ItemCounts,
    LateCounts,
    OptionCounts,
)
from analytics.counts.tally import (
    CAME,
    CAME_BESIDE,
    DEPARTURES,
    EARLY_PRE,
    EXTENDED,
    LATE,
    LEFT,
    LOST,
    POST_FOLLOW_UP,
    PRE_FOLLOW_UP,
    PRE_POST,
    PRE_POST_OF_THREE,
    REASONS,
    Tally,
)
from analytics.counts.twice import TwiceAsked

WAVES = ("before", "after")


def item_counts(tally: Tally, sheet: Sheet, forms: Sequence[str], others: tuple[str, str]) -> ItemCounts:
    """Reads the items and options of learners with both tests from a tally.

    An item with its options is called <item>/<form>. forms: the names of the two forms. others: the names of the
    choices "not sure" and blank.
    """
    scores = {
        wave: {form: of for place, form in enumerate(forms) if (of := item_scores(tally, sheet, wave, place)).n}
        for wave in WAVES
    }
    options = {
        wave: tuple(one for form in of_form for one in option_counts(tally, sheet, wave, form, forms, others))
        for wave, of_form in scores.items()
    }
    twice = {item: item_twice(tally, item) for item in sheet.items}
    return ItemCounts(twice, scores["before"], scores["after"], options["before"], options["after"])


def item_twice(tally: Tally, item: str) -> ItemTwice:
    """Reads one item before and after, whichever form it was on, from a tally; nobody for an item not in it."""
    counts = tally.counts(f"twice:{item}", 1)
    strata = [of.classes if isinstance(of, CohortSums) else of for of in counts.strata.values() if of.cohorts]
    sizes = (tuple(of.of(figure) for of in strata) for figure in ("gain", "pre", "post"))
    return ItemTwice(TwiceAsked.at_mark(counts.joint, 1), ItemCohorts(*sizes))


def item_scores(tally: Tally, sheet: Sheet, wave: str, form: int) -> ItemScores:
    """Reads the items of one wave and form from a tally, for learners with both tests.

    wave: "before" or "after". form: 0 or 1.
    """
    chosen = _chosen(tally, sheet)[WAVES.index(wave), form]
    right = chosen[np.arange(len(sheet.items)), sheet.right_cells[form]]
    return ItemScores(sheet.items, right, _learners(sheet, chosen, 0))


def option_counts(
    tally: Tally, sheet: Sheet, wave: str, form: str, forms: Sequence[str], others: tuple[str, str]
) -> tuple[OptionCounts, ...]:
    """Reads the options of each item of one wave and form from a tally, for learners with both tests.

    wave: "before" or "after". forms: the names of the two forms. others: the names of "not sure" and blank. An item
    with its options is called <item>/<form>.
    """
    place = WAVES.index(wave), forms.index(form)
    return tuple(_options(tally, sheet, (*place, item), form, others) for item in range(len(sheet.items)))


def item_answered(tally: Tally, sheet: Sheet) -> list[int]:
    """Reads how many of the learners with both tests answered each item on the second, also with "not sure"."""
    chosen = _chosen(tally, sheet)[WAVES.index("after")].sum(axis=0)
    blank = chosen[:, sheet.most + 1].sum(axis=1)
    return [int(_learners(sheet, chosen, item).sum() - blank[item]) for item in range(len(sheet.items))]


def item_choices(tally: Tally, sheet: Sheet, item: int) -> tuple[ItemChoices, ItemChoices]:
    """Reads what learners with both tests made of one item before and after, on either form.

    item: its place on the sheet, from 0.
    """
    before, after = (_choices(of_forms, sheet, item) for of_forms in _chosen(tally, sheet))
    return before, after


def _choices(of_forms: np.ndarray, sheet: Sheet, item: int) -> ItemChoices:
    """of_forms: (form, item, cell, score)."""
    learners = sum(int(_learners(sheet, chosen, item).sum()) for chosen in of_forms)
    cells = of_forms[:, item].sum(axis=2)
    right = int(cells[np.arange(len(cells)), sheet.right_cells[:, item]].sum())
    unsure = int(cells[:, sheet.most : sheet.most + 2].sum())
    return ItemChoices(right, learners - right - unsure, unsure)


def form_counts(tally: Tally, k: int, forms: Sequence[str]) -> FormCounts:
    """Reads the learners who sat both forms, by which form came first, from a tally.

    k: the highest score. forms: the names of the two forms.
    """
    by_form = tally.table(PRE_POST, 2, 2, k + 1, k + 1)
    first, second = forms
    return FormCounts(JointTable(by_form[0, 1]), JointTable(by_form[1, 0]), (first, second))


def same_items(tally: Tally, k: int) -> bool | None:
    """Returns whether everyone sat the same form twice; None if nobody has both tests.

    k: the highest score.
    """
    by_form = tally.table(PRE_POST, 2, 2, k + 1, k + 1)
    return not (by_form[0, 1].any() or by_form[1, 0].any()) if by_form.any() else None


def follow_up_counts(tally: Tally, k: int, *, everyone: Tally | None = None) -> FollowUpCounts | None:
    """Reads the follow-up from a tally; None if nobody took the third test and nobody missed it.

    k: the highest score. everyone: the tally of all in the instance, from whom the ICC is borrowed; None if this one is
    of all.
    """
    pre, post = (tally.counts(name, k) for name in (PRE_FOLLOW_UP, POST_FOLLOW_UP))
    left = int(tally.table(LEFT, 1)[0])
    if not pre.joint.n and not left:
        return None
    lenders = [(everyone or tally).counts(name, k) for name in (PRE_FOLLOW_UP, POST_FOLLOW_UP)]
    return FollowUpCounts(
        pre,
        post,
        JointTable(tally.table(PRE_POST_OF_THREE, k + 1, k + 1)),
        left,
        (lenders[0].cohorts_by_stratum, lenders[1].cohorts_by_stratum),
    )


def dose_counts(tally: Tally, k: int) -> dict[int, GroupCounts]:
    """Reads the learners by the number of lessons done before the second test, rising, from a tally.

    k: the highest score.
    """
    return {done: tally.counts(f"dose:{done}", k) for done in sorted(map(int, tally.suffixes("dose:")))}


def late_counts(tally: Tally) -> LateCounts:
    """Reads from a tally the learners of whom a test came when the right answers could be seen, and counts."""
    return LateCounts(*tally.table(LATE, 2).tolist())


def came_counts(tally: Tally) -> CameCounts | None:
    """Reads from a tally how the tests of learners with both came; None if it is known of nobody."""
    corrected, confirmed, n = tally.table(CAME_BESIDE, 3).tolist()
    before, after = (dict(zip(CAME_BY, of, strict=True)) for of in tally.table(CAME, 2, len(CAME_BY)).tolist())
    (lost,) = tally.table(LOST, 1).tolist()
    return CameCounts(n, before, after, corrected, confirmed, lost) if n or lost else None


def circumstance_counts(tally: Tally) -> CircumstanceCounts:
    """Reads from a tally who sat a test in an extension, and why those left who have not both tests.

    It does not know who was taken out: they are not among its learners.
    """
    return CircumstanceCounts(*tally.table(EXTENDED, 1).tolist(), *tally.table(DEPARTURES, len(REASONS)).tolist())


def comparison_counts(counted: Tally, waited: Tally, k: int) -> ComparisonCounts | None:
    """Reads the comparison of learners with the course and learners still waiting for it from two tallies.

    counted: of cohorts that did not wait. waited: of cohorts that waited; the result is None if nobody in them took
    both the early and the first test. k: the highest score. Early and first test are two forms, so the items are never
    the same. The comparison is randomised if lots were drawn about every cohort with two tests.
    """
    waiting, afterwards = waited.counts(EARLY_PRE, k), waited.counts(PRE_POST, k)
    if not waiting.joint.n:
        return None
    tested, drawn = (counted.table("drawn", 2) + waited.table("drawn", 2)).tolist()
    return ComparisonCounts(
        course=counted.counts(PRE_POST, k),
        waiting=waiting,
        is_randomised=tested == drawn,
        same_items=False,
        afterwards=afterwards if afterwards.joint.n else None,
    )


def _chosen(tally: Tally, sheet: Sheet) -> np.ndarray:
    """(wave, form, item, cell, score)."""
    return tally.table("options", 2, 2, len(sheet.items), sheet.cells, len(sheet.items) + 1)


def _learners(sheet: Sheet, chosen: np.ndarray, item: int) -> np.ndarray:
    """By score; of an item with lines those who marked something are counted once. chosen: (item, cell, score)."""
    return np.asarray(chosen[item, sheet.most if sheet.has_lines[item] else 0 :].sum(axis=0))


def _options(
    tally: Tally, sheet: Sheet, place: tuple[int, int, int], form: str, others: tuple[str, str]
) -> OptionCounts:
    wave, of_form, item = place
    options = sheet.options[of_form][item]
    table = _chosen(tally, sheet)[wave, of_form]
    chosen = table[item]
    return OptionCounts(
        f"{sheet.items[item]}/{form}",
        (*options, *others),
        sheet.keys[of_form][item],
        np.concatenate((chosen[: len(options)], chosen[sheet.most : sheet.most + 2])),
        _learners(sheet, table, item) if sheet.has_lines[item] else None,
    )
