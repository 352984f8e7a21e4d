"""`navigator seed`: invented people on a test instance, with everything that a harness needs to act as them."""

import argparse
import json
import uuid
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Any

from app.cli.instance import WrongUse, clock, opened_test_instance, settings
from app.cli.progress import progress
from app.services import admission, cohorts, staff_signing, windows
from app.services.administrator import programme
from app.services.administrator.staff import add_staff
from app.services.demonstration import people
from app.services.learner import joining, phones
from app.services.people import Card, Grant, Role, new_card, new_code
from app.services.releases import name_for_phones, release_course, release_of
from app.services.secret_hashes import hash_secret
from app.store import Session
from app.store.programmes import releases
from app.store.programmes.cohorts import Cohort
from courses import PAIR

BATCH = 500
"""Learners in one transaction."""

_ROLES = tuple(role.value for role in Role)

REGIONS = ("KZ-61", "KZ-79", "KZ-31", "KZ-47", "KZ-35", "KZ-75")


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--learners", type=int, required=True, metavar="N", help="in all")
    parser.add_argument("--cohorts", type=int, required=True, metavar="M", help="both of their tests are open")
    parser.add_argument("--seed", type=int, required=True, metavar="S", help="the same, the same people")
    parser.add_argument("--with-sign-in", type=int, default=0, metavar="K", help="how many have a PIN that works")
    parser.add_argument("--json", action="store_true", help="it is JSON in any case")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.learners < 0 or args.cohorts < 1 or not 0 <= args.with_sign_in <= args.learners:
        raise WrongUse("seed at least one cohort, and no more sign-ins than learners")
    expected_count = max(cohorts.USUAL_SIZE, ceil(args.learners / args.cohorts))
    town = Town(args.seed, clock(settings(args)), expected_count=expected_count)
    # Hashes first: they take time, and a writer would wait for them.
    passphrases = {name: "-".join(new_code().lower() for _ in range(2)) for name in town.staff_names}
    cards = [new_card() for _ in range(args.learners)]
    batches = range(0, args.learners, BATCH)
    with opened_test_instance(args) as database, progress(len(passphrases) + args.with_sign_in + len(batches)) as begin:

        def hashed(secret: str) -> str:
            begin("hashing PINs and passphrases")
            return hash_secret(secret)

        hashes = {name: hashed(passphrase) for name, passphrase in passphrases.items()}
        pin_hashes = [hashed(card.pin) for card in cards[: args.with_sign_in]]
        try:
            with database.writing() as session:
                record = town.build(session, args.cohorts, hashes)
        except programme.NameTaken as fault:
            raise WrongUse(f"the people of seed {args.seed} are here already: take another") from fault
        record["staff"] = [{**person, "passphrase": passphrases[person["name"]]} for person in record["staff"]]
        record["learners"] = []
        for first in batches:
            begin("letting learners join")
            with database.writing() as session:
                for number in range(first, min(first + BATCH, args.learners)):
                    pin_hash = pin_hashes[number] if number < args.with_sign_in else None
                    record["learners"].append(town.settle(session, number, cards[number], pin_hash))
    print(json.dumps(record, ensure_ascii=False))
    return 0


class Town:
    """Builds an invented programme with two partners, staff of every role, cohorts, and learners spread over them."""

    def __init__(self, seed: int, now: datetime, *, expected_count: int) -> None:
        self.seed = seed
        self.expected_count = expected_count
        self.now = now
        self.random = Random(seed)  # noqa: S311 - these people are invented
        self.cohorts: list[Cohort] = []
        self.staff_names = [f"{kind} {seed}" for kind in (*_ROLES, "facilitator two", "partner_lead two")]

    def build(self, session: Session, cohort_count: int, hashes: dict[str, str]) -> dict[str, Any]:
        """Makes programme, partners, staff and cohorts with both tests open; returns their ids for a test harness.

        hashes: of a passphrase, by staff name. Raises NameTaken if the people of this seed exist.
        """
        made = programme.add_programme(
            session,
            name=f"Seed {self.seed}",
            countries=["KZ", "KG", "UZ"],
            languages=["ru", "kk", "en"],
            time_zone="Asia/Almaty",
            consent_kept_at="nowhere: these people are invented",
            now=self.now,
        )
        release_ref = release_course(session, made.programme_id, "smart-navigator", self.now)
        release = releases.get(session, release_ref)
        if release is None:
            raise RuntimeError("the release that was just made is gone")
        partners = [
            programme.add_partner(session, programme_id=made.programme_id, name=name, now=self.now)
            for name in ("First", "Second")
        ]
        record: dict[str, Any] = {"programme": made.ref, "release": release_ref, "staff": [], "cohorts": []}
        record["partners"] = [partner.ref for partner in partners]
        record["instrument"] = _instrument(session, release.course_release_id)
        leaders: list[tuple[int, str, int]] = []
        for name in self.staff_names:
            role = Role(name.split()[0])
            partner = partners[1 if " two" in name else 0]
            grant = {
                Role.ADMINISTRATOR: Grant(role),
                Role.ME_OFFICER: Grant(role, made.programme_id),
            }.get(role, Grant(role, made.programme_id, partner.partner_id))
            person = add_staff(session, name=name, language="en", grant=grant, now=self.now)
            staff_signing.use_link(session, person.token, hashes[name], self.now)
            record["staff"].append({"name": name, "id": person.ref, "role": role.value})
            if role is Role.FACILITATOR:
                leaders.append((person.staff_id, name, partner.partner_id))
        for number in range(cohort_count):
            leader, name, partner_id = leaders[number % 2]
            cohort = self._cohort(session, number, leader, partner_id, release.course_release_id)
            about = {"id": cohort.ref, "join_code": cohort.join_code, "region": cohort.region_code}
            record["cohorts"].append({**about, "facilitator": name})
        return record

    def _cohort(self, session: Session, number: int, leader: int, partner_id: int, course_release_id: int) -> Cohort:
        today = self.now.date()
        outline = cohorts.Outline(
            partner_id=partner_id,
            region_code=REGIONS[number % len(REGIONS)],
            course_release_id=course_release_id,
            label=f"Seed {self.seed} group {number + 1}",
            language=self.random.choice(("ru", "kk")),
            way=self.random.choice(cohorts.WITH_PHONES),
            starts_on=today,
            ends_on=today + timedelta(days=90),
            expected_count=self.expected_count,
        )
        cohort = cohorts.create(session, outline, facilitator_id=leader, now=self.now)
        cohort = admission.tick_consent(session, cohort, today - timedelta(days=1), now=self.now)
        cohort = admission.open_joining(session, cohort, now=self.now)
        for wave in PAIR:
            windows.open_test(session, cohort, wave, now=self.now)
        self.cohorts.append(cohort)
        return cohort

    def settle(self, session: Session, number: int, card: Card, pin_hash: str | None) -> dict[str, Any]:
        """Makes learner `number` join a cohort, each cohort in turn; returns what a test harness needs to act as them.

        pin_hash: None for a learner who cannot sign in by PIN. Raises RuntimeError if the cohort cannot be joined.
        """
        cohort = self.cohorts[number % len(self.cohorts)]
        door = joining.open_door(session, cohort.join_code, self.now)
        join_key = uuid.UUID(int=self.random.getrandbits(128), version=4).hex
        joined = door and joining.join(
            session,
            door=door,
            join_key=join_key,
            language=cohort.language,
            sex=people.chosen(self.random, people.SEXES),
            age_band=people.chosen(self.random, people.AGE_BANDS),
            assent_version=joining.ASSENT_VERSION,
            card=card,
            pin_hash=pin_hash or "-",
            now=self.now,
        )
        if not joined:
            raise RuntimeError("the door of a cohort that was just made is closed")
        return {
            "cohort": cohort.ref,
            "handle": joined.handle,
            "code": card.learner_code,
            "pin": card.pin if pin_hash else None,
            "join_key": join_key,
            "forms": phones.forms_of(session, joined.learner_id),
            "tickets": phones.tickets(session, joined.learner_id),
        }


def _instrument(session: Session, course_release_id: int) -> dict[str, Any]:
    """What may be answered, of lines each alone; no key."""
    release = release_of(session, course_release_id)
    items = {
        item.id: {form: [[it] if of.has_lines else it for it in of.options] for form, of in item.forms.items()}
        for item in release.instrument.items
    }
    return {"structure": name_for_phones(session, release), "items": items}
