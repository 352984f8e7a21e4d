"""A bar where somebody watches, nothing anywhere else."""

import io
import sys

import pytest

from app.cli import progress as module
from app.cli.progress import progress


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
