"""`navigator article`: an author begins, sees what is missing, and learns what ends soon."""

import json
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from app.content import ARTICLES
from benchmarks.server import free_port
from tests.app.cli.conftest import PROCESS, Navigator, read_json

THE_DAY = "2026-11-30"
"""On which the sources of what ships were read."""


def test_the_articles_that_ship_have_no_fault_on_the_day_on_which_they_were_read(navigator: Navigator) -> None:
    answer = read_json(navigator("article", "check", "--today", THE_DAY, "--json"))

    assert (answer["faults"], answer["ending"]) == ([], [])
    assert min(answer["topics"].values()) >= 1
    assert sum(answer["topics"].values()) == len(answer["unconfirmed"])
    assert len(answer["unconfirmed"]) == len(list(ARTICLES.glob("*/article.yaml"))) >= 40


def test_articles_that_end_are_told_and_those_that_are_over_refused(navigator: Navigator) -> None:
    ending = navigator("article", "check", "--today", "2027-05-31")
    over = navigator("article", "check", "--today", "2027-06-01")

    assert ending[0] == 0
    assert "note: work-in-korea ends on 2027-05-31: read its sources anew\n" in ending[1]
    assert over[0] == 1
    assert "valid_until: 2027-05-31 has passed: read the sources anew" in over[1]


def test_a_new_article_says_in_plain_words_what_it_waits_for(navigator: Navigator, tmp_path: Path) -> None:
    path = tmp_path / "no-pay"
    assert read_json(navigator("article", "new", str(path), "--json"))["languages"] == ["en", "ru", "kk"]

    status, output, _ = navigator("article", "check", str(path), "--today", THE_DAY)

    assert status == 1
    faults = [line.removeprefix(f"{path}/") for line in output.splitlines()]
    assert {
        "article.yaml:1: topic: is empty: give it a value",
        "article.yaml:2: countries: must have at least 1: it has 0",
        "article.yaml:6: sources > entry 1 > title: is empty: give it a value",
        "article.yaml:8: sources > entry 1 > url: is empty: give it a value",
        "article.yaml:11: valid_until: is empty: give it a value",
        "article.yaml:14: asked_as > ru: must have at least 3: it has 0",
        "kk.md:2: title: is empty: give it a value",
        "kk.md:6: the file: does not begin with an answer: write two to four sentences above the first heading",
    } <= set(faults)


def test_one_article_is_checked_beside_those_on_its_shelf(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "passport-held-back"
    path.mkdir()
    for file in (ARTICLES / "passport-held-back").iterdir():
        (path / file.name).write_bytes(file.read_bytes())

    status, output, _ = navigator("article", "check", str(path), "--today", THE_DAY)
    assert (status, output.splitlines()[0]) == (0, f"{path}: 1 article, no fault.")

    monkeypatch.chdir(path)
    assert navigator("article", "check", ".", "--today", THE_DAY)[0] == 0

    (tmp_path / "topics.yaml").write_bytes((ARTICLES / "topics.yaml").read_bytes())
    status, output, _ = navigator("article", "check", str(path), "--today", THE_DAY, "--json")
    assert status == 1
    assert {fault["where"] for fault in json.loads(output)["faults"]} == {"'/open/lost-passport-abroad'"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(("new", "No Pay"), "cannot be a slug", id="a name with a space"),
        pytest.param(("new", "taken"), "is there already: choose another name", id="a folder that is there"),
        pytest.param(("check", "nowhere"), "is no folder", id="no folder"),
    ],
)
def test_a_slip_of_the_hand_is_told(
    navigator: Navigator, tmp_path: Path, words: tuple[str, str], sentence: str
) -> None:
    (tmp_path / "taken").mkdir()

    status, _, error = navigator("article", words[0], str(tmp_path / words[1]))

    assert status == 2
    assert sentence in error


def test_a_preview_shows_one_article_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    port = free_port()
    process = subprocess.Popen(
        [*PROCESS, "article", "preview", str(ARTICLES / "consulates"), "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    sentences = [process.stdout.readline() for _ in range(2)]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/open/consulates?lang=en") as answer:
        page = answer.read().decode()
    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0
    process.stdout.close()
    assert sentences[0].startswith(f"Preview: http://127.0.0.1:{port}/open/consulates ")
    assert "Taken to hold until" in page
    assert not list(tmp_path.glob("navigator-preview-*"))


def test_a_preview_of_a_shelf_with_faults_tells_them_instead(navigator: Navigator, tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("languages: [en]\ntopics: []\n")

    status, out, _ = navigator("article", "preview", str(tmp_path))

    assert status == 1
    assert "topics" in out
