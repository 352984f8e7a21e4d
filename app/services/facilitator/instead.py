"""What a cohort chose in the place of the right answer, where enough did that it tells of nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics import LEAST
from analytics.counts.supplements import ItemChoices, OptionCounts
from analytics.counts.tally import PRE_POST, Tally
from analytics.counts.tally_readings import item_choices, option_counts
from analytics.items.mastery import LEAST_ANSWERED
from app.content import Release
from app.store.answers.columns import sheet_of
from assessments import FORMS, UNSURE

BLANK = "blank"


@dataclass(frozen=True)
class Instead:
    """An Instead is what was chosen most often on one form of an item by those who did not choose the right answer.

    option: its id, or UNSURE. count: how many chose it; of an item with lines, how many marked it.
    """

    form: str
    option: str
    count: int


@dataclass(frozen=True)
class Chosen:
    """A Chosen is what a cohort made of one item on the second test.

    options: what most chose in the place of the right answer, form by form. of_both: what was made of both wordings
    together, where too few met one of them for its options to be told; else None.
    """

    options: tuple[Instead, ...] = ()
    of_both: ItemChoices | None = None


def tells_wordings(tally: Tally, release: Release) -> bool:
    """Returns whether at least LEAST learners with both tests met each wording on each test.

    Half of a cohort meets each item in the one wording and half in the other: what was chosen on one is a figure of
    those, and no figure stands on fewer than LEAST.
    """
    size = len(release.instrument.items) + 1
    by_forms = tally.table(PRE_POST, 2, 2, size, size).sum(axis=(2, 3))
    return bool(min(*by_forms.sum(axis=0), *by_forms.sum(axis=1)) >= LEAST)


def chosen_instead(tally: Tally, release: Release) -> dict[str, Chosen]:
    """Returns for each item what most chose on the second test in the place of the right answer, form by form.

    Named is only what at least LEAST_ANSWERED learners chose; of several that as many chose, each. Where a wording is
    not told, both are taken together. Pass the tally of a cohort from LEAST pairs on. Empty if its answers were not
    counted, as at reveals of before.
    """
    if "options" not in tally.parts:
        return {}
    sheet = sheet_of(release.instrument)
    if not tells_wordings(tally, release):
        return {item: Chosen(of_both=item_choices(tally, sheet, place)[1]) for place, item in enumerate(sheet.items)}
    options = [option_counts(tally, sheet, "after", form, FORMS, (UNSURE, BLANK)) for form in FORMS]
    return {
        item: Chosen(tuple(one for form, counts in zip(FORMS, of_item, strict=True) for one in _most(form, counts)))
        for item, *of_item in zip(sheet.items, *options, strict=True)
    }


def _most(form: str, counts: OptionCounts) -> Iterator[Instead]:
    right = {counts.key} if isinstance(counts.key, str) else {*counts.key}
    wrong = {
        option: int(chosen.sum())
        for option, chosen in zip(counts.options, counts.chosen, strict=True)
        if option not in right and option != BLANK
    }
    most = max(wrong.values(), default=0)
    if most >= LEAST_ANSWERED:
        yield from (Instead(form, option, most) for option, n in wrong.items() if n == most)
