"""The kill harness: our server passes it, one that answers before it commits does not."""

from pathlib import Path

from benchmarks.kill import trial


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    told = trial(tmp_path, kills=5, phones=6, learners=400, seconds=(0.1, 0.6), is_twin=False)

    assert told["verdict"] == "PASS", told
    assert told["acknowledged"] > 20
    assert told["unanswered_under_a_kill"] > 0, "no kill came while something was sent"


def test_a_server_that_answers_before_it_commits_is_caught(tmp_path: Path) -> None:
    told = trial(tmp_path, kills=1, phones=6, learners=400, seconds=(0.6, 0.8), is_twin=True)

    assert told["verdict"] == "FAIL", told
    assert told["lost"] > 0
