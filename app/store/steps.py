"""Steps on which a cohort is counted, as `settlement` names them, and the test that each waits for."""

from courses import Wave

REVEAL = "reveal"
"""what its facilitator sees, made once"""
COURSE = "course"
"""first and second test: it settles"""
FOLLOW_UP = "follow_up"
"""the third test, months later"""


def wave_of(step: str) -> Wave:
    """Returns the test that must be over before this step is counted: the follow-up test, or the post-test."""
    return Wave.FOLLOW_UP if step == FOLLOW_UP else Wave.POST
