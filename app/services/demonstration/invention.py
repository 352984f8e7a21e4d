"""The demonstration: an invented programme of six regions whose learners answer every item through the real doors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from app.services import admission, cohorts, staff_signing, windows
from app.services.administrator import programme
from app.services.administrator.staff import add_staff
from app.services.demonstration import participation
from app.services.demonstration.crowds import COHORTS_OF_PLACE, PLACES, Crowd, Person, crowds
from app.services.demonstration.participation import SEED, WEEKS, Answers
from app.services.figures import settling
from app.services.people import Grant, Role
from app.services.releases import release_course
from app.services.secret_hashes import hash_secret
from app.services.waves import Wave
from app.store import Session
from app.store.programmes import programmes, releases
from app.store.programmes.cohorts import Cohort
from app.store.steps import FOLLOW_UP
from courses import GRACE

COURSE = "smart-navigator"
ZONE = ZoneInfo("Asia/Almaty")

OPEN_GROUP = "Группа, которая только начинает"

LABELS = {"ru": "Группа {}", "kk": "{}-топ"}
"""What a group is called in its language."""

BEGAN_AT = datetime(2026, 1, 12, 5, tzinfo=UTC)
"""When the instance and its programme were made."""

PUBLISHED_UNTIL = (date(2026, 4, 21), date(2026, 8, 31))
"""The last days of settling of its publications. After the first no region is left with too few to enter the second."""

MONTHS_LATER = timedelta(weeks=14)
"""From the post-test to the follow-up."""

TAKES_FOLLOW_UP = 0.86
"""Share of those who took both tests, in the groups whose follow-up has been."""


NAMES = {Role.FACILITATOR: "facilitator", Role.ME_OFFICER: "m-e", Role.ADMINISTRATOR: "administrator"}


def is_there(session: Session) -> bool:
    """Returns whether this instance has any programme, also an archived one: then `fill` has nothing to do."""
    return bool(programmes.list_programmes(session, with_archived=True))


def fill(session: Session, now: datetime, deeds: Mapping[datetime, Callable[[], None]] | None = None) -> None:
    """Makes the whole invented programme with partners, staff, cohorts, learners and settled figures.

    All of it is written in the transaction of `session`, in the order of time, and so is the list of acts. now: when
    the group that anybody may join begins; all else is at fixed dates of 2026. deeds: what else is done, and when.
    """
    made = programme.add_programme(
        session,
        name="Безопасный путь (демонстрация)",
        countries=["KZ"],
        languages=["ru", "kk", "en"],
        time_zone=ZONE.key,
        consent_kept_at="в офисе партнёра (вымышлено)",
        now=BEGAN_AT,
    )
    ref = release_course(session, made.programme_id, COURSE, BEGAN_AT)
    release = releases.get(session, ref)
    if release is None:
        raise RuntimeError("the release that was just made is gone")
    secret_hash = hash_secret(token_urlsafe())  # nobody signs in with it: the demonstration's own have another
    _staff(session, Grant(Role.ME_OFFICER, made.programme_id), NAMES[Role.ME_OFFICER], BEGAN_AT, secret_hash)
    crowds_in_turn = crowds(_chance("crowds"))
    lives = [_deed(at, deed) for at, deed in (deeds or {}).items()]
    first: tuple[Random, cohorts.Outline, int] | None = None
    for number, (region, name) in enumerate(PLACES):
        partner = programme.add_partner(session, programme_id=made.programme_id, name=name, now=BEGAN_AT)
        login = NAMES[Role.FACILITATOR] if number == 0 else f"facilitator {number + 1}"
        grant = Grant(Role.FACILITATOR, made.programme_id, partner.partner_id)
        leader = _staff(session, grant, login, BEGAN_AT, secret_hash)
        for turn in range(COHORTS_OF_PLACE):
            random = _chance(f"{number}/{turn}")
            language = random.choice(("ru", "ru", "kk"))
            outline = cohorts.Outline(
                partner_id=partner.partner_id,
                region_code=region,
                course_release_id=release.course_release_id,
                label=LABELS[language].format(f"{number + 1}.{turn + 1}"),
                language=language,
                way=random.choice(cohorts.WITH_PHONES),
                starts_on=date(2026, 2, 2) + timedelta(days=7 * number + 21 * turn + random.randrange(5)),
                ends_on=date(2026, 6, 30),
            )
            crowd = next(crowds_in_turn)
            lives.append(_life(session, random, outline, leader, crowd, has_follow_up=turn == 0))
        first = first or (random, outline, leader)
    _in_order_of_time(lives)
    if first is not None:
        _open_group(session, *first, now)


def _deed(at: datetime, deed: Callable[[], None]) -> Iterator[datetime]:
    yield at
    deed()


def _in_order_of_time(lives: Iterable[Iterator[datetime]]) -> None:
    """Goes on with the life whose next moment is the earliest, until all are over."""
    ahead = [(next(life), place, life) for place, life in enumerate(lives)]
    heapify(ahead)
    while ahead:
        _, place, life = heappop(ahead)
        moment = next(life, None)
        if moment is not None:
            heappush(ahead, (moment, place, life))


def _chance(name: str) -> Random:
    """Returns a chance of its own for a part of the demonstration: what happens there moves nothing elsewhere."""
    return Random(f"{SEED}/{name}")  # noqa: S311 - these people are invented


def _staff(session: Session, grant: Grant, name: str, now: datetime, secret_hash: str) -> int:
    """With a passphrase that nobody knows: whoever leads a group has used the link."""
    person = add_staff(session, name=name, language="ru", grant=grant, now=now)
    staff_signing.use_link(session, person.token, secret_hash, now)
    return person.staff_id


@dataclass(frozen=True)
class Course:
    """A Course is an invented cohort that has finished its course, with the answers of its learners.

    closed_at: when the second test closed. members: (person, learner id). answers: option ids by learner id, then by
    test.
    """

    cohort: Cohort
    closed_at: datetime
    members: list[tuple[Person, int]]
    answers: dict[int, Answers]


def _life(
    session: Session, random: Random, outline: cohorts.Outline, leader: int, crowd: Crowd, *, has_follow_up: bool
) -> Iterator[datetime]:
    """Join, pre-test, lessons, post-test, telling friends, settling and follow-up; yields each moment before it."""
    opened_at = datetime.combine(outline.starts_on, time(9), ZONE).astimezone(UTC)
    closing_at = opened_at + timedelta(weeks=WEEKS)
    yield opened_at - timedelta(days=4)
    cohort = _cohort(session, outline, leader, opened_at - timedelta(days=4))
    group = crowd.group
    late = [person for person in crowd.people if person.waves == (Wave.POST,)]
    early = [person for person in crowd.people if person not in late]
    yield opened_at
    windows.open_test(session, cohort, Wave.PRE, now=opened_at)
    members = [(person, participation.join(session, random, cohort, opened_at)) for person in early]
    seeds = {learner_id: f"{SEED}/{outline.label}/{number}" for number, (_, learner_id) in enumerate(members)}
    answers = {
        learner_id: participation.answers_of(session, cohort, person, learner_id, seeds[learner_id], group)
        for person, learner_id in members
    }
    participation.sit(session, random, cohort, Wave.PRE, answers, opened_at)
    yield opened_at + timedelta(hours=2)
    cohort = windows.close_test(session, cohort, Wave.PRE, now=opened_at + timedelta(hours=2))
    yield opened_at + timedelta(days=8)
    if late:
        cohort = admission.open_joining(session, cohort, by=leader, now=opened_at + timedelta(days=8))
    for number, person in enumerate(late):
        learner_id = participation.join(session, random, cohort, opened_at + timedelta(days=8))
        answers[learner_id] = participation.answers_of(
            session, cohort, person, learner_id, f"{SEED}/{outline.label}/late {number}", group
        )
        members.append((person, learner_id))
    yield opened_at + timedelta(days=9)
    cohort = admission.close_joining(session, cohort, now=opened_at + timedelta(days=9))
    for person, learner_id in members:
        participation.learn(session, random, cohort, person, learner_id, opened_at)
    yield closing_at
    windows.open_test(session, cohort, Wave.POST, now=closing_at)
    participation.sit(session, random, cohort, Wave.POST, answers, closing_at)
    course = Course(cohort, closing_at + timedelta(hours=2), members, answers)
    yield course.closed_at
    windows.close_test(session, cohort, Wave.POST, now=course.closed_at)
    participation.teach_friends(session, random, members, course.closed_at)
    yield course.closed_at + GRACE
    settling.settle(session, cohort.cohort_id, now=course.closed_at + GRACE)
    windows.plan(session, course.cohort, Wave.FOLLOW_UP, now=course.closed_at + GRACE)  # most groups have none here
    if has_follow_up:
        yield from _follow_up(session, course)


def _follow_up(session: Session, course: Course) -> Iterator[datetime]:
    """Months later most of those who took both tests take the third."""
    random = _chance(f"{course.cohort.label}/follow-up")
    opened_at = course.closed_at + MONTHS_LATER
    yield opened_at
    windows.open_test(session, course.cohort, Wave.FOLLOW_UP, now=opened_at)
    comes = {
        learner_id: course.answers[learner_id]
        for person, learner_id in course.members
        if len(person.waves) == 2 and random.random() < TAKES_FOLLOW_UP
    }
    participation.sit(session, random, course.cohort, Wave.FOLLOW_UP, comes, opened_at)
    closed_at = opened_at + timedelta(hours=2)
    yield closed_at
    windows.close_test(session, course.cohort, Wave.FOLLOW_UP, now=closed_at)
    yield closed_at + GRACE
    settling.settle(session, course.cohort.cohort_id, FOLLOW_UP, now=closed_at + GRACE)


def _open_group(session: Session, random: Random, like: cohorts.Outline, leader: int, now: datetime) -> None:
    """The group in which one may try: joining and the pre-test are open."""
    today = now.astimezone(ZONE).date()
    about = {**vars(like), "label": OPEN_GROUP, "language": "ru", "starts_on": today, "ends_on": in_two_months(now)}
    cohort = _cohort(session, cohorts.Outline(**about), leader, now - timedelta(hours=3))
    windows.open_test(session, cohort, Wave.PRE, now=now - timedelta(hours=2))
    for number, person in enumerate([Person(()), Person((Wave.PRE,)), Person((Wave.PRE,)), Person(())]):
        learner_id = participation.join(session, random, cohort, now - timedelta(hours=2))
        answers = {
            learner_id: participation.answers_of(session, cohort, person, learner_id, f"{SEED}/open/{number}", 0.0)
        }
        participation.sit(session, random, cohort, Wave.PRE, answers, now - timedelta(hours=2))


def _cohort(session: Session, outline: cohorts.Outline, leader: int, now: datetime) -> Cohort:
    cohort = cohorts.create(session, outline, facilitator_id=leader, by=leader, now=now)
    cohort = admission.tick_consent(session, cohort, now.astimezone(ZONE).date(), by=leader, now=now)
    return admission.open_joining(session, cohort, by=leader, now=now)


def in_two_months(now: datetime) -> date:
    """Returns the date 60 days after `now`, by the demonstration's time zone: the last day of its open group."""
    return now.astimezone(ZONE).date() + timedelta(days=60)
