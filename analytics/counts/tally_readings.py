"""What a report asks of a tally beside the scores: items and their options, forms, follow-up, lessons, comparison."""

from collections.abc import Sequence

import numpy as np

from analytics.counts.cohorts import CohortSums
from analytics.counts.comparison import ComparisonCounts
from analytics.counts.groups import GroupCounts
from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import ItemCohorts, ItemTwice
from analytics.counts.joint import JointTable
from analytics.counts.learners import Sheet
from analytics.counts.supplements import FollowUpCounts, FormCounts, ItemCounts, LateCounts, OptionCounts
from analytics.counts.tally import (
    EARLY_PRE,
    LATE,
    LEFT,
    POST_FOLLOW_UP,
    PRE_FOLLOW_UP,
    PRE_POST,
    PRE_POST_OF_THREE,
    Tally,
)
from analytics.counts.twice import TwiceAsked

WAVES = ("before", "after")


def item_counts(tally: Tally, sheet: Sheet, forms: Sequence[str], others: tuple[str, str]) -> ItemCounts:
    """Reads from a tally the items and options of learners with both tests.

    An item with its options is called <item>/<form>. forms: names of the two. others: what "not sure" and blank are
    called.
    """
    scores = {
        wave: {form: of for place, form in enumerate(forms) if (of := item_scores(tally, sheet, wave, place)).n}
        for wave in WAVES
    }
    options = {
        wave: tuple(
            _options(tally, sheet, (WAVES.index(wave), forms.index(form), item), form, others)
            for form in of_form
            for item in range(len(sheet.items))
        )
        for wave, of_form in scores.items()
    }
    twice = {item: item_twice(tally, item) for item in sheet.items}
    return ItemCounts(twice, scores["before"], scores["after"], options["before"], options["after"])


def item_twice(tally: Tally, item: str) -> ItemTwice:
    """Reads from a tally one item before and after, whichever form asked it."""
    counts = tally.counts(f"twice:{item}", 1)
    strata = [of.classes if isinstance(of, CohortSums) else of for of in counts.strata.values() if of.cohorts]
    sizes = (tuple(of.of(figure) for of in strata) for figure in ("gain", "pre", "post"))
    return ItemTwice(TwiceAsked.at_mark(counts.joint, 1), ItemCohorts(*sizes))


def item_scores(tally: Tally, sheet: Sheet, wave: str, form: int) -> ItemScores:
    """Reads from a tally the items of one wave ("before", "after") and form (0 or 1).

    Of those with both tests.
    """
    chosen = _chosen(tally, sheet)[WAVES.index(wave), form]
    right = chosen[np.arange(len(sheet.items)), sheet.key_places[form]]
    return ItemScores(sheet.items, right, chosen[0].sum(axis=0))


def form_counts(tally: Tally, k: int, forms: Sequence[str]) -> FormCounts:
    """Reads from a tally the learners who sat both forms, by which form came first."""
    by_form = tally.table(PRE_POST, 2, 2, k + 1, k + 1)
    first, second = forms
    return FormCounts(JointTable(by_form[0, 1]), JointTable(by_form[1, 0]), (first, second))


def same_items(tally: Tally, k: int) -> bool | None:
    """Returns whether everyone sat the same form twice; None for nobody."""
    by_form = tally.table(PRE_POST, 2, 2, k + 1, k + 1)
    return not (by_form[0, 1].any() or by_form[1, 0].any()) if by_form.any() else None


def follow_up_counts(tally: Tally, k: int, *, everyone: Tally | None = None) -> FollowUpCounts | None:
    """Reads the follow-up from a tally; None where nobody took the third test and nobody stayed away.

    everyone: all in the instance, whose ICC is lent; None: these are they.
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
    """Reads from a tally the learners by the number of lessons done before the second test."""
    return {done: tally.counts(f"dose:{done}", k) for done in sorted(map(int, tally.suffixes("dose:")))}


def late_counts(tally: Tally) -> LateCounts:
    """Reads from a tally whose second test arrived when the right answers could be seen."""
    return LateCounts(*tally.table(LATE, 2).tolist())


def comparison_counts(counted: Tally, waited: Tally, k: int) -> ComparisonCounts | None:
    """Reads the comparison of learners with the course and learners still waiting for it; None for nobody.

    From cohorts that did not wait and from those that did; None where none of these took early and first test. Early
    test and first test are two forms: nobody who waits meets the same items twice.
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
    """(wave, form, item, option, score)."""
    k = len(sheet.items)
    return tally.table("options", 2, 2, k, sheet.most + 2, k + 1)


def _options(
    tally: Tally, sheet: Sheet, place: tuple[int, int, int], form: str, others: tuple[str, str]
) -> OptionCounts:
    wave, of_form, item = place
    options = sheet.options[of_form][item]
    chosen = _chosen(tally, sheet)[wave, of_form, item]
    return OptionCounts(
        f"{sheet.items[item]}/{form}",
        (*options, *others),
        sheet.keys[of_form][item],
        np.concatenate((chosen[: len(options)], chosen[sheet.most :])),
    )
