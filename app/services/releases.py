"""Course releases: frozen when a programme takes them, the same for every cohort that began with them."""

from datetime import datetime

from app.content import (
    CONTENT,
    CourseFault,
    CourseFaults,
    Release,
    item_fault,
    read_shelf,
    release_digest,
    shipped_courses,
)
from app.sentences import N_, Remark
from app.services.people import new_ref
from app.store import Session, audit
from app.store.answers import numbers, sheets
from app.store.programmes import helplines, programmes, releases

_RELEASES: dict[str, Release] = {}
"""By digest. A release never changes, so a process reads each once."""


def release_course(session: Session, programme_id: int, slug: str, now: datetime) -> str:
    """Freezes a course that ships with the code as a release of this programme; returns the release's public id.

    Unchanged content has the same id. Writes no audit entry.

    Raises LookupError for a course that does not ship, and CourseFaults for a course with faults or with an item that
    has answers and has changed in objective, level, options, their order or key; TooManyCalls while other files are
    read.
    """
    if slug not in shipped_courses():
        raise LookupError(f"there is no course '{slug}' on the shelf: {', '.join(shipped_courses())}")
    release = read_shelf(slug, helplines.numbers(session))
    changed = _changed(session, release)
    if changed:
        raise CourseFaults(changed)
    return keep_release(session, programme_id, release, now)


def release(
    session: Session, programme: programmes.Programme, slug: str, *, by: int | None = None, now: datetime
) -> str:
    """Freezes a course as it is now for new cohorts of the programme, and writes an audit entry.

    Returns the release's public id. Raises LookupError, CourseFaults and TooManyCalls as `release_course` does.
    """
    ref = release_course(session, programme.programme_id, slug, now)
    audit.add(session, "release.add", by=by, at=now, subject=ref, programme_id=programme.programme_id, slug=slug)
    return ref


def withdraw_release(
    session: Session, course_release: releases.CourseRelease, *, by: int | None = None, now: datetime
) -> None:
    """Withdraws a release and writes an audit entry: no new cohort takes it; cohorts that began with it continue.

    Does nothing if it is withdrawn already.
    """
    if course_release.withdrawn_at is None:
        releases.set_withdrawn(session, course_release.course_release_id, now)
        _note_release(session, "release.withdraw", course_release, by=by, now=now)


def offer_release_again(
    session: Session, course_release: releases.CourseRelease, *, by: int | None = None, now: datetime
) -> None:
    """Undoes `withdraw_release` and writes an audit entry; does nothing if the release is not withdrawn."""
    if course_release.withdrawn_at is not None:
        releases.set_withdrawn(session, course_release.course_release_id, None)
        _note_release(session, "release.offer", course_release, by=by, now=now)


def _note_release(
    session: Session, act: str, course_release: releases.CourseRelease, *, by: int | None, now: datetime
) -> None:
    audit.add(session, act, by=by, at=now, subject=course_release.ref, programme_id=course_release.programme_id)


def _changed(session: Session, release: Release) -> list[CourseFault]:
    """Items that have answers and are no longer what was answered. Their words may be mended."""
    slug = release.course.slug
    answered = [_read(session, digest).instrument for digest in releases.list_answered(session, slug)]
    what = Remark(
        N_("has answers and is another item now: leave it as it was, and give the changed one an id of its own")
    )
    return [
        item_fault(CONTENT / slug, item.id, what)
        for item in release.instrument.items
        if any(old.id == item.id and old != item for instrument in answered for old in instrument.items)
    ]


def keep_release(session: Session, programme_id: int, release: Release, now: datetime) -> str:
    """Stores a release that was already read, for this programme; returns its public id. Writes no audit entry.

    Content that this programme has already is not stored again and keeps its id; in another one it has another id.
    """
    content = release.to_json()
    numbers.keep_instrument(session, release.structure_digest, layout_of(release), len(release.instrument.items))
    return releases.keep_first(
        session,
        ref=new_ref(),
        programme_id=programme_id,
        slug=release.course.slug,
        digest=release_digest(content),
        structure_digest=release.structure_digest,
        content=content,
        now=now,
    )


def name_for_phones(session: Session, release: Release) -> str:
    """Returns the name for phones of the test of a stored release. Raises NoResultFound if it is not stored."""
    return numbers.name_for_phones(session, release.structure_digest)


def layout_of(release: Release) -> str:
    """Returns the layout of an answer sheet, as the store writes it: ids of items and options, by form, in order."""
    items = release.instrument.items
    return sheets.layout_text(
        [(item.id, {form: part.options for form, part in item.forms.items()}) for item in items],
        lines=[item.id for item in items if item.has_lines],
    )


def release_of(session: Session, course_release_id: int) -> Release:
    """Returns the release with this `course_release_id`, cached by the process.

    Raises NoResultFound if there is none.
    """
    return _read(session, releases.digest_of(session, course_release_id))


def release_of_learner(session: Session, learner_id: int) -> Release:
    """Returns the release of the learner's cohort. It holds the right answers: do not send it to learners.

    Raises LookupError if there is no such learner.
    """
    digest = releases.digest_of_learner(session, learner_id)
    if digest is None:
        raise LookupError("there is no such learner")
    return _read(session, digest)


def release_of_structure(session: Session, structure_digest: str) -> Release:
    """Returns a release whose instrument has this structure digest: items and keys are the same in all of them.

    Raises LookupError if there is none.
    """
    return of_structure(session, structure_digest)[1]


def of_structure(session: Session, structure_digest: str) -> tuple[str, Release]:
    """Returns (release digest, release) of a release whose instrument has this structure digest.

    By that digest `release_of_digest` returns the same release again. Raises LookupError if there is none.
    """
    digest = releases.digest_of_structure(session, structure_digest)
    if digest is None:
        raise LookupError(f"no release has the structure {structure_digest}")
    return digest, _read(session, digest)


def release_of_digest(session: Session, digest: str) -> Release:
    """Returns the release with this digest. Raises NoResultFound if there is none."""
    return _read(session, digest)


def list_all(session: Session) -> tuple[Release, ...]:
    """Returns every release of every programme, the newest first; identical contents appear once."""
    return tuple(_read(session, digest) for digest in releases.list_digests(session))


def _read(session: Session, digest: str) -> Release:
    if digest not in _RELEASES:
        _RELEASES[digest] = Release.from_json(releases.content_of(session, digest))
    return _RELEASES[digest]
