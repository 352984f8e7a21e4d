"""The whole loop: our XLSForm, converted by the software of Kobo and ODK, asks the test, and its table comes back."""

import csv
import warnings
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.files import read_table
from app.services.facilitator import paper
from app.services.facilitator.paper_cells import RowFault
from app.services.submission import Reason
from app.services.waves import Wave
from app.store.answers import attempts, summaries
from app.store.tables import ScorePair
from assessments import UNSURE

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pyxform's own
    from pyxform.xls2xform import convert
from tests.app.services.paper_tables import take
from tests.conftest import FIXTURE_COURSE

XFORMS = {"x": "http://www.w3.org/2002/xforms"}


class Kobo:
    """A form on a server: what may be answered in it, and the table that it gives back."""

    def __init__(self, path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = ElementTree.fromstring(convert(str(path)).xform)
        self.fixed = {
            bind.get("nodeset", "").rpartition("/")[2]: bind.get("calculate", "").strip("' ")
            for bind in root.iterfind(".//x:bind[@calculate]", XFORMS)
        }
        self.choices = {
            instance.get("id"): [name.text for name in instance.iterfind(".//x:name", XFORMS)]
            for instance in root.iterfind(".//x:instance[@id]", XFORMS)
        }
        self.questions = {
            select.get("ref", "").rpartition("/")[2]: self.choices[_list_of(select)]
            for select in root.iterfind(".//x:select1", XFORMS)
        }
        self.rows: list[dict[str, str]] = []

    def sent(self, code: str, **answers: str | None) -> None:
        row = self.fixed | {"learner_code": code, "_id": str(700 + len(self.rows)), "_status": "submitted_via_web"}
        for name, answer in answers.items():
            assert answer is None or answer in self.questions[name], f"{name} cannot be answered with {answer}"
        self.rows.append(row | {name: answer or "" for name, answer in answers.items()})

    def table(self, path: Path) -> Any:
        """As it is downloaded: XML names in the head, a semicolon between the cells."""
        head = ["start", "end", *self.fixed, "learner_code", *self.questions, "_id", "_uuid", "_status", "__version__"]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, head, delimiter=";", quoting=csv.QUOTE_ALL, restval="")
            writer.writeheader()
            writer.writerows(self.rows)
        return read_table(path)


def _list_of(select: ElementTree.Element) -> str:
    """From "instance('who')/root/item"."""
    itemset = select.find("x:itemset", XFORMS)
    assert itemset is not None
    return itemset.get("nodeset", "").split("'")[1]


@pytest.fixture(scope="module")
def kobo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("kobo")

    def kobo(form: str, wave: Wave) -> Kobo:
        out = folder / f"{form}-{wave.value}.xlsx"
        command = ["course", "export", "xlsform", str(FIXTURE_COURSE), "--form", form, "--wave", wave.value]
        assert out.exists() or main([*command, "--out", str(out)]) == 0
        return Kobo(out)

    return kobo


@pytest.fixture
def cohort(school: Any) -> Any:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    return cohort


def answer(school: Any, server: Kobo, learner_id: int, form: str, *, right: int, **points: str) -> None:
    answers = {f"item_{item}": option for item, option in school.answers(form, right=right).items()}
    server.sent(school.cards[learner_id].learner_code, **answers, **points)


@pytest.mark.many
def test_answers_come_back_by_learner_code_and_make_pairs(school: Any, cohort: Any, kobo: Any, tmp_path: Path) -> None:
    learner_ids = [school.learner(cohort) for _ in range(4)]
    forms = {it: paper.paper_of(school.session, it, Wave.PRE).form for it in learner_ids}
    for wave, right in ((Wave.PRE, 1), (Wave.POST, 3)):
        if wave is Wave.POST:
            school.close(cohort, Wave.PRE)
            school.open(cohort, Wave.POST)
        for form in ("A", "B"):
            server = kobo(form, wave)
            mine = [it for it in learner_ids if (forms[it] == form) == (wave is Wave.PRE)]
            for learner_id in mine:
                answer(school, server, learner_id, form, right=right + learner_id % 2, **{"said_say-no": "4"})
            taken = take(school, cohort, wave, server.table(tmp_path / f"{form}.csv"))
            assert (taken.stored, taken.corrected, taken.faults) == (len(mine), 0, ())

    assert not summaries.differences(school.session)
    pairs = {(row.learner_id, row.pre, row.post) for row in school.session.query(ScorePair)}
    assert pairs == {(it, 1 + it % 2, 3 + it % 2) for it in learner_ids}
    for learner_id in learner_ids:
        for sent in attempts.list_attempts(school.session, learner_id):
            assert attempts.statements_of(school.session, sent)["say-no"] == 4


@pytest.mark.parametrize(("wave", "has_reactions"), [(Wave.PRE, False), (Wave.POST, True), (Wave.FOLLOW_UP, False)])
def test_the_form_asks_what_a_phone_asks_on_that_test(school: Any, kobo: Any, wave: Wave, has_reactions: bool) -> None:
    server, instrument = kobo("B", wave), school.release.instrument

    beside = [f"said_{each}" for each in instrument.beside(with_reactions=has_reactions)]
    assert list(server.questions) == [*(f"item_{item.id}" for item in instrument.items), *beside]
    assert server.fixed["wave"] == wave.value
    for item in instrument.items:
        assert server.questions[f"item_{item.id}"] == [*item.forms["B"].options, UNSURE]
    assert all(server.questions[name] == ["1", "2", "3", "4", "5"] for name in beside)


def test_two_rows_of_one_learner_and_a_form_of_somebody_else_are_told(
    school: Any, cohort: Any, kobo: Any, tmp_path: Path
) -> None:
    first, other = school.learner(cohort), school.learner(cohort)
    form = paper.paper_of(school.session, first, Wave.PRE).form
    assert paper.paper_of(school.session, other, Wave.PRE).form != form, "halves take turns"
    server = kobo(form, Wave.PRE)
    answer(school, server, first, form, right=1)
    answer(school, server, first, form, right=3)
    answer(school, server, other, form, right=1)
    taken = take(school, cohort, Wave.PRE, server.table(tmp_path / "kobo.csv"))

    assert taken.stored == 0
    assert RowFault(3, "", "twice", "2") in taken.faults
    assert RowFault(4, "form", "wrong_form", form) in taken.faults


@pytest.mark.many
def test_a_point_outside_of_the_scale_is_told_and_what_was_typed_before_stays(
    school: Any, cohort: Any, kobo: Any, tmp_path: Path
) -> None:
    learner_id = school.learner(cohort)
    form = paper.paper_of(school.session, learner_id, Wave.PRE).form
    server = kobo(form, Wave.PRE)
    answer(school, server, learner_id, form, right=1, **{"said_say-no": "2"})
    assert take(school, cohort, Wave.PRE, server.table(tmp_path / "kobo.csv")).stored == 1
    path = tmp_path / "own.csv"
    marks = school.answers(form, right=2)
    head, cells = [f"item_{item}" for item in marks], [option or "" for option in marks.values()]
    path.write_text("\n".join([",".join(["number", *head]), ",".join(["1", *cells])]), encoding="utf-8")

    assert take(school, cohort, Wave.PRE, read_table(path), reason=Reason.MISREAD).corrected == 1
    assert paper.paper_of(school.session, learner_id, Wave.PRE).points["say-no"] == 2
    server.rows[0]["said_say-no"] = "6"
    table = server.table(tmp_path / "kobo.csv")
    result = take(school, cohort, Wave.PRE, table, reason=Reason.MISREAD)
    assert result.faults == (RowFault(2, "said_say-no", "no_point", "6"),)
