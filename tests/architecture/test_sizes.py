"""Files of services and store are small enough to be read at once: a whole noun or job has a file of its own."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app/services", "app/store")
FROZEN = "app/store/migrations/"
"""A migration stays as it was when it ran."""
MOST = 250
"""Lines of a file."""


def long_files(root: Path) -> set[str]:
    paths = {path.relative_to(root).as_posix(): path for room in ROOMS for path in (root / room).rglob("*.py")}
    return {
        name
        for name, path in paths.items()
        if not name.startswith(FROZEN) and len(path.read_text(encoding="utf-8").splitlines()) > MOST
    }


def test_the_one_gate_is_read_at_once() -> None:
    gate = ROOT / "analytics" / "disclosure.py"

    assert len(gate.read_text(encoding="utf-8").splitlines()) <= MOST


def test_no_file_of_services_and_store_is_long() -> None:
    assert long_files(ROOT) == set(), "move one whole noun or job to a file that is named for it"


@pytest.mark.parametrize(
    ("name", "lines", "is_long"),
    [
        ("app/services/wing/job.py", 250, False),
        ("app/services/wing/job.py", 251, True),
        ("app/store/noun.py", 251, True),
        ("app/store/migrations/versions/0001_first.py", 251, False),
    ],
)
def test_a_file_is_long_from_251_lines_on(tmp_path: Path, name: str, lines: int, is_long: bool) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("x = 1\n" * lines, encoding="utf-8")

    assert long_files(tmp_path) == ({name} if is_long else set())
