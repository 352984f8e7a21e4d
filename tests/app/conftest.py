"""A programme with a partner, a facilitator and the course, and cohorts of learners who sit their tests."""

import os
import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from app.cli import main
from app.content import Release
from app.services import admission, cohorts, intake, windows
from app.services.administrator import programme
from app.services.administrator.staff import add_staff
from app.services.facilitator import paper
from app.services.figures import settling
from app.services.learner import joining, lessons, phones, testing
from app.services.people import Card, Grant, Role, new_card
from app.services.releases import keep_release
from app.services.submission import Source, Submission, Way
from app.services.waves import Wave, schedule_of
from app.store import Database, Session
from app.store.answers import attempts, numbers
from app.store.people import enrolment
from app.store.people import staff as people
from app.store.programmes import cohort_changes, releases
from app.store.programmes import cohorts as cohorts_of
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from assessments import Answer, marks
from courses import Clock

MORNING = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""Nine in the morning in Almaty."""


def anybody() -> dict[str, str]:
    """What an answer on a deed goes by, from a sign-in from which none came before."""
    return {"key": secrets.token_hex(8), "token": secrets.token_hex(8)}


@dataclass(repr=False)
class School:
    """What the tests of services and pages begin with. Its acts go through the services."""

    session: Session
    release: Release
    now: datetime = MORNING
    name: str = "Safe ways"
    facilitator: str = "aigul"
    programme_id: int = 0
    partner_id: int = 0
    course_release_id: int = 0
    facilitator_id: int = 0
    cards: dict[int, Card] = field(default_factory=dict)
    """by learner id; their PINs are not hashed, so only a test that wants to sign in does so"""

    def __post_init__(self) -> None:
        made = programme.add_programme(
            self.session,
            name=self.name,
            countries=["KZ"],
            languages=["ru", "kk", "en"],
            time_zone="Asia/Almaty",
            consent_kept_at="in the school's office",
            now=self.now,
        )
        self.programme_id = made.programme_id
        self.partner_id = self.partner("Bilim")
        ref = keep_release(self.session, self.programme_id, self.release, self.now)
        stored = releases.get(self.session, ref)
        assert stored is not None
        self.course_release_id = stored.course_release_id
        self.facilitator_id = self.staff(self.facilitator, Role.FACILITATOR)

    def other_programme(self) -> tuple[int, int]:
        """A programme with a partner that nobody of this school has to do with: their ids."""
        made = programme.add_programme(
            self.session,
            name="Elsewhere",
            countries=["KZ"],
            languages=["ru"],
            time_zone="Asia/Almaty",
            consent_kept_at="there",
            now=self.now,
        )
        partner = programme.add_partner(self.session, programme_id=made.programme_id, name="Others", now=self.now)
        return made.programme_id, partner.partner_id

    def partner(self, name: str) -> int:
        return programme.add_partner(self.session, programme_id=self.programme_id, name=name, now=self.now).partner_id

    def staff(self, name: str, role: Role, *, partner_id: int | None = None, can_sign_in: bool = False) -> int:
        if role is Role.ADMINISTRATOR:
            grant = Grant(role)
        elif role is Role.ME_OFFICER:
            grant = Grant(role, self.programme_id)
        else:
            grant = Grant(role, self.programme_id, partner_id or self.partner_id)
        made = add_staff(self.session, name=name, language="en", grant=grant, now=self.now)
        if can_sign_in:
            people.change(self.session, made.staff_id, passphrase_hash="-")
        return made.staff_id

    def outline(self, **other: Any) -> cohorts.Outline:
        usual = {
            "partner_id": self.partner_id,
            "region_code": "KZ-61",
            "course_release_id": self.course_release_id,
            "label": "Group 1",
            "language": "ru",
            "way": "room",
            "starts_on": date(2026, 3, 2),
            "ends_on": date(2026, 5, 30),
            "expected_count": 1000,
        }
        return cohorts.Outline(**{**usual, **other})

    def cohort(self, *, is_open: bool = True, facilitator_id: int | None = None, **other: Any) -> Cohort:
        """A cohort that may be joined, unless it is asked otherwise."""
        cohort = cohorts.create(
            self.session, self.outline(**other), facilitator_id=facilitator_id or self.facilitator_id, now=self.now
        )
        if is_open:
            cohort = admission.tick_consent(self.session, cohort, date(2026, 3, 1), now=self.now)
            cohort = admission.open_joining(self.session, cohort, now=self.now)
        return cohort

    def anew(self, cohort: Cohort) -> Cohort:
        """The cohort as it is by now."""
        result = cohorts_of.get_by_id(self.session, cohort.cohort_id)
        assert result is not None
        return result

    def alter(self, cohort: Cohort, **columns: Any) -> Cohort:
        """The cohort with other values, whatever the rules are."""
        return cohort_changes.edit(self.session, cohort.cohort_id, **columns)

    def on_paper(self, cohort: Cohort, *, key: str = "k" * 12, language: str = "ru") -> int:
        """Somebody without a phone, added by hand; the same key is the same person."""
        joined = paper.add_by_hand(
            self.session,
            cohort,
            languages=("ru", "kk", "en"),
            join_key=key,
            language=language,
            sex="female",
            age_band="15-17",
            card=new_card(),
            pin_hash="-",
            by=self.facilitator_id,
            now=self.now,
        )
        assert joined is not None
        return joined.learner_id

    def learner(
        self, cohort: Cohort, *, sex: str = "female", age_band: str = "15-17", language: str = "ru", pin_hash: str = "-"
    ) -> int:
        door = joining.open_door(self.session, cohort.join_code, self.now)
        if door is None:  # as for whoever comes after the first test
            admission.open_joining(self.session, self.anew(cohort), now=self.now)
            door = joining.open_door(self.session, cohort.join_code, self.now)
        assert door is not None, "the cohort cannot be joined now"
        card = new_card()
        joined = joining.join(
            self.session,
            door=door,
            join_key=uuid.uuid4().hex,
            language=language,
            sex=sex,
            age_band=age_band,
            assent_version=joining.ASSENT_VERSION,
            card=card,
            pin_hash=pin_hash,
            now=self.now,
        )
        assert joined is not None
        self.cards[joined.learner_id] = card
        return joined.learner_id

    def cohort_of(self, learner_id: int) -> Cohort:
        home = enrolment.home_of(self.session, learner_id)
        assert home is not None
        return home[1]

    def score(self, learner_id: int, wave: Wave) -> int | None:
        """How many items were right in the complete test of a wave, the one that counts first; None: no such test."""
        rows = [it for it in attempts.list_attempts(self.session, learner_id) if it.wave == wave and it.is_complete]
        return max(rows, key=lambda row: row.is_counted).score if rows else None

    def open(self, cohort: Cohort, wave: Wave) -> None:
        windows.open_test(self.session, cohort, wave, now=self.now)
        self.session.flush()

    def close(self, cohort: Cohort, wave: Wave) -> None:
        windows.close_test(self.session, cohort, wave, now=self.now)
        self.session.flush()

    def reveal(self, cohort: Cohort) -> None:
        """Close the second test where it is open; ten minutes later the right answers are shown, and the group's
        result is made."""
        self.close(cohort, Wave.POST)
        self.wait(minutes=10)
        settling.settle(self.session, cohort.cohort_id, REVEAL, now=self.now)

    def settle(self, cohort: Cohort) -> None:
        """The same, and what the group has to tell is counted."""
        self.reveal(cohort)
        settling.settle(self.session, cohort.cohort_id, now=self.now)

    def answers(self, form: str, *, right: int, blank: int = 0) -> dict[str, Answer | None]:
        """So many items right, the last ones blank, the rest wrong."""
        items = self.release.instrument.items
        answers: dict[str, Answer | None] = {}
        for number, item in enumerate(items):
            question = item.form(form)
            others = [option for option in question.options if option not in question.keys]
            wrong: Answer = marks(others) if question.has_lines else others[0]
            if number < len(items) - blank:
                answers[item.id] = question.key if number < right else wrong
        return answers

    def take(self, learner_id: int, wave: Wave, *, right: int, blank: int = 0) -> testing.Sent:
        """Begin, answer and send."""
        sitting = testing.begin(self.session, learner_id, wave, self.now)
        for item_id, option_id in self.answers(sitting.form, right=right, blank=blank).items():
            testing.answer(self.session, learner_id, wave, item_id, option_id, self.now)
        return testing.send(self.session, learner_id, wave, self.now)

    def sit(self, learner_id: int, wave: Wave, *, right: int, blank: int = 0) -> None:
        """As `take`, but all answers at once, as a phone sends them: where many sit, it is quicker by far.

        The ticket is left out, `put` has it.
        """
        sheet = self.sheet(learner_id, wave, right=right, blank=blank)
        sent_at = datetime.fromisoformat(sheet.pop("sent_at"))
        submission = Submission(
            learner_id=learner_id,
            wave=wave,
            timing=Clock(self.now - timedelta(minutes=8), self.now, sent_at),
            answers=sheet["answers"],
            seconds=sheet["seconds"],
            content=sheet,
            key=str(uuid.uuid4()),
            form=sheet["form"],
            structure=self.release.structure_digest,
        )
        assert intake.take(self.session, submission, Source(Way.PHONE), self.now).code is intake.Code.STORED

    def finish_lesson(self, learner_id: int, lesson_id: str = "welcome") -> None:
        """All its pieces."""
        for piece_id in self.release.course.lesson(lesson_id).piece_ids:
            lessons.finish(self.session, learner_id, piece_id, of=4, now=self.now)

    def sheet(self, learner_id: int, wave: Wave, *, right: int, blank: int = 0, **other: Any) -> dict[str, Any]:
        """What a phone sends that sat the test in the last eight minutes."""
        form = phones.forms_of(self.session, learner_id)[wave]
        answers = self.answers(form, right=right, blank=blank)
        return {
            "wave": wave.value,
            "form": form,
            "instrument": numbers.name_for_phones(self.session, self.release.structure_digest),
            "answers": answers,
            "seconds": dict.fromkeys(answers, 20),
            "started_at": (self.now - timedelta(minutes=8)).isoformat(),
            "finished_at": self.now.isoformat(),
            "sent_at": self.now.isoformat(),
            **other,
        }

    def put(self, learner_id: int, sheet: Mapping[str, Any], *, key: str | None = None) -> phones.PutResult:
        ticket = phones.tickets(self.session, learner_id)[Wave(sheet["wave"])]
        return phones.put_attempt(self.session, ticket, key or str(uuid.uuid4()), sheet, self.now)

    def settle_all(self) -> None:
        """Every cohort whose second test or follow-up was opened: what is open closes, and it is counted."""
        everywhere = cohorts_of.Scope(everywhere=True)
        for cohort in cohorts_of.list_cohorts(self.session, everywhere):
            for wave, step in ((Wave.POST, COURSE), (Wave.FOLLOW_UP, FOLLOW_UP)):
                window = schedule_of(self.session, cohort)[wave]
                if not window.has_opened(self.now):
                    continue
                if window.is_open(self.now):
                    self.close(cohort, wave)
                self.wait(days=15)
                settling.settle(self.session, cohort.cohort_id, step, now=self.now)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration, made once for all tests: to be read alone; who writes takes a copy.

    Tests that run on several processors share it: the first that asks makes it, the others wait.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with FileLock(folder / "demonstration.lock"):
        if not (folder / "demonstration").exists():
            assert main(["demo", "--json", "--data", str(folder / "making")]) == 0
            (folder / "making").rename(folder / "demonstration")
    return folder / "demonstration"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that writes, on each database in turn; what it did is undone."""
    session = database.writing_session()
    yield session
    session.rollback()
    session.close()


@pytest.fixture
def school(session: Session, release: Release) -> School:
    """In the session of the test."""
    return School(session, release)
