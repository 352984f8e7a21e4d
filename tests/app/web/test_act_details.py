"""Everything that is written down with an act stands on the page of acts, in the words and the zone of the reader."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import services
from app.services import releases
from app.services.cohorts import Outline, note
from app.services.people import Role
from app.store import audit
from app.store.answers.receipts import Receipts
from app.store.programmes import releases as rows
from app.store.programmes.helplines import Line
from app.web.language import NAMES
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone
from tests.app.web.test_setup_acts import listed


def names_of(kind: Any) -> set[str]:
    return {it.name for it in fields(kind)}


WRITERS = re.compile(r"(^|[._])_?(note|audit\.add|erase)$")
ABOUT = {"by", "now", "at", "subject", "programme_id", "cohort_id"}
"""What every act says."""
SPREAD = {
    "moved": names_of(Outline),
    "_plain(asdict(outline))": names_of(Outline),
    "changed": {"name", "countries", "languages", "time_zone", "consent_kept_at", *names_of(Line)},
    "detail": {"opens_at", "closes_at"},
    "why": {"reason"},
    "reason": {"reason"},
    "way": {"way"},
    "numbers": {"from_handle", "to_handle"},
    "_received(session, cohort_id, step)": names_of(Receipts),
    "more": set[str](),
}
"""What is handed on as a whole, by how it is written in the code: `detail` of a function that writes for others is what
these are handed."""
BESIDE = {"format", "split", "region", "seed", "entrants", "waiting", "slug"}
"""Said by the name of what the act was done to, see `subject_names`."""
READ_AGAIN = {"waiting_before", "has_lessons", "dropped"}
"""What the code reads again, and no person: how groups waited before a draw, that lessons are sealed too, and which
days of a follow-up an archive dropped, of which an act of its own tells."""

OLDER = {"en": "Older", "ru": "Раньше", "kk": "Ертерек"}
UTC = "2026-03-02T20:30:00+00:00"
ON = "2026-03-02"
SAMPLES: dict[str, tuple[str, Any]] = {
    "closes_at": ("test.plan", UTC),
    "consent_on": ("cohort.consent", ON),
    "contact": ("partner.contact", ["", "8 800 000"]),
    "count": ("cohort.attendance", 3),
    "countries": ("programme.edit", [["KZ"], ["KZ", "UZ"]]),
    "consent_kept_at": ("programme.edit", ["", "2"]),
    "country": ("helpline.add", "KZ"),
    "course_release_id": ("cohort.edit", [1, 2]),
    "asked_by": ("learner.erase", 1),
    "audience": ("helpline.edit", ["1", "2"]),
    "differed": ("attempt.check_twice", 2),
    "digest": ("cohort.settle", "0123"),
    "ended": ("instance.rotate_secret", 4),
    "ends_on": ("cohort.edit", [ON, ON]),
    "expected_count": ("cohort.edit", [1, 2]),
    "facilitator_id": ("cohort.reassign", [1, 1]),
    "from_handle": ("learner.move_in", 7),
    "groups": ("programme.settle_anew", 2),
    "held_on": ("cohort.attendance", ON),
    "hours": ("helpline.edit", ["1", "2"]),
    "is_edited": ("audit.begin", True),
    "is_free": ("helpline.edit", [True, False]),
    "is_lost": ("instance.rotate_secret", True),
    "is_official": ("helpline.edit", [True, False]),
    "is_pilot": ("cohort.edit", [True, False]),
    "is_waiting": ("cohort.edit", [True, False]),
    "kind": ("helpline.edit", ["emergency", "helpline"]),
    "label": ("cohort.edit", ["1", "2"]),
    "language": ("cohort.edit", ["ru", "kk"]),
    "languages": ("programme.edit", [["ru"], ["kk"]]),
    "lesson": ("cohort.attendance", "welcome"),
    "lessons_on": ("cohort.edit", [ON, None]),
    "merged_handle": ("learner.part", 5),
    "months": ("programme.retention", [12, 24]),
    "name": ("partner.rename", ["1", "2"]),
    "number": ("helpline.edit", ["1", "2"]),
    "opens_at": ("test.plan", UTC),
    "partner_id": ("cohort.edit", [1, 1]),
    "place_limit": ("cohort.place_limit", [20, 25]),
    "reason": ("attempt.correct", "misread"),
    "region_code": ("cohort.edit", ["KZ-61", "KZ-75"]),
    "role": ("staff.role", "facilitator"),
    "rows": ("audit.begin_seals", {"learner": 3}),
    "scene": ("cohort.wall", "talk"),
    "service": ("helpline.edit", ["1", "2"]),
    "source": ("learner.move_in", "gone"),
    "source_url": ("helpline.edit", ["1", "2"]),
    "sourced_on": ("helpline.edit", [ON, None]),
    "starts_on": ("cohort.edit", [ON, ON]),
    "step": ("cohort.settle", "follow_up"),
    "tests": ("cohort.settle", 40),
    "time_zone": ("programme.edit", ["Asia/Almaty", "Asia/Tashkent"]),
    "to": ("learner.move", "gone"),
    "to_handle": ("learner.move", 8),
    "until": ("test.extend", UTC),
    "was": ("cohort.consent_back", ON),
    "wave": ("test.open", "pre"),
    "way": ("attempt.type_in", "file"),
}


def keys_in(source: str) -> Iterator[str]:
    """What a module writes down with an act."""
    for call in (it for it in ast.walk(ast.parse(source)) if isinstance(it, ast.Call)):
        if WRITERS.search(ast.unparse(call.func)):
            for keyword in call.keywords:
                yield from SPREAD[ast.unparse(keyword.value)] if keyword.arg is None else [keyword.arg]


def written_keys() -> set[str]:
    root = Path(services.__file__).parents[1]
    sources = [*(root / "services").rglob("*.py"), *(root / "publishing").rglob("*.py"), root / "store/sealing.py"]
    keys = {key for path in sources for key in keys_in(path.read_text(encoding="utf-8"))}
    return keys - ABOUT | {"is_edited"}  # of a chain that begins anew: see `audit_chain`


def test_every_key_that_the_code_writes_down_is_known_here() -> None:
    assert written_keys() == set(SAMPLES) | BESIDE | READ_AGAIN


@pytest.fixture
def admin(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.staff("admin", Role.ADMINISTRATOR), room.school.now)


@pytest.mark.parametrize("language", NAMES)
def test_every_detail_has_words_in_every_language(admin: Phone, room: Room, language: str) -> None:
    for key, (act, value) in SAMPLES.items():
        note(room.school.session, act, room.cohort, by=None, now=room.school.now, **{key: value})
    room.school.session.commit()
    pages = [admin.open(f"/setup/acts?lang={language}")]
    pages.append(admin.open(f"{pages[0].tap(OLDER[language]).path}&lang={language}"))
    rows = [row for page in pages for body in page.root.iter("tbody") for row in body.iter("tr")]
    texts = [
        " ".join("".join(it.itertext()) for it in row.iter("span") if it.get("class") == "soft small") for row in rows
    ]

    shown = dict(zip(SAMPLES, reversed(texts[: len(SAMPLES)]), strict=True))
    assert [key for key, text in shown.items() if not text.strip()] == []
    if language != "en":
        assert {
            it for it in shown.values() if re.search(r"[A-Za-z]{2,}", re.sub("aigul|Bilim|Safe ways", "", it))
        } == set()


def test_moments_are_those_of_the_group_and_a_place_is_called_by_its_name(admin: Phone, room: Room) -> None:
    school, cohort = room.school, room.cohort
    other = school.cohort(label="Elsewhere")
    by: dict[str, Any] = {"by": school.facilitator_id, "now": school.now}
    note(school.session, "test.plan", cohort, wave="post", opens_at=UTC, closes_at="2026-03-04T20:30:00+00:00", **by)
    note(school.session, "test.extend", cohort, subject="learner 4", wave="pre", until=UTC, **by)
    note(school.session, "cohort.second_add", cohort, until="2026-03-05", **by)
    note(school.session, "cohort.second_add", cohort, until="", **by)
    note(school.session, "learner.move", cohort, subject="learner 4", to=other.ref, from_handle=4, to_handle=9, **by)
    note(school.session, "learner.move_in", other, subject="learner 9", source=cohort.ref, from_handle=4, **by)
    note(school.session, "cohort.attendance", cohort, lesson="welcome", count=2, held_on="2026-03-01", **by)
    note(school.session, "learner.take_out", cohort, subject="learner 4", reason="prank", **by)
    note(school.session, "cards.revoke", cohort, subject="card 7", **by)
    note(school.session, "helpline.edit", cohort, is_free=[True, False], is_official=[False, True], **by)
    note(school.session, "cohort.add", cohort, **outline(school.outline(label="Class 7")), **by)
    school.session.commit()

    text = listed(admin.open("/setup/acts"))

    for words in (
        "Second test opens 3 Mar, 01:30 closes 5 Mar, 01:30",
        "First test until 3 Mar, 01:30",
        "until 5 March 2026",
        "for good",
        "to “Elsewhere” number 9 there",
        f"from “{cohort.label}” number 4 there",
        "2 present",
        "1 March 2026",
        "A prank",
        "Card of number 7",
        "Is the call free?: yes → no",
        "The source is the service itself or the state: no → yes",
        "Partner: Bilim",
    ):
        assert words in text, words
    title = school.release.words_for("welcome", "en", "ru")[0].title
    assert title in text


def test_another_course_of_a_group_is_said_from_which_to_which(admin: Phone, room: Room) -> None:
    school, cohort = room.school, room.cohort
    titles = {**school.release.course.title, "ru": "Заново"}
    newer = school.release.model_copy(update={"course": school.release.course.model_copy(update={"title": titles})})
    ref = releases.keep_release(school.session, school.programme_id, newer, school.now + timedelta(days=3))
    anew = rows.get(school.session, ref)
    assert anew is not None
    note(
        school.session,
        "cohort.edit",
        cohort,
        by=school.facilitator_id,
        now=school.now,
        course_release_id=[cohort.course_release_id, anew.course_release_id],
    )
    school.session.commit()

    title = school.release.course.title["en"]
    assert f"Course: {title} (2 March 2026) → {title} (5 March 2026)" in listed(admin.open("/setup/acts"))


def test_another_kind_of_a_helpline_is_said_from_which_to_which(admin: Phone, room: Room) -> None:
    note(room.school.session, "helpline.edit", room.cohort, by=None, now=room.school.now, kind=["helpline", "pictures"])
    room.school.session.commit()

    assert "Kind: Helpline → Service on the web" in listed(admin.open("/setup/acts"))


def outline(of: Outline) -> dict[str, Any]:
    return {name: it.isoformat() if isinstance(it, date) else it for name, it in vars(of).items()}


def test_a_file_of_a_publication_says_its_language_by_name(admin: Phone, room: Room) -> None:
    school = room.school
    audit.add(
        school.session,
        "publication.file",
        by=None,
        at=school.now,
        subject="x",
        programme_id=school.programme_id,
        format="csv",
        split="",
        language="kk",
    )
    school.session.commit()

    assert "CSV, Қазақша" in listed(admin.open("/setup/acts"))
