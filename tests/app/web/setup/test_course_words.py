"""What the check of a course says is said in the administrator's language, with the file and the line."""

import pickle
import re
from pathlib import Path

import pytest
from flask import Flask

from app.content import shelf
from app.content.warnings.languages import DRAFT
from app.sentences import Remark
from app.services.people import Role
from app.store.people.staff import set_language
from app.web.language import NAMES
from app.web.setup.course_words import remark_sentence
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone
from tests.docs.guide import write_course


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course without faults, on a shelf of its own."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setattr(shelf, "CONTENT", folder)
    return write_course(folder)


@pytest.fixture
def russian(app: Flask, room: Room) -> Phone:
    """An administrator who reads Russian."""
    staff_id = room.school.staff("root", Role.ADMINISTRATOR)
    set_language(room.school.session, staff_id, "ru")
    return sit_down(app, room.school.session, staff_id, room.school.now)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_warnings_and_faults_are_in_russian_with_their_place(russian: Phone, course: Path) -> None:
    change(course / "course.yaml", "languages:", f'review: {{en: "{DRAFT}"}}\nlanguages:')
    page = russian.open("/setup/courses")
    assert "English: черновик, его должен прочитать носитель языка" in page.text
    assert "English: часть on-paper займёт у медленного читателя меньше 3 минут (2)" in page.text

    change(course / "lessons/01-first-look/en.md", "A look costs an hour.", "Call 123456. A look costs an hour.")
    (course / "disclosure.en.md").write_bytes(b"\xff\xfe\xff")
    page = russian.open("/setup/courses")
    assert "lessons/01-first-look/en.md, строка 10: номер 123456: этого номера нет в списке линий помощи" in page.text
    assert "disclosure.en.md, строка 1: есть знаки не в кодировке UTF-8" in page.text

    change(course / "course.yaml", "slug:", "slugg:")
    assert "slugg: здесь такого ключа нет: может быть, «slug»?" in russian.open("/setup/courses").text
    change(course / "course.yaml", "slugg:", "slug: a: b #")
    text = russian.open("/setup/courses").text
    assert "с этого места это не YAML: не читается: слова с двоеточием возьмите в кавычки" in text


def test_a_fault_within_a_lesson_is_said_in_the_reader_s_language_with_its_line(desk: Phone, course: Path) -> None:
    change(course / "lessons/01-first-look/en.md", "# `a-look-first` A look", "# `a look first` A look")

    assert "'a look first' cannot be an id" in desk.open("/setup/courses").text
    page = desk.open("/setup/courses?lang=kk")
    assert "lessons/01-first-look/en.md, 6-жол: «a look first» id бола алмайды" in page.text


def test_a_release_with_faults_is_refused_in_the_reader_s_language(russian: Phone, course: Path) -> None:
    page = russian.open("/setup/courses")
    change(course / "lessons/01-first-look/en.md", "A look costs an hour.", "Call 123456. A look costs an hour.")

    refused = page.press("Выпустить для программы Safe ways")

    assert "В курсе есть ошибки, выпустить его нельзя: lessons/01-first-look/en.md, строка 10: номер" in refused.text
    assert str(course) not in refused.text, "no path of the server"


REMARKS = (
    Remark("%(language)s: %(what)s", language="kk", what=Remark(DRAFT)),
    Remark("%(title)s names no place of %(countries)s: say where it happens", title="“1”", countries=("KZ", "UZ")),
    Remark(
        "%(share)s of the screens are words alone, more than %(most)d: give them something to do",
        share="40 %",
        most=30,
    ),
)


@pytest.mark.parametrize("language", NAMES)
def test_codes_in_a_remark_are_said_by_name_and_parts_of_it_too(room: Room, language: str) -> None:
    with room.app.test_request_context(f"/?lang={language}"):
        sentences = [remark_sentence(remark) for remark in REMARKS]

    assert sentences[0].startswith("Қазақша: ")
    assert "KZ" not in sentences[1]
    assert "40 %" in sentences[2]
    assert [re.search("[A-Za-z]{3}", it) is None for it in sentences] == [language != "en"] * 3


def test_a_remark_comes_whole_out_of_the_process_in_which_a_course_is_read() -> None:
    for remark in REMARKS:
        copy = pickle.loads(pickle.dumps(remark))
        assert (copy, copy.marked, copy.values) == (remark, remark.marked, remark.values)
