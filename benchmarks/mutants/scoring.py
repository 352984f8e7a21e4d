"""Which answers are right, and which two tests of a learner make a pair."""

from benchmarks.mutants.mutant import Mutant, Source

SCORING = ("tests/assessments/test_scoring.py",)
INSTRUMENT = ("tests/assessments/test_instrument.py",)

MUTANTS = (
    Mutant(
        "every-answer-is-right",
        "assessments/scoring.py",
        "right=sum(answer == forms[item_id].key",
        "right=sum(forms[item_id].has(answer)",
        SCORING,
    ),
    Mutant(
        "blanks-count-as-answers",
        "assessments/scoring.py",
        "answered=len(answers),",
        "answered=len(responses),",
        SCORING,
        Source.BLIND,
    ),
    Mutant(
        "just-eighty-percent-is-not-complete",
        "assessments/scoring.py",
        "5 * len(answers) >= 4 * len(forms)",
        "5 * len(answers) > 4 * len(forms)",
        SCORING,
        Source.BLIND,
    ),
    Mutant(
        "tests-with-other-keys-make-a-pair",
        "assessments/instrument.py",
        "[form, item.forms[form].options, item.forms[form].key]",
        "[form, item.forms[form].options]",
        INSTRUMENT,
        Source.BLIND,
    ),
    Mutant(
        "the-order-of-tapping-makes-another-answer",
        "assessments/marked_lines.py",
        "tuple(sorted(set(lines)))",
        "tuple(dict.fromkeys(lines))",
        ("tests/assessments/test_marked_lines.py",),
    ),
    Mutant(
        "lines-of-a-text-are-mixed",
        "assessments/open_form.py",
        "(*item.options, UNSURE) if item.has_lines else shuffled(",
        "shuffled(",
        ("tests/assessments/test_marked_lines.py",),
    ),
    Mutant(
        "marks-are-counted-as-learners",
        "analytics/counts/tally_readings.py",
        "sheet.most if sheet.has_lines[item] else 0",
        "0",
        ("tests/analytics/items/test_marked_lines.py",),
    ),
    Mutant(
        "options-always-in-one-order",
        "assessments/open_form.py",
        'f"{seed}/{item_id}/{option}"',
        "option",
        ("tests/assessments/test_shuffling.py",),
    ),
    Mutant(
        "second-test-is-the-first-form-again",
        "app/services/waves.py",
        "return self.first_form if self.waves.index(wave) % 2 == 0 else other_form(self.first_form)",
        "return self.first_form",
        ("tests/app/services/test_testing.py::test_the_post_test_is_the_other_form",),
    ),
    Mutant(
        "follow-up-repeats-the-form-seen-last",
        "app/services/waves.py",
        "self.waves.index(wave) % 2 == 0",
        "wave is Wave.PRE",
        ("tests/app/services/test_follow_up.py::test_it_is_the_form_that_was_not_seen_last",),
        Source.BLIND,
    ),
    Mutant(
        "lesson-before-the-first-test-goes-unseen",
        "app/services/intake.py",
        "it is not None and it <= moment for it in",
        "it is not None and it >= moment for it in",
        ("tests/app/services/test_testing.py::test_a_pre_test_after_a_lesson_is_kept_and_is_no_baseline",),
        Source.BLIND,
    ),
    Mutant(
        "answers-seen-and-still-counted",
        "app/store/answers/attempts.py",
        "self.is_complete and not self.is_after_lesson and not self.is_after_reveal",
        "self.is_complete and not self.is_after_lesson",
        (
            "tests/app/services/test_windows.py::test_what_is_finished_after_the_answers_could_be_seen_is_kept_and_never_counts",
        ),
        Source.BLIND,
    ),
    Mutant(
        "tests-with-blanks-count-after-a-merge",
        "app/store/answers/counting.py",
        "is not None and bool(attempt.is_complete) and not is_flagged",
        "is not None and not is_flagged",
        ("tests/app/store/test_merging.py::test_an_earlier_test_with_too_many_blanks_leaves_the_place_to_a_whole_one",),
        Source.BLIND,
    ),
    Mutant(
        "nothing-counts-after-a-merge",
        "app/store/people/learners.py",
        "        counting.recount(session, keep_id)\n",
        "",
        ("tests/app/store/test_merging.py::test_the_earlier_of_two_pre_tests_counts_and_the_other_is_kept",),
        Source.BLIND,
    ),
    Mutant(
        "everybody-begins-with-form-a",
        "app/store/people/enrolment.py",
        "case({form: other_form(form) for form in FORMS}, value",
        "case(dict.fromkeys(FORMS, FORMS[0]), value",
        ("tests/app/services/test_joining.py::test_half_of_a_cohort_starts_with_form_a",),
        Source.BLIND,
    ),
)
