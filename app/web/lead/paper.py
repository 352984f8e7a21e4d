"""Answers on paper: the sheet to print, the grid to type it into, a file of answers, a learner without a phone."""

import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Response, abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.exports import FORMATS, kobo_form
from app.files import TableFault, read_table
from app.services import paper as sheets
from app.services import paper_file
from app.services.paper import Outcome, Paper
from app.services.people import new_card
from app.services.releases import release_of
from app.services.signing import hash_secret
from app.services.testing import Wave
from app.services.windows import has_opened
from app.store import programmes, seats
from app.store.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import NAMES
from app.web.lead.led import led, led_to_read
from app.web.lead.paper_words import fault_sentence, outcome_sentence
from app.web.transaction import db, reading
from assessments import FORMS, POINTS

ROWS_AT_ONCE = 40


@dataclass(frozen=True)
class GridRow:
    """One learner's sheet in the grid: marks as typed, or as they are kept."""

    handle: int
    form: str
    marks: tuple[str, ...]
    points: tuple[str, ...]
    said: str = ""
    """what became of it: "saved", or what is wrong"""
    is_kept: bool = False


@audience("facilitator")
def paper(ref: str) -> ResponseReturnValue:
    """Type in sheets, as many as there are; whole rows are kept, the others stay as they were typed."""
    if request.method != "POST":
        return _grid(led_to_read(ref), {})
    cohort = led(ref)
    wave, sat_on = _wave(), _day(cohort)
    told: dict[int, GridRow] = {}
    for handle in _typed_handles():
        found = seats.get_learner(db(), cohort.cohort_id, handle)
        if found is None:
            continue
        sheet = sheets.paper_of(db(), found.learner_id, wave)
        told[handle] = _keep(cohort, found.learner_id, handle, wave, sheet, sat_on)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({str(handle): {"said": row.said, "is_kept": row.is_kept} for handle, row in told.items()})
    kept = sum(row.is_kept for row in told.values())
    if kept and all(row.is_kept for row in told.values()):
        flash(_("Sheets saved: %(count)d.", count=kept))
        return redirect(url_for("lead.paper", ref=ref, wave=wave.value), 303)
    if told:
        flash(_not_all_saved(kept, len(told) - kept), "stop")
    return _grid(cohort, told)


def _not_all_saved(kept: int, left: int) -> str:
    """On the top of the page: the column that says why may lie out of sight."""
    why = _("Not saved: %(count)d. The last column says why.", count=left)
    return f"{_('Sheets saved: %(count)d.', count=kept)} {why}" if kept else why


def _grid(cohort: Cohort, told: Mapping[int, GridRow]) -> ResponseReturnValue:
    wave = _wave()
    seated = seats.list_seats(reading(), cohort.cohort_id, wave.value)
    on_paper = [seat for seat in seated if not seat.has_counted or seat.is_typed]
    start = _start(on_paper)
    shown = on_paper[start : start + ROWS_AT_ONCE]
    papers = {seat.handle: sheets.paper_of(reading(), seat.learner_id, wave) for seat in shown}
    release = release_of(reading(), cohort.course_release_id)
    return render_template(
        "lead/paper.html",
        cohort=cohort,
        wave=wave,
        waves=[it for it in Wave if has_opened(reading(), cohort, it, now())],
        rows=[told.get(handle) or _row(handle, sheet, cohort) for handle, sheet in papers.items()],
        former=on_paper[max(0, start - ROWS_AT_ONCE)].handle if start else None,
        following=on_paper[start + ROWS_AT_ONCE].handle if len(on_paper) > start + ROWS_AT_ONCE else None,
        joined=len(seated),
        from_phones=len(seated) - len(on_paper),
        typed=sum(seat.is_typed for seat in on_paper),
        items=range(1, len(release.instrument.items) + 1),
        statements=range(1, len(release.instrument.beside(with_reactions=wave is Wave.POST)) + 1),
        letters=sheets.letters_in(cohort.language),
        options=max(len(item.forms["A"].options) for item in release.instrument.items),
        sat_on=request.values.get("sat_on") or _today(cohort).isoformat(),
        languages=list(release.instrument_words),
        forms=FORMS,
    )


def _start(on_paper: Sequence[seats.Seat]) -> int:
    """Place of the first sheet from the number that is asked on; behind the last one, the last page."""
    asked = request.values.get("from", 1, type=int)
    behind = sum(seat.handle < asked for seat in on_paper)
    return behind if behind < len(on_paper) else max(0, (len(on_paper) - 1) // ROWS_AT_ONCE * ROWS_AT_ONCE)


def _row(handle: int, sheet: Paper, cohort: Cohort) -> GridRow:
    if not sheet.is_typed:
        return GridRow(handle, sheet.form, ("",) * len(sheet.items), ("",) * len(sheet.statements))
    marks = tuple(sheets.mark_of(sheet.answers.get(item), them, cohort.language) for item, them in sheet.items.items())
    points = tuple(str(sheet.points.get(it) or "") for it in sheet.statements)
    return GridRow(handle, sheet.form, marks, points, _("saved"), is_kept=True)


def _keep(cohort: Cohort, learner_id: int, handle: int, wave: Wave, sheet: Paper, sat_on: date | None) -> GridRow:
    marks = tuple(request.form.get(f"m-{handle}-{n}", "").strip() for n in range(1, len(sheet.items) + 1))
    points = tuple(request.form.get(f"s-{handle}-{n}", "").strip() for n in range(1, len(sheet.statements) + 1))

    def told(said: str, *, is_kept: bool = False) -> GridRow:
        return GridRow(handle, sheet.form, marks, points, said, is_kept)

    filled = sum(bool(mark) for mark in marks)
    if filled < len(marks):
        return told(_("%(filled)d of %(all)d", filled=filled, all=len(marks)))
    if sat_on is None:
        return told(_("Give the day on which the test was sat."))
    answers: dict[str, str | None] = {}
    for number, (mark, (item, options)) in enumerate(zip(marks, sheet.items.items(), strict=True), start=1):
        try:
            answers[item] = sheets.read_mark(mark.upper(), options)
        except ValueError:
            return told(_("Question %(number)d has no answer “%(mark)s”.", number=number, mark=mark))
    if any(point not in ("", *map(str, POINTS)) for point in points):
        return told(_("A statement is answered with 1 to 5, or left empty."))
    outcome = sheets.type_in(
        db(),
        cohort,
        learner_id,
        wave,
        answers=answers,
        points={it: int(point) if point else None for it, point in zip(sheet.statements, points, strict=True)},
        sat_on=sat_on,
        by=staff().staff_id,
        now=now(),
    )
    return told(outcome_sentence(outcome), is_kept=outcome in (Outcome.STORED, Outcome.CORRECTED))


@audience("facilitator")
def take_out(ref: str, handle: int, wave: str) -> ResponseReturnValue:
    """Ask, then remove a sheet that was typed in."""
    of = _wave_named(wave)
    if request.method != "POST":
        cohort = led_to_read(ref)
        found = seats.get_learner(reading(), cohort.cohort_id, handle)
        if found is None or not sheets.paper_of(reading(), found.learner_id, of).is_typed:
            abort(404)
        return render_template("lead/ask_take_out.html", cohort=cohort, handle=handle, wave=of)
    cohort = led(ref)
    found = seats.get_learner(db(), cohort.cohort_id, handle)
    if found is None:
        abort(404)
    if sheets.take_out(db(), cohort, found.learner_id, of, by=staff().staff_id, now=now()):
        flash(_("Removed. Number %(handle)d can send the test from a phone, or you type it in again.", handle=handle))
    return redirect(url_for("lead.paper", ref=ref, wave=of.value), 303)


@audience("facilitator")
def paper_file_of(ref: str) -> ResponseReturnValue:
    """A table of answers: all of it is kept, or nothing."""
    if request.method != "POST":
        return _file_page(led_to_read(ref))
    cohort = led(ref)
    given = request.files.get("table")
    if given is None or not given.filename:
        return _file_page(cohort, _("Choose the file."), status=422)
    wave, sat_on = _wave(), _day(cohort)
    if sat_on is None:
        return _file_page(cohort, _("Give the day on which the test was sat."), status=422)
    try:
        taken = _taken(cohort, wave, given, sat_on)
    except TableFault as fault:
        return _file_page(cohort, str(fault), status=422)
    except paper_file.NoColumns as lacking:
        names = ", ".join(lacking.missing[:5])
        lacks = _("The table lacks columns: %(names)s.", names=names)
        labels = _("From KoboToolbox, download the answers with “XML values and headers”, not with labels.")
        return _file_page(cohort, f"{lacks} {labels}", status=422)
    if taken.faults:
        db().rollback()
        return _file_page(led_to_read(ref), faults=[fault_sentence(fault) for fault in taken.faults], status=422)
    flash(_("Sheets saved: %(count)d.", count=taken.stored + taken.corrected))
    if taken.left_out:
        rows = ", ".join(str(row.row) for row in taken.left_out)
        flash(_("Left out, since a phone has sent this test and that counts: rows %(rows)s.", rows=rows))
    return redirect(url_for("lead.paper", ref=ref, wave=wave.value), 303)


def _taken(cohort: Cohort, wave: Wave, given: FileStorage, sat_on: date) -> paper_file.Taken:
    with tempfile.TemporaryDirectory() as folder:
        name = Path(given.filename or "table").name
        path = Path(folder) / name
        given.save(path)
        table = read_table(path)
    return paper_file.take(db(), cohort, wave, table, sat_on=sat_on, by=staff().staff_id, now=now())


def _file_page(
    cohort: Cohort, wrong: str = "", faults: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    release = release_of(reading(), cohort.course_release_id)
    page = render_template(
        "lead/paper_file.html",
        cohort=cohort,
        wave=_wave(),
        waves=[it for it in Wave if has_opened(reading(), cohort, it, now())],
        wrong=wrong,
        faults=faults or [],
        sat_on=request.values.get("sat_on") or _today(cohort).isoformat(),
        columns={
            "who": f"{paper_file.NUMBER} / {paper_file.CODE}",
            "answers": ", ".join(f"{paper_file.ITEM}{item.id}" for item in release.instrument.items),
            "beside": ", ".join(f"{paper_file.SAID}{each}" for each in release.instrument.beside(with_reactions=True)),
            "checked": f"{paper_file.FORM}, {paper_file.WAVE}",
        },
    )
    return page, status


@audience("facilitator")
def paper_learner(ref: str) -> ResponseReturnValue:
    """Add somebody without a phone who said yes on paper; they get a card like everybody."""
    cohort = led_to_read(ref)
    programme = programmes.get_by_id(reading(), cohort.programme_id)
    languages = tuple(programme.languages) if programme is not None else (cohort.language,)
    if request.method != "POST":
        return _learner_page(cohort, languages)
    if cohort.archived_at is not None:
        abort(404)
    who = {name: request.form.get(name, "") for name in ("language", "sex", "age_band")}
    if request.form.get("said_yes") != "yes" or not all(who.values()):
        return _learner_page(cohort, languages, _("Choose in every row, and tick that the learner said yes.")), 422
    fresh = new_card()
    pin_hash = hash_secret(fresh.pin)  # slow on purpose, so before the writer's turn begins
    try:
        joined = sheets.add_by_hand(
            db(),
            led(ref),
            languages=languages,
            join_key=request.form.get("join_key", "")[:64],
            **who,
            card=fresh,
            pin_hash=pin_hash,
            by=staff().staff_id,
            now=now(),
        )
    except ValueError:
        return _learner_page(cohort, languages, _("Choose in every row, and tick that the learner said yes.")), 422
    if joined is None:
        return _learner_page(cohort, languages, _("Nobody can be added before the consent is in place.")), 422
    if joined.first_time:
        kept = {"learner": joined.learner_id, "code": fresh.learner_code, "pin": fresh.pin}
        session["handed_card"] = kept
    return redirect(url_for("lead.new_card_shown", ref=ref, handle=joined.handle), 303)


def _learner_page(cohort: Cohort, languages: tuple[str, ...], wrong: str = "") -> str:
    key = request.form.get("join_key") or secrets.token_urlsafe(24)
    named = [(code, NAMES.get(code, code)) for code in languages]
    return render_template("lead/paper_learner.html", cohort=cohort, languages=named, wrong=wrong, join_key=key)


@audience("facilitator")
def paper_sheet(ref: str, form: str, language: str) -> ResponseReturnValue:
    """One form on paper. No key is on it; it is marked by typing it in."""
    cohort = led_to_read(ref)
    release = release_of(reading(), cohort.course_release_id)
    words = release.instrument_words.get(language)
    if form not in FORMS or words is None:
        abort(404)
    back = _("Back")
    with force_locale(language):
        return render_template(
            "lead/paper_sheet.html",
            cohort={**vars(cohort), "language": language},
            form=form,
            paper_language=language,
            title=words.title,
            letters=sheets.letters_in(language),
            items=[(words.form(form)[item.id], item.form(form).options) for item in release.instrument.items],
            statements=[words.beside[each] for each in release.instrument.beside(with_reactions=_wave() is Wave.POST)],
            points=POINTS,
            back=back,
            back_url=url_for("lead.paper", ref=ref),
        )


@audience("facilitator")
def paper_form(ref: str, form: str, wave: str) -> ResponseReturnValue:
    """One form for KoboToolbox or ODK, in every language. No key is in it; what it says is no part of its name."""
    cohort = led_to_read(ref)
    release = release_of(reading(), cohort.course_release_id)
    of = _wave_named(wave)
    if form not in FORMS:
        abort(404)
    words = release.instrument_words
    language = cohort.language if cohort.language in words else next(iter(words))
    data = kobo_form(release.instrument, words, form=form, wave=of.value, language=language)
    disposition = f'attachment; filename="form-{form}-{of.value}.xlsx"'
    return Response(data, mimetype=FORMATS["xlsx"].kind, headers={"Content-Disposition": disposition})


def _typed_handles() -> list[int]:
    """Handles of rows in which something was typed."""
    found = {int(name.split("-")[1]) for name, value in request.form.items() if _is_mark(name) and value.strip()}
    return sorted(found)


def _is_mark(name: str) -> bool:
    parts = name.split("-")
    return len(parts) == 3 and parts[0] in ("m", "s") and parts[1].isdecimal()


def _wave() -> Wave:
    return _wave_named(request.values.get("wave", Wave.PRE.value))


def _wave_named(name: str) -> Wave:
    if name not in set(Wave):
        abort(404)
    return Wave(name)


def _day(cohort: Cohort) -> date | None:
    try:
        return datetime.strptime(request.form.get("sat_on", ""), "%Y-%m-%d").replace(tzinfo=_zone(cohort)).date()
    except ValueError:
        return None


def _today(cohort: Cohort) -> date:
    return now().astimezone(_zone(cohort)).date()


def _zone(cohort: Cohort) -> ZoneInfo:
    return ZoneInfo(cohort.time_zone)
