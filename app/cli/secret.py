"""`navigator secret`: the secret that opens the database and lies outside of it, and keys that open backups."""

import argparse
import secrets
from pathlib import Path

from app.cli.instance import WrongUse, again, clock, opened, say, settings
from app.services.administrator.instance import rotate_secret
from app.store import Database
from app.store.encryption import NotReadable, new_key
from app.store.secret_place import VARIABLE, SecretPlace, read_secret, write_secret


def register(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    rotation = acts.add_parser("rotate", help="a new secret: ends every sign-in; cards, passphrases and phones go on")
    rotation.add_argument(
        "--new", type=Path, metavar="FILE", help=f"holds the new secret; needed where {VARIABLE} holds the one there is"
    )
    rotation.add_argument(
        "--lost", action="store_true", help="the former one is lost: every card and passphrase has to be made anew"
    )
    rotation.set_defaults(run=rotate)
    key = acts.add_parser("backup-key", help="a new key that opens backups; prints the recipient to encrypt to")
    key.add_argument("file", type=Path, metavar="FILE", help="where the key is written, best not on this computer")
    key.set_defaults(run=make_backup_key)
    for act in (rotation, key):
        act.add_argument("--json", action="store_true")


def rotate(args: argparse.Namespace) -> int:
    """Gives the instance a new secret, which ends every sign-in, and prints what is to be done next.

    If the process is killed, the former secret or the new one opens the instance. Raises WrongUse if the secret is in
    the environment and --new is missing.
    """
    with opened(args) as database:
        ended = _rotate(args, database)
        place = database.vault.place
    lines = [f"{ended} sign-ins were ended. Stop `navigator serve` and start it again{_with_variable(args, place)}."]
    if args.lost:
        lines.append(f"For yourself: {again(args, 'staff reset administrator')}. Facilitators make new cards.")
    elif place.value is None:
        lines.append(f"The former secret is kept in {place.former}: plain copies of before open with it alone.")
        lines.append("Make a backup now, then delete it.")
    say(args, {"ended_sign_ins": ended}, " ".join(lines))
    return 0


def _with_variable(args: argparse.Namespace, place: SecretPlace) -> str:
    return f", with {VARIABLE} set to what {args.new} holds" if place.value is not None else ""


def _rotate(args: argparse.Namespace, database: Database) -> int:
    place = database.vault.place
    if place.value is not None and args.new is None:
        raise WrongUse(
            f"the secret stands in {VARIABLE}: write a new one into a file (`openssl rand -hex 32`), "
            "name it with --new, and set the variable to it afterwards"
        )
    fresh = read_secret(args.new) if args.new else secrets.token_hex(32)
    with database.writing() as session:
        ended = rotate_secret(session, fresh, clock(settings(args)), is_lost=args.lost)
        if place.following is not None:
            write_secret(place.following, fresh)  # before the commit, which makes it the only one that opens
    place.follow()
    return ended


def make_backup_key(args: argparse.Namespace) -> int:
    """Writes a new key that opens backups into a file and prints the recipient to encrypt them to.

    The file is readable by its owner alone. Raises WrongUse if it exists, cannot be written, or the library is missing.
    """
    try:
        key, recipient = new_key()
        args.file.touch(mode=0o600, exist_ok=False)
        args.file.write_text(f"# opens backups made with --to {recipient}\n{key}\n")
    except NotReadable as fault:
        raise WrongUse(str(fault)) from fault
    except OSError as fault:
        raise WrongUse(f"{args.file} could not be written: {fault.strerror}") from fault
    text = (
        f"{recipient}\nThat is what backups are encrypted to: --to {recipient}, or NAVIGATOR_BACKUP_TO.\n"
        f"{args.file} opens them. Keep it, twice, away from this computer: without it they are lost."
    )
    say(args, {"recipient": recipient, "file": str(args.file)}, text)
    return 0
