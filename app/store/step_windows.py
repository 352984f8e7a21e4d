"""The test that each step of counting a cohort waits for, and when the step is due."""

from datetime import datetime

from app.store.steps import FOLLOW_UP, REVEAL
from courses import Wave, Window


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
