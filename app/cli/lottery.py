"""`navigator lottery`: draw which groups wait, check a draw, undo it."""

import argparse
from typing import Any

from app.cli.instance import WrongUse, again, clock, opened, say, settings, table
from app.services.administrator import lottery
from app.store import Session
from app.store.programmes import cohorts, programmes


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Draw which groups wait, of those that nobody has joined yet: they sit an early test and take the course some "
        "weeks later, and are what the others are compared with. Every region gives its share."
    )
    add = parser.add_argument
    add("--programme", metavar="ID", help="may be left out where there is one")
    add("--region", action="extend", nargs="+", metavar="CODE", help="only groups of these regions, such as KZ-61")
    add("--wait", type=int, metavar="N", help="how many wait; half of them, if not given")
    add("--seed", metavar="S", help="any words: the same ones draw the same groups; made and printed, if not given")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--check", metavar="DRAW", help="do an earlier draw again and compare")
    one.add_argument("--undo", metavar="DRAW", help="take a draw back, as long as nobody has joined")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.check:
        return _check(args)
    return _undo(args) if args.undo else _draw(args)


def _draw(args: argparse.Namespace) -> int:
    config = settings(args)
    with opened(args) as database, database.writing() as session:
        programme = programme_of(session, args)
        try:
            made = lottery.draw(
                session,
                programme.programme_id,
                regions=args.region or (),
                wait=args.wait,
                seed=args.seed,
                now=clock(config),
            )
        except lottery.TooFew as fault:
            raise WrongUse(
                f"nothing to draw: {fault.untouched} groups here that nobody has joined, {fault.joined} that somebody "
                "has joined or whose test was opened. Lots are drawn before anybody joins, between two groups or more"
            ) from fault
        except lottery.WrongCount as fault:
            raise WrongUse(f"--wait takes 1 to {fault.groups - 1}: nobody has joined {fault.groups} groups") from fault
        except lottery.DrawnBefore as fault:
            raise WrongUse(
                f"some of these groups were in the draw {fault.ref}, and a draw stands. To see it: "
                f"{again(args, f'lottery --check {fault.ref}')}. To take it back before anybody joins: "
                f"{again(args, f'lottery --undo {fault.ref}')}"
            ) from fault
        record = _record(session, made)
    check, undo = (again(args, f"lottery --{act} {made.ref}") for act in ("check", "undo"))
    say(args, record, f"{_text(record)}\nTo check it: {check}. Until somebody joins, to take it back: {undo}")
    return 0


def _check(args: argparse.Namespace) -> int:
    with opened(args) as database, database.reading() as session:
        made = _get(session, args.check)
        record = _record(session, made) | {"is_sound": lottery.is_sound(made)}
    outcome = (
        "Drawn again: the same." if record["is_sound"] else "Drawn again, others wait: this draw was tampered with."
    )
    say(args, record, f"{_text(record)}\n{outcome}")
    return 0 if record["is_sound"] else 1


def _undo(args: argparse.Namespace) -> int:
    config = settings(args)
    with opened(args) as database, database.writing() as session:
        _get(session, args.undo)
        try:
            lottery.undo(session, args.undo, now=clock(config))
        except lottery.HasJoined as fault:
            raise WrongUse(f"somebody has joined '{fault.label}', or its test was opened: the draw stands") from fault
    say(args, {"undone": args.undo}, "Taken back: no group is drawn.")
    return 0


def programme_of(session: Session, args: argparse.Namespace) -> programmes.Programme:
    """Returns the programme that --programme names, or the only one.

    Raises WrongUse for an unknown one, and if none is named and there is not exactly one.
    """
    known = programmes.list_programmes(session)
    chosen = [one for one in known if args.programme in (None, one.ref)]
    if len(chosen) != 1:
        ids = ", ".join(f"{one.ref} ({one.name})" for one in known) or "none yet"
        raise WrongUse(f"name the programme with --programme: {ids}")
    return chosen[0]


def _get(session: Session, ref: str) -> lottery.Draw:
    try:
        return lottery.get(session, ref)
    except lottery.NoSuchDraw as fault:
        raise WrongUse(f"there is no draw '{ref}', or it was taken back") from fault


def _record(session: Session, made: lottery.Draw) -> dict[str, Any]:
    labels = cohorts.labels_of(session, made.entrants)
    groups = [
        {"id": ref, "name": labels.get(ref, ""), "region": region, "waits": ref in made.waiting}
        for ref, region in sorted(
            made.entrants.items(), key=lambda entrant: (entrant[1], labels.get(entrant[0], ""), entrant[0])
        )
    ]
    return {"draw": made.ref, "seed": made.seed, "wait": len(made.waiting), "groups": groups}


def _text(record: dict[str, Any]) -> str:
    rows = [
        (group["region"], group["id"], group["name"], "waits" if group["waits"] else "begins")
        for group in record["groups"]
    ]
    return (
        f"Draw {record['draw']}, seed '{record['seed']}': {record['wait']} of {len(rows)} groups wait.\n{table(rows)}"
    )
