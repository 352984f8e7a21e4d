"""The numbers of a group for its class sheet, each with the forms of its tests."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services.waves import Wave, waves_of
from app.store import Session
from app.store.people import class_list
from app.store.programmes.cohorts import Cohort
from assessments import other_form


@dataclass(frozen=True)
class Line:
    """A Line is one number on a class sheet. forms: A or B by test."""

    handle: int
    forms: Mapping[Wave, str]


def list_lines(session: Session, cohort: Cohort) -> list[Line]:
    """Returns a line for each number that is taken and, up to how many are expected, for those to come.

    Who comes next gets the forms by turns, so those of numbers to come are known before.
    """
    places = class_list.list_taken(session, cohort.cohort_id)
    coming = class_list.next_place(session, cohort.cohort_id)
    first_forms = {place.handle: place.first_form for place in places}
    for handle in range(coming.handle, cohort.expected_count + 1):
        is_even = (handle - coming.handle) % 2 == 0
        first_forms[handle] = coming.first_form if is_even else other_form(coming.first_form)
    return [Line(handle, _forms(cohort, first_form)) for handle, first_form in first_forms.items()]


def _forms(cohort: Cohort, first_form: str) -> dict[Wave, str]:
    forms = (first_form, other_form(first_form))
    return {wave: forms[number % 2] for number, wave in enumerate(waves_of(cohort))}
