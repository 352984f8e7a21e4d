"""`navigator publish`, `publications`, `gains --publication` and `export --publication`, on the demonstration."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.publishing import drafts
from app.store import Database, audit
from app.store.tables import Programme
from tests.app.cli.conftest import PROCESS, Navigator, change_by_hand, read_json
from tests.app.reported import IMPROVED, PAIRED


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration, to be written to."""
    return Path(shutil.copytree(demonstration, tmp_path / "here"))


@pytest.mark.usefixtures("instance")
def test_the_demonstration_has_two_publications_of_which_the_last_has_all(navigator: Navigator) -> None:
    listed = read_json(navigator("publications", "--json"))
    assert [(row["publication"], row["until"], row["made_by"]) for row in listed] == [
        ("2", "2026-08-31", "m-e"),
        ("1", "2026-04-21", "m-e"),
    ]
    assert [row["learners"] for row in listed] == [PAIRED, 24]
    assert f"2  until 2026-08-31  {PAIRED} learners" in navigator("publications")[1]

    total = read_json(navigator("gains", "--publication", "2", "--json"))["total"]
    assert (total["improved"]["count"], total["improved"]["n"]) == (IMPROVED, PAIRED)


@pytest.mark.usefixtures("instance")
def test_figures_of_a_publication_say_of_which_it_is_and_what_they_round(navigator: Navigator) -> None:
    answer = read_json(navigator("gains", "--publication", "2", "--by", "sex", "--json"))
    published = answer["method"]["publication"]
    assert (published["name"], published["until_on"]) == ("2", "2026-08-31")
    assert any("nearest 5" in rule for rule in published["rules"])
    assert {group["improved"]["n"] % 5 for group in answer["groups"]} == {0}
    assert "Publication: No. 2, edition 1" in navigator("gains", "--publication", "2")[1]


@pytest.mark.usefixtures("instance")
def test_two_variables_name_a_table_in_any_order(navigator: Navigator) -> None:
    one, other = (
        read_json(navigator("gains", "--publication", "2", "--by", first, "--by", second, "--json"))
        for first, second in (("region", "sex"), ("sex", "region"))
    )

    assert one == other


def test_a_file_has_the_same_bytes_in_two_processes(navigator: Navigator, instance: Path, tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "pdf"):
        first, again = tmp_path / f"first.{form}", tmp_path / f"again.{form}"
        words = ["export", form, "--publication", "2", "--by", "region", "--lang", "kk", "--out"]
        assert navigator(*words, str(first))[0] == 0
        subprocess.run([*PROCESS, *words, again, "--data", instance], check=True)
        assert first.read_bytes() == again.read_bytes()


@pytest.mark.usefixtures("instance")
def test_what_is_no_publication_or_no_table_of_it_is_said(navigator: Navigator) -> None:
    def refusal(*words: str) -> str:
        status, _, message = navigator(*words)
        assert status == 2
        return message

    assert "there is no publication 7" in refusal("gains", "--publication", "7")
    assert "not by 'month'" in refusal("gains", "--publication", "2", "--by", "month")
    assert "not by 'month'" in refusal("export", "csv", "--publication", "2", "--by", "month")
    assert "its files, the same bytes for ever, come from" in refusal("gains", "--publication", "2", "--format", "csv")
    assert "takes no --where" in refusal("gains", "--publication", "2", "--where", "sex=female")
    assert "--withdraw and --reason" in refusal("publications", "--withdraw", "2")
    assert "no settled cohort" in refusal("publish")


@pytest.mark.usefixtures("instance")
def test_one_is_corrected_after_a_look_and_the_old_one_says_why(navigator: Navigator) -> None:
    looked: dict[str, Any] = read_json(navigator("publish", "--preview", "--correct", "a typing error", "--json"))
    assert (looked["publication"], looked["learners"], looked["waiting"]) == ("2.2", PAIRED, [])
    made = read_json(navigator("publish", "--correct", "a typing error", "--json"))
    assert (made["publication"], made["edition"]) == ("2.2", 2)
    status, _, message = navigator("export", "csv", "--publication", "2", "--out", "gone.csv")
    assert (status, "withdrawn: a typing error" in message) == (2, True)
    assert "withdrawn: a typing error" in navigator("publications")[1]

    assert navigator("publications", "--withdraw", "2.2", "--reason", "another")[0] == 0
    listed = read_json(navigator("publications", "--json"))
    assert [row["reason"] for row in listed] == ["another", "a typing error", ""]


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize(
    "words",
    [("publish", "--correct"), ("settle", "--anew", "--edition"), ("publications", "--withdraw", "2", "--reason")],
    ids=" ".join,
)
def test_without_a_reason_nothing_is_withdrawn_or_corrected(
    navigator: Navigator, words: tuple[str, ...], blank: str
) -> None:
    status, _, message = navigator(*words, blank)
    assert (status, f"{words[-1]}: write why" in message) == (2, True)
    listed = read_json(navigator("publications", "--json"))
    assert [(row["publication"], row["withdrawn_at"]) for row in listed] == [("2", None), ("1", None)]


@pytest.mark.usefixtures("instance")
def test_what_is_withdrawn_is_not_withdrawn_again(navigator: Navigator) -> None:
    assert navigator("publications", "--withdraw", "2", "--reason", "a mistake")[0] == 0
    status, _, message = navigator("publications", "--withdraw", "2", "--reason", "another")
    assert (status, "publication 2 is withdrawn already: a mistake" in message) == (2, True)


@pytest.mark.usefixtures("instance")
def test_bytes_that_somebody_changed_are_seen(navigator: Navigator, tmp_path: Path) -> None:
    assert navigator("export", "csv", "--publication", "2", "--out", str(tmp_path / "some.csv"))[0] == 0
    assert navigator("verify")[0] == 0
    change_by_hand(tmp_path, "UPDATE publication_file SET data = CAST('other' AS BLOB)")
    status, message, _ = navigator("verify")
    assert (status, "not the bytes that it was made of" in message) == (1, True)


def test_what_the_command_line_took_or_was_refused_stands_in_the_audit(
    navigator: Navigator, instance: Path, tmp_path: Path
) -> None:
    for *words, status in (
        ("export", "csv", "--publication", "2", "--by", "sex", "--out", str(tmp_path / "taken.csv"), 0),
        ("gains", "--publication", "2", "--lang", "kk", 0),
        ("gains", "--publication", "2", "--json", 0),
        ("export", "xlsx", "--out", str(tmp_path / "refused.xlsx"), 2),
        ("gains", "--format", "html", 2),
        ("publish", 2),
        ("settle", "--anew", 2),
        ("publications", "--withdraw", "2", "--reason", "A mistake.", 0),
        ("export", "csv", "--publication", "2", "--out", str(tmp_path / "gone.csv"), 2),
        ("gains", "--publication", "2", "--json", 2),
        ("gains", "--publication", "2", 2),
        ("export", "csv", "--publication", "1", "--by", "month", 2),
        ("gains", "--publication", "1", "--by", "A. B.", 2),
        ("export", "dhis2", "--publication", "1", "--by", "sex", "--out", str(tmp_path / "no.json"), 2),
        ("export", "iati", "--publication", "1", "--out", str(tmp_path / "no.xml"), 2),
    ):
        assert navigator(*words)[0] == status
    database = Database(f"sqlite:///{instance}/navigator.db")
    with database.reading() as session:
        rows = audit.list_acts(session, limit=15)[::-1]
        acts = [(row.act, row.staff_id, row.subject) for row in rows]
        details = [row.detail for row in rows[-4:]]
        programme = session.scalars(select(Programme.ref)).one()
    database.dispose()
    assert acts == [
        ("publication.file", None, "2"),
        ("publication.file", None, "2"),
        ("publication.file", None, "2"),
        ("refusal.internal", None, ""),
        ("refusal.internal", None, ""),
        ("refusal.publication", None, programme),
        ("refusal.settling", None, programme),
        ("publication.withdraw", None, "2"),
        ("refusal.withdrawn", None, "2"),
        ("refusal.withdrawn", None, "2"),
        ("refusal.withdrawn", None, "2"),
        *4 * [("refusal.file", None, "1")],
    ]
    assert [(of["reason"], of["format"], of["split"]) for of in details] == [
        ("NoSuchTable", "csv", ""),
        ("NoSuchTable", "text", ""),
        ("Unfit", "dhis2", "sex"),
        ("Unfit", "iati", "region"),
    ]


@pytest.mark.usefixtures("instance")
def test_whoever_is_overtaken_on_the_command_line_hears_so_and_it_stands_in_the_audit(
    navigator: Navigator, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else corrects it while this one is worked out."""
    draft = drafts.draft

    def draft_slowly(*args: Any, **options: Any) -> drafts.Draft:
        drafted = draft(*args, **options)
        monkeypatch.setattr(drafts, "draft", draft)
        assert navigator("publish", "--correct", "a typing error")[0] == 0
        return drafted

    monkeypatch.setattr(drafts, "draft", draft_slowly)
    status, _, message = navigator("publish", "--correct", "the same")
    assert (status, "something was published since" in message) == (2, True)
    database = Database(f"sqlite:///{instance}/navigator.db")
    with database.reading() as session:
        last = audit.list_acts(session, limit=1)[0]
        assert (last.act, last.detail) == ("refusal.publication", {"reason": "Overtaken"})
    database.dispose()
