"""A facilitator ticks who was in the room for a lesson, and unticks whoever was not."""

from datetime import date

from sqlalchemy import select

from app.services.facilitator.attendance import note_session
from app.services.learner import deeds
from app.store import audit
from app.store.answers import summaries
from app.store.tables import Attendance
from tests.app.conftest import anybody
from tests.app.web.conftest import Room
from tests.app.web.desk import control
from tests.app.web.reader import Page, Phone


def attendees(room: Room) -> set[tuple[int, str]]:
    """Places among those who joined, counted from 1, and lessons."""
    places = {learner: place for place, learner in enumerate(room.school.cards, start=1)}
    rows = room.school.session.execute(select(Attendance.learner_id, Attendance.lesson_id))
    pairs = {(places[learner], lesson) for learner, lesson in rows}
    room.school.session.commit()  # the pages want their turn to write
    return pairs


def ticked(page: Page) -> list[str]:
    boxes = [it for it in page.root.iter("input") if it.get("name") == "there"]
    return [it.get("value", "") for it in boxes if "checked" in it.attrib]


def test_who_was_there_is_ticked_and_undone_by_unticking(desk: Phone, room: Room) -> None:
    for _ in range(3):
        room.school.learner(room.cohort)
    room.wait()
    lesson = room.school.release.course.lessons[0].id
    page = desk.open(f"/groups/{room.cohort.ref}?view=lessons")
    assert "Who was in the room" in page.text
    address = f"/groups/{room.cohort.ref}/attendance/{lesson}"

    first = desk.open(address)
    assert "Everybody is ticked. Untick whoever was not there." in first.text
    assert ticked(first) == ["1", "2", "3"]
    noted = first.press("Note it", there=["1", "3"])
    assert "Noted: 2 were there." in noted.text
    assert attendees(room) == {(1, lesson), (3, lesson)}
    assert "2 there" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text
    again = desk.open(address)
    assert "As it was noted." in again.text
    assert ticked(again) == ["1", "3"]
    again.press("Note it", there=["3"])

    assert attendees(room) == {(3, lesson)}
    (last, *_) = audit.list_acts(room.school.session, cohort_id=room.cohort.cohort_id)
    assert (last.act, last.detail) == ("cohort.attendance", {"lesson": lesson, "count": 1, "held_on": "2026-03-02"})
    assert summaries.differences(room.school.session) == []


def test_a_session_to_which_nobody_came_stays_noted_so(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.wait()
    address = f"/groups/{room.cohort.ref}/attendance/welcome"

    assert "Noted: 0 were there." in desk.open(address).press("Note it", there=[]).text

    assert ticked(desk.open(address)) == []
    assert "0 there" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text


def test_a_session_may_have_been_on_a_day_before_and_on_none_to_come(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.wait()
    address = f"/groups/{room.cohort.ref}/attendance/welcome"

    early = desk.open(address)
    refused = desk.send(address, {**early.sent_by("Note it")[1], "on": "2026-03-03"}, status=422)
    assert "That day is still to come." in refused.text
    early.press("Note it", on="2026-02-27")

    session = room.school.session
    assert session.scalars(select(Attendance.attended_on)).all() == [date(2026, 2, 27)]


def test_a_lesson_in_pieces_is_ticked_piece_by_piece(desk: Phone, room: Room) -> None:
    """A session may end in the middle of a lesson."""
    room.school.learner(room.cohort)
    room.wait()
    page = desk.open(f"/groups/{room.cohort.ref}?view=lessons")
    assert "The way home not noted Piece by piece Over the hill not noted Before leaving not noted" in page.text
    page.tap("Before leaving").press("Note it", there=["1"])

    assert attendees(room) == {(1, "before-leaving")}
    assert "The way home in part" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text


def test_noting_the_same_again_is_no_act_and_a_strange_number_is_passed_over(room: Room) -> None:
    school = room.school
    school.learner(room.cohort)
    lesson = school.release.course.lessons[0].id
    for _ in range(2):
        assert note_session(school.session, room.cohort, lesson, [1, 99], now=school.now) == 1

    assert attendees(room) == {(1, lesson)}
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=room.cohort.cohort_id)]
    assert acts.count("cohort.attendance") == 1


def test_a_lesson_that_the_course_does_not_have_is_no_page(desk: Phone, room: Room) -> None:
    assert desk.open(f"/groups/{room.cohort.ref}/attendance/nothing", status=404).status == 404


def test_before_anybody_has_joined_there_is_nobody_to_tick(desk: Phone, room: Room) -> None:
    lesson = room.school.release.course.lessons[0].id

    assert "Nobody has joined yet." in desk.open(f"/groups/{room.cohort.ref}/attendance/{lesson}").text


def test_how_small_things_worked_out_is_shown_from_eleven_answers_on(desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(11)]
    address = f"/groups/{room.cohort.ref}/attendance/over-the-hill"
    for learner_id in learners[:10]:
        deeds.tell(room.school.session, learner_id, "over-the-hill", deeds.WorkedOut.YES, **anybody())
    room.wait()
    assert "Did it work out?" not in desk.open(address).text
    deeds.tell(room.school.session, learners[10], "over-the-hill", deeds.WorkedOut.NOT_FOR_ME, **anybody())
    room.wait()

    assert "Yes 10 · Not yet 0 · Not for me 1" in desk.open(address).text


def test_several_sessions_are_noted_at_once_or_none(desk: Phone, room: Room) -> None:
    for _ in range(3):
        room.school.learner(room.cohort)
    room.wait()
    pieces = list(room.school.release.course.piece_ids)[:2]
    first = desk.open(f"/groups/{room.cohort.ref}?view=lessons").tap("Several lessons at once")
    assert "Were there" not in first.text, "nothing is noted of any lesson"
    where, fields = first.sent_by("Save all of it")
    days = {f"on-{pieces[0]}": "2026-02-03", f"on-{pieces[1]}": "2026-02-05"}
    who = {f"there-{pieces[0]}": ["1", "2", "3"], f"there-{pieces[1]}": ["1", "3"]}

    to_come = desk.client.post(where, data={**fields, **days, **who, "held": pieces, f"on-{pieces[1]}": "2036-02-05"})
    assert to_come.status_code == 422
    assert "That day is still to come." in to_come.get_data(as_text=True)
    assert attendees(room) == set(), "all or none"
    done = desk.client.post(where, data={**fields, **days, **who, "held": pieces})

    assert "Noted: 2 sessions." in desk.open(done.location).text
    assert attendees(room) == {(1, pieces[0]), (2, pieces[0]), (3, pieces[0]), (1, pieces[1]), (3, pieces[1])}
    again = desk.open(where)
    assert control(again, f"on-{pieces[1]}").get("value") == "2026-02-05"
    assert "Were there: 2 of 3" in again.text


def test_all_are_ticked_in_the_form_as_it_was_typed_and_nothing_is_stored(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.wait()
    lessons = [it.id for it in room.school.release.course.lessons]
    address = f"/groups/{room.cohort.ref}/attendance"

    page = desk.open(address).press("All lessons were held: tick them all", **{f"on-{lessons[0]}": "2026-02-03"})

    assert page.status == 200
    assert control(page, f"on-{lessons[0]}").get("value") == "2026-02-03"
    boxes = [it for it in page.root.iter("input") if it.get("name") == "held"]
    assert [it.get("value") for it in boxes if "checked" in it.attrib] == lessons
    assert "Nothing is saved yet: give the day of each, then save." in page.text
    assert control(page, f"on-{lessons[1]}").get("value") == "", "nobody has said that day"
    refused = page.sent_by("Save all of it")
    assert desk.client.post(refused[0], data=refused[1]).status_code == 422
    assert attendees(room) == set()


def test_a_session_that_is_unticked_is_taken_back_on_either_page(desk: Phone, room: Room) -> None:
    """The wrong one was noted: what it would say of whoever came is gone, and the audit has a line of it."""
    room.school.learner(room.cohort)
    room.wait()
    pieces = list(room.school.release.course.piece_ids)[:2]
    address = f"/groups/{room.cohort.ref}/attendance"
    where, fields = desk.open(address).sent_by("Save all of it")
    fields |= {f"on-{piece}": "2026-03-02" for piece in pieces}
    desk.client.post(where, data={**fields, "held": pieces})
    assert attendees(room) == {(1, piece) for piece in pieces}

    stale = desk.client.post(where, data={**fields, "held": pieces[:1]})
    assert "Taken back" not in desk.open(stale.location).text, "who opened the page before has unticked nothing"
    assert attendees(room) == {(1, piece) for piece in pieces}

    fields = {**desk.open(address).sent_by("Save all of it")[1], f"on-{pieces[1]}": "2026-03-02"}
    done = desk.client.post(where, data={**fields, "noted": pieces, "held": pieces[:1]})

    text = desk.open(done.location).text
    assert "Noted: 1 session. Taken back: 1 session." in text
    assert attendees(room) == {(1, pieces[0])}
    assert "not noted" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text
    (last, *_) = audit.list_acts(room.school.session, cohort_id=room.cohort.cohort_id)
    assert (last.act, last.detail) == ("cohort.attendance_back", {"lesson": pieces[1], "held_on": "2026-03-02"})
    room.school.session.commit()
    assert "It was not held" not in desk.open(f"{address}/{pieces[1]}").text
    assert "Taken back: 1 session." in desk.open(f"{address}/{pieces[0]}").press("It was not held: take it back").text
    assert attendees(room) == set()
    assert summaries.differences(room.school.session) == []


def test_a_whole_lesson_is_noted_with_its_pieces_on_either_page(desk: Phone, room: Room) -> None:
    """She held eight meetings, and a lesson was one of them."""
    for _ in range(2):
        room.school.learner(room.cohort)
    room.wait()
    address = f"/groups/{room.cohort.ref}/attendance"
    pieces = room.school.release.course.lesson("way-home").piece_ids

    desk.open(f"{address}/way-home").press("Note it", there=["1"])
    assert attendees(room) == {(1, piece) for piece in pieces}
    assert "The way home 1 there" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text

    where, fields = desk.open(address).sent_by("Save all of it")
    assert fields["on-way-home"] == "2026-03-02"
    assert fields["on-welcome"] == ""
    desk.client.post(where, data={**fields, "there-way-home": ["1", "2"]})
    assert attendees(room) == {(number, piece) for number in (1, 2) for piece in pieces}

    where, fields = desk.open(address).sent_by("Save all of it")
    desk.client.post(where, data={**fields, "held": []})
    assert attendees(room) == set()


def test_no_day_stands_there_that_nobody_said(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.school.alter(room.cohort, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    room.wait()
    address = f"/groups/{room.cohort.ref}/attendance/welcome"

    page = desk.open(address)
    assert control(page, "on").get("value", "") == ""
    assert "Give the day." in desk.send(address, page.sent_by("Note it")[1], status=422).text
    assert attendees(room) == set()


def note_apart(room: Room) -> tuple[str, ...]:
    """Two pieces of a lesson on two days: as many people each time, and not the same."""
    for _ in range(3):
        room.school.learner(room.cohort)
    pieces = tuple(room.school.release.course.lesson("way-home").piece_ids)
    for piece, handles, day in zip(pieces, ([1, 2], [2, 3]), (date(2026, 2, 23), date(2026, 2, 25)), strict=True):
        note_session(room.school.session, room.cohort, piece, handles, on=day, now=room.school.now)
    room.wait()
    return pieces


def test_pieces_with_as_many_people_but_others_are_named_as_noted_apart(desk: Phone, room: Room) -> None:
    note_apart(room)

    assert "The way home in part Piece by piece" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text
    page = desk.open(f"/groups/{room.cohort.ref}/attendance/way-home")
    assert "The pieces of this lesson were noted differently." in page.text


def test_pieces_held_on_two_days_are_named_as_noted_apart_also_with_the_same_people(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    for piece, day in zip(room.school.release.course.lesson("way-home").piece_ids, (23, 25), strict=True):
        note_session(room.school.session, room.cohort, piece, [1], on=date(2026, 2, day), now=room.school.now)
    room.wait()

    assert "The way home in part" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text


def test_ticking_all_lessons_leaves_out_those_noted_by_pieces(desk: Phone, room: Room) -> None:
    pieces = note_apart(room)
    before = attendees(room)

    address = f"/groups/{room.cohort.ref}/attendance"
    where, fields = desk.open(address).sent_by("All lessons were held: tick them all")
    page = desk.send(where, {**fields, "held": list(pieces)})

    boxes = [it for it in page.root.iter("input") if it.get("name") == "held"]
    assert {it.get("value") for it in boxes if "checked" in it.attrib} == {"welcome", *pieces}
    assert "All lessons are ticked, but for those noted piece by piece." in page.text
    assert attendees(room) == before


def test_a_lesson_and_its_pieces_are_not_ticked_both(desk: Phone, room: Room) -> None:
    """Which of them counts is for whoever was in the room to say."""
    pieces = note_apart(room)
    before = attendees(room)
    where, fields = desk.open(f"/groups/{room.cohort.ref}/attendance").sent_by("Save all of it")

    answer = desk.send(where, {**fields, "held": ["way-home", *pieces], "on-way-home": "2026-03-02"}, status=422)

    assert "The lesson and pieces of it are ticked: untick the lesson, or its pieces." in answer.text
    assert attendees(room) == before
