"""A trial: the learner's own screens for whoever leads a group. It writes nothing to the database and counts nowhere.

What was tapped last and which questions were passed stands in the browser's session alone. The pages are the learner's
templates for phones without JavaScript, so no script sends or keeps anything; their links lead to other screens of the
trial, and each screen says that it is one.
"""

from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.content import Release
from app.services.releases import release_of
from app.store.programmes.cohorts import Cohort
from app.web.access import audience
from app.web.language import own_language
from app.web.lead.led import seen
from app.web.learn.answer_forms import ScreenForm
from app.web.learn.answered import Sent
from app.web.learn.lesson import ROOM, OpenLesson
from app.web.learn.sitting import length_of, open_form, title_of
from app.web.transaction import reading
from app.web.trial.course import WAVE_OF_FORM, locale_of, trial_sitting
from assessments import POINTS, OpenForm

TRIAL = "trial"
PASSED = "trial test"
"""In the cookie: what was tapped last, and which questions of the test were answered; never with what."""
PLACES = {
    "learn.step": "trial.step",
    "learn.paper": "trial.paper",
    "learn.test": "trial.test",
    "learn.question": "trial.question",
    "learn.overview": "trial.overview",
}
"""Where the links of a learner's screens lead to in a trial; all other places of a learner are the list of the course.
Help, pictures and films are the real ones."""
TESTS = dict(enumerate(WAVE_OF_FORM.values(), start=1))
"""By the number in the address, as for learners."""


@audience("facilitator", "me_officer", "partner_lead")
def step(ref: str, language: str, number: int, n: int) -> ResponseReturnValue:
    """Shows screen n of a lesson as a learner has it; a POST takes what was tapped, or moves on to the next screen.

    Nothing of it is stored. Answers 404 for a lesson, screen or language that the course does not have.
    """
    cohort, lesson = _lesson(ref, language, number)
    with force_locale(locale_of(language)):
        if request.method == "POST" and request.form.get("go") == "next":
            session.pop(TRIAL, None)
            return redirect(_after(lesson, ref, language, n), 303)
        if request.method == "POST" and (request.content_length or 0) <= ROOM:
            session[TRIAL] = [request.path, [it for it in request.form.items(multi=True) if it[0] != "csrf_token"]]
            return redirect(request.path + ("#now" if "way" in request.form else ""), 303)
        shown = lesson.screen(n, request.form if request.method == "POST" else _tapped())
        return _shown(cohort, language, "trial/step.html", lesson=lesson, shown=shown, past=None)


def _after(lesson: OpenLesson, ref: str, language: str, n: int) -> str:
    lesson.screen(n, MultiDict())  # 404 for one that there is not
    if n < lesson.of:
        return url_for("trial.step", ref=ref, language=language, number=lesson.number, n=n + 1)
    return _course(ref, language)


def _tapped() -> Sent:
    path, fields = session.get(TRIAL, (None, ()))
    return MultiDict([(name, value) for name, value in fields] if path == request.path else ())


@audience("facilitator", "me_officer", "partner_lead")
def paper(ref: str, language: str, number: int, n: int) -> ResponseReturnValue:
    """Shows a checklist of a lesson as the sheet that a learner may print. Answers 404 for any other screen."""
    cohort, lesson = _lesson(ref, language, number)
    with force_locale(locale_of(language)):
        shown = lesson.screen(n, MultiDict())
        if shown.words.kind != "checklist":
            abort(404)
        is_plan = shown.words.id == lesson.release.course.my_plan
        return _shown(cohort, language, "trial/paper.html", lesson=lesson, shown=shown, is_plan=is_plan)


@audience("facilitator", "me_officer", "partner_lead")
def test(ref: str, language: str, number: int) -> ResponseReturnValue:
    """Shows what a learner reads before a test; a POST begins the trial of it. number: 1 for form A, 2 for form B."""
    cohort, release, form = _test(ref, language, number)
    if request.method == "POST":
        session[PASSED] = [_name_of(ref, number), []]
        return redirect(_question(ref, language, number, 1), 303)
    sitting = trial_sitting(release, TESTS[number], language)
    with force_locale(locale_of(language)):
        about = {"title": title_of(number), "length": length_of(sitting)}
        return _shown(cohort, language, "trial/test.html", number=number, form=form, sitting=sitting, **about)


@audience("facilitator", "me_officer", "partner_lead")
def question(ref: str, language: str, number: int, n: int) -> ResponseReturnValue:
    """Shows question n of a test as a learner has it, from 1; a POST goes on and forgets what was chosen.

    After the questions come the statements, then the look over. Answers 404 for a question below 1.
    """
    cohort, release, form = _test(ref, language, number)
    last = len(form.items) + len(form.statements)
    if n < 1:
        abort(404)
    if n > last:
        return redirect(_overview(ref, language, number), 303)
    if request.method == "POST":
        return redirect(_next(ref, language, number, n, last), 303)
    sitting = trial_sitting(release, TESTS[number], language)
    about: dict[str, Any] = {"number": number, "n": n, "form": form, "sitting": sitting, "before": []}
    with force_locale(locale_of(language)):
        if n <= len(form.items):
            about |= {"item": form.items[n - 1], "answered": _passed(ref, number)}
            return _shown(cohort, language, "trial/question.html", **about)
        place = n - len(form.items)
        about |= {"place": place, "statement": form.statements[place - 1], "points": POINTS}
        return _shown(cohort, language, "trial/statement.html", **about)


def _next(ref: str, language: str, number: int, n: int, last: int) -> str:
    if ScreenForm(request.form).is_back:
        return _question(ref, language, number, n - 1) if n > 1 else _course(ref, language)
    if "answer" in request.form:
        session[PASSED] = [_name_of(ref, number), sorted({*_passed(ref, number), n})]
    return _question(ref, language, number, n + 1) if n < last else _overview(ref, language, number)


@audience("facilitator", "me_officer", "partner_lead")
def overview(ref: str, language: str, number: int) -> ResponseReturnValue:
    """Shows the look over before a test is sent; a POST ends the trial and says that nothing was stored."""
    cohort, _release, form = _test(ref, language, number)
    if request.method == "POST":
        session.pop(PASSED, None)
        flash(_("That was a trial. Nothing of it was stored, and it counts nowhere."))
        return redirect(_course(ref, language), 303)
    passed = _passed(ref, number)
    blanks = [n for n in range(1, len(form.items) + 1) if n not in passed]
    about: dict[str, Any] = {"number": number, "form": form, "blanks": blanks, "before": []}
    with force_locale(locale_of(language)):
        return _shown(cohort, language, "trial/overview.html", **about)


def _passed(ref: str, number: int) -> set[int]:
    name, passed = session.get(PASSED, ("", []))
    return set(passed) if name == _name_of(ref, number) else set()


def _name_of(ref: str, number: int) -> str:
    return f"{ref} {number}"


def _lesson(ref: str, language: str, number: int) -> tuple[Cohort, OpenLesson]:
    cohort, release = _release(ref, language)
    if not 1 <= number <= len(release.course.lessons):
        abort(404)
    structure = release.course.lessons[number - 1]
    words, shown = release.words_for(structure.id, language, cohort.language)
    return cohort, OpenLesson(release, number, structure, words, shown, language, {})


def _test(ref: str, language: str, number: int) -> tuple[Cohort, Release, OpenForm]:
    cohort, release = _release(ref, language)
    if number not in TESTS:
        abort(404)
    return cohort, release, open_form(release, trial_sitting(release, TESTS[number], language))


def _release(ref: str, language: str) -> tuple[Cohort, Release]:
    cohort, _may_change = seen(ref)
    release = release_of(reading(), cohort.course_release_id)
    if language not in release.course.languages:
        abort(404)
    return cohort, release


def _course(ref: str, language: str) -> str:
    spoken: dict[str, Any] = {"in": language}
    return url_for("trial.course", ref=ref, **spoken)


def _question(ref: str, language: str, number: int, n: int) -> str:
    return url_for("trial.question", ref=ref, language=language, number=number, n=n)


def _overview(ref: str, language: str, number: int) -> str:
    return url_for("trial.overview", ref=ref, language=language, number=number)


def _shown(cohort: Cohort, language: str, template: str, **values: Any) -> str:
    """A learner's own page, whose links stay within the trial, and which says what it is."""

    def within(endpoint: str, **more: Any) -> str:
        if endpoint in PLACES:
            return url_for(PLACES[endpoint], ref=cohort.ref, language=language, **more)
        # "Leave" would end the sign-in of staff: here it leaves the trial.
        if endpoint == "help.leave":
            return _course(cohort.ref, language)
        if endpoint.startswith("learn.") and endpoint not in ("learn.picture", "learn.film"):
            return _course(cohort.ref, language)
        return url_for(endpoint, **more)

    with force_locale(own_language()):
        bar = {
            "trial_words": _("You try the course: nothing is stored, and it counts nowhere."),
            "back": _("See the course"),
            "back_url": _course(cohort.ref, language),
        }
    return render_template(template, url_for=within, is_trial=True, **bar, **values)
