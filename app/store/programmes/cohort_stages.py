"""How far a cohort is, said in SQL, so that a list of a thousand is filtered and sorted by the database.

The same rule for one cohort is `app.services.facilitator.board.stage_of`; `tests/app/services/test_group_lists.py`
holds one against the other.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, case, exists

from app.store import tables
from app.store.programmes.cohorts import is_held_back, is_open
from app.store.tables import Window

ROW = tables.Cohort

STAGES = (
    *("consent", "joining", "early", "early_open", "wait", "pre", "pre_open", "lessons", "post_open", "on_paper"),
    *("done", "follow_up_open", "archived"),
)
"""Codes, in the order in which a cohort goes through them."""
_OPEN_AND_AFTER = {
    "follow_up": ("follow_up_open", "done"),
    "post": ("post_open", "done"),
    "pre": ("pre_open", "lessons"),
    "early": ("early_open", "wait"),
}
"""By wave, the last one first: the stage while its test is open, and afterwards."""


def stage_at(now: datetime) -> ColumnElement[str]:
    """Returns the SQL expression of a cohort's stage: one of STAGES."""
    branches: list[tuple[ColumnElement[bool], str]] = [(ROW.archived_at.is_not(None), "archived")]
    for wave, (while_open, after) in _OPEN_AND_AFTER.items():
        of_wave = (Window.cohort_id == ROW.cohort_id) & (Window.wave == wave)
        branches.append((exists().where(of_wave, is_open(now)), while_open))
        branches.append((exists().where(of_wave, Window.closed_at <= now, ~is_held_back()), after))
    branches.append((ROW.consent_on.is_(None), "consent"))
    branches.append((ROW.way == "paper", "on_paper"))
    branches.append((ROW.joining_opened_at.is_(None), "joining"))
    branches.append((ROW.is_waiting.is_(True), "early"))
    return case(*branches, else_="pre")


def stage_rank(now: datetime) -> ColumnElement[int]:
    """Returns the SQL expression by which cohorts are sorted in the order of STAGES."""
    return case({stage: rank for rank, stage in enumerate(STAGES)}, value=stage_at(now), else_=len(STAGES))
