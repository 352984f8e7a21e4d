"""A member of staff at a browser: the strict reader of the phones, signed in."""

from xml.etree.ElementTree import Element

from flask import Flask

from app.services import staff_signing
from app.store import Session
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone


def sit_down(app: Flask, session: Session, staff_id: int, now: object) -> Phone:
    """A browser in which this member of staff has just used their one-time link. Commits."""
    token = staff_signing.make_link(session, staff_id, now)
    signed_in = staff_signing.use_link(session, token, "not a hash: nobody types this passphrase", now)
    assert signed_in is not None
    session.commit()
    phone = Phone(app)
    with phone.client.session_transaction() as cookie:
        cookie["_user_id"] = signed_in.token
        cookie["_fresh"] = True
    return phone


def stay(room: Room, desk: Phone, *, minutes: int) -> None:
    """Time goes on, and somebody clicks now and then, so that nobody is signed out by the clock."""
    for _ in range(0, minutes, 20):
        room.wait(minutes=20)
        desk.open("/staff/own")


def new_group(room: Room, **other: str) -> dict[str, str]:
    """What is typed to make one more group of the room's partner and course."""
    return {
        "label": "Group 2",
        "region": "KZ-61",
        "language": "kk",
        "way": "room",
        "starts_on": "2026-03-02",
        "ends_on": "2026-05-30",
        "partner": str(room.school.partner_id),
        "course": str(room.school.course_release_id),
        **other,
    }


def control(page: Page, name: str) -> Element:
    """The first control of this name."""
    return next(it for it in page.root.iter() if it.tag in ("input", "select") and it.get("name") == name)
