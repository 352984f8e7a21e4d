"""Course releases as they were frozen."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, defer

from app.store import tables
from app.store.memory import asked_once
from app.store.tables import Attempt, Cohort, Instrument, Learner
from app.store.upserts import insert_into
from app.store.values import change, value_of

ROW = tables.CourseRelease


@dataclass(frozen=True, slots=True)
class CourseRelease:
    """A CourseRelease is a course as it was when released, without its content."""

    course_release_id: int
    ref: str
    programme_id: int
    slug: str
    digest: str
    structure_digest: str
    released_at: datetime
    withdrawn_at: datetime | None
    """no new cohort may take it"""


def keep_first(
    session: Session,
    *,
    ref: str,
    programme_id: int,
    slug: str,
    digest: str,
    structure_digest: str,
    content: str,
    now: datetime,
) -> str:
    """Stores a release of a course for a programme and returns its public id.

    If the programme has a release with this digest already, nothing is stored and the public id of that one is
    returned.
    """
    session.execute(
        insert_into(session, ROW)
        .values(
            ref=ref,
            programme_id=programme_id,
            slug=slug,
            digest=digest,
            structure_digest=structure_digest,
            content=content,
            released_at=now,
        )
        .on_conflict_do_nothing(index_elements=["programme_id", "digest"])
    )
    query = select(ROW.ref).where(ROW.programme_id == programme_id, ROW.digest == digest)
    return session.scalars(query).one()


@asked_once
def digest_of(session: Session, course_release_id: int) -> str:
    """Returns the digest that a release's content is stored under. Raises NoResultFound for an unknown id."""
    return session.scalars(select(ROW.digest).where(ROW.course_release_id == course_release_id)).one()


@asked_once
def digest_of_learner(session: Session, learner_id: int) -> str | None:
    """Returns the digest of the release that a learner's cohort takes; None if there is no such learner."""
    return session.scalar(
        select(ROW.digest)
        .join(Cohort, Cohort.course_release_id == ROW.course_release_id)
        .join(Learner, Learner.cohort_id == Cohort.cohort_id)
        .where(Learner.learner_id == learner_id)
    )


def digest_of_structure(session: Session, structure_digest: str) -> str | None:
    """Returns the digest of the oldest release with this structure; None if there is none.

    All releases with one structure have the same items and keys.
    """
    return session.scalar(
        select(ROW.digest).where(ROW.structure_digest == structure_digest).order_by(ROW.course_release_id).limit(1)
    )


def list_digests(session: Session) -> list[str]:
    """Lists the digest of every release, the newest first; once even if several programmes have it."""
    newest = func.max(ROW.course_release_id)
    return list(session.scalars(select(ROW.digest).group_by(ROW.digest).order_by(newest.desc())))


def is_released(session: Session, slug: str) -> bool:
    """Returns whether any programme has a release of this course, a withdrawn one too."""
    return session.scalar(select(exists().where(ROW.slug == slug))) or False


def list_answered(session: Session, slug: str) -> list[str]:
    """Lists the digests of this course's releases in whose items somebody has begun a test, the newest first."""
    newest = func.max(ROW.course_release_id)
    return list(
        session.scalars(
            select(ROW.digest)
            .where(
                ROW.slug == slug,
                exists().where(
                    Attempt.instrument_id == Instrument.instrument_id,
                    Instrument.structure_digest == ROW.structure_digest,
                ),
            )
            .group_by(ROW.digest)
            .order_by(newest.desc())
        )
    )


def content_of(session: Session, digest: str) -> str:
    """Returns the content of the release with this digest, as JSON. Raises NoResultFound if there is none."""
    return session.scalars(select(ROW.content).where(ROW.digest == digest).limit(1)).one()


def list_contents(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """Yields (public id, digest, structure digest, content as JSON) of each release, the oldest first."""
    of = ROW
    query = select(of.ref, of.digest, of.structure_digest, of.content).order_by(of.course_release_id)
    for row in session.execute(query.execution_options(yield_per=1)):
        yield row.ref, row.digest, row.structure_digest, row.content


def get(session: Session, ref: str) -> CourseRelease | None:
    row = session.scalar(select(ROW).where(ROW.ref == ref).options(defer(ROW.content)))
    return value_of(CourseRelease, row) if row is not None else None


def list_by_ids(session: Session, ids: Collection[int]) -> list[CourseRelease]:
    """Lists the releases with these ids; those that do not exist are absent."""
    query = select(ROW).where(ROW.course_release_id.in_(ids)).options(defer(ROW.content))
    return [value_of(CourseRelease, row) for row in session.scalars(query)]


def set_withdrawn(session: Session, course_release_id: int, withdrawn_at: datetime | None) -> None:
    """Withdraws a release, so that no new cohort takes it; `withdrawn_at` None offers it again."""
    change(session, ROW, course_release_id, withdrawn_at=withdrawn_at)


def list_releases(session: Session, programme_id: int) -> list[CourseRelease]:
    """Lists the releases of one programme, the newest first, including withdrawn ones."""
    return list_releases_of(session, [programme_id])[programme_id]


def list_releases_of(session: Session, programme_ids: Collection[int]) -> dict[int, list[CourseRelease]]:
    """Returns the releases of several programmes by programme id, the newest first, including withdrawn ones.

    A programme without any has an empty list.
    """
    query = (
        select(ROW)
        .where(ROW.programme_id.in_(programme_ids))
        .order_by(ROW.course_release_id.desc())
        .options(defer(ROW.content))
    )
    releases: dict[int, list[CourseRelease]] = {programme_id: [] for programme_id in programme_ids}
    for row in session.scalars(query):
        releases[row.programme_id].append(value_of(CourseRelease, row))
    return releases
