"""What a cohort chose in the place of the right answer, where enough did that it tells of nobody."""

from dataclasses import dataclass

from analytics.counts.supplements import OptionCounts
from analytics.counts.tally import Tally
from analytics.counts.tally_readings import option_counts
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


def chosen_instead(tally: Tally, release: Release) -> dict[str, tuple[Instead, ...]]:
    """Returns for each item what most chose on the second test in the place of the right answer, form by form.

    Named is only what at least LEAST_ANSWERED learners chose; of several that as many chose, each. Pass the tally of a
    cohort from LEAST pairs on. Empty if its answers were not counted, as at reveals of before.
    """
    if "options" not in tally.parts:
        return {}
    sheet = sheet_of(release.instrument)
    of_item: dict[str, tuple[Instead, ...]] = dict.fromkeys(sheet.items, ())
    for form in FORMS:
        options = option_counts(tally, sheet, "after", form, FORMS, (UNSURE, BLANK))
        for item, counts in zip(sheet.items, options, strict=True):
            of_item[item] += tuple(_most(form, counts))
    return of_item


def _most(form: str, counts: OptionCounts) -> list[Instead]:
    right = {counts.key} if isinstance(counts.key, str) else {*counts.key}
    wrong = {
        option: int(chosen.sum())
        for option, chosen in zip(counts.options, counts.chosen, strict=True)
        if option not in right and option != BLANK
    }
    most = max(wrong.values(), default=0)
    return [Instead(form, option, most) for option, n in wrong.items() if n == most] if most >= LEAST_ANSWERED else []
