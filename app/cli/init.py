"""`navigator init`: make an instance, or bring one to this version."""

import argparse
from datetime import datetime

from app.cli.instance import NEWER, WrongUse, again, clock, open_database, refuse_moved_clock, say, settings
from app.services.administrator.instance import AnotherKind, Prepared, prepare
from app.store import Database, SecretFault, audit_chain, instance, migrate, sealing
from app.store.database import forget_what_was_written
from app.store.migrate import NotMigrated, is_newer
from app.store.people import erasures, second_factors
from config import Config

HOST, PORT = "127.0.0.1", 8000
"""Where it is served unless another place is named."""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--test-instance", action="store_true", help="for tests: it can be seeded, its clock moved")
    add_address(parser)
    parser.add_argument("--lang", choices=("kk", "ru", "en"), help="of the first administrator's pages")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    config = settings(args)
    database, kind = make(config), "test" if args.test_instance else None
    try:
        with database.writing() as session:
            made = prepare(session, kind=kind, language=args.lang, now=clock(config))
            refuse_moved_clock(config, instance.get(session))
    except AnotherKind as fault:
        raise WrongUse(str(fault)) from fault
    finally:
        database.dispose()
    link = link_of(config, made.token, listening_at(args.host, args.port)) if made.token else None
    serve = again(args, _serve(args.host, args.port))
    say(args, {"kind": made.kind, "database": _shown(config), "link": link}, _text(config, made, link, serve))
    return 0


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help="0.0.0.0: for other machines too")
    parser.add_argument("--port", type=_port, default=PORT)


def _port(text: str) -> int:
    if not is_port(text):
        raise argparse.ArgumentTypeError(f"'{text}': a port is a number from 1 to 65535")
    return int(text)


def is_port(text: str) -> bool:
    """Returns whether the text is a port number, from 1 to 65535."""
    return text.isdecimal() and 1 <= int(text) <= 65535


def make(config: Config) -> Database:
    """Opens the instance's database, made if it is missing and brought to the newest schema.

    Its folder and file are readable by their owner alone. It also finishes what an update or a restore left: the secret
    is taken out of the database, and learners who are on the erasure list are erased again. Raises WrongUse for a newer
    schema, a secret that does not fit, or a place that cannot be written.
    """
    if config.database_url is None:
        try:
            config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            (config.data / "navigator.db").touch(mode=0o600)
        except OSError as fault:
            raise WrongUse(f"'{config.data}' cannot be written: {fault.strerror}") from fault
    database = open_database(config)
    if is_newer(database):
        database.dispose()
        raise WrongUse(f"this instance {NEWER}")
    try:
        migrate(database)
        with database.writing() as session:
            was_inside = instance.bring_over(session)
            audit_chain.begin(session)
            this = instance.get(session)
            refuse_moved_clock(config, this)
            is_made = this is not None
            if is_made:
                sealing.begin(session, clock(config))
                second_factors.encrypt_anew(session)
    except (NotMigrated, SecretFault) as fault:
        database.dispose()
        raise WrongUse(str(fault)) from fault
    if was_inside:
        forget_what_was_written(database)
    try:
        _erase_anew(database, clock(config), is_made=is_made)
    except OSError as fault:
        database.dispose()
        raise WrongUse(f"the list of who was erased cannot be used: '{fault.filename}': {fault.strerror}") from fault
    return database


def _erase_anew(database: Database, now: datetime, *, is_made: bool) -> None:
    """Whoever was erased since is gone before anything is served, and whoever is missing in their list is in it."""
    with database.reading() as session:
        has_missing = is_made and bool(erasures.list_missing(session, database))
    if has_missing:
        from app.services.erasing_anew import erase_anew  # heavy, and seldom asked for

        erase_anew(database, now)
    erasures.complete(database)


def listening_at(host: str, port: int) -> str:
    """Returns the address by which this computer opens what `serve` serves there."""
    near = HOST if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104  (read, not listened on)
    return f"http://{near}:{port}"


def served_at(database: Database) -> str:
    """Returns the address where `serve` serves this instance now, as it has written down, else the usual one."""
    written = database.serving.words_of_others() if database.serving is not None else ""
    return written or listening_at(HOST, PORT)


def link_of(config: Config, token: str, near: str) -> str:
    """Returns the address of a one-time link by which a member of staff chooses a passphrase.

    near: the address where the instance is served, used only if the settings have no public one.
    """
    return f"{(config.public_url or near).rstrip('/')}/staff/link#{token}"


def _serve(host: str, port: int) -> str:
    """The act that serves there."""
    words = ["serve"]
    if host != HOST:
        words.append(f"--host {host}")
    if port != PORT:
        words.append(f"--port {port}")
    return " ".join(words)


def _text(config: Config, made: Prepared, link: str | None, serve: str) -> str:
    lines = [f"A {made.kind} instance is ready in {_shown(config)}."]
    if link:
        lines += [
            f"Start it with {serve}, then open this link once, within three days,",
            "to choose the administrator's passphrase:",
            f"  {link}",
        ]
        if made.replaces_link:
            lines.append("The link of an earlier `navigator init` is dead: only this one works.")
    return "\n".join(lines)


def _shown(config: Config) -> str:
    """Where it is, without a password."""
    if config.database_url is None:
        return str(config.data)
    return config.database_url.rsplit("@", 1)[-1]
