"""`navigator doctor`: is what is acknowledged safe here, and is it served as it says?"""

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address

from app.cli.instance import clock, opened, say, settings, table
from app.content import CourseFaults, served_articles
from app.store import Database, SecretFault, copies, durability, instance
from app.store.durability import Check
from app.store.secret_place import VARIABLE
from articles import standing
from config import Config, is_https

OLDEST_COPY = timedelta(days=7)


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Checks settings, durability, secret, clock and the age of the last backup, and prints the results.

    Returns 1 if anything is not safe, else 0.
    """
    config = settings(args)
    now = clock(config)
    with opened(args) as database:
        checks = [*durability.checks(database), *durability.check_file(database)]
        with database.reading() as session:
            checks.append(durability.check_clock(session, now))
        checks += [
            _secret(database),
            _address(config),
            _cookies(config),
            _https(config),
            _proxy(config),
            *_backup(database, now),
            _articles(now),
        ]
    facts = {check.name: {"found": check.state, "is_safe": check.is_safe, "advice": _advice(check)} for check in checks}
    rows = [(check.name, check.state, "ok" if check.is_safe else f"NOT SAFE: {check.advice}") for check in checks]
    say(args, facts, table(rows))
    return 0 if all(check.is_safe for check in checks) else 1


def _secret(database: Database) -> Check:
    place = database.vault.place
    state = f"in {VARIABLE}" if place.value is not None else f"in {place.file}"
    try:
        with database.reading() as session:
            instance.page_secret_of(session)
    except SecretFault as fault:
        return Check("secret", "does not open the database", is_safe=False, advice=str(fault))
    return Check("secret", state, is_safe=True)


def _address(config: Config) -> Check:
    """What nobody has set is no danger: then `serve` refuses to make what others could not open."""
    state = config.public_url or "not set: of links where `serve` listens, if this computer alone reaches it"
    return Check("address", state, is_safe=True)


def _articles(now: datetime) -> Check:
    """An article that is over says so itself to its reader; files that cannot be read leave nothing to look up."""
    try:
        articles = served_articles().articles
    except CourseFaults:
        advice = "nothing can be looked up: `navigator article check` names every fault"
        return Check("articles", "have faults", is_safe=False, advice=advice)
    over = sum(standing(article, now.date()) == "over" for article in articles)
    return Check("articles", f"{len(articles)}, {over} of them over", is_safe=True)


def _advice(check: Check) -> str | None:
    return None if check.is_safe else check.advice


def _cookies(config: Config) -> Check:
    """Sign-ins go by https alone where there is https, and nobody can sign in by http with such a cookie."""
    state = f"{'by https alone' if config.secure_cookies else 'also by http'}, at {config.public_url or 'no address'}"
    if config.public_url is None:
        return Check("cookies", state, not config.secure_cookies, "set NAVIGATOR_PUBLIC_URL too")
    advice = "unset NAVIGATOR_SECURE_COOKIES: nobody can sign in"
    return Check("cookies", state, config.secure_cookies == is_https(config.public_url), advice)


def _https(config: Config) -> Check:
    """Whether names below this one are opened by https too is the administrator's word: a wrong one shuts them out."""
    which = "this name and all below it" if config.subdomains_have_https else "this name; those below it on your word"
    return Check("https", which if is_https(config.public_url) else "none", is_safe=True)


def _proxy(config: Config) -> Check:
    """`serve` has no TLS of its own: whoever has is before it, and has to be known by its address."""
    if config.proxy is None:
        advice = "set NAVIGATOR_PROXY: else all phones count as one address"
        return Check("proxy", "none", not is_https(config.public_url), advice)
    try:
        ip_address(config.proxy)
    except ValueError:
        return Check("proxy", config.proxy, is_safe=False, advice="NAVIGATOR_PROXY is an address, such as 127.0.0.1")
    return Check("proxy", config.proxy, is_safe=True)


def _backup(database: Database, now: datetime) -> Iterator[Check]:
    """A copy by `navigator backup`; what PostgreSQL's own tools copy is not known here."""
    if not database.is_sqlite:
        return
    copied_at = copies.noted_at(database)
    with database.reading() as session:
        this = instance.get(session)
    since = copied_at or (this.created_at if this else now)
    state = f"{max(0, (now - copied_at).days)} days old" if copied_at else "never made"
    yield Check("backup", state, now - since <= OLDEST_COPY, "navigator backup FILE, and take FILE elsewhere")
