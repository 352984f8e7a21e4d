"""Whoever is erased stays erased, by two, in time, and what is held on somebody tells no score early."""

from benchmarks.mutants.mutant import Mutant

RETENTION = "tests/app/services/test_retention.py"
ERASING = "tests/app/services/test_erasing.py"
GUARDIANS = "tests/app/services/test_guardians.py"
HELD = "tests/app/services/test_held.py"

MUTANTS = (
    Mutant(
        "one-alone-erases-on-a-guardian-s-word",
        "app/services/facilitator/guardians.py",
        "    if request.asked_by == by:\n        raise SamePerson\n",
        "",
        (f"{GUARDIANS}::test_one_asks_another_agrees_and_what_the_group_told_stays",),
    ),
    Mutant(
        "a-group-is-erased-before-it-has-settled",
        "app/services/retention.py",
        "    if COURSE not in settled_at or _has_a_test_to_come(windows, settled_at, now):\n",
        "    if COURSE not in settled_at:\n",
        (f"{RETENTION}::test_a_group_that_has_not_settled_or_has_a_test_to_come_is_not_erased_and_is_named",),
    ),
    Mutant(
        "a-slip-of-the-finger-erases-at-once",
        "app/services/retention.py",
        "TO_THINK_AGAIN = timedelta(days=7)",
        "TO_THINK_AGAIN = timedelta(days=0)",
        (f"{RETENTION}::test_nobody_is_erased_where_nobody_has_decided_nor_in_the_week_after",),
    ),
    Mutant(
        "counts-of-an-erased-group-go-with-a-new-edition",
        "app/store/figures/settlements.py",
        "    return query.where(ROW.cohort_id.not_in(erased))\n",
        "    return query\n",
        (f"{RETENTION}::test_a_new_edition_counts_no_group_anew_whose_answers_are_erased",),
    ),
    Mutant(
        "a-copy-brings-back-who-withdrew",
        "app/store/people/erasures.py",
        "            place.add(erased)\n",
        "            place.add([])\n",
        (f"{ERASING}::test_a_copy_of_before_is_rid_of_everybody_erased_since_and_of_nobody_else",),
    ),
    Mutant(
        "a-copy-brings-back-who-had-been-two",
        "app/store/people/learners.py",
        "FormerLearner(former_learner_id=drop_id, learner_id=keep_id, join_key=join_key, before=before)",
        "FormerLearner(former_learner_id=drop_id, learner_id=keep_id, join_key=None, before=before)",
        (f"{ERASING}::test_a_copy_of_before_is_rid_of_everybody_erased_since_and_of_nobody_else",),
    ),
    Mutant(
        "who-was-not-erased-is-in-the-list",
        "app/store/people/erasures.py",
        "    session.info.pop(NEW, None)\n",
        "    return\n",
        (f"{ERASING}::test_what_is_rolled_back_is_not_in_the_list",),
    ),
    Mutant(
        "what-is-held-tells-the-score-early",
        "app/services/learner/held.py",
        "    is_revealed = schedule_of(session, home.cohort).is_revealed(now)\n",
        "    is_revealed = True\n",
        (f"{HELD}::test_before_the_reveal_nothing_tells_what_was_answered_and_after_it_no_key_does",),
    ),
    Mutant(
        "what-is-held-forgets-a-table",
        "app/store/people/held.py",
        "    return [table for table in Row.metadata.sorted_tables if table.name in theirs]\n",
        '    return [it for it in Row.metadata.sorted_tables if it.name in theirs - {"consent", "planted"}]\n',
        (f"{HELD}::test_every_table_that_names_a_learner_or_what_is_theirs_is_written_out_and_has_words",),
    ),
    Mutant(
        "what-is-held-is-shown-without-the-pin",
        "app/web/learn/held.py",
        "    if sign_in_again(form):\n",
        "    if sign_in_again(form) or form.pin.data:\n",
        ("tests/app/web/test_held.py",),
    ),
)
