"""Course releases: the shelf's courses with what their check says, and what new groups may take."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.content import CourseFaults, Release, read_shelf, shipped_courses, warnings
from app.services import releases as deeds
from app.store.programmes import helplines, programmes, releases
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.language import language
from app.web.setup.course_words import fault_sentence, remark_sentence
from app.web.setup.forms import ReleaseForm
from app.web.transaction import db, reading


@dataclass(frozen=True)
class Shelved:
    """A Shelved is a course on the shelf as it is now, or one that is gone from it but has releases (is_gone)."""

    slug: str
    title: str
    release: Release | None = None
    """None: it has faults, or is gone"""
    warnings: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    is_gone: bool = False


@audience("administrator")
def courses() -> ResponseReturnValue:
    """Shows the courses on the shelf with faults and warnings, and a page of programmes with what each has released."""
    page = programmes.page(reading(), place=place_in_list())
    released = releases.list_releases_of(reading(), [programme.programme_id for programme in page.entries])
    rows = {row.slug: row for mine in released.values() for row in mine}
    gone = [_gone(row) for slug, row in sorted(rows.items()) if slug not in shipped_courses()]
    return render_template(
        "setup/courses.html",
        shelf=[*(_shipped(slug) for slug in shipped_courses()), *gone],
        page=page,
        released=released,
        place=_place(),
    )


@audience("administrator")
def release() -> ResponseReturnValue:
    """Releases a course to a programme as the course is now, so that new groups may take it.

    A course with faults is not released, and a message says the first one. Answers 404 for an unknown course, and for
    an unknown or archived programme.
    """
    form = ReleaseForm(request.form)
    if form.course.data in shipped_courses():
        _shipped(form.course.data)  # before it is the writer's turn: in it, what was read is known
    programme = programmes.get(db(), form.programme.data)
    if programme is None or programme.archived_at is not None:
        abort(404)
    try:
        deeds.release(db(), programme, form.course.data, by=staff().staff_id, now=now())
    except LookupError:
        abort(404)
    except CourseFaults as error:
        flash(
            _(
                "The course has faults and cannot be released: %(first)s",
                first=fault_sentence(error.faults[0], form.course.data),
            ),
            "stop",
        )
        return redirect(url_for("setup.courses", **_place()), 303)
    flash(_("Released. New groups can take the course; “Withdraw” undoes it for the groups to come."))
    return redirect(url_for("setup.courses", **_place()), 303)


@audience("administrator")
def withdraw(ref: str) -> ResponseReturnValue:
    """Withdraws a release from new groups, or offers it again with `do=back` in the form.

    Groups that have it keep it. Answers 404 for an unknown release.
    """
    row = releases.get(db(), ref)
    if row is None:
        abort(404)
    if request.form.get("do") == "back":
        deeds.offer_release_again(db(), row, by=staff().staff_id, now=now())
        flash(_("New groups can take this release again."))
    else:
        deeds.withdraw_release(db(), row, by=staff().staff_id, now=now())
        flash(_("Withdrawn: no new group takes it. Groups that have it go on."))
    return redirect(url_for("setup.courses", **_place()), 303)


def _place() -> dict[str, Any]:
    """Where in the list somebody is, to come back to."""
    return {name: request.args[name] for name in ("search", "page") if request.args.get(name)}


def _shipped(slug: str) -> Shelved:
    try:
        course = read_shelf(slug, helplines.numbers(reading()))
    except CourseFaults as error:
        faults = tuple(fault_sentence(fault, slug) for fault in error.faults)
        return Shelved(slug, slug, faults=faults)
    return Shelved(slug, _title(course), course, tuple(map(remark_sentence, warnings(course))))


def _gone(row: releases.CourseRelease) -> Shelved:
    """Its folder was taken from the shelf; new groups can still take what was released of it."""
    return Shelved(row.slug, _title(deeds.release_of(reading(), row.course_release_id)), is_gone=True)


def _title(release: Release) -> str:
    """In the reader's language, else in the course's first."""
    course = release.course
    return course.title.get(language()) or course.title[course.languages[0]]
