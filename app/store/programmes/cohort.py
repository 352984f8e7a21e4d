"""A cohort as a value: who is taught together, where, when and by whom."""

from dataclasses import dataclass
from datetime import date, datetime

from app.store import tables
from app.store.values import columns_of, value_of


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A NewCohort holds the particulars of a cohort that are known when it is made."""

    ref: str
    programme_id: int
    partner_id: int
    region_code: str
    course_release_id: int
    facilitator_id: int
    label: str
    language: str
    way: str
    """room, remote, mixed or paper"""
    time_zone: str
    starts_on: date
    ends_on: date
    join_code: str
    is_waiting: bool
    """sits an early test and waits some weeks before its course: the comparison group"""
    lessons_on: date | None
    """of a waiting cohort: the day on which its first test and lessons are planned to begin"""
    expected_count: int
    """so many learners are expected; a fifth more may join"""
    is_pilot: bool
    """tries course and test out: counted apart, and in no figure of the programme"""
    created_at: datetime

    @property
    def is_on_paper(self) -> bool:
        """True if the cohort is taught on paper only: it has its own days and no windows, and no phone joins it."""
        return self.way == "paper"


@dataclass(frozen=True, slots=True)
class Cohort(NewCohort):
    """A Cohort is a group that is taught together, with everything known of it at present."""

    cohort_id: int
    consent_on: date | None
    """the day on which consent of guardians or institution was in place; nobody joins before"""
    place_limit: int | None
    """so many may join, whatever is expected; None: nobody has set a limit"""
    lottery_ref: str | None
    """the draw that this cohort was in, whether it waits by it or not; None: nobody drew"""
    joining_opened_at: datetime | None
    joining_closed_at: datetime | None
    declined_count: int
    withdrawn_count: int
    archived_at: datetime | None
    erased_at: datetime | None
    """when the programme's clock erased what its learners answered; its counts stay"""
    wall_scene: str | None
    """what was last chosen for the screen for the room; None: nothing ever"""
    wall_number: int | None
    """of the lesson or of the question, from 1; 0: the scene has none"""
    wall_stage: str | None
    """the stage in which it was chosen, and for which alone it holds"""
    wall_since: datetime | None
    """since when this lesson or scene is shown"""


COLUMNS = columns_of(Cohort, tables.Cohort)


def cohort_of(row: tables.Cohort) -> Cohort:
    return value_of(Cohort, row)
