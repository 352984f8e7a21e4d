"""Steps on which a cohort is counted, as `settlement` names them, and the test that each waits for."""

from datetime import datetime

from courses import Wave, Window

REVEAL = "reveal"
"""what its facilitator sees, made once"""
COURSE = "course"
"""first and second test: it settles"""
FOLLOW_UP = "follow_up"
"""the third test, months later"""


def wave_of(step: str) -> Wave:
    """Returns the test that must be over before this step is counted: the follow-up test, or the post-test."""
    return Wave.FOLLOW_UP if step == FOLLOW_UP else Wave.POST


def due_at(step: str, window: Window) -> datetime | None:
    """Returns when a step is counted by itself; None: no closing of its test is known. window: of that test.

    Opening the post-test again after the right answers could be seen puts off neither the reveal nor the course; the
    follow-up waits until no test can come any more.
    """
    if step == FOLLOW_UP:
        return window.comes_until
    return window.reveals_at if step == REVEAL else window.settles_at
