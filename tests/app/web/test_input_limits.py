"""What no database can keep: numbers beyond a column, and the sign that PostgreSQL has no place for."""

import pytest

from tests.app.web.conftest import Room
from tests.app.web.reader import Phone

HUGE = 10**20


@pytest.mark.parametrize("tail", ["{huge}", "{huge}/merge", "plan/{huge}", "{huge}/card/new", "1/aside/{huge}"])
def test_a_number_beyond_every_column_is_no_page(desk: Phone, room: Room, tail: str) -> None:
    path = f"/groups/{room.cohort.ref}/{tail.format(huge=HUGE)}"

    assert desk.client.get(path).status_code == 404


def test_a_group_is_not_given_to_a_number_beyond_every_column(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/hand-over")
    assert page.status == 200

    token = {"csrf_token": page.root.find(".//input[@name='csrf_token']").get("value")}
    answer = desk.send(f"/groups/{room.cohort.ref}/hand-over", {**token, "facilitator": str(HUGE)})

    assert answer.status < 500


@pytest.mark.parametrize(
    ("path", "status"),
    [("/j/AB%00CD", 404), ("/help?country=%00", 400), ("/in?%00=1", 400), ("/groups/%00", 404)],
)
def test_a_sign_that_cannot_be_kept_is_refused_in_an_address(phone: Phone, path: str, status: int) -> None:
    assert phone.client.get(path).status_code == status


def test_a_sign_that_cannot_be_kept_is_refused_in_a_form(phone: Phone) -> None:
    _, fields = phone.open("/staff/in").sent_by("Sign in")

    page = phone.send("/staff/in", {**fields, "name": "ai\0gul", "passphrase": "x"}, status=400)

    assert "Nothing was changed" in page.text


@pytest.mark.parametrize("words", ["q " * 3_000, "q" * 60_000], ids=["many words", "a long one"])
def test_a_search_that_no_database_could_answer_looks_for_its_beginning(desk: Phone, words: str) -> None:
    assert "No group fits: none of these words" in desk.open(f"/groups?search={words}").text
