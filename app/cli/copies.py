"""`navigator backup` and `navigator restore`."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from app.cli.encryption import add_decryption, add_encryption, decryption_of, encryption_of
from app.cli.instance import NEWER, WrongUse, again, alone, clock, open_database, opened, say, settings
from app.cli.progress import progress, share_done
from app.services.erasing_anew import ErasingAnew, erase_anew
from app.store import Database, SecretFault, StoreFault, audit_chain, copies, instance, migrate, sealing
from app.store.database import forget_what_was_written
from app.store.encryption import Encryption, NotReadable, is_encrypted
from app.store.migrate import NotMigrated, knows
from app.store.people import erasures
from app.store.secret_place import read_secret
from config import Config


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    add = add_encryption if parser.prog.endswith("backup") else add_decryption
    add(parser)
    if add is add_encryption:
        parser.add_argument("--force", action="store_true", help="also over a file that is there already")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        return backup(args) if args.command == "backup" else restore(args)
    except NotReadable as fault:
        raise WrongUse(str(fault)) from fault


def backup(args: argparse.Namespace) -> int:
    """Writes a backup of the instance as it is now into one file, prints its size and returns 0.

    It is encrypted if the options or NAVIGATOR_BACKUP_TO say so, and then holds the secret too. The time is noted for
    `doctor`. Raises WrongUse for PostgreSQL, for a file that is there already without `--force`, or if it cannot be
    written; NotReadable for a bad recipient.
    """
    encryption = encryption_of(args, settings(args))
    with opened(args) as database:
        _only_sqlite(database, "pg_dump")
        if args.file.is_file() and not args.force:
            raise WrongUse(f"{args.file} is there already: name another file, or replace it with --force")
        with share_done("copying") as is_done:
            if encryption is None:
                _save(database, args.file, is_done)
            else:
                _save_encrypted(database, args.file, encryption, is_done)
        copies.note(database)
    size = args.file.stat().st_size
    record = {"file": str(args.file), "bytes": size, "is_encrypted": encryption is not None}
    say(args, record, f"{args.file}: {size} bytes, whole and on the disk. {_of_what(encryption)}")
    return 0


def _of_what(encryption: Encryption | None) -> str:
    if encryption is not None:
        return "Encrypted, with the secret of the instance in it."
    return (
        "Anybody can read the answers in it; codes and PINs open with the file `secret` alone, which is not in it. "
        "To encrypt it: --to or --passphrase-file."
    )


def restore(args: argparse.Namespace) -> int:
    """Puts a backup in the instance's place, keeps what was there in another file, and returns 0.

    The backup is brought to the newest schema, and learners who were erased after it was made are erased again. If the
    secret does not open it, that is printed and still 0 is returned. Raises WrongUse for PostgreSQL, while the instance
    is served, and for a backup of a newer version or of another kind of instance.
    """
    config = settings(args)
    database = open_database(config)
    try:
        _only_sqlite(database, "pg_restore")
        with alone(database), progress(5) as begin, _readable(args, config) as file:
            begin("looking at what is there")
            present = _present_copy(config)
            begin(f"looking at {args.file.name}")
            _refuse_another(file, present, name=args.file)
            begin("keeping what is there")
            if present is not None:
                _complete_list(database)
            former = _keep_what_is_there(config, database, is_whole=present is not None)
            begin("bringing the copy back")
            copies.bring_back(file, database)
            migrate(database)
            is_open = _is_open(database, clock(config))
            begin("erasing who was erased since")
            anew = erase_anew(database, clock(config)) if is_open else None
    except NotMigrated as fault:
        raise WrongUse(str(fault)) from fault
    finally:
        database.dispose()
    lines = [f"{config.data} is as it was in {args.file}." + (f" What was there: {former}" if former else "")]
    lines += _words_of(anew, database) if anew else []
    record = {"kept": str(former) if former else None, "needs_secret": not is_open}
    say(args, {**record, "erased_anew": vars(anew) if anew else None}, "\n".join(lines))
    if not is_open:
        print(_without_secret(args, database), file=sys.stderr)
    return 0


def _complete_list(database: Database) -> None:
    """What is about to be replaced may know of somebody whom a kill kept out of the list of who was erased."""
    with suppress(StoreFault):  # damaged, or older than that list
        erasures.complete(database)


def _words_of(anew: ErasingAnew, database: Database) -> list[str]:
    """What is said of those who were erased after the copy was made."""
    place = database.vault.place.erased
    if not anew.has_list:
        return [
            "Nobody can tell who was erased after this copy was made: the list of who was erased is not here. Put it "
            f"back as {place.path if place else 'erased'} before the next `navigator serve`, which erases them anew; "
            "where it is lost, erase again whoever withdrew since."
        ]
    lines = [f"Erased anew, since they had been erased after this copy was made: {anew.learners} learners."]
    if anew.cohorts:
        lines.append(f"So were the learners of {anew.cohorts} groups whose time was over.")
    if anew.waiting:
        lines.append(
            f"{anew.waiting} groups whose time was over have not settled in this copy: their learners are erased when "
            "they have."
        )
    if anew.unknown:
        lines.append(f"{anew.unknown} were erased under another secret: nobody can tell who they are in this copy.")
    return lines


def _is_open(database: Database, now: datetime) -> bool:
    """Whether the secret of this place opens what was brought back; a secret that came with it is taken out of it."""
    try:
        with database.writing() as session:
            was_inside = instance.bring_over(session)
            audit_chain.begin(session)
            sealing.begin(session, now)
        if was_inside:
            forget_what_was_written(database)
    except SecretFault:
        return False
    return True


def _without_secret(args: argparse.Namespace, database: Database) -> str:
    restore_again = again(args, f"restore {args.file} --secret FILE")
    return (
        "Answers and figures are there, but it cannot be served yet: a plain copy holds no secret. Put the file "
        f"`secret` of its instance in its place ({database.vault.place.file}), or run {restore_again}. "
        f"Where it is lost for ever: {again(args, 'secret rotate --lost')}, and every card and passphrase is made anew."
    )


@contextmanager
def _readable(args: argparse.Namespace, config: Config) -> Iterator[Path]:
    """The copy as a database: decrypted beside the instance's own where it is encrypted, and with what opens it."""
    if not is_encrypted(args.file) and args.secret is None:
        yield args.file
        return
    part = config.data / "restoring.part"
    with copies.set_down(part):
        part.touch(mode=0o600)
        if is_encrypted(args.file):
            decryption_of(args).open(args.file, part)
        else:
            copies.duplicate(args.file, part)
        if args.secret is not None:
            copies.carry(part, read_secret(args.secret))
        yield part


def _present_copy(config: Config) -> copies.Copied | None:
    """What is about to be replaced; None where there is nothing, or nothing that can be read."""
    try:
        return copies.check(config.data / "navigator.db")
    except copies.NoInstance:
        return None


def _refuse_another(file: Path, present: copies.Copied | None, *, name: Path) -> None:
    """Raises WrongUse, before anything is touched, for a copy that may not take this instance's place."""
    try:
        copy = copies.check(file, name)
    except copies.NoInstance as fault:
        raise WrongUse(str(fault)) from fault
    if not knows(copy.schema):
        raise WrongUse(f"{name} {NEWER}")
    if present is not None and present.kind != copy.kind:
        raise WrongUse(
            f"{name} is of a {copy.kind} instance and this is a {present.kind} one: choose another folder with --data"
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


def _save_encrypted(
    database: Database, file: Path, encryption: Encryption, on_progress: Callable[[int, int], None]
) -> None:
    with database.reading() as session:
        instance.pepper_of(session, "codes")  # a copy that nobody could open is no backup
    try:
        copies.save_encrypted(database, file, encryption, database.vault.secret, on_progress)
    except OSError as fault:
        raise WrongUse(f"{file} could not be written: {fault.strerror}") from fault


def _only_sqlite(database: Database, tool: str) -> None:
    if not database.is_sqlite:
        raise WrongUse(f"a PostgreSQL database has its own tool for this: use {tool}")
