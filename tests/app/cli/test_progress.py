"""A bar where somebody watches, nothing anywhere else."""

import io
import sys
import time

import pytest

from app.cli import progress as module
from app.cli.progress import progress, share_done


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "is_shown"), [(Terminal(), True), (io.StringIO(), False)], ids=["terminal", "pipe"])
def test_only_a_terminal_sees_how_far_it_is(
    stream: io.StringIO, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(module, "PATIENCE", 0)
    with progress(2) as begin:
        begin("reading a.csv")
        begin("counting")

    assert ("counting" in stream.getvalue()) is is_shown


def test_one_long_step_is_shown_while_it_lasts_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    monkeypatch.setattr(module, "LIFE_SIGN", 0.02)
    with progress(2) as begin:
        begin("looking")
        begin("counting")
        assert terminal.getvalue() == "", "short work shows nothing"
        _wait_for(terminal, "counting")
    last = terminal.getvalue().split("\r")[-2:]

    assert "1/2" in terminal.getvalue(), "the step is not done before its end"
    assert not "".join(last).strip()


def test_a_share_is_a_bar_of_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(module, "PATIENCE", 0)
    monkeypatch.setattr(module, "LIFE_SIGN", 0.02)
    with share_done("copying") as is_done:
        is_done(0, 0)
        is_done(30, 120)
        _wait_for(terminal, "copying")
        _wait_for(terminal, "25/100")

    assert "30/120" not in terminal.getvalue()


def _wait_for(terminal: Terminal, words: str) -> None:
    until = time.monotonic() + 10
    while words not in terminal.getvalue():
        assert time.monotonic() < until, terminal.getvalue()
        time.sleep(0.01)
