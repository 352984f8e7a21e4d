"""Answers on paper: the grid into which sheets are typed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import paper as sheets
from app.services.facilitator import paper_only, without_phones
from app.services.facilitator.board import Void
from app.services.facilitator.paper_only import WrongDay
from app.services.facilitator.without_phones import NoConsent
from app.services.intake import ACCEPTED, Code
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store.people import learners, prepared
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.led import led, led_to_read, wave_named
from app.web.lead.paper.grid import grid_of
from app.web.lead.paper.printing import choice_of_sheets
from app.web.lead.paper.saved import saved_sentences
from app.web.lead.paper.sheet_forms import SheetForm, SittingForm, printed_in, typed_handles, typed_row
from app.web.lead.paper.words import code_sentence, mend_of
from app.web.regional import day
from app.web.transaction import db
from assessments import FORMS


@audience("facilitator")
def paper(ref: str) -> ResponseReturnValue:
    """Shows the grid for sheets of paper, 200 learners a page; a POST stores its complete rows.

    A row that is incomplete or has a fault is not stored: it stays as it was typed, with the reason. A request that
    prefers JSON gets `message`, `is_kept`, `wrong` (cells), `day` and where else to mend it by handle. Learners whose
    test came from a phone are left out of the grid. `from` in the address: the handle to begin at.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        return _grid(cohort, SittingForm.of_request(cohort), {})
    cohort = led(ref)
    sitting = SittingForm.of_request(cohort)
    wave = wave_named(sitting.wave.data, cohort)
    cards = {card.handle: card for card in prepared.list_cards(db(), cohort.cohort_id)}
    typed: dict[int, SheetForm] = {}
    for handle in typed_handles():
        learner = learners.by_handle(db(), cohort.cohort_id, handle)
        card = cards.get(handle) if learner is None else None
        if learner is not None:
            typed[handle] = typed_row(handle, sheets.paper_of(db(), learner.learner_id, wave))
        elif card is not None:
            typed[handle] = typed_row(handle, without_phones.paper_of_card(db(), cohort, card, wave), card)
        else:
            continue
        _keep(cohort, learner.learner_id if learner is not None else None, typed[handle], sitting, wave)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({str(handle): _outcome(row, sitting) for handle, row in typed.items()})
    rows = typed.values()
    sitting.remember_day(rows)
    if typed and all(row.is_kept for row in rows):
        flash(" ".join(saved_sentences(sitting, rows)))
        days, language = request.args.get("days"), printed_in() or None
        return redirect(url_for("lead.paper", ref=ref, wave=wave.value, days=days, paper_language=language), 303)
    if typed:
        left = [row for row in rows if not row.is_kept]
        flash(" ".join([*saved_sentences(sitting, rows), *_not_saved(left)]), "stop")
    return _grid(cohort, sitting, typed)


def _outcome(row: SheetForm, sitting: SittingForm) -> dict[str, Any]:
    """What the script of the page needs to know of a row. day: with which it is stored."""
    return {
        "message": row.message,
        "is_kept": row.is_kept,
        "wrong": [field.name for field in row if field.errors],
        "day": str(row.sat_on(sitting) or "") if row.is_kept else "",
        "mend": {"href": row.mend.href, "label": row.mend.label} if row.mend is not None else None,
    }


def _not_saved(left: Sequence[SheetForm]) -> list[str]:
    """On the top of the page, with the first reason."""
    first = _("No. %(number)d: %(said)s", number=left[0].handle, said=left[0].message)
    return [_("Not saved: %(count)d. Under each sheet it says why.", count=len(left)), first]


def _grid(cohort: Cohort, sitting: SittingForm, typed_rows: Mapping[int, SheetForm]) -> ResponseReturnValue:
    return render_template(
        "lead/paper.html",
        **grid_of(cohort, wave_named(sitting.wave.data, cohort), typed_rows),
        sitting=sitting,
        **choice_of_sheets(cohort),
        forms=FORMS,
    )


def _keep(cohort: Cohort, learner_id: int | None, row: SheetForm, sitting: SittingForm, wave: Wave) -> None:
    """Keep a full row without faults; its message says what became of it. learner_id: None for a printed card."""
    if row.filled < len(row.marks):
        row.message = _("%(filled)d of %(all)d", filled=row.filled, all=len(row.marks))
    elif not row.validate():
        row.message = next(field.errors[0] for field in row if field.errors)
    elif (sat_on := row.sat_on(sitting)) is None:
        sitting.validate()
        row.message = sitting.sat_on.errors[0]
    else:
        try:
            why = Reason.WRONG_DAY if row.changes_its_day() else sitting.why
            code = _store(cohort, learner_id, row, wave, sat_on, why)
        except NoConsent:
            row.message = _("Nobody can be added before the consent is in place.")
            return
        row.is_kept, row.is_unchanged = code in ACCEPTED, code is Code.ALREADY
        _say(cohort, learner_id, row, wave, code, sat_on)


def _say(cohort: Cohort, learner_id: int | None, row: SheetForm, wave: Wave, code: Code, sat_on: date) -> None:
    """The message of a row says what became of it; of one that is refused for its day, also where that is mended."""
    void = _void(cohort, row, wave) if row.is_kept else None
    wrong = None if row.is_kept else _wrong_day(cohort, learner_id, wave, sat_on)
    row.message = code_sentence(code, cohort, void, wrong)
    row.mend = mend_of(wrong, cohort, row.handle) if wrong is not None else None
    if code is Code.CORRECTED and row.sheet.sat_on != sat_on:
        row.message = _("%(said)s; the day is %(day)s now", said=row.message, day=day(sat_on))


def _wrong_day(cohort: Cohort, learner_id: int | None, wave: Wave, sat_on: date) -> WrongDay | None:
    if learner_id is None:
        return paper_only.wrong_day(db(), cohort, None, wave, sat_on, now())
    return sheets.wrong_day(db(), cohort, learner_id, wave, sat_on, now())


def _void(cohort: Cohort, row: SheetForm, wave: Wave) -> Void | None:
    learner = learners.by_handle(db(), cohort.cohort_id, row.handle)
    return sheets.paper_of(db(), learner.learner_id, wave).void if learner is not None else None


def _store(
    cohort: Cohort, learner_id: int | None, row: SheetForm, wave: Wave, sat_on: date, why: Reason | None
) -> Code:
    source = Source(Way.PAPER, staff().staff_id, why)
    answers, points = row.answers(), row.statements()
    if learner_id is not None:
        return sheets.type_in(
            db(), cohort, learner_id, wave, answers=answers, points=points, sat_on=sat_on, source=source, now=now()
        )
    if row.card is None:
        raise ValueError("a row is a learner's or a card's")
    card, person = row.card, row.person()
    return without_phones.type_in(
        db(), cohort, card, person, wave, answers=answers, points=points, sat_on=sat_on, source=source, now=now()
    )
