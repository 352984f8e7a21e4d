"""Commands that are killed at any of their moments: what they change is then as before or as after, never between.

    python -m benchmarks.moments [--kills 20] [--deeds init restore publish export] [--postgresql] [--tally FILE]

A moment is what a command does to a database or a disk: a statement, a commit, a file that is opened to write, named
anew or taken away. Every second kill comes before one of them, from the first to the last; the others come by the
clock, also in the midst of one. Afterwards

    between  what it changes is neither as it was nor as the whole deed leaves it
    broken   `navigator verify` finds something
    stuck    the deed does not come to its end when it is done again

The instance is a demonstration, and for `init` one of schema 0003, which is brought over.
"""

import argparse
import contextlib
import hashlib
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from app.store.migrate import newest_version
from benchmarks.dying import KILLED, Run, run
from benchmarks.former import former_file, former_on_postgresql
from benchmarks.place import Place
from benchmarks.postgresql import Postgresql, own_postgresql
from benchmarks.tallies import all_rounds, total

TO_BE_ENDED = 2
"""How `verify` leaves where an update was cut off: it says that `init` brings it to its end."""
KILLS_OF_A_ROUND = 10
BAD = ("between", "broken", "stuck")
COUNTED = ("kills", "before", "after", "to_be_ended", "too_late", *BAD)
CORRECT = ("publish", "--correct", "A typing error.")


@dataclass(frozen=True)
class Deed:
    """A Deed is a command that changes something.

    prepare: makes of a demonstration an instance to do it on. state: what it changes, as it is.
    """

    command: Callable[[Place], list[str]]
    prepare: Callable[[Place], None]
    state: Callable[[Place], str]
    on_postgresql: bool = True


def _publications(place: Place) -> str:
    return str(sorted(map(tuple, place.rows("SELECT number, edition FROM publication"))))


def _schema_and_answers(place: Place) -> str:
    """The schema, and once it is the newest what people answered and reached."""
    ((version,),) = place.rows("SELECT version_num FROM alembic_version")
    digest = hashlib.sha256()
    if version == newest_version():
        for table, order in (("attempt", "attempt_id"), ("score_pair", "learner_id"), ("cohort_sum", "1, 2, 3")):
            for row in place.rows(f"SELECT * FROM {table} ORDER BY {order}"):
                digest.update(repr([bytes(it) if isinstance(it, memoryview) else it for it in row]).encode())
    ((people,),) = place.rows("SELECT count(*) FROM learner")
    return f"{version} {people} {digest.hexdigest()[:12]}"


def _file(place: Place) -> str:
    file = place.folder / "figures.csv"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else "none"


def _go_back(place: Place) -> None:
    shutil.rmtree(place.folder)
    place.folder.mkdir()
    former_file(place.folder)
    if place.database:
        with psycopg.connect(place.database) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        former_on_postgresql(place.database, place.folder).dispose()


def _make_a_copy(place: Place) -> None:
    """The copy has one publication less than the instance."""
    run(place.words("backup", str(place.folder / "copy.db")))
    run(place.words(*CORRECT))


def _do_nothing(_: Place) -> None:
    pass


DEEDS = {
    "init": Deed(lambda place: place.words("init"), _go_back, _schema_and_answers),
    "restore": Deed(
        lambda place: place.words("restore", str(place.folder / "copy.db")),
        _make_a_copy,
        _publications,
        on_postgresql=False,
    ),
    "publish": Deed(lambda place: place.words(*CORRECT), _do_nothing, _publications),
    "export": Deed(
        lambda place: place.words("export", "csv", "--publication", "1", "--out", str(place.folder / "figures.csv")),
        _do_nothing,
        _file,
    ),
}


def trial(
    deed: Deed, demonstration: Place, *, kills: int, seed: int = 1, postgresql: Postgresql | None = None
) -> dict[str, Any]:
    """Kills the deed so many times, each on a new copy; returns how it was afterwards."""
    random, counts = Random(seed), Counter[str](kills=kills)
    with demonstration.copy(postgresql) as start:
        deed.prepare(start)
        former = deed.state(start)
        with start.copy(postgresql) as place:
            whole = run(deed.command(place))
            wanted = deed.state(place)
        if whole.status or wanted == former:
            raise RuntimeError(f"the deed itself does not work: {whole}, {former}, {wanted}")
        for number in range(kills):
            with start.copy(postgresql) as place:
                if number % 2 == 0:  # spread over the whole, elsewhere with each seed
                    share = (number + 1 + random.uniform(-0.9, 0.9)) / (kills + kills % 2)
                    killed = run(deed.command(place), die_at=1 + int(share * whole.moments))
                else:
                    killed = run(deed.command(place), die_after=random.uniform(0.01, whole.seconds))
                counts.update(_outcome(deed, place, killed, former, wanted))
    result: dict[str, Any] = {name: counts[name] for name in COUNTED}
    return {**result, "moments": whole.moments, "verdict": "FAIL" if any(counts[name] for name in BAD) else "PASS"}


def _outcome(deed: Deed, place: Place, killed: Run, former: str, wanted: str) -> list[str]:
    """What became of one kill, in the names of the counts."""
    state, outcome = deed.state(place), ["too_late"] if killed.status not in KILLED else []
    if state not in (former, wanted):
        return [*outcome, "between"]
    outcome.append("before" if state == former else "after")
    if state == former and (run(deed.command(place)).status or deed.state(place) != wanted):
        return [*outcome, "stuck"]
    if (status := run(place.words("verify")).status) == TO_BE_ENDED:
        outcome.append("to_be_ended")
        status = run(deed.command(place)).status or run(place.words("verify")).status
    return [*outcome, "broken"] if status else outcome


def demonstration_in(folder: Path, ready: Path | None, postgresql: Postgresql | None) -> Place:
    """A demonstration in this folder: a copy of the one that is ready, or a new one."""
    place = Place(folder / "demonstration", postgresql.new_database() if postgresql else None)
    if ready is not None:
        shutil.copytree(ready, place.folder)
    elif run(place.words("demo")).status:
        raise RuntimeError("no demonstration could be made")
    return place


def main() -> int:
    parser = argparse.ArgumentParser(description="Is a deed that is killed done, or not begun?")
    parser.add_argument("--kills", type=int, default=20, help="of each deed")
    parser.add_argument("--deeds", nargs="+", choices=DEEDS, default=list(DEEDS))
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite; `restore` is left out")
    parser.add_argument("--demonstration", type=Path, metavar="DIR", help="on SQLite: one that is there, to copy")
    parser.add_argument("--tally", type=Path, metavar="FILE", help="where deeds are written down and go on from")
    args = parser.parse_args()
    verdicts = []
    with contextlib.ExitStack() as stack:
        postgresql = stack.enter_context(own_postgresql()) if args.postgresql else None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        demonstration = demonstration_in(folder, args.demonstration, postgresql)
        for name in args.deeds:
            if postgresql is None or DEEDS[name].on_postgresql:
                of_all = sums(name, demonstration, postgresql, kills=args.kills, tally=args.tally)
                print(json.dumps(of_all), flush=True)
                verdicts.append(of_all["verdict"])
    return 0 if set(verdicts) == {"PASS"} else 1


def sums(
    name: str, demonstration: Place, postgresql: Postgresql | None, *, kills: int, tally: Path | None
) -> dict[str, Any]:
    """Returns what all kills of this deed add up to."""

    def run_round(kills: int, seed: int) -> dict[str, Any]:
        return trial(DEEDS[name], demonstration, kills=kills, seed=seed, postgresql=postgresql)

    trial_name = f"{name} {'postgresql' if postgresql else 'sqlite'}"
    through = all_rounds(tally, trial_name, kills=kills, at_most=KILLS_OF_A_ROUND, run=run_round)
    verdict = "PASS" if all(it["verdict"] == "PASS" for it in through) else "FAIL"
    return {"trial": trial_name, **total(through, COUNTED), "moments": through[-1]["moments"], "verdict": verdict}


if __name__ == "__main__":
    sys.exit(main())
