"""What is changed by hand is named, and no deed afterwards makes it right."""

from benchmarks.mutants.mutant import Mutant

_RECEIPTS = "tests/app/services/test_what_verify_sees_of_receipts.py"

MUTANTS = (
    Mutant(
        "the-next-deed-makes-right-what-was-edited",
        "app/store/keyed_seals.py",
        "    if all(record.seal == _seal(key, kind, record) for record in former.values()):\n",
        "    if former or new:\n",
        (f"{_RECEIPTS}::test_what_comes_afterwards_makes_nothing_right",),
    ),
    Mutant(
        "seconds-have-no-seal",
        "app/store/answers/learner_seals.py",
        "Attempt.answers, Attempt.seconds, Attempt.points",
        "Attempt.answers, Attempt.points",
        (f"{_RECEIPTS}::test_each_planted_change_is_named_by_its_row",),
    ),
    Mutant(
        "lessons-done-have-no-seal",
        "app/store/answers/learner_seals.py",
        'did = {"lessons": lessons[learner_id], "peers"',
        'did = {"lessons": [], "peers"',
        (f"{_RECEIPTS}::test_each_planted_change_is_named_by_its_row",),
    ),
    Mutant(
        "a-lesson-is-done-without-a-new-seal",
        "app/store/answers/progress.py",
        "nullcontext() if done_at is None else reseal(",
        "nullcontext() if done_at != 0 else reseal(",
        (f"{_RECEIPTS}::test_whatever_is_done_by_the_rules_leaves_nothing_wrong",),
    ),
    Mutant(
        "a-whole-row-that-is-gone-is-not-missed",
        "app/services/figures/seal_checks.py",
        "    yield from made_rows.list_missing(session)\n",
        "",
        (f"{_RECEIPTS}::test_each_planted_change_is_named_by_its_row",),
    ),
    Mutant(
        "what-lies-aside-may-be-edited",
        "app/services/figures/seal_checks.py",
        "    yield from _faults_of_refused(session)\n",
        "",
        (f"{_RECEIPTS}::test_each_planted_change_is_named_by_its_row",),
    ),
    Mutant(
        "a-learner-who-was-taken-out-is-not-missed",
        "app/store/programmes/cohort_seals.py",
        "Record((row.cohort_id, *learners[row.cohort_id]), {}, row.seal)",
        "Record((row.cohort_id,), {}, row.seal)",
        (f"{_RECEIPTS}::test_each_planted_change_is_named_by_its_row",),
    ),
    Mutant(
        "whoever-knows-how-makes-a-seal",
        "app/store/keyed_seals.py",
        "return hmac.digest(key, json.dumps(",
        'return hmac.digest(b"guessed", json.dumps(',
        (f"{_RECEIPTS}::test_each_planted_change_is_named_by_its_row",),
    ),
    Mutant(
        "an-update-seals-what-was-put-in",
        "app/store/sealing.py",
        "    if former is None:\n",
        "    if former is None or former.detail:\n",
        ("tests/app/store/test_storage.py::test_what_is_there_is_sealed_once_and_what_is_put_in_afterwards_is_named",),
    ),
)
