"""Scenes: what an author writes in a line becomes a small drawing with words, or a fault with its line."""

from itertools import permutations, product
from pathlib import Path
from xml.parsers.expat import ParserCreate

import pytest

from app.content import CourseFault, Picture, Release, Scene, Sheet, draw, read_sheet, warnings
from app.content.pictures import read_pictures
from app.content.scenes import describe
from app.content.scenes.sheet import SHEET
from tests.app.content.conftest import LESSON, Author

FILE = "lessons/00-first/en.md"
MOST_BYTES = 3_000


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return read_sheet()


def test_the_sheet_has_people_moods_and_places_enough_for_stories(sheet: Sheet) -> None:
    assert {"dana", "rustam", "mother"} <= set(sheet.people)
    assert {"calm", "glad", "worried", "afraid", "angry", "sad", "thinking", "unsure"} == set(sheet.moods)
    assert {"bus-station", "home", "kitchen", "street", "school", "shop", "border", "work-yard"} <= set(sheet.places)
    ParserCreate().Parse(SHEET.read_bytes(), True)
    used = product(sheet.people, ("behind", "body", "face")), product(sheet.moods, ("face", "sleeves", "hands"))
    known = {"-".join(part) for parts in used for part in parts} | {f"{place}-place" for place in sheet.places}
    assert set(sheet.parts) <= known, "parts that no scene is made of"


def test_every_scene_is_one_drawing_of_at_most_3000_bytes(sheet: Sheet) -> None:
    each = list(product(sheet.people, sheet.moods))
    alone = [(person,) for person in each]
    beside = [pair for pair in product(each, repeat=2) if pair[0][0] != pair[1][0]]
    drawn = {
        Scene(people, place).name: draw(Scene(people, place), sheet).svg
        for people in (*alone, *beside)
        for place in sheet.places
    }
    assert len(drawn) == (len(alone) + len(beside)) * len(sheet.places)
    assert {name: len(svg.encode()) for name, svg in drawn.items() if len(svg.encode()) > MOST_BYTES} == {}
    assert len(set(drawn.values())) == len(drawn), "two scenes look the same"


def test_every_scene_is_a_drawing_that_a_lesson_may_show(sheet: Sheet, tmp_path: Path) -> None:
    scenes = [Scene((each,), place) for each, place in product(product(sheet.people, sheet.moods), sheet.places)]
    scenes += [
        Scene(((one, mood), (other, mood)), place)
        for (one, other), mood, place in product(permutations(sheet.people, 2), sheet.moods, sheet.places[:1])
    ]
    for scene in scenes:
        (tmp_path / f"{scene.name}.svg").write_text(draw(scene, sheet).svg, encoding="utf-8")
    faults: list[CourseFault] = []

    read = read_pictures(tmp_path, faults)

    assert faults == []
    assert {name.removesuffix(".svg"): it for name, it in read.items()} == {it.name: draw(it, sheet) for it in scenes}
    assert not any("<text" in it.svg or "<title" in it.svg for it in read.values())


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_scene_is_said_in_the_languages_of_the_platform(sheet: Sheet, language: str) -> None:
    sentences = {
        describe(Scene(((person, mood),), place), language)
        for person, mood, place in product(sheet.people, sheet.moods, sheet.places)
    }
    assert len(sentences) == len(sheet.people) * len(sheet.moods) * len(sheet.places)


def release(author: Author, line: str, file: str = FILE) -> Release:
    author.write(file, LESSON.replace("- a list", line))
    return author.read()


def html(release: Release, language: str = "en") -> str:
    return release.lessons["first"][language].model_dump()["steps"][0]["blocks"][0]["html"]  # type: ignore[no-any-return]


def test_a_line_becomes_a_drawing_of_the_release_with_words_in_the_language_of_its_page(
    author: Author, sheet: Sheet
) -> None:
    line = ":::scene  dana   worried at bus-station\nMore words."
    author.write("lessons/00-first/ru.md", LESSON.replace("- a list", line))

    read = release(author, line)

    picture = draw(Scene((("dana", "worried"),), "bus-station"), sheet)
    assert read.pictures == {"dana worried at bus-station": picture}
    for language, words in (("en", "Dana is worried, at the bus station"), ("ru", "Дана волнуется, на автовокзале")):
        assert html(read, language) == (
            "<p>Some <em>prose</em>.</p>\n"
            f'<p><img src="/p/{picture.digest[:16]}.svg" alt="{words}" width="328" height="184" loading="lazy" /></p>\n'
            "<p>More words.</p>"
        )


def test_a_stored_release_keeps_its_scenes_whatever_becomes_of_the_sheet(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = release(author, ":::scene dana glad at home")
    stored = read.to_json()
    monkeypatch.setattr("app.content.scenes.sheet.read_sheet", None)
    monkeypatch.setattr("app.content.markdown.read_sheet", None)

    again = Release.from_json(stored)

    assert again.pictures == read.pictures
    assert again.digest == read.digest
    other = Picture.of("<svg/>", 1, 1)
    assert read.model_copy(update={"pictures": {"dana glad at home": other}}).digest != read.digest


def test_two_people_stand_beside_each_other(author: Author) -> None:
    read = release(author, ":::scene dana worried,rustam calm at home")

    assert list(read.pictures) == ["dana worried, rustam calm at home"]
    assert 'alt="Dana is worried, Rustam is calm, at home"' in html(read)


def test_an_author_may_say_it_in_their_own_words(author: Author) -> None:
    read = release(author, ":::scene friend glad at home | Aliya & Saule > at home")

    assert list(read.pictures) == ["friend glad at home"]
    assert 'alt="Aliya &amp; Saule &gt; at home"' in html(read)


def test_a_story_may_show_a_scene(writer: Author) -> None:
    name = "lessons/01-first/en.md"
    story = next(line for line in (writer.folder / name).read_text().splitlines() if line.startswith("### `"))
    writer.replace(name, story, f"{story}\n\n:::scene dana glad at home")

    assert "dana glad at home" in writer.read().pictures


NAMES = {
    "person": "dana, rustam, mother, friend, man",
    "mood": "calm, glad, worried, afraid, angry, sad, thinking, unsure",
    "place": "bus-station, home, kitchen, street, school, shop, border, road, work-yard, sea-hotel, office",
}
NO_SCENE = "is no scene: write ':::scene PERSON MOOD at PLACE', as in ':::scene dana worried at home'"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", NO_SCENE),
        ("dana at home", NO_SCENE),
        ("dana glad home", NO_SCENE),
        ("dana, rustam glad at home", NO_SCENE),
        ("dana glad at home with a cat", NO_SCENE),
        (
            "dnaa glad at home",
            f"has a person 'dnaa', and those that are drawn are {NAMES['person']}: did you mean 'dana'?",
        ),
        ("dana proud at home", f"has a mood 'proud', and those that are drawn are {NAMES['mood']}: take one of them"),
        (
            "dana glad, man calm at bus",
            f"has a place 'bus', and those that are drawn are {NAMES['place']}: take one of them",
        ),
        ("dana glad, dana sad at home", "has dana in it a second time: keep one"),
        (
            "dana glad, man sad, mother sad at home",
            "has 3 people, and a picture has room for 2: leave one out",
        ),
    ],
)
def test_what_is_not_drawn_is_a_fault_with_its_line_and_what_there_is(author: Author, text: str, what: str) -> None:
    author.replace(FILE, "- a list", f":::scene {text}")

    line = author.line(FILE, ":::scene")
    assert author.faults() == [f"{FILE}:{line}: step 'A road', scene '{text}': {what}"]


@pytest.mark.parametrize("around", ["- a line\n  {}", "> {}"])
def test_a_scene_stands_on_a_line_of_its_own(author: Author, around: str) -> None:
    author.replace(FILE, "- a list", around.format(":::scene dana glad at home"))

    what = "stands within another thing: put it between blank lines, on a line of its own"
    line = author.line(FILE, ":::scene")
    assert author.faults() == [f"{FILE}:{line}: step 'A road', scene 'dana glad at home': {what}"]


def test_the_author_is_told_of_a_scene_that_one_language_of_a_lesson_lacks(author: Author) -> None:
    def scene_notes(read: Release) -> list[str]:
        return [note for note in warnings(read) if "scene" in note]

    read = release(author, ":::scene dana  glad at home")
    mend = "write ':::scene dana glad at home' there as well, or leave it out of them"
    author.replace(FILE.replace("en.md", "ru.md"), "- a list", ":::scene dana glad at home | Дана рада")

    assert scene_notes(read) == [f"ru: “First” lacks a scene of its other words: {mend}"]
    assert scene_notes(author.read()) == []


def test_in_a_language_without_words_an_author_writes_them(author: Author) -> None:
    for name in ("course.yaml", "instrument.yaml"):
        author.replace(name, "[en, ru]", "[en, ru, tg]")
    author.replace("course.yaml", "{ru: draft}", "{ru: draft, tg: draft}")
    file = "lessons/00-first/tg.md"
    author.write(file, LESSON.replace("- a list", ":::scene dana glad at home"))

    what = "has no words in this language for those who do not see it: write them behind it, after a '|'"
    line = author.line(file, ":::scene")
    assert f"{file}:{line}: step 'A road', scene 'dana glad at home': {what}" in author.faults()
    author.replace(file, "at home", "at home | Дана дар хона")
    assert not any(":::scene" in fault or "scene '" in fault for fault in author.faults())


def test_scenes_weigh_as_pictures_do(author: Author, sheet: Sheet) -> None:
    scenes = [Scene(((person, mood),), "home") for person, mood in product(sheet.people, sheet.moods)]
    author.replace(FILE, "- a list", "\n".join(f":::scene {scene.name}" for scene in scenes))

    weight = sum(len(draw(scene, sheet).svg.encode()) for scene in scenes)
    (fault,) = author.faults()
    assert f"{weight:,} of them pictures: make it 60,000" in fault
