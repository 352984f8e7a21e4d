"""`navigator publications`: what has left the house; taking one back."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from app.cli.instance import Refusal, WrongUse, clock, opened, reason, say, settings, table
from app.exports import publication_name
from app.publishing import publications
from app.publishing.files import BY, FIRST, REFUSALS, Wish, Withdrawn, refuse
from app.services.figures import reporting
from app.store import Session
from app.store.figures import publications as store
from app.store.figures.publication import Publication
from app.store.figures.selection import Scope
from app.store.programmes.programmes import Programme

WHOLE = Scope(is_whole=True)


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--withdraw", metavar="N", help="it stays listed with the reason, and gives no file any more")
    add("--reason", type=reason, metavar="TEXT", help="why it is withdrawn: everybody who asks for it reads this")
    add("--programme", metavar="ID", help="whose N is meant; may be left out where there is one")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if (args.withdraw is None) != (args.reason is None):
        raise WrongUse("--withdraw and --reason belong together")
    with opened(args) as database:
        if args.withdraw is not None:
            with database.writing() as session:
                made, _programme = of_name(session, args.withdraw, args.programme)
                if made.withdrawn_at is not None:
                    raise WrongUse(f"publication {args.withdraw} is withdrawn already: {made.reason}")
                publications.withdraw(session, made, by=None, now=clock(settings(args)), reason=args.reason)
        with database.reading() as session:
            rows = [summary_of(*row) for row in store.list_of(session, WHOLE)]
    say(args, rows, table([_row(row) for row in rows]) or "Nothing has been published yet.")
    return 0


def add_publication(parser: argparse.ArgumentParser) -> None:
    """Adds the options --publication and --programme, which choose a publication."""
    add = parser.add_argument
    add("--publication", metavar="N", help="of this publication, which never changes; --by takes one of its tables")
    add("--programme", metavar="ID", help="whose N is meant; may be left out where there is one")


def table_of(args: argparse.Namespace) -> str:
    """Returns the name of the table that `--by` asks for, in any order, such as region_sex, or of the first table.

    For variables that no table has, the name is one that raises NoSuchTable later.
    """
    variables = args.by or [FIRST]
    return next((name for name, of in BY.items() if {*of} == {*variables}), "_".join(variables))


def internal(form: str, message: str) -> Refusal:
    """Returns the Refusal of a file of internal figures; `main` writes it into the audit once it is raised.

    form: the format that was asked for. message: for the user.
    """
    return Refusal(message, partial(reporting.refuse_file, scope=WHOLE, form=form))


@contextmanager
def refused_to(made: Publication, wish: Wish) -> Iterator[None]:
    """Turns an error that refuses a publication's file within the block into a Refusal."""
    try:
        yield
    except REFUSALS as fault:
        name = publication_name(made.number, made.edition)
        text = f"publication {name} is withdrawn: {fault}" if isinstance(fault, Withdrawn) else str(fault)
        raise Refusal(text, partial(refuse, made=made, wish=wish, fault=fault)) from fault


def refuse_named(
    session: Session, name: str, programme: str | None, wish: Wish, fault: Exception, *, by: int | None, now: datetime
) -> None:
    """Writes into the audit that a file of the publication with this name was refused; does nothing if there is none.

    programme: its public id, or None.
    """
    both = publications.find(session, WHOLE, name, programme)
    if both is not None:
        refuse(session, both[0], wish, fault, by=by, now=now)


def of_name(session: Session, name: str, programme: str | None) -> tuple[Publication, Programme]:
    """Returns a publication and its programme by a name such as 3, or 3.2 for an edition.

    programme: a public id, or None. Raises WrongUse if there is none, or several programmes have one of this name.
    """
    both = publications.find(session, WHOLE, name, programme)
    if both is None:
        raise WrongUse(f"there is no publication {name}, or several programmes have one: see `navigator publications`")
    return both


def summary_of(made: Publication, programme: Programme, maker: str | None) -> dict[str, Any]:
    """Returns a publication as a dict for JSON, as lists of publications show it.

    maker: the name of who made it, or None.
    """
    return {
        "publication": publication_name(made.number, made.edition),
        "number": made.number,
        "edition": made.edition,
        "programme": programme.ref,
        "until": made.until_on.isoformat(),
        "learners": made.learner_count,
        "made_at": made.made_at.isoformat(),
        "made_by": maker,
        "digest": made.digest,
        "withdrawn_at": made.withdrawn_at.isoformat() if made.withdrawn_at else None,
        "reason": made.reason,
    }


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    withdrawn = f"withdrawn: {row['reason']}" if row["withdrawn_at"] else ""
    learners = f"{row['learners']} learners"
    return row["publication"], f"until {row['until']}", learners, row["made_by"] or "-", row["digest"][:12], withdrawn
