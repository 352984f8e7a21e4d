"""`navigator doctor` measures what it says: each fault that is planted is named, and it alone."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.cli import main
from app.store import database, durability
from tests.app.cli.conftest import Navigator, change_by_hand, read_json


@dataclass
class Patient:
    """An instance of which something is not as it should be."""

    navigator: Navigator
    tmp_path: Path
    monkeypatch: pytest.MonkeyPatch

    @property
    def file(self) -> Path:
        return self.tmp_path / "here" / "navigator.db"


Plant = Callable[[Patient], object]


def by_hand(statement: str) -> Plant:
    return lambda it: change_by_hand(it.tmp_path, statement)


def served(**other: str) -> Plant:
    """By https behind a web server, but for this."""

    def plant(it: Patient) -> None:
        values = {"public_url": "https://navigator.example", "secure_cookies": "1", "proxy": "127.0.0.1", **other}
        for name, value in values.items():
            it.monkeypatch.setenv(f"NAVIGATOR_{name.upper()}", value)

    return plant


def connected(pragma: str) -> Plant:
    """Each connection says this last."""
    make = database._sqlite_engine

    def made(*args: Any, **settings: Any) -> Engine:
        engine = make(*args, **settings)
        event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
        return engine

    return lambda it: it.monkeypatch.setattr(database, "_sqlite_engine", made)


def old_copy(it: Patient) -> None:
    it.navigator("backup", str(it.tmp_path / "copy.db"))
    os.utime(it.file.with_name("navigator.db.copied"), (0, 0))


def little_room(it: Patient) -> None:
    it.monkeypatch.setattr(durability, "LEAST_FREE_BYTES", 1 << 60)


FAULTS: dict[str, tuple[str, str, Plant]] = {
    "a clock that went back": ("clock", "set the clock", by_hand("UPDATE instance SET created_at = '2999-01-01'")),
    "a clock behind the last act": ("clock", "set the clock", by_hand("UPDATE audit SET happened_at = '2999-01-01'")),
    "secure cookies by http": ("cookies", "nobody can sign in", served(public_url="http://192.0.2.1")),
    "secure cookies at no address": ("cookies", "NAVIGATOR_PUBLIC_URL", served(public_url="")),
    "https without a proxy": ("proxy", "count as one address", served(proxy="")),
    "a proxy by its name": ("proxy", "is an address", served(proxy="nginx")),
    "an old copy": ("backup", "navigator backup FILE", old_copy),
    "never a copy": ("backup", "navigator backup FILE", by_hand("UPDATE instance SET created_at = '2026-01-01'")),
    "others may read it": ("readable_by_others", "chmod 600", lambda it: it.file.chmod(0o644)),
    "little room": (
        "free_bytes",
        "make room",
        lambda it: it.monkeypatch.setattr(durability, "LEAST_FREE_BYTES", 1 << 60),
    ),
    "a memory map": ("mmap_size", "must be 0", connected("mmap_size=1048576")),
    "a commit that is not waited for": ("synchronous", "must be full", connected("synchronous=NORMAL")),
    "no foreign keys": ("foreign_keys", "must be on", connected("foreign_keys=OFF")),
    "another journal": ("journal_mode", "must be wal", connected("journal_mode=DELETE")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_it_alone(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Path, fault: str
) -> None:
    shutil.copytree(made, tmp_path / "here")
    name, advice, plant = FAULTS[fault]
    plant(Patient(navigator, tmp_path, monkeypatch))

    status, out, error = navigator("doctor", "--json")

    assert status == 1, error
    unsafe = {check: facts["advice"] for check, facts in read_json((0, out, error)).items() if not facts["is_safe"]}
    assert list(unsafe) == [name]
    assert advice in unsafe[name]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that was made a moment ago, with an act in its audit."""
    folder = tmp_path_factory.mktemp("made") / "here"
    assert main(["init", "--data", str(folder)]) == 0
    assert main(["staff", "add", "Aida", "--role", "administrator", "--data", str(folder)]) == 0
    return folder


def test_what_is_served_by_https_behind_a_proxy_and_copied_is_safe(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Path
) -> None:
    shutil.copytree(made, tmp_path / "here")
    served()(Patient(navigator, tmp_path, monkeypatch))
    assert navigator("doctor")[0] == 0
    navigator("backup", str(tmp_path / "copy.db"))
    states = {name: facts["found"] for name, facts in read_json(navigator("doctor", "--json")).items()}

    assert states["cookies"] == "by https alone, at https://navigator.example"
    assert (states["proxy"], states["backup"]) == ("127.0.0.1", "0 days old")
    assert states["database"].endswith("one writer at a time")


def test_a_backup_that_failed_does_not_count(navigator: Navigator, tmp_path: Path, made: Path) -> None:
    shutil.copytree(made, tmp_path / "here")
    assert navigator("backup", str(tmp_path / "nowhere" / "copy.db"))[0] == 2

    assert read_json(navigator("doctor", "--json"))["backup"]["found"] == "never made"
