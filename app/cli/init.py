"""`navigator init`: make an instance, or bring one to this version."""

import argparse

from app.cli.here import WrongUse, clock, open_database, say, settings
from app.services.instance import AnotherKind, Prepared, prepare
from app.store import Database, migrate
from app.store.migrate import is_newer
from config import Config


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("init", help="make an instance, or bring one to this version; safe to repeat")
    parser.add_argument("--test-instance", action="store_true", help="for tests: it can be seeded, its clock moved")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    config = settings(args)
    database = make(config)
    try:
        with database.writing() as session:
            made = prepare(session, kind="test" if args.test_instance else None, now=clock(config))
    except AnotherKind as fault:
        raise WrongUse(str(fault)) from fault
    finally:
        database.dispose()
    link = link_of(config, made)
    say(args, {"kind": made.kind, "database": _shown(config), "link": link}, _text(config, made, link))
    return 0


def make(config: Config) -> Database:
    """The database with its newest schema; its folder is readable by its owner alone."""
    if config.database_url is None:
        config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (config.data / "navigator.db").touch(mode=0o600)
    database = open_database(config)
    if is_newer(database):
        database.dispose()
        raise WrongUse("this instance was made by a newer version of navigator: install that one")
    migrate(database)
    return database


def link_of(config: Config, made: Prepared) -> str | None:
    """The address that the first administrator opens."""
    where = config.public_url or "http://127.0.0.1:8000"
    return f"{where.rstrip('/')}/staff/link/{made.token}" if made.token else None


def _text(config: Config, made: Prepared, link: str | None) -> str:
    lines = [f"A {made.kind} instance is ready in {_shown(config)}."]
    if link:
        lines += [
            "Start it with `navigator serve`, then open this link once, within three days,",
            "to choose the administrator's passphrase:",
            f"  {link}",
        ]
    return "\n".join(lines)


def _shown(config: Config) -> str:
    """Where it is, without a password."""
    if config.database_url is None:
        return str(config.data)
    return config.database_url.rsplit("@", 1)[-1]
