"""`navigator demo`: the demonstration, an instance of its own."""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from app.cli.init import add_address, make
from app.cli.instance import WrongUse, say, settings
from app.cli.progress import progress
from app.cli.reports import from_instance
from app.cli.serve import refuse_port_in_use, serve
from app.exports import gain_in_short
from app.publishing import drafts, publications
from app.services.administrator.instance import AnotherKind, prepare
from app.services.demonstration import invention, visitors
from app.services.people import Role
from app.store import Database, Session
from app.store.people import staff
from app.store.programmes.programmes import list_programmes
from app.wording import Words
from config import Config

SIGN_INS = "sign-ins.json"
"""Beside the database: the four of the demonstration are meant to be found. Nothing of a real instance is kept so."""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--serve", action="store_true", help="and run it")
    add_address(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Makes the demonstration and prints its report and sign-ins; later runs keep its data and sign-ins.

    The sign-ins are stored in sign-ins.json beside the database. With --serve it is served until stopped. Raises
    WrongUse if the port is in use, or the folder holds another kind of instance or a demonstration of which a part was
    removed.
    """
    config = settings(args)
    if args.data is None and "NAVIGATOR_DATA" not in os.environ:
        config = config.at(data=Path("demo"))
        args.data = config.data
    if args.serve:
        refuse_port_in_use(args.host, args.port)
    database = make(config)
    try:
        with progress(2) as begin:
            begin("inventing people who take the course")
            record = _record(config, database, f"http://{args.host}:{args.port}")
            begin("working out what they gained")
            report = "" if args.json else _report(args)
        say(args, record, f"{report}\n{_text(record)}")
        return serve(config, database, host=args.host, port=args.port) if args.serve else 0
    finally:
        database.dispose()


def _report(args: argparse.Namespace) -> str:
    words = Words("en")
    short = "\n".join(gain_in_short(report, cover, words) for report, cover in from_instance(args, words))
    return f"{short}\nThe whole report: .venv/bin/navigator --data {args.data} gains --full\n"


def _record(config: Config, database: Database, address: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    try:
        with database.writing() as session:
            is_new = not invention.is_there(session)
            prepare(session, kind="demonstration", language="en", now=invention.BEGAN_AT if is_new else now)
            if is_new:
                invention.fill(session, now, dict(_publishing(session, address)))
            join_code = visitors.freshen(session, now)
        return {"address": address, "join_code": join_code, "sign_ins": _sign_ins(config, database, now)}
    except AnotherKind as fault:
        raise WrongUse(f"{fault}: choose another folder with --data") from fault
    except LookupError as fault:
        raise WrongUse(f"{fault.args[0]}: remove '{config.data}' to make it anew") from fault


def _publishing(session: Session, home: str) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Once about the middle, and when all that was planned is over; a file is made when somebody asks for it."""
    for until_on in invention.PUBLISHED_UNTIL:
        made_at = datetime.combine(until_on, time(9), invention.ZONE) + timedelta(days=1)
        yield made_at, partial(_publish, session, until_on, home=home, now=made_at)


def _publish(session: Session, until_on: date, *, home: str, now: datetime) -> None:
    officer = staff.get_by_name(session, invention.NAMES[Role.ME_OFFICER])
    for programme in list_programmes(session):
        drafted = drafts.draft(session, programme, until_on, home=home, now=now)
        publications.publish(session, drafted, by=officer.staff_id if officer else None, now=now)


def _sign_ins(config: Config, database: Database, now: datetime) -> dict[str, Any]:
    """The ones that were handed out; where their file is gone, or was never written, new ones."""
    file = config.data / SIGN_INS
    if file.exists():
        known: dict[str, Any] = json.loads(file.read_text())
        return known
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # with PostgreSQL nothing has made it yet
    secrets = visitors.new_secrets()
    with database.writing() as session:
        visitors.hand_out(session, secrets, now)
    record: dict[str, Any] = {
        "learner": {"code": secrets.card.learner_code, "pin": secrets.card.pin},
        **{
            role.value: {"name": invention.NAMES[role], "passphrase": secrets.passphrases[role]}
            for role in (Role.FACILITATOR, Role.ME_OFFICER, Role.ADMINISTRATOR)
        },
    }
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(json.dumps(record, indent=1))
    part.replace(file)
    return record


def _text(record: dict[str, Any]) -> str:
    learner, others = record["sign_ins"]["learner"], {**record["sign_ins"]}
    others.pop("learner")
    code = f"{learner['code'][:4]}-{learner['code'][4:]}"
    lines = [
        f"Demonstration: {record['address']}",
        f"  join a group   {record['address']}/j/{record['join_code']}   (code {record['join_code']})",
        f"  learner        {record['address']}/in   code {code}   PIN {learner['pin']}",
    ]
    for role, who in others.items():
        title = {"me_officer": "M&E officer"}.get(role, role)
        lines.append(f"  {title:<13}  {record['address']}/staff/in   {who['name']}   {who['passphrase']}")
    return "\n".join(lines)
