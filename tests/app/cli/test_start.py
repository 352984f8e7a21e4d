"""A command loads what it needs: a second start is up within seconds, also on a small machine."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"alembic", "flask", "numpy", "scipy"}


@pytest.mark.parametrize("command", ["serve", "init", "doctor"])
def test_an_instance_that_is_up_to_date_is_opened_without_what_is_heavy(command: str, tmp_path: Path) -> None:
    init = f"from app.cli import main; main(['--data', {str(tmp_path)!r}, 'init'])"
    printed = f"import sys; print(sorted({HEAVY} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", init], check=True, capture_output=True)
    again = f"import app.cli.{command}; {init}; {printed}"

    result = subprocess.run([sys.executable, "-c", again], check=True, capture_output=True, text=True)

    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "unneeded"),
    [
        (["--help"], {"cryptography", "pydantic", "markdown_it"}),
        (["course", "--help"], {"cryptography", "pydantic", "markdown_it"}),
        (["staff", "add", "--help"], {"pydantic", "markdown_it", "yaml"}),
        (["course", "check", "--help"], {"cryptography", "xlsxwriter"}),
    ],
)
def test_a_light_command_loads_nothing_that_is_another_command_s(words: list[str], unneeded: set[str]) -> None:
    run = f"from app.cli import main\ntry: main({words!r})\nexcept SystemExit: pass\n"
    printed = f"import sys; print(sorted({HEAVY | unneeded} & set(sys.modules)))"

    result = subprocess.run([sys.executable, "-c", run + printed], check=True, capture_output=True, text=True)

    assert result.stdout.splitlines()[-1] == "[]"
