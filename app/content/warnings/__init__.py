"""What an author should know of a course though it is no fault."""

from app.content.release import Release
from app.content.warnings.countries import far_places
from app.content.warnings.keys import long_keys, unmixed_keys, verdicts
from app.content.warnings.languages import due_reviews, missing_words
from app.content.warnings.needs import unsaid_needs
from app.content.warnings.pieces import lengths, untaught_objectives
from app.content.warnings.rhythm import rhythm
from app.content.warnings.scenes import uneven_scenes
from app.content.warnings.stories import crowded_choices
from app.sentences import Remark


def warnings(release: Release) -> tuple[Remark, ...]:
    """Lists what an author should know of a course without faults, such as 'kk: draft, to be read by a native speaker'.

    Each file beside this one says what it looks for.
    """
    return (
        *dict.fromkeys(due_reviews(release)),
        *missing_words(release),
        *long_keys(release),
        *unmixed_keys(release),
        *verdicts(release),
        *lengths(release),
        *rhythm(release),
        *far_places(release),
        *crowded_choices(release),
        *uneven_scenes(release),
        *untaught_objectives(release),
        *unsaid_needs(release),
    )
