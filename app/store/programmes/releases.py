"""Course releases as they were frozen."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, defer

from app.store.memory import asked_once
from app.store.tables import Attempt, Cohort, CourseRelease, Instrument, Learner
from app.store.upserts import insert_into


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
    """Freeze this content for the programme, once; gives the public id under which it stands."""
    session.execute(
        insert_into(session, CourseRelease)
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
    query = select(CourseRelease.ref).where(CourseRelease.programme_id == programme_id, CourseRelease.digest == digest)
    return session.scalars(query).one()


@asked_once
def digest_of(session: Session, course_release_id: int) -> str:
    return session.scalars(
        select(CourseRelease.digest).where(CourseRelease.course_release_id == course_release_id)
    ).one()


@asked_once
def digest_of_learner(session: Session, learner_id: int) -> str | None:
    """Of the release that the learner's cohort takes; None for nobody."""
    return session.scalar(
        select(CourseRelease.digest)
        .join(Cohort, Cohort.course_release_id == CourseRelease.course_release_id)
        .join(Learner, Learner.cohort_id == Cohort.cohort_id)
        .where(Learner.learner_id == learner_id)
    )


def digest_of_structure(session: Session, structure_digest: str) -> str | None:
    """A release with this structure: keys and items are the same in all of them."""
    return session.scalar(
        select(CourseRelease.digest)
        .where(CourseRelease.structure_digest == structure_digest)
        .order_by(CourseRelease.course_release_id)
        .limit(1)
    )


def list_digests(session: Session) -> list[str]:
    """Of every release, the newest first; each once, also where several programmes have taken it."""
    newest = func.max(CourseRelease.course_release_id)
    return list(session.scalars(select(CourseRelease.digest).group_by(CourseRelease.digest).order_by(newest.desc())))


def list_answered(session: Session, slug: str) -> list[str]:
    """Digests of this course's releases whose items somebody has answered, the newest first."""
    newest = func.max(CourseRelease.course_release_id)
    return list(
        session.scalars(
            select(CourseRelease.digest)
            .where(
                CourseRelease.slug == slug,
                exists().where(
                    Attempt.instrument_id == Instrument.instrument_id,
                    Instrument.structure_digest == CourseRelease.structure_digest,
                ),
            )
            .group_by(CourseRelease.digest)
            .order_by(newest.desc())
        )
    )


def content_of(session: Session, digest: str) -> str:
    """The release as JSON."""
    return session.scalars(select(CourseRelease.content).where(CourseRelease.digest == digest).limit(1)).one()


def list_contents(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """(public id, digest, structure digest, content as JSON) of each, one after another."""
    of = CourseRelease
    query = select(of.ref, of.digest, of.structure_digest, of.content).order_by(of.course_release_id)
    for row in session.execute(query.execution_options(yield_per=1)):
        yield row.ref, row.digest, row.structure_digest, row.content


def get(session: Session, ref: str) -> CourseRelease | None:
    return session.scalar(select(CourseRelease).where(CourseRelease.ref == ref))


def list_releases(session: Session, programme_id: int) -> list[CourseRelease]:
    """Of one programme, the newest first; the withdrawn ones too."""
    return list_releases_of(session, [programme_id])[programme_id]


def list_releases_of(session: Session, programme_ids: Collection[int]) -> dict[int, list[CourseRelease]]:
    """The same of several, by programme. Their content, half a megabyte each, is fetched when it is looked at."""
    query = (
        select(CourseRelease)
        .where(CourseRelease.programme_id.in_(programme_ids))
        .order_by(CourseRelease.course_release_id.desc())
        .options(defer(CourseRelease.content))
    )
    found: dict[int, list[CourseRelease]] = {programme_id: [] for programme_id in programme_ids}
    for row in session.scalars(query):
        found[row.programme_id].append(row)
    return found
