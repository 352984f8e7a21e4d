"""`navigator retention`: how long answers stay, what is erased when, and erasing what is due by hand."""

import argparse
from datetime import datetime

from app.cli.instance import clock, opened, say, settings, table
from app.cli.lottery import programme_of
from app.services import retention
from app.services.retention import Term, Wait
from app.services.retention_months import MOST_MONTHS, check_months, set_months
from app.store import Session
from app.store.programmes import programmes
from app.store.programmes import retention as rows

WHY = {
    Wait.FOR_A_CLOCK: "nobody has said how long answers stay",
    Wait.TO_SETTLE: "it has not settled",
    Wait.FOR_A_TEST: "a test is open or planned, or its follow-up has not settled",
}


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Some months after a group has settled its learners are erased with all answers, as long as the instance is "
        "served; what the group told in counts stays. Without an option: what would be erased today, and what when."
    )
    add = parser.add_argument
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--erase", action="store_true", help="erase what is due, which cannot be undone")
    deed.add_argument(
        "--months", type=_months, metavar="N", help="set how long answers of a programme stay; holds after a week"
    )
    add("--programme", metavar="ID", help="with --months; may be left out where there is one")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    now = clock(settings(args))
    with opened(args) as database:
        if args.erase:
            count = retention.erase_due(database, now)
            say(args, {"erased": count}, f"{count} learners erased.")
        elif args.months is not None:
            with database.writing() as session:
                programme = programme_of(session, args)
                set_months(session, programme, args.months, now=now)
            say(args, {"months": args.months}, f"{programme.name}: answers stay {args.months} months.")
        else:
            with database.reading() as session:
                _list(args, session, now)
    return 0


def _months(text: str) -> int:
    try:
        months = int(text)
        check_months(months)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"'{text}': answers stay 1 to {MOST_MONTHS} months") from fault
    return months


def _list(args: argparse.Namespace, session: Session, now: datetime) -> None:
    """Writes nothing and erases nobody."""
    known = programmes.list_programmes(session, with_archived=True)
    terms = [(one, term) for one in known for term in retention.list_terms(session, one.programme_id, now)]
    counts = rows.count_learners(session)
    records = [
        {
            "programme": programme.name,
            "months": programme.retention_months,
            "group": term.cohort.ref,
            "name": term.cohort.label,
            "learners": counts.get(term.cohort.cohort_id, 0),
            "erases_on": term.erases_on.isoformat() if term.erases_on else None,
            "is_due": term.is_due(now),
            "waits": term.waits.value if term.waits else None,
            "is_overdue": term.is_overdue,
        }
        for programme, term in terms
    ]
    lines = [f"{programme.name}: {_how_long(programme)}." for programme in known]
    say(args, records, "\n".join([*lines, table([_row(term, counts, now) for _, term in terms])]).rstrip())


def _how_long(programme: programmes.Programme) -> str:
    months = programme.retention_months
    return f"answers stay {months} months after a group has settled" if months else WHY[Wait.FOR_A_CLOCK]


def _row(term: Term, counts: dict[int, int], now: datetime) -> tuple[str, str, str]:
    count = f"{counts.get(term.cohort.cohort_id, 0)} learners"
    if term.waits is not None:
        overdue = ", and should have by now" if term.is_overdue else ""
        return term.cohort.label, count, f"stay: {WHY[term.waits]}{overdue}"
    return term.cohort.label, count, "due now" if term.is_due(now) else f"erased on {term.erases_on}"
