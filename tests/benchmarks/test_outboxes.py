"""The harness of phones with outboxes: our server passes it, one that forgets the key does not."""

from pathlib import Path

import pytest

from benchmarks.outboxes import trial


def test_what_phones_send_ends_as_if_each_had_been_sent_once(tmp_path: Path) -> None:
    result = trial(tmp_path, steps=400, kills=1, is_twin=False)

    assert result["verdict"] == "PASS", result
    assert result["events"]["killed"] == 1


def test_a_server_that_forgets_the_key_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        trial(tmp_path, steps=200, kills=0, is_twin=True)
