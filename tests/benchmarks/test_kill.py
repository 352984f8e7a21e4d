"""The kill harness: our server passes it, one that answers before it commits does not."""

import json
from pathlib import Path
from typing import Any

from benchmarks.kill import trial
from benchmarks.postgresql import own_postgresql
from benchmarks.tallies import Tallies, all_rounds, total


def trial_in_the_midst(folder: Path, *, acknowledged: int, **wishes: Any) -> dict[str, Any]:
    """A trial whose kills came while something was sent: under load one may send too little, then it is done anew."""
    for turn in range(3):
        place = folder / str(turn)
        place.mkdir()
        result = trial(place, **wishes)
        assert result["verdict"] == "PASS", result
        if result["acknowledged"] > acknowledged and result["unanswered_under_a_kill"] > 0:
            break
    return result


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    result = trial_in_the_midst(tmp_path, acknowledged=20, kills=5, phones=6, learners=400, seconds=(0.1, 0.8))

    assert result["acknowledged"] > 20
    assert result["unanswered_under_a_kill"] > 0, "no kill came while something was sent"


def test_nor_when_postgresql_is_killed_alone_or_with_it(tmp_path: Path) -> None:
    """The server of the second kill lives on: it must find the database again by itself."""
    with own_postgresql() as postgresql:
        result = trial_in_the_midst(
            tmp_path, acknowledged=10, kills=3, phones=6, learners=200, seconds=(0.1, 0.7), postgresql=postgresql
        )

    assert result["acknowledged"] > 10
    assert result["unanswered_under_a_kill"] > 0, "no kill came while something was sent"


def test_a_server_that_answers_before_it_commits_is_caught(tmp_path: Path) -> None:
    result = trial(tmp_path, kills=1, phones=6, learners=400, seconds=(0.6, 0.8), is_twin=True)

    assert result["verdict"] == "FAIL", result
    assert result["lost"] > 0


def test_rounds_are_counted_from_the_tally_and_only_the_rest_is_run(tmp_path: Path) -> None:
    path = tmp_path / "kills.jsonl"
    runs: list[tuple[int, int]] = []

    def run(kills: int, seed: int) -> dict[str, int]:
        runs.append((kills, seed))
        return {"kills": kills}

    for kills in (30, 30, 40):
        through = all_rounds(path, "kill sqlite", kills=kills, at_most=25, run=run)
        assert total(through, ("kills",)) == {"kills": kills}

    assert runs == [(25, 1), (5, 2), (10, 3)]


def test_a_long_trial_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "tallies" / "kills.jsonl"
    tallies = Tallies(path, "kill sqlite", "0123456789ab")
    tallies.add({"kills": 25, "lost": 0})
    Tallies(path, "kill postgresql", "0123456789ab").add({"kills": 10, "lost": 0})
    Tallies(path, "kill sqlite", "of another version").add({"kills": 25, "lost": 3})
    with path.open("a", encoding="utf-8") as file:
        file.write('{"trial": "kill sqlite", "code": "0123')
    tallies.add({"kills": 5, "lost": 1})

    assert total(tallies.rounds(), ("kills", "lost", "torn")) == {"kills": 30, "lost": 1, "torn": 0}
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["counts"] == {"kills": 25, "lost": 0}
