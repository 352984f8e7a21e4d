"""Our GIFT in somebody else's hands: ua-exam, of the University of Aveiro, reads the same questions and keys."""

import pytest
from ua_exam.gift_parser import parse_gift_content

from app.content import Release
from assessments.formats import DraftItem, DraftOption, drafts_of, write_gift


def as_read(draft: DraftItem, slug: str) -> dict[str, object]:
    return {
        "category": f"{slug}/{draft.form}",
        "title": f"{draft.form} {draft.item}",
        "text": draft.stem,
        "type": "multiple_choice",
        "options": [{"text": option.words, "is_correct": option.is_key} for option in draft.options],
        "correct": None,
    }


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_shipped_test_is_read_whole(release: Release, language: str) -> None:
    drafts = drafts_of(release.instrument, release.instrument_words[language])

    result = parse_gift_content(write_gift(drafts, release.course.slug))

    assert len(result) == 2 * len(release.instrument.items)
    assert result == [as_read(draft, release.course.slug) for draft in drafts]


def test_signs_of_the_format_stay_in_the_words() -> None:
    options = (
        DraftOption("a", "450 = 600 - 150", "It is #1, {so} to say.", True),
        DraftOption("b", "about ~half: 2/3", "No: it grows.", False),
    )
    draft = DraftItem(0, "sum", "A", "O1", "apply", "How much {in all} is owed, 1:1?", options)

    assert parse_gift_content(write_gift([draft], "sample")) == [as_read(draft, "sample")]
