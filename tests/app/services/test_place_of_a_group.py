"""Once its result could be seen a group counts where it is: it cannot be moved to other figures before it settles."""

import pytest

from app.services import cohorts
from app.services.revealed import PlaceIsFixed
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def cohort(school: School) -> Cohort:
    """Its second test has closed, and that can still be undone."""
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.sit(learner_id, wave, right=2)
    school.close(cohort, Wave.POST)
    return school.anew(cohort)


def edit(school: School, cohort: Cohort, **change: object) -> Cohort:
    return cohorts.edit(school.session, cohort, school.outline(**change), now=school.now)


def test_until_the_answers_are_shown_a_wrong_region_is_put_right(school: School, cohort: Cohort) -> None:
    assert edit(school, cohort, region_code="KZ-75").region_code == "KZ-75"


def test_from_the_result_on_region_and_way_stay_and_its_name_does_not(school: School, cohort: Cohort) -> None:
    school.wait(minutes=10)
    for change in ({"region_code": "KZ-75"}, {"way": "mixed"}):
        with pytest.raises(PlaceIsFixed):
            edit(school, cohort, **change)
    school.open(cohort, Wave.POST)
    with pytest.raises(PlaceIsFixed):
        edit(school, cohort, region_code="KZ-75")

    assert edit(school, cohort, label="Renamed").label == "Renamed"
    assert school.anew(cohort).region_code == "KZ-61"


def test_what_has_settled_changes_its_place_and_no_figure(school: School, cohort: Cohort) -> None:
    school.settle(cohort)

    assert edit(school, cohort, region_code="KZ-75").region_code == "KZ-75"
