"""When a test is open, when answers are seen, and what is told of a few."""

from benchmarks.mutants.mutant import Mutant, Source

MUTANTS = (
    Mutant(
        "right-answers-at-the-first-tap",
        "courses/window.py",
        "REVEAL_AFTER = timedelta(minutes=10)",
        "REVEAL_AFTER = timedelta(0)",
        ("tests/app/services/test_windows.py::test_the_answers_are_shown_ten_minutes_after_the_closing",),
    ),
    Mutant(
        "answers-seen-while-open-again",
        "courses/window.py",
        "return self.has_closed(now) and self.has_revealed(now)",
        "return self.has_revealed(now)",
        (
            "tests/app/services/test_windows.py::test_answers_that_were_shown_are_hidden_while_the_second_test_is_open_again",
        ),
    ),
    Mutant(
        "an-undone-closing-stays-the-first",
        "courses/window.py",
        "first_closed_at=None if self.first_closed_at == closed_at else self.first_closed_at",
        "first_closed_at=self.first_closed_at",
        ("tests/app/services/test_windows.py::test_a_wrong_tap_is_undone_within_ten_minutes_as_if_it_had_never_been",),
        Source.BLIND,
    ),
    Mutant(
        "closed-again-answers-wait-again",
        "courses/window.py",
        "return self.first_closed_at if self.has_ever_closed(now) else closed_at",
        "return closed_at",
        ("tests/app/services/test_windows.py::test_the_first_closing_is_remembered",),
        Source.BLIND,
    ),
    Mutant(
        "first-test-again-after-the-answers",
        "courses/schedule.py",
        "return AnswersShown() if self.has_ended(now) else None",
        "return AnswersShown() if self.is_revealed(now) else None",
        ("tests/app/services/test_windows.py::test_the_first_test_stays_shut_once_the_answers_were_shown",),
    ),
    Mutant(
        "follow-up-before-the-second-test-closed",
        "courses/schedule.py",
        "return self[Wave.POST].has_closed(now) and self.undo_until(now) is None",
        "return self[Wave.POST].has_opened(now) and self.undo_until(now) is None",
        (
            "tests/app/services/test_follow_up.py::test_the_follow_up_waits_while_the_second_test_is_open_for_the_first_time_or_again",
        ),
    ),
    Mutant(
        "no-plan-for-the-last-day",
        "app/services/windows.py",
        "today_of(cohort, opens_at) > cohort.ends_on:",
        "today_of(cohort, opens_at) >= cohort.ends_on:",
        (
            "tests/app/services/test_planned_opening.py::test_a_moment_that_is_over_or_after_the_last_day_is_none_to_plan",
        ),
        Source.BLIND,
    ),
    Mutant(
        "a-second-test-planned-where-no-first-was-opened",
        "courses/planning.py",
        "if wave is Wave.POST and (pre.opened_at is None or pre.opened_at > at):",
        "if False:",
        ("tests/app/services/test_planned_opening.py::test_the_second_test_never_comes_without_the_first",),
        Source.BLIND,
    ),
    Mutant(
        "late-tests-taken-for-ever",
        "courses/window.py",
        "return finished_at <= self.closed_at and now <= self.closed_at + GRACE",
        "return finished_at <= self.closed_at",
        ("tests/app/services/test_phones.py::test_two_weeks_after_closing_nothing_is_taken",),
        Source.BLIND,
    ),
    Mutant(
        "finished-after-the-closing-and-taken",
        "courses/window.py",
        "return finished_at <= self.closed_at and now <= self.closed_at + GRACE",
        "return now <= self.closed_at + GRACE",
        ("tests/app/services/test_phones.py::test_what_was_finished_after_closing_is_set_aside",),
    ),
    Mutant(
        "the-phone-s-clock-is-believed",
        "courses/timing.py",
        "finished_at = now - max(self.sent_at - self.finished_at, timedelta(0))",
        "finished_at = self.finished_at",
        ("tests/app/services/test_phones.py::test_a_clock_that_is_years_off_changes_nothing",),
    ),
    Mutant(
        "a-blank-takes-an-answer-back",
        "app/services/intake.py",
        "**without_blanks(arrived), **without_blanks(it.answers)}",
        "**without_blanks(arrived), **it.answers}",
        ("tests/app/web/test_phone_drafts.py::test_a_blank_takes_back_nothing_that_has_arrived",),
        Source.BLIND,
    ),
    Mutant(
        "another-body-under-a-key-is-stored-before",
        "app/services/intake.py",
        "is_same = known.learner_id == learner_id and known.content_sha256 == it.sha256",
        "is_same = known.learner_id == learner_id",
        ("tests/app/services/test_phones.py::test_another_body_under_the_key_is_refused_and_set_aside",),
    ),
    Mutant(
        "the-same-sheet-again-is-a-correction",
        "app/services/intake.py",
        "if same is not None and source.reason is not Reason.WRONG_DAY:",
        "if same is not None and source.reason is Reason.WRONG_DAY:",
        ("tests/app/services/test_intake.py::test_a_sheet_with_another_day_is_another_sheet",),
    ),
    Mutant(
        "a-begun-page-lies-aside-when-the-test-closes",
        "app/services/intake.py",
        "Way.PAGE: frozenset({Code.WAVE_TAKEN}),",
        "Way.PAGE: frozenset({Code.WAVE_TAKEN, Code.CLOSED}),",
        (
            "tests/app/services/test_intake.py"
            "::test_what_comes_too_late_is_refused_at_every_door_and_only_a_phones_lies_aside",
        ),
    ),
    Mutant(
        "open-at-the-moment-of-its-closing",
        "courses/window.py",
        """Returns whether the test is closed now; False while it is open again.\"\"\"
        return self.closed_at is not None and self.closed_at <= now""",
        """Returns whether the test is closed now; False while it is open again.\"\"\"
        return self.closed_at is not None and self.closed_at < now""",
        ("tests/courses/test_window.py",),
    ),
    Mutant(
        "mistakes-explained-before-the-answers-are-shown",
        "app/services/facilitator/learned.py",
        " if schedule_of(session, cohort).is_revealed(now) else None",
        "",
        (
            "tests/app/services/test_learned.py"
            "::test_items_are_shown_when_the_learners_see_the_answers_and_hidden_while_the_test_is_open_again",
        ),
        Source.BLIND,
    ),
    Mutant(
        "of-two-who-answered-a-word-is-told",
        "analytics/items/mastery.py",
        "LEAST_ANSWERED = 3",
        "LEAST_ANSWERED = 2",
        ("tests/app/services/test_learned.py::test_of_fewer_than_eleven_a_word_stands_where_three_answered",),
        Source.BLIND,
    ),
    Mutant(
        "ten-learners-are-enough-to-hide-among",
        "analytics/disclosure.py",
        "LEAST = 11",
        "LEAST = 10",
        ("tests/app/services/test_gain_of_a_group.py::test_the_gain_of_ten_is_hidden_and_says_how_many_it_lacks",),
        Source.BLIND,
    ),
    Mutant(
        "joining-on-the-day-after-the-last",
        "app/services/admission.py",
        "and cohort.consent_on <= today_of(cohort, now) <= cohort.ends_on",
        "and cohort.consent_on <= today_of(cohort, now)",
        ("tests/app/services/test_joining.py::test_a_closed_a_forgotten_and_a_wrong_code_open_nothing",),
        Source.BLIND,
    ),
    Mutant(
        "lessons-before-the-first-test",
        "courses/path.py",
        "are_lessons_open = pre not in (StepState.WAITING, StepState.NOW, StepState.AHEAD)",
        "are_lessons_open = pre not in (StepState.WAITING, StepState.AHEAD)",
        ("tests/courses/test_path.py",),
        Source.BLIND,
    ),
)
