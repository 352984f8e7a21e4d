"""Groups that wait: their forms, their order of tests, the lots, and what they are compared with."""

from benchmarks.mutants.mutant import Mutant

_SERVICES = "tests/app/services/test_waiting.py"
_LOTTERY = "tests/app/services/test_lottery.py"
_COMMANDS = "tests/app/cli/test_waiting_groups.py"

MUTANTS = (
    Mutant(
        "who-waits-begins-with-the-other-form",
        "app/services/waves.py",
        "self.waves.index(wave) % 2 == 0",
        "self.waves.index(wave) % 2 == 1",
        (f"{_SERVICES}::test_who_waits_sits_one_form_the_other_and_the_first_again",),
    ),
    Mutant(
        "the-first-test-opens-beside-the-early-one",
        "courses/schedule.py",
        "if self.is_waiting and not self[Wave.EARLY].has_closed(now):",
        "if wave is Wave.POST and not self[Wave.EARLY].has_closed(now):",
        (f"{_SERVICES}::test_no_other_test_opens_before_the_early_one_has_closed",),
    ),
    Mutant(
        "the-early-test-opens-after-the-first-one",
        "courses/schedule.py",
        "return EarlyIsOver() if self.opened_by(now).keys() - {Wave.EARLY} else None",
        "return None",
        (f"{_SERVICES}::test_the_early_test_opens_again_until_the_first_one_has_been_opened",),
    ),
    Mutant(
        "every-group-sits-an-early-test",
        "app/services/waves.py",
        "if cohort.is_waiting or wave is not Wave.EARLY",
        "if True",
        (f"{_SERVICES}::test_the_early_test_is_for_groups_that_wait_alone",),
    ),
    Mutant(
        "lessons-open-after-the-early-test",
        "courses/path.py",
        "pre not in (StepState.WAITING, StepState.NOW, StepState.AHEAD)",
        "pre not in (StepState.WAITING, StepState.NOW)",
        ("tests/courses/test_path.py",),
    ),
    Mutant(
        "an-early-test-after-a-lesson-counts",
        "app/services/intake.py",
        "it.wave in counting.BASELINES and",
        "it.wave is Wave.PRE and",
        (f"{_SERVICES}::test_an_early_test_after_a_lesson_tells_nothing_of_a_time_without_lessons",),
    ),
    Mutant(
        "merged-an-early-test-after-a-lesson-counts",
        "app/store/answers/counting.py",
        "BASELINES = (Wave.EARLY, Wave.PRE)",
        "BASELINES = (Wave.PRE,)",
        (f"{_SERVICES}::test_merged_with_somebody_who_had_a_lesson_before_the_early_test_tells_nothing",),
    ),
    Mutant(
        "a-missing-first-test-has-the-form-of-the-early-one",
        "app/store/answers/contributions.py",
        "return order[::-1] if is_waiting else order",
        "return order",
        ("tests/app/services/test_settling.py::test_who_sat_nothing_is_settled_with_the_forms_that_were_due",),
    ),
    Mutant(
        "a-joined-group-begins-to-wait",
        "app/services/cohorts.py",
        'if "is_waiting" in changed and not may_choose_waiting',
        'if "is_waiting" in changed and False and not may_choose_waiting',
        (f"{_SERVICES}::test_who_waits_is_chosen_before_anybody_has_joined",),
    ),
    Mutant(
        "lots-without-chance",
        "app/services/administrator/lottery.py",
        "for ref in sorted(entrants, key=lot):",
        "for ref in sorted(entrants):",
        (_LOTTERY,),
    ),
    Mutant(
        "drawn-until-one-likes-it",
        "app/services/administrator/lottery.py",
        "        raise DrawnBefore(drawn)\n",
        "",
        (f"{_LOTTERY}::test_the_same_draw_again_changes_nothing_and_another_one_is_refused",),
    ),
    Mutant(
        "a-draw-is-taken-back-from-who-has-joined",
        "app/services/administrator/lottery.py",
        "            raise HasJoined(cohort.label)\n",
        "            continue\n",
        (f"{_LOTTERY}::test_a_draw_is_taken_back_until_somebody_joins",),
    ),
    Mutant(
        "who-waited-is-among-the-others",
        "analytics/counts/tally_readings.py",
        "course=counted.counts(PRE_POST, k),",
        "course=(counted + waited).counts(PRE_POST, k),",
        (f"{_COMMANDS}::test_from_an_empty_programme_to_a_report_that_compares",),
    ),
    Mutant(
        "by-hand-is-said-to-be-drawn",
        "analytics/counts/tally_readings.py",
        "is_randomised=tested == drawn,",
        "is_randomised=True,",
        (f"{_COMMANDS}::test_who_waits_by_hand_is_said_to_be_not_randomised",),
    ),
    Mutant(
        "learners-are-not-told-that-they-wait",
        "app/web/templates/learn/assent_points.html",
        "{% if is_waiting %}",
        "{% if false %}",
        ("tests/app/web/test_waiting_pages.py::test_who_joins_is_told_before_saying_yes",),
    ),
)
