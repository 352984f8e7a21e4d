"""What waits on a phone: never lost, never sent for somebody else, never kept too long."""

from benchmarks.mutants.mutant import Mutant, Source

DATABASE = "app/web/static/database.js"
HASH = "app/web/static/hash.js"
OUTBOX = "app/web/static/outbox.js"
ALONE = ("tests/browser/test_outbox.py",)
HASHED = ("tests/browser/test_offline_hub.py::test_the_phone_hashes_as_the_server_does",)

MUTANTS = (
    Mutant(
        "a-lesson-goes-back-on-the-phone",
        OUTBOX,
        "row.step = Math.max(row.step, step);",
        "row.step = step;",
        ALONE,
        Source.HOUSE,
    ),
    Mutant(
        "a-lesson-done-is-undone",
        OUTBOX,
        "row.done = row.done || !!isDone;",
        "row.done = !!isDone;",
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "an-echo-of-other-answers-is-enough",
        OUTBOX,
        "answer.body.key === row.key && answer.body.sha256 === hash",
        "answer.body.key === row.key",
        ALONE,
    ),
    Mutant(
        "a-refusal-by-anybody-is-the-server-s",
        OUTBOX,
        "const status = response.ok || content.code ? response.status : 0;",
        "const status = response.status;",
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "whoever-left-stays-on-the-phone",
        OUTBOX,
        "if (answer.status === 410) { return surely(phone.forget(row.mark), { gone: row }); }",
        "if (answer.status === 410) { return surely(setAside(row, answer), { aside: row }); }",
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "what-was-said-beside-the-items-stays-behind",
        OUTBOX,
        '"answers", "seconds", "statements", "started_at"',
        '"answers", "seconds", "started_at"',
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "the-second-test-goes-first",
        OUTBOX,
        "one.number - other.number",
        "other.number - one.number",
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "lost-answers-are-said-to-be-held",
        OUTBOX,
        "now.isHeld = answer.status === 409;",
        "now.isHeld = true;",
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "the-next-on-a-phone-loses-what-waits-for-another",
        DATABASE,
        'return row.state === "draft" ? !isAny(row.fresh) : row.state === "aside" ? row.isHeld : name !== "tests";',
        'return row.state === "draft" ? !isAny(row.fresh) : row.state === "aside" ? row.isHeld : true;',
        ALONE,
    ),
    Mutant(
        "a-ticket-of-yesterday-is-kept",
        DATABASE,
        "else if (test && test.ticket !== row.ticket) { row.ticket = test.ticket; cursor.update(row); }",
        "",
        ALONE,
        Source.BLIND,
    ),
    Mutant(
        "letters-beyond-latin-change-the-hash",
        HASH,
        "view.setUint32(padded.length - 4, bytes.length << 3);",
        "view.setUint32(padded.length - 4, text.length << 3);",
        HASHED,
        Source.BLIND,
    ),
    Mutant(
        "steps-of-the-one-before-are-sent-as-mine",
        OUTBOX,
        "if (!mine || mine.mark !== mark) { return null; }",
        "if (!mine) { return null; }",
        ALONE,
        Source.BLIND,
    ),
)
