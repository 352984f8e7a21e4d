"""`navigator doctor`: is what is acknowledged safe here?"""

import argparse
from collections.abc import Iterator

from app.cli.instance import opened, say, settings, table
from app.store import Database, SecretFault, durability, instance
from app.store.secret_place import VARIABLE
from config import Config


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Checks settings and durability; returns 1 where something is not safe."""
    with opened(args) as database:
        config = settings(args)
        checks = [*durability.checks(database), _secret(database), *_address(config), *durability.check_file(database)]
    facts = {check.name: {"found": check.state, "is_safe": check.is_safe, "advice": _advice(check)} for check in checks}
    rows = [(check.name, check.state, "ok" if check.is_safe else f"NOT SAFE: {check.advice}") for check in checks]
    say(args, facts, table(rows))
    return 0 if all(check.is_safe for check in checks) else 1


def _secret(database: Database) -> durability.Check:
    place = database.vault.place
    state = f"in {VARIABLE}" if place.value is not None else f"in {place.file}"
    try:
        with database.reading() as session:
            instance.page_secret_of(session)
    except SecretFault as fault:
        return durability.Check("secret", "does not open the database", is_safe=False, advice=str(fault))
    return durability.Check("secret", state, is_safe=True)


def _address(config: Config) -> Iterator[durability.Check]:
    """What nobody has set is no danger: then `serve` refuses to make what others could not open."""
    links = config.public_url or "not set: of links where `serve` listens, if this computer alone reaches it"
    yield durability.Check("address", links, is_safe=True)
    yield durability.Check("cookies", "by https alone" if config.secure_cookies else "by plain http too", is_safe=True)


def _advice(check: durability.Check) -> str | None:
    return None if check.is_safe else check.advice
