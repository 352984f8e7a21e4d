"""A pilot group whose tests are over, for commands and pages."""

from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School


def pilot_group(school: School, n: int) -> Cohort:
    """So many learners with both tests, whose answers are shown. Of four items 70, 40, 10 and 0 % know each."""
    pilot = school.cohort(label="Pilot", is_pilot=True)
    people = [school.learner(pilot) for _ in range(n)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(pilot, wave)
        for place, learner_id in enumerate(people):
            school.sit(learner_id, wave, right=place % 20 // 6)
    school.reveal(pilot)
    return pilot
