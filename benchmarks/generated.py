"""A large instance of invented learners whose cohorts have settled, drawn in minutes, for measurements of reports.

Nobody is copied: each learner's answers are drawn item by item, from what the cohort shares and what they know. Cells
and sums are made of all learners of a month at once, by the functions that make a cohort's (`tally_of`, `fold`), so a
million take minutes; tests/benchmarks/test_scale.py holds them against the ledgers, added up one by one. Left out is
what no report of a fixed table reads: rows of learners, of attempts and of scores. Beyond OWN_LEDGERS cohorts a
settlement bears the ledger of another cohort, so that the file has its true size.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy import insert, select

from analytics.counts.learners import BLANK, UNSURE, Column, Learners, Sheet, tally_of
from analytics.counts.ledger import COUNTED, REGION_SEX, SEX, TOTAL, WAITING, Ledger
from analytics.counts.tally import COHORTS, Tally, stratum_code
from app.content import CONTENT, Release, read_course
from app.services.administrator.programme import add_partner, add_programme
from app.services.administrator.staff import add_staff
from app.services.figures.ledgers import OF_FOLLOW_UP
from app.services.people import Grant, Role, new_ref
from app.services.releases import keep_release
from app.store import Database, Session
from app.store.answers import columns, numbers
from app.store.figures import additions
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import Cell, Cohort, CohortSum, CohortTally, CourseRelease, Partner, Region, Settlement

OWN_LEDGERS = 600
REGIONS, PARTNERS, MONTHS = 20, 10, [f"2026-{month:02}" for month in range(1, 13)]
WIDE = ("region", "partner", "way")
WITHIN = (SEX, "age_band", "language", "channel")
NOW = datetime(2027, 1, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Group:
    """A Group holds cohorts in columns of one length.

    knows, learns: what a cohort shares, in logits.
    """

    cohort_id: Column
    size: Column
    month: Column
    region: Column
    partner: Column
    way: Column
    standing: Column
    language: Column
    channel: Column
    is_drawn: Column
    is_followed: Column
    knows: Column
    learns: Column

    def take(self, who: Column) -> "Group":
        return Group(**{name: column[who] for name, column in vars(self).items()})


@dataclass(frozen=True)
class Place:
    """A Place says whose cohorts they are."""

    programme_id: int
    release_id: int
    facilitator_id: int
    instrument_id: int
    regions: list[str]
    partners: dict[str, int]
    """ids by public id"""


def fill(
    database: Database, learners: int, *, seed: int = 20_240_917, is_full: bool = True, is_plain: bool = False
) -> None:
    """Gives an empty instance a programme, its partners, and settled cohorts of so many learners.

    is_full: with lessons, statements, reactions and peers. is_plain: no cohort waits, and none has a follow-up.
    """
    random, release = np.random.default_rng(seed), read_course(CONTENT / "smart-navigator")
    with database.writing() as session:
        place = _place(session, release)
        cohorts = _cohorts(random, learners, place)
        if is_plain:
            plain = {"standing": np.full(cohorts.size.size, COUNTED), "is_followed": np.zeros(cohorts.size.size, bool)}
            cohorts = replace(cohorts, **plain)
        _write_cohorts(session, cohorts, place)
        ledgers: dict[int, tuple[bytes, bytes]] = {}
        for month in np.unique(cohorts.month).tolist():
            of_month = cohorts.take(cohorts.month == month)
            people, splits = _people(random, of_month, release)
            if not is_full:
                people = replace(people, lessons=None, peers=None, statements={}, reactions={})
            home = np.repeat(np.arange(of_month.size.size), of_month.size)
            ledgers.update(_ledgers(people, splits, home, of_month, OWN_LEDGERS - len(ledgers)))
            _write_settlements(session, of_month, place, ledgers)
            _write_cells(session, people, splits, home, of_month, place)


def _place(session: Session, release: Release) -> Place:
    names = {"countries": ["KZ"], "languages": ["kk", "ru", "en"], "time_zone": "Asia/Almaty"}
    programme_id = add_programme(session, name="Generated", consent_kept_at="nowhere", now=NOW, **names).programme_id
    ref = keep_release(session, programme_id, release, NOW)
    partners = [
        add_partner(session, programme_id=programme_id, name=f"Partner {n}", now=NOW).ref for n in range(PARTNERS)
    ]
    grant = Grant(Role.FACILITATOR, programme_id, session.scalars(select(Partner.partner_id)).first())
    return Place(
        programme_id,
        session.scalars(select(CourseRelease.course_release_id).where(CourseRelease.ref == ref)).one(),
        add_staff(session, name="facilitator", language="en", grant=grant, now=NOW).staff_id,
        numbers.instrument(session, release.structure_digest).instrument_id,
        list(session.scalars(select(Region.code).where(Region.country == "KZ").order_by(Region.code).limit(REGIONS))),
        {ref: session.scalars(select(Partner.partner_id).where(Partner.ref == ref)).one() for ref in partners},
    )


def _cohorts(random: np.random.Generator, learners: int, place: Place) -> Group:
    """Of 10 to 25 learners. Regions and partners are of unequal size, and learn unequally."""
    size = random.integers(10, 26, learners // 10)
    size = size[: int(np.searchsorted(np.cumsum(size), learners)) + 1]
    n, weight = size.size, np.linspace(0.4, 1.6, REGIONS)
    region = random.choice(REGIONS, n, p=weight / weight.sum())
    return Group(
        cohort_id=np.arange(1, n + 1),
        size=size,
        month=random.choice(MONTHS, n),
        region=np.array(place.regions)[region],
        partner=random.choice(list(place.partners), n),
        way=random.choice(["room", "remote", "mixed"], n, p=[0.7, 0.2, 0.1]),
        standing=random.choice([COUNTED, WAITING], n, p=[0.95, 0.05]),
        language=random.choice(["kk", "ru", "en"], n, p=[0.5, 0.45, 0.05]),
        channel=random.choice(["phone", "page", "paper"], n, p=[0.6, 0.3, 0.1]),
        is_drawn=random.random(n) < 0.1,
        is_followed=random.random(n) < 0.3,
        knows=random.normal(-0.9, 0.35, n) + np.linspace(-0.2, 0.2, REGIONS)[region],
        learns=random.normal(1.9, 0.45, n) + np.linspace(0.2, -0.2, REGIONS)[region],
    )


def _people(random: np.random.Generator, cohorts: Group, release: Release) -> tuple[Learners, dict[str, Column]]:
    """Everyone of these cohorts, and the values by which they are split."""
    sheet, home = columns.sheet_of(release.instrument), np.repeat(np.arange(cohorts.size.size), cohorts.size)
    n, first = home.size, np.arange(home.size) % 2
    knows = cohorts.knows[home] + random.normal(0, 1, n)
    learns = np.maximum(cohorts.learns[home] + random.normal(0, 0.8, n), -0.6)
    forms = np.stack((first, 1 - first), axis=1)
    sheets = [_sheet(random, sheet, forms[:, wave], knows + wave * learns) for wave in (0, 1)]
    came = random.choice([0, 1, 2, 3], n, p=[0.04, 0.10, 0.02, 0.84])  # neither, first only, second only, both
    pre, post = (np.where(came & wave, score, -1) for wave, (score, _) in zip((1, 2), sheets, strict=True))
    waits = (cohorts.standing == WAITING)[home]
    follows = cohorts.is_followed[home] & (random.random(n) < 0.6)
    early, third = (_sheet(random, sheet, first, knows + part * learns)[0] for part in (0, 0.8))
    leaning = random.normal(0, 0.7, n)
    learners = Learners(
        sheet,
        cohort=cohorts.cohort_id[home],
        stratum=np.array([stratum_code(region) for region in cohorts.region])[home],
        pre=pre,
        post=post,
        forms=forms,
        early=np.where(waits & (random.random(n) < 0.9), early, -1),
        follow_up=np.where(follows, third, -1),
        waits=waits,
        is_drawn=cohorts.is_drawn[home],
        is_post_over=np.ones(n, dtype=bool),
        is_follow_up_over=np.ones(n, dtype=bool),
        answers=np.stack([answers for _, answers in sheets], axis=1),
        lessons=np.where(came & 2, np.minimum(random.integers(0, 15, n), 9), 0),
        peers=np.where(random.random(n) < 0.4, random.integers(0, 6, n), -1),
        statements={
            one.id: np.stack([_points(random, 3 + leaning + 0.8 * wave) for wave in (0, 1)], axis=1)
            for one in release.instrument.statements
        },
        reactions={one.id: _points(random, 4.2 + leaning / 2) for one in release.instrument.reactions},
    )
    own = random.random(n) < 0.85
    return learners, {
        SEX: random.choice(["female", "male", "unsaid"], n, p=[0.54, 0.43, 0.03]),
        "age_band": random.choice(["10-14", "15-17", "18-19", "20-24"], n, p=[0.06, 0.6, 0.24, 0.1]),
        "language": np.where(own, cohorts.language[home], random.choice(["kk", "ru", "en"], n)),
        "channel": np.where(own, cohorts.channel[home], random.choice(["phone", "page"], n)),
    }


def _sheet(random: np.random.Generator, sheet: Sheet, form: Column, ability: Column) -> tuple[Column, Column]:
    """Scores, and answers of shape (n, items): a Rasch model; who does not know is unsure, guesses or leaves it."""
    difficulty = np.linspace(-0.8, 0.9, len(sheet.items))
    shape = (form.size, difficulty.size)
    keys = sheet.key_places[form]
    options = np.array([[len(of) for of in items] for items in sheet.options])[form]
    knows = random.random(shape) < 1 / (1 + np.exp(difficulty - ability[:, None]))
    other = random.random(shape)
    guess = (random.random(shape) * options).astype(np.int64)
    answers = np.where(knows, keys, np.where(other < 0.03, BLANK, np.where(other < 0.3, UNSURE, guess)))
    return (answers == keys).sum(axis=1), answers.astype(np.uint8)


def _points(random: np.random.Generator, middle: Column | float) -> Column:
    """1 to 5; now and then 0: rather nothing."""
    points = np.clip(np.round(random.normal(middle, 0.8)), 1, 5).astype(np.int64)
    return np.where(random.random(points.size) < 0.04, 0, points)


def _write_cohorts(session: Session, cohorts: Group, place: Place) -> None:
    same = {
        "programme_id": place.programme_id,
        "course_release_id": place.release_id,
        "facilitator_id": place.facilitator_id,
        "label": "Generated",
        "time_zone": "Asia/Almaty",
        "starts_on": date(2026, 1, 5),
        "ends_on": date(2026, 3, 1),
        "created_at": NOW,
    }
    rows, tallies = [], []
    for row in _rows(cohorts):
        cohort_id = row["cohort_id"]
        of = {"partner_id": place.partners[row["partner"]], "region_code": row["region"]}
        own = {"ref": new_ref(), "join_code": f"{cohort_id:08}", "is_waiting": row["standing"] == WAITING}
        rows.append({**same, **of, **own, "cohort_id": cohort_id, "way": row["way"], "language": row["language"]})
        counts = dict.fromkeys(("early", "pre", "post", "paired", "follow_up"), row["size"])
        tallies.append({"cohort_id": cohort_id, "enrolled": row["size"], **counts, "is_settled": True})
    session.execute(insert(Cohort), rows)
    session.execute(insert(CohortTally), tallies)


def _rows(cohorts: Group) -> Iterator[dict[str, Any]]:
    for values in zip(*(column.tolist() for column in vars(cohorts).values()), strict=True):
        yield dict(zip(vars(cohorts), values, strict=True))


def _ledgers(
    people: Learners, splits: dict[str, Column], home: Column, cohorts: Group, wanted: int
) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Of the first `wanted` cohorts, by number: of the course and of the follow-up."""
    for cohort in range(min(max(wanted, 0), cohorts.size.size)):
        is_in = home == cohort
        standings = np.full(int(is_in.sum()), cohorts.standing[cohort])
        whole = Ledger.of(people.take(is_in), standings, {name: values[is_in] for name, values in splits.items()})
        steps = whole.without(*OF_FOLLOW_UP).packed(), whole.only(*OF_FOLLOW_UP).packed()
        yield int(cohorts.cohort_id[cohort]), steps


def _write_settlements(session: Session, cohorts: Group, place: Place, ledgers: dict[int, tuple[bytes, bytes]]) -> None:
    rows, others = [], list(ledgers.values())
    for row in _rows(cohorts):
        course, follow_up = ledgers.get(row["cohort_id"], others[row["cohort_id"] % len(others)])
        for step, ledger in ((COURSE, course), *(((FOLLOW_UP, follow_up),) if row["is_followed"] else ())):
            rows.append(
                {
                    "cohort_id": row["cohort_id"],
                    "step": step,
                    "number": 1,
                    "is_current": True,
                    "settled_at": NOW,
                    "month": row["month"],
                    "instrument_id": place.instrument_id,
                    "programme_id": place.programme_id,
                    "partner_id": place.partners[row["partner"]],
                    "region_code": row["region"],
                    "way": row["way"],
                    "standing": row["standing"],
                    "learner_count": row["size"],
                    "ledger": ledger,
                }
            )
    session.execute(insert(Settlement), rows)


def _write_cells(
    session: Session, people: Learners, splits: dict[str, Column], home: Column, cohorts: Group, place: Place
) -> None:
    """Cells and sums of a month."""
    of_learner = {name: getattr(cohorts, name)[home] for name in WIDE}
    parts = {TOTAL: np.full(home.size, ""), **of_learner, **{name: splits[name] for name in WITHIN}}
    parts[REGION_SEX] = np.char.add(np.char.add(of_learner["region"], " "), splits[SEX])
    number = {row.cohort_id: row.settlement_id for row in _courses(session, cohorts)}
    same = {"programme_id": place.programme_id, "instrument_id": place.instrument_id, "month": str(cohorts.month[0])}
    for standing in (COUNTED, WAITING):
        is_so = (cohorts.standing == standing)[home]
        for split, values in parts.items():
            for value in np.unique(values[is_so]).tolist():
                is_in = is_so & (values == value)
                within = "" if split in WIDE else value.rpartition(" ")[2]
                key = {**same, "standing": standing, "split": split, "value": value}
                whole = tally_of(people.take(is_in))
                if split in (TOTAL, *WITHIN):
                    _write_sums(session, whole, split, within, number)
                _write_cell(session, {**key, "step": COURSE}, _course(whole), within)
                third = tally_of(people.take(is_in & cohorts.is_followed[home]))
                _write_cell(session, {**key, "step": FOLLOW_UP}, _follow_up(third), within)


def _courses(session: Session, cohorts: Group) -> Any:
    query = select(Settlement.cohort_id, Settlement.settlement_id)
    return session.execute(query.where(Settlement.step == COURSE, Settlement.month == str(cohorts.month[0])))


def _course(tally: Tally) -> Tally:
    return Tally({name: of for name, of in tally.parts.items() if name.partition("/")[0] not in OF_FOLLOW_UP})


def _follow_up(tally: Tally) -> Tally:
    return Tally({name: of for name, of in tally.parts.items() if name.partition("/")[0] in OF_FOLLOW_UP})


def _write_cell(session: Session, key: dict[str, Any], tally: Tally, within: str) -> None:
    folded = tally.fold(within)
    if folded.parts:
        packed = {"scores": folded.scores.packed(), "answers": folded.answers.packed()}
        session.execute(insert(Cell), [{**key, **packed}])


def _write_sums(session: Session, tally: Tally, split: str, value: str, number: dict[int, int]) -> None:
    key = {"split": split, "value": value}
    rows = [
        {**key, "settlement_id": number[cohort], **dict(zip(additions.SUMS, sums, strict=True))}
        for _, cohort, *sums in tally.parts.get("pre_post" + COHORTS, np.zeros((0, 2))).tolist()
    ]
    if rows:
        session.execute(insert(CohortSum), rows)
