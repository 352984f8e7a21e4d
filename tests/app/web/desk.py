"""A member of staff at a browser: the strict reader of the phones, signed in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import pyotp
from flask import Flask

from app.services import recovery_codes, second_factor, signing, staff_signing
from app.services.people import SignedInStaff
from app.services.signing import SignedIn
from app.store import Session
from tests.app.web.reader import Page, Phone

if TYPE_CHECKING:
    from tests.app.web.conftest import Room  # whose fixture `desk` stands on this file


def sit_down(app: Flask, session: Session, staff_id: int, now: datetime) -> Phone:
    """A browser in which this member of staff has just used their one-time link. Commits."""
    token = staff_signing.make_link(session, staff_id, now)
    signed_in = staff_signing.use_link(session, token, "not a hash: nobody types this passphrase", now)
    assert signed_in is not None
    signed_in = with_second_factor(session, signed_in, now)
    session.commit()
    return signed_in_phone(app, signed_in.token)


def follow(phone: Phone, link: str, *, status: int = 200) -> Page:
    """Where a one-time link leads whoever pastes it; a script does that by itself."""
    return phone.send(*phone.open("/staff/link").sent_by("Go on", token=link), status=status)


def signed_in_phone(app: Flask, token: str, **more: Any) -> Phone:
    """A browser with this sign-in; `more` is what else the pages keep in its cookie."""
    phone = Phone(app)
    with phone.client.session_transaction() as cookie:
        cookie.update({"_user_id": token, "_fresh": True, **more})
    return phone


def with_second_factor(session: Session, signed_in: SignedIn, now: datetime) -> SignedIn:
    """The same sign-in where nothing more is owed; else one with an app's code, as a real instance asks for."""
    me = signing.person_of(session, signed_in.token, now)
    if not isinstance(me, SignedInStaff) or me.owes is None:
        return signed_in
    second_factor.begin(session, me)
    offer = second_factor.offer_of(session, me)
    assert offer
    assert second_factor.confirm(session, me, pyotp.TOTP(offer.secret).at(now), recovery_codes.draw_codes(session), now)
    return staff_signing.start_proved(session, me, signed_in.token, now)


def stay(room: "Room", desk: Phone, *, minutes: int) -> None:
    """Time goes on, and somebody clicks now and then, so that nobody is signed out by the clock."""
    for _ in range(0, minutes, 20):
        room.wait(minutes=20)
        desk.open("/staff/own")


def new_group(room: "Room", **other: str) -> dict[str, str]:
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
