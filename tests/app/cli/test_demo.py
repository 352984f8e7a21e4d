"""`navigator demo`: the demonstration, an instance of its own."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from analytics.counts.tally_readings import item_scores
from analytics.items.reliability import kr20
from app.cli import main
from app.services import signing, staff_signing
from app.services.demonstration import crowds, invention, visitors
from app.services.figures.tallies import Tallies
from app.services.learner import joining
from app.services.releases import release_of_structure
from app.store import Database, instance
from app.store.answers import summaries
from app.store.figures import selection
from app.store.figures.selection import Filters, Scope
from app.store.tables import Attempt, Audit, Cohort, CohortSum, Learner, Publication, Settlement, Staff
from tests.app import stored
from tests.app.reported import IMPROVED, PAIRED

ALL = Filters(Scope(is_whole=True))


@pytest.fixture(scope="module")
def folder(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a demonstration that has been made."""
    return Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("copy") / "demonstration"))


@pytest.fixture
def made(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'navigator.db'}")


def test_the_pairs_of_six_regions_and_how_many_improved(made: Database) -> None:
    with made.reading() as session:
        sums = session.execute(
            select(
                func.sum(CohortSum.learner_count),
                func.sum(CohortSum.improved),
                func.count(Settlement.cohort_id.distinct()),
                func.count(Settlement.region_code.distinct()),
                func.count(Settlement.partner_id.distinct()),
            )
            .join(Settlement, Settlement.settlement_id == CohortSum.settlement_id)
            .where(CohortSum.split == "total", CohortSum.learner_count > 0, Settlement.step == "course")
        ).one()
        instrument = release_of_structure(session, selection.list_structures(session, ALL)[0]).instrument
        regions = [counts.joint.n for counts in Tallies(session, instrument).group_counts(ALL, ("region",)).values()]

        assert tuple(sums) == (PAIRED, IMPROVED, 18, 6, 6)
        assert sum(regions) == PAIRED
        assert min(regions) >= 11, "a region is never hidden in the demonstration"
    made.dispose()


def test_on_postgresql_the_sign_ins_have_a_folder_too(
    empty_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There nothing else needs the folder. The people take long to make, and are tried on SQLite."""
    for module, deed, result in (
        (invention, "fill", None),
        (visitors, "freshen", "ABCDEFGH"),
        (visitors, "hand_out", None),
    ):
        monkeypatch.setattr(module, deed, lambda *_, result=result: result)
    where = tmp_path / "not" / "there"

    assert main(["demo", "--json", "--database", empty_postgresql, "--data", str(where)]) == 0

    assert "learner" in json.loads((where / "sign-ins.json").read_text())


def test_the_figures_stand_on_answered_items(made: Database) -> None:
    with made.reading() as session:
        first_two = [wave for wave, _, _ in stored.responses(session) if wave != "follow_up"]
        assert len(first_two) == (2 * PAIRED + 24 + 8) * 14
        assert summaries.differences(session) == []
        this = instance.get(session)
        assert this
        assert this.kind == "demonstration"
    made.dispose()


def test_people_differ_enough_for_the_first_test_to_tell_them_apart(made: Database) -> None:
    with made.reading() as session:
        digest = selection.list_structures(session, ALL)[0]
        instrument = release_of_structure(session, digest).instrument
        tallies = Tallies(session, instrument)
        for form in (0, 1):
            alpha = kr20(item_scores(tallies.of(ALL, with_answers=True), tallies.sheet, "before", form))
            assert alpha is not None
            assert 0.5 <= alpha <= 0.75, "about ninety learners a form: the seed alone moves it by .05"
    made.dispose()


def test_everything_that_can_be_reported_has_something_to_show(made: Database) -> None:
    with made.reading() as session:
        instrument = release_of_structure(session, selection.list_structures(session, ALL)[0]).instrument
        tally = Tallies(session, instrument).of(ALL)
        third, left = int(tally.table("pre_post_of_three")), int(tally.table("left"))
        assert third >= 40
        assert 0 < left < third
        assert any(one.reversed for one in instrument.statements)
        for one in instrument.statements:
            assert tally.counts(f"said:{one.id}", 4).joint.differences.total > 0, "turned round where it is to be"
        assert {it.id for it in instrument.reactions} <= set(tally.suffixes("found:"))
        assert len(tally.suffixes("dose:")) >= 3
        reporters = [int(of.table("peers", 2)[0]) for of in Tallies(session, instrument).by(ALL, ("region",)).values()]
        assert len(reporters) == 6
        assert min(reporters) >= 5
    made.dispose()


def test_the_acts_before_a_publication_are_those_of_until_then(made: Database) -> None:
    with made.reading() as session:
        acts = [*session.execute(select(Audit.number, Audit.at))]
        counted = [*session.execute(select(Publication.made_at, Publication.acts_count))]

        assert len(counted) == 2
        for made_at, count in counted:
            assert {number for number, at in acts if at <= made_at} >= {*range(1, count + 1)}
        assert counted[1][1] > counted[0][1] + 20
    made.dispose()


def test_whoever_leads_a_group_has_used_the_link(made: Database) -> None:
    with made.reading() as session:
        assert session.scalar(select(func.count()).where(Staff.passphrase_hash.is_(None))) == 0
    made.dispose()


def test_a_group_is_called_so_in_its_own_language(made: Database) -> None:
    with made.reading() as session:
        named = session.execute(select(Cohort.language, Cohort.label)).all()
    assert all(label.startswith("Группа") for language, label in named if language == "ru")
    assert all(label.endswith("-топ") for language, label in named if language == "kk")
    assert {language for language, _ in named} == {"ru", "kk"}
    made.dispose()


def test_the_four_can_sign_in_and_the_open_group_can_be_joined(
    folder: Path, made: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", "--json", "--data", str(folder)])
    answer = json.loads(capsys.readouterr().out)

    with made.reading() as session:
        learner = answer["sign_ins"]["learner"]
        assert signing.check_learner(session, learner["code"], learner["pin"]).is_right
        for role in ("facilitator", "me_officer", "administrator"):
            who = answer["sign_ins"][role]
            assert staff_signing.check_staff(session, who["name"], who["passphrase"]).is_right
        assert session.scalars(select(func.count()).where(Learner.pin_hash.is_not(None))).one() == 1
        newest = session.scalars(select(func.max(Learner.joined_at))).one()
        assert joining.open_door(session, answer["join_code"], newest)
    made.dispose()


def test_a_second_run_shows_the_same_instance_and_makes_nothing_anew(
    folder: Path, made: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", "--json", "--data", str(folder)])
    first = capsys.readouterr().out
    before = rows(made)

    assert main(["demo", "--data", str(folder)]) == 0

    text = capsys.readouterr().out
    answer = json.loads(first)
    assert str(IMPROVED) in text
    assert answer["sign_ins"]["administrator"]["passphrase"] in text
    assert answer["join_code"] in text
    assert rows(made) == before
    made.dispose()


def test_what_make_run_prints_fits_a_screen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--data", str(folder)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    assert [line.split()[0] for line in lines if line.startswith(("Zhambyl", "All"))] == ["Zhambyl", "All"], "one table"
    assert lines[-6].startswith("Demonstration: http://")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_report_is_two_pages_and_the_rest_when_it_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    command = ["gains", "--data", str(folder), "--lang", language]
    assert main(command) == 0
    two_pages = capsys.readouterr().out.splitlines()
    assert main([*command, "--full"]) == 0
    whole = capsys.readouterr().out.splitlines()

    assert len(two_pages) <= 120
    assert len(whole) > 250
    assert max(map(len, two_pages)) <= 80


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_report_on_paper_is_six_to_ten_pages(folder: Path, tmp_path: Path, language: str) -> None:
    out = tmp_path / "report.pdf"
    assert (
        main(["export", "pdf", "--publication", "2", "--data", str(folder), "--out", str(out), "--lang", language]) == 0
    )

    pages = PdfReader(out).pages
    assert 6 <= len(pages) <= 10
    assert len(pages[-1].extract_text()) > 800, "more than a line"


def rows(database: Database) -> list[int | None]:
    with database.reading() as session:
        return [session.scalar(select(func.count()).select_from(each)) for each in (Learner, Attempt, Cohort)]


def test_sign_ins_that_were_lost_are_made_anew(
    folder: Path, made: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "sign-ins.json"
    before = json.loads(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    file.unlink()

    assert main(["demo", "--json", "--data", str(folder)]) == 0

    after = json.loads(capsys.readouterr().out)["sign_ins"]
    with made.reading() as session:
        old, new = before["facilitator"], after["facilitator"]
        assert not staff_signing.check_staff(session, old["name"], old["passphrase"]).is_right
        assert staff_signing.check_staff(session, new["name"], new["passphrase"]).is_right
    made.dispose()


def test_a_group_that_has_ended_is_opened_again(folder: Path, made: Database) -> None:
    with made.writing() as session:
        group = session.scalars(select(Cohort).where(Cohort.label == invention.OPEN_GROUP)).one()
        group.ends_on = group.starts_on

    assert main(["demo", "--json", "--data", str(folder)]) == 0

    with made.reading() as session:
        group = session.scalars(select(Cohort).where(Cohort.label == invention.OPEN_GROUP)).one()
        assert group.ends_on > group.starts_on
    made.dispose()


def test_the_same_people_are_invented_again(made: Database, sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the first of the places: each is as long to make."""
    place = crowds.PLACES[0]
    monkeypatch.setattr(invention, "PLACES", (place,))
    with sqlite.writing() as session:
        invention.fill(session, datetime(2027, 3, 1, tzinfo=UTC))
    columns = (Settlement.region_code, Settlement.month, CohortSum.split, CohortSum.value, CohortSum.learner_count)
    query = (
        select(*columns, CohortSum.d)
        .join(Settlement, Settlement.settlement_id == CohortSum.settlement_id)
        .where(Settlement.region_code == place[0])
    )

    with made.reading() as session, sqlite.reading() as twin:
        before, again = (sorted(map(tuple, each.execute(query))) for each in (session, twin))
    assert before
    assert again == before
    made.dispose()


def test_a_demonstration_is_not_made_where_real_people_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "--data", str(tmp_path)])

    assert main(["demo", "--data", str(tmp_path)]) == 2
    assert "this is a real instance" in capsys.readouterr().err
