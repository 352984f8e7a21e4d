"""A small instrument of ten items, each with its own key."""

import pytest

from assessments import FORMS, Instrument, InstrumentWords, ItemWords

OPTIONS = {"A": ("a", "b", "c", "d"), "B": ("e", "f", "g", "h")}


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    items = tuple(
        {
            "id": f"i{number}",
            "objective": "O1",
            "level": "apply",
            "forms": {form: {"options": OPTIONS[form], "key": OPTIONS[form][number % 4]} for form in FORMS},
        }
        for number in range(10)
    )
    return Instrument.model_validate(
        {"slug": "sample", "version": 1, "languages": ("en",), "pass_mark": 7, "minutes": 8, "items": items}
    )


@pytest.fixture(scope="session")
def words(instrument: Instrument) -> InstrumentWords:
    def item_words(form: str, item_id: str) -> ItemWords:
        return ItemWords(
            stem=f"Stem {form} {item_id}",
            options={option: f"Text {option} of {item_id}" for option in OPTIONS[form]},
            reasons={option: f"Because {option} of {item_id}" for option in OPTIONS[form]},
        )

    return InstrumentWords(
        title="Sample",
        forms={form: {item.id: item_words(form, item.id) for item in instrument.items} for form in FORMS},
    )
