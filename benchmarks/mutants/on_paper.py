"""Groups on paper only, and sheets: true days, no way round the rules for phones, nobody added twice."""

from benchmarks.mutants.mutant import Mutant

_ONLY = "tests/app/services/test_paper_only.py"
_PEOPLE = "tests/app/services/test_without_phones.py"
_CLASS = "tests/app/web/lead/test_paper_class.py"

MUTANTS = (
    Mutant(
        "phones-send-to-a-group-on-paper-only",
        "app/services/intake.py",
        "if desk.schedule.is_on_paper and source.by is None:",
        "if False:",
        (f"{_ONLY}::test_no_phone_gets_into_it_and_none_sends_it_a_test",),
    ),
    Mutant(
        "phones-join-a-group-on-paper-only",
        "app/services/admission.py",
        "        and not cohort.is_on_paper\n",
        "",
        (f"{_ONLY}::test_no_phone_gets_into_it_and_none_sends_it_a_test",),
    ),
    Mutant(
        "a-group-on-paper-only-counts-when-it-was-typed-in",
        "app/services/figures/settling.py",
        "    if cohort.is_on_paper:\n",
        "    if False:\n",
        (f"{_ONLY}::test_a_group_taught_last_month_counts_in_the_month_of_its_true_days",),
    ),
    Mutant(
        "a-group-with-sheets-turns-into-one-with-phones",
        "app/services/cohorts.py",
        'and "paper" in (cohort.way, outline.way) and',
        'and outline.way == "paper" and',
        (f"{_ONLY}::test_a_group_becomes_or_ceases_to_be_on_paper_only_while_nobody_is_in_it",),
    ),
    Mutant(
        "two-sheets-of-one-day-are-of-one-moment",
        "courses/timing.py",
        "+ _A_TEST * self.place",
        "",
        (f"{_ONLY}::test_two_tests_of_one_day_make_a_pair_in_whatever_order_they_are_typed",),
    ),
    Mutant(
        "a-sheet-is-older-than-the-consent",
        "app/services/facilitator/paper_only.py",
        "(Edge.CONSENT, cohort.consent_on) if",
        "(Edge.CONSENT, cohort.starts_on) if",
        (f"{_ONLY}::test_no_sheet_is_older_than_the_consent",),
    ),
    Mutant(
        "somebody-joins-by-a-sheet-that-is-refused",
        "app/services/facilitator/without_phones.py",
        "            savepoint.rollback()\n",
        "            pass\n",
        (f"{_PEOPLE}::test_a_sheet_under_a_printed_card_makes_its_holder_a_learner_who_agreed_on_paper",),
    ),
    Mutant(
        "ten-people-are-added-twice",
        "app/services/facilitator/without_phones.py",
        "if learners.by_join_key(session, _key(batch, 0)) is not None:",
        "if False:",
        (f"{_PEOPLE}::test_ten_people_are_added_in_one_act_and_once",),
    ),
    Mutant(
        "the-second-entry-wins-whatever-was-chosen",
        "app/services/facilitator/second_entry.py",
        "right = first.with_those_of(second, chosen)",
        "right = second",
        (f"{_CLASS}::test_a_second_entry_shows_what_differs_and_it_is_settled_one_by_one",),
    ),
)
