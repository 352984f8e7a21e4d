"""Backups that are encrypted, and what is needed to bring one back."""

import json
import os
import sqlite3
from contextlib import closing, redirect_stdout
from errno import ENOSPC
from io import BytesIO, StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.cli import main
from app.store.encryption import Encryption, new_key
from app.store.secret_place import write_secret
from tests.app.cli.conftest import Navigator, read_json
from tests.app.cli.second_steps import has_second_step, set_second_step_up
from tests.app.cli.test_secret import can_sign_in, killed_at

PASSPHRASE = "four walks in may"
BY_THE_WAY = {f"navigator.db{end}" for end in ("-wal", "-shm", ".serving", ".turn", ".copied")}
"""Files that any command may leave; none holds an answer for longer than SQLite's log does."""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("made") / "here"
    place = ["--data", str(folder)]
    assert main(["init", "--test-instance", *place]) == 0
    with redirect_stdout(StringIO()) as printed:
        main(["seed", "--learners", "2", "--cohorts", "1", "--seed", "1", "--with-sign-in", "1", *place])
    return folder, json.loads(printed.getvalue())["learners"][0]


@pytest.fixture
def folder(made_once: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    return Path(copytree(made_once[0], tmp_path / "here"))


@pytest.fixture
def learner(made_once: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return made_once[1]


def key_file(navigator: Navigator, file: Path) -> str:
    recipient: str = read_json(navigator("secret", "backup-key", str(file), "--json"))["recipient"]
    return recipient


def test_a_backup_to_a_key_comes_back_on_an_empty_machine_with_its_secret(
    navigator: Navigator, folder: Path, tmp_path: Path, learner: dict[str, Any]
) -> None:
    recipient = key_file(navigator, tmp_path / "key")
    secret = (folder / "secret").read_text()

    made = read_json(navigator("backup", str(tmp_path / "copy.age"), "--to", recipient, "--json"))
    restored = navigator("restore", str(tmp_path / "copy.age"), "--identity", str(tmp_path / "key"), data="elsewhere")

    assert made["is_encrypted"]
    assert restored[::2] == (0, "")
    assert (tmp_path / "elsewhere" / "secret").read_text() == secret
    assert (tmp_path / "elsewhere" / "secret").stat().st_mode & 0o777 == 0o600
    assert navigator("doctor", data="elsewhere")[0] == 0
    assert can_sign_in(tmp_path / "elsewhere", learner)


def test_nothing_readable_is_left_of_an_encrypted_backup(navigator: Navigator, folder: Path, tmp_path: Path) -> None:
    recipient = key_file(navigator, tmp_path / "key")
    files = {file.name for file in folder.iterdir()}

    navigator("backup", str(tmp_path / "copy.age"), "--to", recipient)

    content = (tmp_path / "copy.age").read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"CREATE TABLE" not in content
    assert (tmp_path / "copy.age").stat().st_mode & 0o777 == 0o600
    assert {file.name for file in folder.iterdir()} - BY_THE_WAY <= files
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.age", "here", "key"]


def test_either_of_two_keys_opens_a_backup(navigator: Navigator, folder: Path, tmp_path: Path) -> None:
    to = [word for name in ("one", "two") for word in ("--to", key_file(navigator, tmp_path / name))]
    navigator("backup", str(tmp_path / "copy.age"), *to)

    for name in ("one", "two"):
        assert navigator("restore", str(tmp_path / "copy.age"), "--identity", str(tmp_path / name))[0] == 0


def test_a_passphrase_encrypts_and_opens_and_a_short_one_is_refused(
    navigator: Navigator, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "passphrase"
    file.write_text("too short\n")
    words = ("--passphrase-file", str(file))

    assert "12 signs or more" in navigator("backup", str(tmp_path / "copy.age"), *words)[2]
    file.write_text(f"{PASSPHRASE}\n")
    assert navigator("backup", str(tmp_path / "copy.age"), *words)[0] == 0
    assert navigator("restore", str(tmp_path / "copy.age"), *words)[0] == 0


def test_the_setting_encrypts_every_backup_but_a_plain_one(
    navigator: Navigator, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAVIGATOR_BACKUP_TO", key_file(navigator, tmp_path / "key"))

    assert read_json(navigator("backup", str(tmp_path / "a"), "--json"))["is_encrypted"]
    assert not read_json(navigator("backup", str(tmp_path / "b"), "--plain", "--json"))["is_encrypted"]


def test_a_plain_backup_says_that_it_is_one_and_holds_no_secret(
    navigator: Navigator, folder: Path, tmp_path: Path
) -> None:
    status, text, _ = navigator("backup", str(tmp_path / "copy.db"))

    assert (status, "Anybody can read the answers in it" in text) == (0, True)
    assert (folder / "secret").read_text().strip().encode() not in (tmp_path / "copy.db").read_bytes()


def test_a_plain_backup_on_an_empty_machine_asks_for_the_secret(
    navigator: Navigator, folder: Path, tmp_path: Path, learner: dict[str, Any]
) -> None:
    copy = tmp_path / "copy.db"
    navigator("backup", str(copy))

    status, _, error = navigator("restore", str(copy), data="elsewhere")

    assert (status, "a plain copy holds no secret" in error) == (0, True)
    assert navigator("verify", data="elsewhere")[0] == 0
    assert navigator("serve", data="elsewhere")[0] == 2
    assert navigator("restore", str(copy), "--secret", str(folder / "secret"), data="elsewhere")[::2] == (0, "")
    assert navigator("doctor", data="elsewhere")[0] == 0
    assert can_sign_in(tmp_path / "elsewhere", learner)


def test_a_copy_of_before_a_new_secret_opens_with_the_former_one(
    navigator: Navigator, folder: Path, tmp_path: Path, learner: dict[str, Any]
) -> None:
    navigator("backup", str(tmp_path / "copy.db"))
    navigator("secret", "rotate")
    now = (folder / "secret").read_text()

    assert "cannot be served yet" in navigator("restore", str(tmp_path / "copy.db"))[2]
    former = str(folder / "secret.former")
    assert navigator("restore", str(tmp_path / "copy.db"), "--secret", former)[::2] == (0, "")

    assert (folder / "secret").read_text() == now
    assert can_sign_in(folder, learner)


def test_a_lost_secret_costs_cards_and_passphrases_and_no_answer(
    navigator: Navigator, folder: Path, learner: dict[str, Any]
) -> None:
    assert "nothing is lost" in navigator("secret", "rotate", "--lost")[2]
    set_second_step_up(folder)
    (folder / "secret").unlink()
    assert navigator("secret", "rotate")[0] == 2

    assert navigator("secret", "rotate", "--lost")[0] == 0

    assert not can_sign_in(folder, learner)
    assert navigator("doctor")[0] == navigator("verify")[0] == 0
    assert navigator("staff", "reset", "administrator")[0] == 0
    assert not has_second_step(folder), "nothing opens it any more, and a link goes round none"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("backup", "x", "--to", "age1nonsense"), "a recipient is", id="no recipient"),
        pytest.param(("restore", "copy.age"), "is encrypted: name its key", id="no key named"),
        pytest.param(("restore", "copy.age", "--identity", "other"), "does not open", id="another key"),
        pytest.param(("restore", "half.age", "--identity", "key"), "does not open", id="damaged"),
        pytest.param(("restore", "copy.age", "--identity", "nowhere"), "cannot be read", id="no key file"),
        pytest.param(("restore", "copy.age", "--identity", "here/secret"), "does not open", id="no key at all"),
        pytest.param(("secret", "backup-key", "key"), "could not be written", id="a key is not written over"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_changes_nothing(
    navigator: Navigator,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    recipient = key_file(navigator, Path("key"))
    key_file(navigator, Path("other"))
    navigator("backup", "copy.age", "--to", recipient)
    content = Path("copy.age").read_bytes()
    Path("half.age").write_bytes(content[: len(content) // 2])
    before = {file.name for file in folder.iterdir()} - BY_THE_WAY

    status, _, error = navigator(*words)

    assert (status, says in error, "Traceback" in error) == (2, True, False)
    assert {file.name for file in folder.iterdir()} - BY_THE_WAY == before
    assert navigator("doctor")[0] == 0


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("app.cli.copies:instance.bring_over", id="before its secret is taken out"),
        pytest.param("app.store.instance:wrap", id="while its secret is taken out"),
    ],
)
def test_a_kill_while_an_encrypted_copy_is_brought_back_loses_nothing(
    navigator: Navigator, folder: Path, tmp_path: Path, learner: dict[str, Any], step: str
) -> None:
    """Over an instance that has another secret by now: it goes on as it was, or as it is in the copy."""
    recipient = key_file(navigator, tmp_path / "key")
    navigator("backup", str(tmp_path / "copy.age"), "--to", recipient)
    navigator("secret", "rotate")

    killed_at(folder, step, "restore", str(tmp_path / "copy.age"), "--identity", str(tmp_path / "key"))

    assert navigator("init")[0] == navigator("doctor")[0] == 0
    assert can_sign_in(folder, learner)
    with closing(sqlite3.connect(folder / "navigator.db")) as database:
        assert database.execute("SELECT secret FROM instance").fetchone() == (None,)


@pytest.mark.parametrize("size", [1, 300_000], ids=["small", "large"])
def test_a_full_disk_is_noticed_also_at_the_last_byte(tmp_path: Path, size: int) -> None:
    (tmp_path / "plain").write_bytes(b"x" * size)

    with pytest.raises(OSError, match="No space left"):
        Encryption(recipients=[new_key()[1]]).close(tmp_path / "plain", Path("/dev/full"))


class FullForAMoment(BytesIO):
    """A disk on which one piece finds no room, and the next one does."""

    def __init__(self, refused: int) -> None:
        super().__init__()
        self.until_refused = refused

    def write(self, data: Any) -> int:
        self.until_refused -= 1
        if self.until_refused == 0:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return super().write(data)


@pytest.mark.parametrize("refused", [1, 2, 5], ids=["head", "piece", "last piece"])
def test_a_piece_that_was_lost_is_noticed_where_there_is_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    plain, target, disk = tmp_path / "plain", tmp_path / "copy", FullForAMoment(refused)
    plain.write_bytes(b"x" * 200_000)
    real_open = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode: disk if path == target else real_open(path, mode))

    with pytest.raises(OSError, match="No space left"):
        Encryption(recipients=[new_key()[1]]).close(plain, target)
    assert disk.until_refused <= 0


def test_the_present_secret_stays_where_a_copy_of_another_comes_in(
    navigator: Navigator, folder: Path, tmp_path: Path, learner: dict[str, Any]
) -> None:
    recipient = key_file(navigator, tmp_path / "key")
    navigator("backup", str(tmp_path / "copy.age"), "--to", recipient)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    write_secret(tmp_path / "elsewhere" / "secret", "7" * 64)

    navigator("restore", str(tmp_path / "copy.age"), "--identity", str(tmp_path / "key"), data="elsewhere")

    assert (tmp_path / "elsewhere" / "secret").read_text().strip() == "7" * 64
    assert can_sign_in(tmp_path / "elsewhere", learner)
