"""Every kind of activity read from a writer's words."""

import shutil
from typing import TypeVar

import pytest

from app.content import Release
from courses import (
    YOU,
    Checklist,
    Count,
    Flags,
    LessonWords,
    Message,
    Order,
    Prose,
    Reflection,
    Run,
    Sort,
    Story,
    StoryStructure,
    Talk,
)
from tests.app.content.conftest import Author
from tests.conftest import FIXTURE_MEDIA


@pytest.fixture
def lesson(writer: Author) -> LessonWords:
    return writer.read().lessons["first"]["en"]


Kind = TypeVar("Kind")


def block(lesson: LessonWords, kind: type[Kind]) -> Kind:
    blocks = [*(screen.block for screen in lesson.screens), *lesson.talks]
    (content,) = [block for block in blocks if isinstance(block, kind)]
    return content


def test_a_story_has_nodes_with_choices_and_an_ending_without(lesson: LessonWords) -> None:
    story = block(lesson, Story)

    assert story.introduction_html == "<p>Sam finds a job for the summer. You decide what Sam does.</p>"
    start = story.node("start")
    assert (start.heading, [choice.id for choice in start.choices]) == ("A quick yes?", ["ask", "hurry"])
    assert start.chat == (Message(sender="man", html="I need your answer now, and a deposit."),)
    assert start.html == ""
    assert start.choices[0].html == "Ask for his address first"
    assert story.node("met").choices == ()
    with pytest.raises(KeyError):
        story.node("nowhere")


def test_a_node_of_a_story_holds_messages_voices_pictures_and_what_happens_between(writer: Author) -> None:
    more = "- Sam: I **come**: soon.\n- The man: (picture: a door) Here.\n\nIt is a café"
    writer.replace("lessons/01-first/en.md", "\nIt is a café", more)
    story = block(writer.read().lessons["first"]["en"], Story)
    voice, picture, mine, last, prose = story.node("answer").chat

    assert voice == Message(sender="man", voice="0:04", html="Come and look. Garden Street 4.")
    assert picture == Message(sender="man", picture="a café with two tables in front")
    assert mine == Message(sender=YOU, html="I <strong>come</strong>: soon.")
    assert last == Message(sender="man", picture="a door", html="Here.")
    assert prose == Prose(html="<p>It is a café in the next street.</p>")
    assert story.node("answer").runs == (
        Run("man", (voice, picture)),
        Run(YOU, (mine,)),
        Run("man", (last,)),
        prose,
    )
    assert [choice.id for choice in story.node("answer").choices] == ["visit"]


def test_choices_right_below_messages_are_no_messages(writer: Author) -> None:
    writer.replace("lessons/01-first/en.md", "a deposit.\n\n- `ask`", "a deposit.\n- `ask`")
    start = block(writer.read().lessons["first"]["en"], Story).node("start")

    assert len(start.chat) == 1
    assert [choice.id for choice in start.choices] == ["ask", "hurry"]


def test_a_story_names_its_people_checks_and_costs(lesson: LessonWords) -> None:
    story = block(lesson, Story)

    assert story.people is not None
    assert {each.id: each.html for each in story.people.lines} == {YOU: "Sam", "man": "The man"}
    assert story.checks is not None
    assert (story.checks.heading, [each.id for each in story.checks.lines]) == ("Two checks", ["who", "knows"])
    assert story.costs is not None
    assert story.costs.line("days").html == "Days: {n}"
    with pytest.raises(KeyError):
        story.costs.line("money")


def tell_without_people(writer: Author) -> None:
    """The story as plain words, without messages, checks and costs."""
    for words in writer.folder.glob("lessons/01-first/[er]*.md"):
        before, _, rest = words.read_text().partition("#### `people`")
        words.write_text(before + "### `start`" + rest.partition("### `start`")[2])
    course = writer.folder / "course.yaml"
    before, _, rest = course.read_text().partition("        checks: #")
    course.write_text(before + "      - {id: flat-advert" + rest.partition("      - {id: flat-advert")[2])


def test_a_story_without_people_is_plain_words_and_keeps_the_json_of_before(writer: Author) -> None:
    tell_without_people(writer)
    story = block(writer.read().lessons["first"]["en"], Story)

    assert "<p>The man: I need your answer now, and a deposit.</p>" in story.node("start").html
    assert [choice.id for choice in story.node("start").choices] == ["ask", "hurry"]
    assert set(story.model_dump(mode="json")) == {"kind", "id", "introduction_html", "nodes"}
    assert set(story.model_dump(mode="json")["nodes"][0]) == {"id", "heading", "html", "choices"}
    structure = writer.read().course.lessons[0].activity("new-job")
    assert set(structure.model_dump(mode="json")) == {"kind", "id", "nodes"}


def test_a_plain_list_at_the_end_of_a_node_offers_no_choice(writer: Author) -> None:
    tell_without_people(writer)
    writer.replace(
        "lessons/01-first/en.md", "Sam reads it at home, and starts", "Sam reads it:\n\n- pay\n- hours\n\nHe starts"
    )
    writer.replace("lessons/01-first/en.md", "He starts on Monday.", "He takes along:\n\n- a pen\n- a copy")

    met = block(writer.read().lessons["first"]["en"], Story).node("met")

    assert met.choices == ()
    assert met.html.endswith("<ul>\n<li>a pen</li>\n<li>a copy</li>\n</ul>")


def test_an_advert_has_parts_with_a_reason_each(lesson: LessonWords) -> None:
    flags = block(lesson, Flags)

    assert [part.id for part in flags.parts] == ["rooms", "fee", "street", "today"]
    assert flags.parts[3].html == "Only today! Others are waiting."
    assert flags.parts[3].reason_html == "A sign. Hurry is there to keep you from thinking."


def test_cards_stand_under_their_piles_and_are_found_by_id(lesson: LessonWords) -> None:
    sort = block(lesson, Sort)

    assert [(pile.id, pile.heading, [card.id for card in pile.cards]) for pile in sort.piles] == [
        ("fair", "Fair", ["break", "shift"]),
        ("unfair", "Unfair", ["fine", "silence"]),
    ]
    assert sort.card("fine").html == "A fine for being ill"
    with pytest.raises(KeyError):
        sort.card("nothing")


def test_steps_stand_in_their_right_order(lesson: LessonWords) -> None:
    order = block(lesson, Order)

    assert [step.id for step in order.steps] == ["look", "ask", "tell"]
    assert order.step("ask").reason_html == "When you know who it is, you can ask."
    with pytest.raises(KeyError):
        order.step("nothing")


def test_a_checklist_has_hints_where_they_help(lesson: LessonWords) -> None:
    assert [(entry.id, entry.hint_html) for entry in block(lesson, Checklist).entries] == [
        ("copy", "A photo on the phone of somebody you trust is good too."),
        ("number", ""),
        ("day", ""),
    ]


def test_the_debt_calculator_has_a_label_for_each_sum_and_words_for_each_outcome(lesson: LessonWords) -> None:
    count = block(lesson, Count)

    assert [label.id for label in count.labels] == ["debt", "pay", "growth", "costs"]
    assert [(each.id, each.heading) for each in count.outcomes] == [
        ("grows", "The debt grows"),
        ("shrinks", "The debt gets smaller"),
        ("paid", "The debt is paid"),
    ]


def test_a_reflection_is_a_screen_and_a_talk_is_for_the_room_alone(lesson: LessonWords) -> None:
    shown = [screen.block for screen in lesson.screens]

    assert block(lesson, Reflection) in shown
    assert not [each for each in shown if isinstance(each, Talk)]
    assert [talk.id for talk in lesson.talks] == ["in-the-room"]


def test_a_picture_is_shown_by_its_digest_with_its_words_and_its_size(writer: Author) -> None:
    release = writer.read()
    picture = release.pictures["road.svg"]

    assert (picture.width, picture.height) == (320, 160)
    assert (
        f'<p><img src="/p/{picture.digest[:16]}.svg" alt="A road that forks: one way is open, one has a barrier"'
        ' width="320" height="160" loading="lazy" /></p>'
    ) in release.lessons["first"]["en"].screens[0].block.html


def test_a_plan_and_the_page_on_what_to_do_are_read_in_each_language(writer: Author) -> None:
    release = writer.read()

    plan = release.plans["first"]["ru"]
    assert (plan.minutes, plan.prepare[1]) == (45, "Pens and paper")
    assert plan.aim == "Learners find out who is behind an offer before they answer."
    assert [step.heading for step in plan.steps] == ["Begin", "The lesson on the phone", "Close"]
    assert release.disclosure["en"].title == "When a learner tells you something"
    assert release.disclosure["en"].steps[0].html.startswith("<p>Stay calm")


def test_a_film_and_its_captions_are_known_by_their_digests(writer: Author) -> None:
    assert writer.read().films == {}
    shutil.copy(FIXTURE_MEDIA / "lessons/01-way-home/film.en.webm", writer.folder / "lessons/01-first/film.webm")
    shutil.copy(FIXTURE_MEDIA / "lessons/01-way-home/film.en.vtt", writer.folder / "lessons/01-first/film.ru.vtt")

    film = writer.read().films["first"]

    # sha256sum tests/fixture_media/lessons/01-way-home/film.en.webm
    assert film.film.digest == "0a4349be3fc95a78c2662fc9e3e1c529d155cf5d9b497298662a1d73086b9141"
    assert film.film.path == "lessons/01-first/film.webm"
    assert film.captions["ru"].path == "lessons/01-first/film.ru.vtt"


def test_a_release_with_every_kind_comes_back_equal_and_in_order(writer: Author) -> None:
    release = writer.read()

    restored = Release.from_json(release.to_json())

    assert restored == release
    assert restored.digest == release.digest
    story = restored.course.lessons[0].activity("new-job")
    assert isinstance(story, StoryStructure)
    assert [*story.nodes] == ["start", "answer", "paid", "met"]
