"""The kill harness: our server passes it, one that answers before it commits does not."""

from pathlib import Path

from benchmarks.kill import trial


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    result = trial(tmp_path, kills=5, phones=6, learners=400, seconds=(0.1, 0.6), is_twin=False)

    assert result["verdict"] == "PASS", result
    assert result["acknowledged"] > 20
    assert result["unanswered_under_a_kill"] > 0, "no kill came while something was sent"


def test_a_server_that_answers_before_it_commits_is_caught(tmp_path: Path) -> None:
    result = trial(tmp_path, kills=1, phones=6, learners=400, seconds=(0.6, 0.8), is_twin=True)

    assert result["verdict"] == "FAIL", result
    assert result["lost"] > 0
