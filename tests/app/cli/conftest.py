"""Commands on an instance in a folder of its own."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.store import Database, migrate
from tests.app.cli.two_arms import rows_of

Navigator = Callable[..., tuple[int, str, str]]

PROCESS = (sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())")
"""For a command of its own, which may be killed."""


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A file with the newest schema alone, which each `init` goes on with: to come to it takes the longest. A module in
    which `init` itself is tried has none."""
    file = tmp_path_factory.mktemp("schema") / "navigator.db"
    file.touch(mode=0o600)
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.dispose()
    return file


@pytest.fixture
def navigator(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: Path | None
) -> Navigator:
    """Run a command on the instance in tmp_path/here; gives status, output and errors."""
    monkeypatch.delenv("NAVIGATOR_DATA", raising=False)
    monkeypatch.delenv("NAVIGATOR_DATABASE_URL", raising=False)

    def run(*words: str, data: str = "here") -> tuple[int, str, str]:
        folder = tmp_path / data
        if schema is not None and words[:1] == ("init",) and folder.parent == tmp_path and not folder.exists():
            folder.mkdir(mode=0o700)
            shutil.copy(schema, folder)
        try:
            status = main([*words, "--data", str(folder)])
        except SystemExit as left:  # argparse leaves by itself
            status = int(left.code or 0)
        message = capsys.readouterr()
        return status, message.out, message.err

    return run


@pytest.fixture
def gains(capsys: pytest.CaptureFixture[str]) -> Navigator:
    """Run `gains` on files; gives status, output and errors."""

    def run(*words: Any) -> tuple[int, str, str]:
        try:
            status = main(["gains", *map(str, words)])
        except SystemExit as left:
            status = int(str(left.code))
        message = capsys.readouterr()
        return status, message.out, message.err

    return run


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write somebody's table; gives its path."""

    def write(content: str | bytes, name: str = "t.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def did(tmp_path: Path) -> Path:
    """The file of a donor: two arms of six classes of five."""
    path = tmp_path / "did.csv"
    path.write_text(rows_of())
    return path


def as_json(gains: Navigator, *words: Any) -> dict[str, Any]:
    report: dict[str, Any] = read_json(gains(*words, "--json"))
    return report


def read_json(answer: tuple[int, str, str]) -> Any:
    assert answer[0] == 0, answer
    return json.loads(answer[1])


def change_by_hand(tmp_path: Path, statement: str) -> None:
    database = sqlite3.connect(tmp_path / "here" / "navigator.db")
    with database:
        database.execute(statement)
    database.close()
