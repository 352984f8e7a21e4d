"""What was acknowledged is on the disk, and the sums follow it."""

from benchmarks.mutants.mutant import Mutant, Source

_STORAGE = "tests/app/store/test_storage.py"

MUTANTS = (
    Mutant(
        "a-power-cut-takes-what-was-stored",
        "app/store/database.py",
        '"synchronous=FULL"',
        '"synchronous=NORMAL"',
        ("tests/app/store/test_database.py::test_sqlite_syncs_every_commit_and_keeps_foreign_keys",),
        Source.BLIND,
    ),
    Mutant(
        "stored-is-said-before-the-commit",
        "app/web/transaction.py",
        "            db().commit()\n",
        "            db().flush()\n",
        ("tests/app/web/test_transaction.py",),
    ),
    Mutant(
        "healthy-on-a-full-disk",
        "app/store/pulse.py",
        'set_={"beats": Row.beats + 1}',
        'set_={"beats": Row.beats}',
        ("tests/app/web/test_health.py",),
        Source.TRUST,
    ),
    Mutant(
        "a-read-only-postgresql-is-a-fault-of-ours",
        "app/store/database.py",
        "if ours or not is_read_only(context.original_exception):",
        "if context:",
        ("tests/benchmarks/test_faults.py::test_nothing_acknowledged_is_lost_and_all_arrives_when_it_is_over",),
    ),
    Mutant(
        "an-update-that-was-cut-off-looks-like-edited-acts",
        "app/cli/verify.py",
        "if instance.holds_secret(session):",
        "if instance is None:",
        ("tests/app/cli/test_secret.py::test_an_update_that_was_cut_off_is_told_from_acts_that_were_edited",),
    ),
    Mutant(
        "what-is-written-goes-into-a-file-that-was-moved-away",
        "app/store/database.py",
        "    def look_last(_: Connection) -> None:\n        file.check()\n",
        "    def look_last(_: Connection) -> None:\n        pass\n",
        ("tests/app/store/test_one_writer.py",),
    ),
    Mutant(
        "a-ticket-fills-the-disk",
        "app/store/answers/refused.py",
        "    has_room = most is None or len(stored) < most\n",
        "    has_room = True\n",
        ("tests/app/services/test_set_aside.py",),
    ),
    Mutant(
        "a-phone-is-told-that-what-was-not-stored-is-there",
        "app/services/learner/phones.py",
        'if result.is_aside else (422, "not_stored")',
        'if result else (422, "not_stored")',
        ("tests/app/services/test_set_aside.py",),
    ),
    Mutant(
        "sign-ins-stand-before-tests",
        "app/cli/server.py",
        "            if len(self.hashing.queue) < WAITING:\n                self.hashing.add_task(channel)\n",
        "            if len(self.hashing.queue) < WAITING:\n                super().add_task(channel)\n",
        ("tests/app/web/test_hashing.py",),
    ),
    Mutant(
        "the-quickest-sender-gives-way",
        "app/cli/server.py",
        "    slowest = max(",
        "    slowest = min(",
        ("tests/app/cli/test_server.py",),
    ),
    Mutant(
        "two-processes-write-at-once",
        "app/store/database.py",
        "            has_turn = turn.take(SECONDS_TO_WAIT)\n",
        "            has_turn = True\n",
        ("tests/app/store/test_one_writer.py",),
    ),
    Mutant(
        "the-doctor-trusts-a-commit-that-is-not-waited-for",
        "app/store/durability.py",
        'value not in ("off", "local")',
        'value != "off"',
        ("tests/app/store/test_durability.py",),
        Source.BLIND,
    ),
    Mutant(
        "an-update-drops-tables-with-foreign-keys-on",
        "app/store/migrations/env.py",
        "        without_foreign_keys(connection)\n",
        "        pass\n",
        (f"{_STORAGE}::test_every_answer_time_point_digest_moment_and_consent_is_brought_over",),
    ),
    Mutant(
        "an-item-left-out-is-brought-over-as-a-blank",
        "app/store/answers/sheets.py",
        "            if byte != ABSENT\n",
        "            if byte != BLANK\n",
        (f"{_STORAGE}::test_every_answer_time_point_digest_moment_and_consent_is_brought_over",),
    ),
    Mutant(
        "an-id-is-given-out-again-after-an-update",
        "app/store/migrations/versions/0004_storage.py",
        "    _go_on_counting(connection, counters)\n",
        "    _go_on_counting(connection, {})\n",
        (f"{_STORAGE}::test_an_id_is_never_given_out_again_after_the_update",),
    ),
    Mutant(
        "a-null-score-is-taken-for-the-same",
        "app/store/migrations/versions/0004_storage.py",
        "sum(CASE WHEN {is_same} THEN 0 ELSE 1 END) {rows}",
        "count(*) {rows} AND NOT ({is_same})",
        (f"{_STORAGE}::test_what_cannot_be_brought_over_stops_the_update_and_is_named",),
    ),
    Mutant(
        "two-attempts-of-one-wave-count",
        "app/store/answers/attempts.py",
        '"is_counted": may_count',
        '"is_counted": False',
        ("tests/app/services/test_testing.py::test_the_constraint_decides_and_not_an_if",),
    ),
    Mutant(
        "late-sheets-count-after-settling",
        "app/store/answers/attempts.py",
        "and of.bar is None and frozen.may_count(session, of.learner_id, of.cohort_id, of.wave)",
        "and of.bar is None",
        ("tests/app/services/test_settling.py::test_a_sheet_that_comes_after_settling_is_kept_and_does_not_count",),
    ),
    Mutant(
        "settling-anew-adds-to-what-was-there",
        "app/store/figures/additions.py",
        "    add_to_cells(session, settlement, ledger_of(settlement), sign=-1)\n",
        "",
        (
            "tests/app/services/test_settling_anew.py"
            "::test_a_new_edition_of_everything_takes_in_corrections_late_sheets_and_moves",
        ),
    ),
    Mutant(
        "who-is-erased-is-missing-in-the-count",
        "app/store/people/learners.py",
        "            frozen.count_gone(session, learner_id, is_merged=False)\n",
        "            continue\n",
        (
            "tests/app/services/test_settling.py"
            "::test_somebody_who_withdraws_stays_counted_and_nothing_else_of_them_stays",
        ),
    ),
    Mutant(
        "a-month-is-that-of-the-job",
        "app/services/figures/settling.py",
        "_month(session, cohort, min(now, due_at))",
        "_month(session, cohort, now)",
        (
            "tests/app/services/test_settling.py"
            "::test_a_month_is_that_in_which_a_cohort_was_due_whenever_the_clock_comes_round",
        ),
    ),
    Mutant(
        "sheets-typed-late-are-added",
        "app/services/figures/ledgers.py",
        "np.where(those.is_typed_late, TYPED_LATE, standing_of(cohort))",
        "np.where(~those.is_typed_late, standing_of(cohort), standing_of(cohort))",
        (
            "tests/app/services/test_settling.py::test_sheets_that_one_person_typed_in_after_the_answers_could_be_seen_stand_apart",
        ),
    ),
    Mutant(
        "sums-forget-to-take-away",
        "app/store/answers/summaries.py",
        "        yield\n    _apply(session, totals_of(session, learner_ids), before)\n",
        "        yield\n    _apply(session, totals_of(session, learner_ids), Totals())\n",
        ("tests/app/store/test_summaries.py::test_a_learner_goes_from_enrolled_to_one_test_to_both",),
    ),
    Mutant(
        "those-who-left-count-as-declined",
        "app/services/erasing.py",
        "enrolment.count_withdrawn(session, learner.cohort_id)",
        "enrolment.count_declined(session, learner.cohort_id)",
        ("tests/app/services/test_joining.py::test_who_withdraws_is_erased_with_every_answer_and_counted",),
        Source.BLIND,
    ),
    Mutant(
        "taking-everything-out-leaves-the-learner",
        "app/services/erasing.py",
        "    drop(session, [learner.learner_id])\n",
        "",
        ("tests/app/services/test_joining.py::test_who_withdraws_is_erased_with_every_answer_and_counted",),
    ),
    Mutant(
        "lessons-go-back-on-the-server",
        "app/store/answers/progress.py",
        "case((new.step > of.step, new.step)",
        "case((new.step < of.step, new.step)",
        ("tests/app/services/test_lessons.py::test_the_furthest_step_stands_whatever_the_order",),
        Source.BLIND,
    ),
)
