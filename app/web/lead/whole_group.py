"""Everybody of a group as counts that add up: who is in its result, who is not, and how their tests came."""

from flask_babel import gettext as _

from app.services.facilitator.came import came_of, extended_of
from app.services.facilitator.reaching import Reach
from app.store.programmes.cohorts import Cohort
from app.web.language import language
from app.web.staff_words import left_because
from app.web.transaction import reading
from app.wording import Words, extra_time_sentences, ways_sentences


def whole_group(reach: Reach, *, says_why: bool) -> list[tuple[str, int, bool]]:
    """Returns what to write, how many that are, and whether it is a part of the line above that is no part itself.

    The lines after the first that are no part add up to it. says_why: with the reasons why learners left.
    """
    reasons = reach.left_by_reason if says_why else {}
    return [
        (_("In the group"), reach.joined, False),
        (_("Took both tests"), reach.both, False),
        (_("Took the first test and not the second"), len(reach.owing), False),
        (_("Took neither of the two"), len(reach.without_first), False),
        (_("Left with a test missing"), len(reach.left), False),
        *((left_because(reason), count, True) for reason, count in reasons.items()),
        (_("Tests that make no pair"), reach.unpaired, False),
    ]


def how_tests_came(cohort: Cohort) -> list[str]:
    """Returns sentences on how the tests of the learners with both came in, and who sat one in extra time."""
    words = Words(language())
    extended = extra_time_sentences(words, extended_of(reading(), cohort))
    return [*ways_sentences(words, came_of(reading(), cohort)), *extended]
