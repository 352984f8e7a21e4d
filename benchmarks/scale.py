"""Does a report take longer for a million learners than for ten thousand? Generated ones, side by side in one run.

    python -m benchmarks.scale [--learners 1e3 1e4 1e5 1e6] [--runs 5]

For each size an instance on SQLite (see `benchmarks.generated`; a million take some minutes to draw), kept in FOLDER
where --data names one. Sizes take turns; the least of the runs, in seconds of the processor, which other programs
disturb less. Then the whole page of figures, by a browser that is signed in as an officer. Fails where a report asks
for more than STATEMENTS, or the largest takes over TIMES as long as that of ten thousand.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, select

from app import create_app
from app.cli.init import make
from app.publishing.tables import SPLITS
from app.services import staff_signing
from app.services.administrator.instance import prepare
from app.services.administrator.staff import add_staff
from app.services.figures import reporting
from app.services.people import Grant, Role
from app.services.secret_hashes import hash_secret
from app.store import Database
from app.store.figures.selection import Filters, Scope
from app.store.tables import Programme
from benchmarks.generated import fill
from config import Config

TABLES = ((), *SPLITS, ("month",))
STATEMENTS, TIMES = 12, 2.0
FROM = 10_000
"""What the largest is compared with."""

Measured = dict[int, tuple[float, int]]
"""By learners: seconds, statements."""


def instance(folder: Path, learners: int) -> Database:
    """Returns the instance with so many learners in this folder, drawn anew where it is missing."""
    is_there = (folder / str(learners) / "navigator.db").exists()
    database = make(Config(data=folder / str(learners)))
    if not is_there:
        began = time.perf_counter()
        with database.writing() as session:
            prepare(session, kind="test", now=datetime.now(UTC))
        fill(database, learners)
        print(f"{learners:>10,} learners drawn in {time.perf_counter() - began:.0f} s", flush=True)
    return database


def measured(acts: dict[int, Callable[[], None]], databases: dict[int, Database], runs: int) -> Measured:
    """Times the same act on each instance in turn; the first time is not counted, for then everything is compiled."""
    least: Measured = {}
    for run in range(runs + 1):
        for learners, act in acts.items():
            statements: list[str] = []

            def note(*statement: object, noted: list[str] = statements) -> None:
                noted.append(str(statement[2]))

            event.listen(databases[learners].reader, "before_cursor_execute", note)
            began = time.process_time()
            act()
            took = time.process_time() - began
            event.remove(databases[learners].reader, "before_cursor_execute", note)
            if run:
                least[learners] = min(least.get(learners, (took, 0))[0], took), len(statements)
    return least


def report(database: Database, by: tuple[str, ...]) -> Callable[[], None]:
    def act() -> None:
        with database.reading() as session:
            if not reporting.report(session, Filters(Scope(is_whole=True)), by):
                raise RuntimeError("nobody is reported")

    return act


def page(database: Database) -> Callable[[], None]:
    """Returns an act that answers the whole dashboard to a signed-in officer."""
    now = datetime.now(UTC)
    with database.writing() as session:
        name = f"officer-{now.timestamp()}"
        grant = Grant(Role.ME_OFFICER, session.scalars(select(Programme.programme_id)).one())
        officer = add_staff(session, name=name, language="en", grant=grant, now=now)
        signed_in = staff_signing.use_link(session, officer.token, hash_secret("nobody else"), now)
    client = create_app(Config(), database).test_client()
    if signed_in is None:
        raise RuntimeError("the link of an officer does not open")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = signed_in.token

    def act() -> None:
        answer = client.get("/figures")
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")

    return act


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--learners", type=float, nargs="+", default=[1e3, 1e4, 1e5, 1e6])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--data", type=Path, help="where the instances are kept for another time")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = {int(n): instance(args.data or Path(folder), int(n)) for n in sorted(args.learners)}
        print(f"  {'split by':<14}" + "".join(f"{n:>16,}" for n in databases) + "   ratio")
        failed = 0
        for by in TABLES:
            acts = {n: report(database, by) for n, database in databases.items()}
            failed += print_line(" x ".join(by) or "total", measured(acts, databases, args.runs), STATEMENTS)
        acts = {n: page(database) for n, database in databases.items()}
        failed += print_line("the page", measured(acts, databases, args.runs), None)
        for database in databases.values():
            database.dispose()
    return min(failed, 1)


def print_line(name: str, least: Measured, statements: int | None) -> int:
    """Prints one line of times; returns 1 where they are too much."""
    ratio = least[max(least)][0] / least[min(least, key=lambda n: abs(n - FROM))][0]
    is_too_much = ratio > TIMES or any(
        statements is not None and question > statements for _, question in least.values()
    )
    columns = "".join(f"{seconds:>10.3f} s{count:>4}" for seconds, count in least.values())
    print(f"  {name:<14}{columns}   {ratio:.2f}{' too much' * is_too_much}", flush=True)
    return int(is_too_much)


if __name__ == "__main__":
    sys.exit(main())
