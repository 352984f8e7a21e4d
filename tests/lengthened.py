"""The test of the tests' course with more items than its four, where scores need room."""

from itertools import cycle, islice

from app.content import Release


def with_items(release: Release, count: int) -> Release:
    """The same items in turn, up to `count`; the pass mark rises with them."""
    instrument = release.instrument
    copies = [
        (item.id, f"{item.id}-{number}" if number >= len(instrument.items) else item.id, item)
        for number, item in enumerate(islice(cycle(instrument.items), count))
    ]
    longer = {
        "items": tuple(item.model_copy(update={"id": name}) for _, name, item in copies),
        "pass_mark": instrument.pass_mark * count // len(instrument.items),
    }
    words = {
        language: one.model_copy(
            update={"forms": {form: {name: of[id] for id, name, _ in copies} for form, of in one.forms.items()}}
        )
        for language, one in release.instrument_words.items()
    }
    return release.model_copy(update={"instrument": instrument.model_copy(update=longer), "instrument_words": words})
