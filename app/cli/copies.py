"""`navigator backup` and `navigator restore`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from app.cli.instance import NEWER, WrongUse, alone, clock, open_database, opened, say, settings
from app.cli.progress import progress, share_done
from app.store import Database, copies, migrate
from app.store.migrate import NotMigrated, knows
from config import Config


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return backup(args) if args.command == "backup" else restore(args)


def backup(args: argparse.Namespace) -> int:
    """Writes a copy of the instance as of now into one file."""
    with opened(args) as database:
        _only_sqlite(database, "pg_dump")
        with share_done("copying") as is_done:
            _save(database, args.file, is_done)
        copies.note(database)
    size = args.file.stat().st_size
    say(args, {"file": str(args.file), "bytes": size}, f"{args.file}: {size} bytes, whole and on the disk.")
    return 0


def restore(args: argparse.Namespace) -> int:
    """Puts a copy in the instance's place, and stores what was there under another name."""
    config = settings(args)
    database = open_database(config)
    try:
        _only_sqlite(database, "pg_restore")
        with alone(database), progress(4) as begin:
            begin("looking at what is there")
            present = _present_copy(config)
            begin(f"looking at {args.file.name}")
            _refuse_another(args.file, present)
            begin("keeping what is there")
            former = _keep_what_is_there(config, database, is_whole=present is not None)
            begin("bringing the copy back")
            copies.bring_back(args.file, database)
            migrate(database)
    except NotMigrated as fault:
        raise WrongUse(str(fault)) from fault
    finally:
        database.dispose()
    text = f"{config.data} is as it was in {args.file}."
    say(args, {"kept": str(former) if former else None}, f"{text} What was there: {former}" if former else text)
    return 0


def _present_copy(config: Config) -> copies.Copied | None:
    """What is about to be replaced; None where there is nothing, or nothing that can be read."""
    try:
        return copies.check(config.data / "navigator.db")
    except copies.NoInstance:
        return None


def _refuse_another(file: Path, present: copies.Copied | None) -> None:
    """Raises WrongUse, before anything is touched, for a copy that may not take this instance's place."""
    try:
        copy = copies.check(file)
    except copies.NoInstance as fault:
        raise WrongUse(str(fault)) from fault
    if not knows(copy.schema):
        raise WrongUse(f"{file} {NEWER}")
    if present is not None and present.kind != copy.kind:
        raise WrongUse(
            f"{file} is of a {copy.kind} instance and this is a {present.kind} one: choose another folder with --data"
        )


def _keep_what_is_there(config: Config, database: Database, *, is_whole: bool) -> Path | None:
    """A copy of what is about to be replaced: a restore can be undone by another one. What is damaged is kept as is."""
    if not (config.data / "navigator.db").exists():
        return None
    former = config.data / f"before-restore-{clock(config):%Y%m%dT%H%M%S.%f}.db"
    if is_whole:
        _save(database, former)
    else:
        copies.set_aside(database, former)
    return former


def _save(database: Database, file: Path, on_progress: Callable[[int, int], None] | None = None) -> None:
    try:
        copies.save(database, file, on_progress)
    except OSError as fault:
        raise WrongUse(f"{file} could not be written: {fault.strerror}") from fault


def _only_sqlite(database: Database, tool: str) -> None:
    if not database.is_sqlite:
        raise WrongUse(f"a PostgreSQL database has its own tool for this: use {tool}")
