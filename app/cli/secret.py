"""`navigator secret`: the secret that opens the database, and that lies outside of it."""

import argparse
import secrets
from pathlib import Path

from app.cli.instance import WrongUse, again, clock, opened, say, settings
from app.services.administrator.instance import rotate_secret
from app.store import Database
from app.store.secret_place import VARIABLE, read_secret, write_secret


def register(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    rotation = acts.add_parser("rotate", help="a new secret: ends every sign-in; cards, passphrases and phones go on")
    rotation.add_argument(
        "--new", type=Path, metavar="FILE", help=f"holds the new secret; needed where {VARIABLE} holds the one there is"
    )
    rotation.add_argument("--json", action="store_true")
    rotation.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Puts the instance under a new secret; a kill leaves the former one or the new one, and either opens it."""
    with opened(args) as database:
        ended = _rotate(args, database)
        place = database.vault.place
    done = f"{ended} sign-ins were ended. Stop `navigator serve` and start it again."
    if place.value is not None:
        text = f"{done[:-1]}, with {VARIABLE} set to what {args.new} holds."
    else:
        text = (
            f"{done} The former secret is kept in {place.former}: plain copies of before open with it alone. "
            f"Make a backup now, then delete it. {again(args, 'doctor')} says whether all is well."
        )
    say(args, {"ended_sign_ins": ended}, text)
    return 0


def _rotate(args: argparse.Namespace, database: Database) -> int:
    place = database.vault.place
    if place.value is not None and args.new is None:
        raise WrongUse(
            f"the secret stands in {VARIABLE}: write a new one into a file (`openssl rand -hex 32`), "
            "name it with --new, and set the variable to it afterwards"
        )
    fresh = read_secret(args.new) if args.new else secrets.token_hex(32)
    with database.writing() as session:
        ended = rotate_secret(session, fresh, clock(settings(args)))
        if place.following is not None:
            write_secret(place.following, fresh)  # before the commit: never is a secret only in the database's past
    place.follow()
    return ended
