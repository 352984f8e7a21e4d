"""What an author learns of the items of a pilot: of settled groups, from thirty learners of a form on, by version."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
import pytest

from analytics import Flow
from app.content import Release
from app.services import releases
from app.services.figures import settling
from app.services.figures.pilots import Pilot, pilots_of
from app.services.figures.reporting import Scope
from app.services.waves import Wave
from app.store.programmes import releases as stored_releases
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from assessments import UNSURE, Answer
from tests.app.asked_of_the_database import statements, tables_read
from tests.app.conftest import School
from tests.lengthened import with_items

pytestmark = pytest.mark.items(5)

EVERYWHERE = Scope(is_whole=True)
OF_LEARNERS = {"learner", "score_pair", "attempt", "response", "consent"}

Sheet = dict[str, Answer | None]


@dataclass
class Trial:
    """Pilot groups of one school whose learners answer at random, and what was on each first sheet, by form."""

    school: School
    sheets: dict[str, list[Sheet]] = field(default_factory=lambda: {"A": [], "B": []})
    random: Random = field(default_factory=lambda: Random(16))

    def taught(self, n: int, **other: Any) -> Cohort:
        """A group of so many in which both tests have been sat and closed, and the answers are shown."""
        school = self.school
        cohort = school.cohort(**{"is_pilot": True, **other})
        people = [school.learner(cohort) for _ in range(n)]
        for wave in (Wave.PRE, Wave.POST):
            school.open(cohort, wave)
            for learner_id in people:
                sheet = school.sheet(learner_id, wave, right=0)
                sheet["answers"] = self._answers(sheet["form"])
                assert school.put(learner_id, sheet).status == 201
                if wave is Wave.PRE and cohort.is_pilot:
                    self.sheets[sheet["form"]].append(sheet["answers"])
        school.reveal(cohort)
        return cohort

    def settled(self, n: int, **other: Any) -> Cohort:
        cohort = self.taught(n, **other)
        settling.settle(self.school.session, cohort.cohort_id, now=self.school.now)
        return cohort

    def _answers(self, form: str) -> Sheet:
        """The abler, the more keys; the others by any option or "not sure", and of some the first is left blank."""
        ability, sheet = self.random.random(), Sheet()
        for item in self.school.release.instrument.items:
            question = item.form(form)
            others = [*question.options, UNSURE]
            sheet[item.id] = question.key if self.random.random() < ability else self.random.choice(others)
        return {**sheet, "address": None} if ability < 0.3 else sheet


@pytest.fixture
def trial(school: School) -> Trial:
    return Trial(school)


def one_of(school: School, scope: Scope = EVERYWHERE) -> Pilot:
    [pilot] = pilots_of(school.session, scope, school.release.course.slug)
    return pilot


def asked_of(school: School) -> tuple[Pilot, list[str]]:
    """With what it asks of the database, by a process that has read no release yet."""
    releases._RELEASES.clear()
    school.session.expire_all()
    with statements(school.session.get_bind()) as queries:
        return one_of(school), queries


def right(release: Release, form: str, sheets: Sequence[Sheet]) -> np.ndarray:
    """Learners by items, worked out by hand."""
    return np.array([[sheet[it.id] == it.form(form).key for it in release.instrument.items] for sheet in sheets], float)


def test_each_item_is_told_from_thirty_first_sheets_of_settled_pilots_on_and_as_they_have_it(trial: Trial) -> None:
    school = trial.school
    trial.settled(59)
    few, enough = sorted(one_of(school).forms, key=lambda form: form.n)
    assert (few.n, few.missing, few.items) == (29, 1, ())
    assert (enough.n, enough.missing, len(enough.items)) == (30, 0, len(school.release.instrument.items))

    trial.settled(9)
    trial.taught(3, is_pilot=False)
    pilot, queries = asked_of(school)

    assert (pilot.settled, pilot.unsettled) == (2, 0)
    assert len(queries) <= 4
    assert not tables_read(queries) & OF_LEARNERS
    for form in pilot.forms:
        sheets = trial.sheets[form.form]
        scored = right(school.release, form.form, sheets)
        assert form.n == len(sheets)
        assert {item.item for item in form.items} == {item.id for item in school.release.instrument.items}
        for item in form.items:
            place = [it.id for it in school.release.instrument.items].index(item.item)
            rest = np.corrcoef(scored[:, place], np.delete(scored, place, axis=1).sum(axis=1))[0, 1]
            assert item.difficulty.share == pytest.approx(scored[:, place].mean())
            assert item.item_rest.value == pytest.approx(rest)
            drew = Counter("blank" if sheet[item.item] is None else sheet[item.item] for sheet in sheets)
            assert {one.option: one.count for one in item.options.options if one.count} == drew


def test_a_pilot_counts_when_it_has_settled_and_what_comes_later_changes_nothing(trial: Trial) -> None:
    """Its keys must not leave before its second test has closed, and one who comes late is not to be read off."""
    school = trial.school
    late = trial.taught(5)
    assert (one_of(school).unsettled, [form.n for form in one_of(school).forms]) == (1, [0, 0])

    settling.settle(school.session, late.cohort_id, now=school.now)
    before = one_of(school).forms
    newcomer = school.learner(late)
    school.session.flush()
    settling.settle(school.session, late.cohort_id, COURSE, now=school.now)

    assert newcomer
    assert sum(form.n for form in before) == 5
    assert one_of(school).forms == before


def test_who_lacks_a_test_is_in_no_share_and_is_counted_apart(trial: Trial) -> None:
    school = trial.school
    cohort = school.cohort(is_pilot=True)
    both, first_alone, second_alone, neither = (school.learner(cohort) for _ in range(4))
    for wave, those in ((Wave.PRE, (both, first_alone)), (Wave.POST, (both, second_alone))):
        school.open(cohort, wave)
        for learner_id in those:
            school.sit(learner_id, wave, right=1)
    school.reveal(cohort)
    settling.settle(school.session, cohort.cohort_id, now=school.now)

    pilot = one_of(school)

    assert neither
    assert sum(form.n for form in pilot.forms) == 1
    assert pilot.flow == Flow(pre_only=1, post_only=1, paired=1, enrolled=4)


def test_learners_of_another_version_are_not_added(trial: Trial) -> None:
    school = trial.school
    trial.settled(7)
    other = with_items(school.release, 6)
    ref = releases.keep_release(school.session, school.programme_id, other, school.now)
    stored = stored_releases.get(school.session, ref)
    assert stored is not None
    school.release, school.course_release_id = other, stored.course_release_id
    school.wait(days=1)
    trial.settled(4)

    newest, older = pilots_of(school.session, EVERYWHERE)

    assert newest.structure == other.structure_digest != older.structure
    assert [sum(form.n for form in pilot.forms) for pilot in (newest, older)] == [4, 7]


def test_an_officer_sees_the_pilots_of_the_own_programme(trial: Trial) -> None:
    school = trial.school
    trial.settled(4)
    elsewhere, _partner = school.other_programme()

    assert sum(form.n for form in one_of(school, Scope((school.programme_id,))).forms) == 4
    assert pilots_of(school.session, Scope((elsewhere,))) == ()
    assert pilots_of(school.session, Scope(partner_ids=(school.partner_id,))) == ()
