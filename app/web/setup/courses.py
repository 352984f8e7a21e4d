"""Course releases: the shelf's courses with what their check says, and what new groups may take."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.content import CONTENT, CourseFaults, Release, read_course, shipped_courses, warnings
from app.services import releases as deeds
from app.services.releases import release_of
from app.store import helplines, programmes, releases
from app.store.programmes import CourseRelease, Programme
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import language
from app.web.transaction import db, reading


@dataclass(frozen=True)
class Shipped:
    """A course on the shelf, as it is now."""

    slug: str
    release: Release | None
    """None: it has faults"""
    warnings: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def title(self) -> str:
        return title_of(self.release) if self.release else self.slug


@dataclass(frozen=True)
class Released:
    row: CourseRelease
    title: str


@audience("administrator")
def courses() -> ResponseReturnValue:
    at_work = programmes.list_programmes(reading())
    return render_template(
        "setup/courses.html",
        shelf=[_shipped(slug) for slug in shipped_courses()],
        at_work=at_work,
        released={programme.programme_id: _released(programme) for programme in at_work},
    )


@audience("administrator")
def release() -> ResponseReturnValue:
    """Let new groups of a programme take the course as it is now."""
    found = programmes.get(db(), request.form.get("programme", ""))
    if found is None or found.archived_at is not None:
        abort(404)
    try:
        deeds.release(db(), found, request.form.get("course", ""), by=staff().staff_id, now=now())
    except LookupError:
        abort(404)
    except CourseFaults as error:
        flash(_("The course has faults and cannot be released: %(first)s", first=str(error.faults[0])), "stop")
        return redirect(url_for("setup.courses"), 303)
    flash(_("Released. New groups can take the course; “Withdraw” undoes it for the groups to come."))
    return redirect(url_for("setup.courses"), 303)


@audience("administrator")
def withdraw(ref: str) -> ResponseReturnValue:
    """Withdraw a release from new groups, or offer it again."""
    row = releases.get(db(), ref)
    if row is None:
        abort(404)
    if request.form.get("do") == "back":
        deeds.offer_release_again(db(), row, by=staff().staff_id, now=now())
        flash(_("New groups can take this release again."))
    else:
        deeds.withdraw_release(db(), row, by=staff().staff_id, now=now())
        flash(_("Withdrawn: no new group takes it. Groups that have it go on."))
    return redirect(url_for("setup.courses"), 303)


def title_of(release: Release) -> str:
    """In the reader's language, else in the course's first."""
    title = release.course.title
    return title.get(language()) or title[release.course.languages[0]]


def _shipped(slug: str) -> Shipped:
    try:
        found = read_course(CONTENT / slug, helplines.numbers(reading()))
    except CourseFaults as error:
        return Shipped(slug, None, (), tuple(f"{fault.path.name}:{fault.line}: {fault.what}" for fault in error.faults))
    return Shipped(slug, found, warnings(found), ())


def _released(programme: Programme) -> list[Released]:
    rows = releases.list_releases(reading(), programme.programme_id)
    return [Released(row, title_of(release_of(reading(), row.course_release_id))) for row in rows]
