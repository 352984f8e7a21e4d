"""Nor is the key told by a digest over it: of a short test somebody could try all keys that there are."""

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import product

from flask import Flask
from itsdangerous import URLSafeSerializer

from app.services import signing
from app.services.waves import Wave
from assessments import FORMS, Instrument
from tests.app.web.conftest import Room
from tests.app.web.crawl import everything
from tests.app.web.desk import signed_in_phone, sit_down
from tests.app.web.test_no_key_before_its_time import OWN

HEX = re.compile(r"[0-9a-f]{12,64}")


def tried(instrument: Instrument) -> Iterator[str]:
    """Its structure digest with every key that there could be, the right one too; whoever has the paper can do that."""
    places = [(item, form) for item in instrument.items for form in FORMS]
    for keys in product(*(item.form(form).options for item, form in places)):
        key = dict(zip([(item.id, form) for item, form in places], keys, strict=True))
        items = [
            [item.id, [[form, item.form(form).options, key[item.id, form]] for form in FORMS]]
            for item in instrument.items
        ]
        structure = json.dumps([instrument.slug, items], separators=(",", ":"))
        yield hashlib.sha256(structure.encode()).hexdigest()


def test_no_digest_that_somebody_reads_is_of_the_keys(app: Flask, room: Room) -> None:
    """Neither a learner who joined nor the facilitator; what is signed can be read too."""
    school = room.school
    learner, other = (school.learner(room.cohort) for _ in range(2))
    room.open(Wave.PRE)
    school.take(learner, Wave.PRE, right=2)
    tokens = [signing.start_learner(school.session, it, school.now).token for it in (learner, other)]
    phones = [signed_in_phone(app, token) for token in tokens]
    room.wait()
    desk = sit_down(app, school.session, school.facilitator_id, school.now)
    pages = everything(desk, f"/groups/{room.cohort.ref}", f"/groups/{room.cohort.ref}/paper").values()
    texts = [*pages, *(phone.client.get(path).text for phone in phones for path in (*OWN, "/api/v1/forms"))]
    tickets = {ticket for text in texts for ticket in re.findall(r'"ticket":"([^"]+)"', text)}
    texts += [str(URLSafeSerializer("nobody's key").loads_unsafe(ticket)) for ticket in tickets]
    assert len(tickets) >= 4

    seen = {digest for text in texts for digest in HEX.findall(text)}
    assert len(seen) > 10
    keys = [*tried(school.release.instrument)]
    assert school.release.structure_digest in keys, "one of all"
    assert not [key for key in keys for width in (12, 16, 22, 32, 64) if key[:width] in seen]
