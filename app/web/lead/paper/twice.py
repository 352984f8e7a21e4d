"""Sheets typed in a second time: what differs from the first time is shown, and settled by a look at the paper."""

from dataclasses import dataclass

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import paper as sheets
from app.services.facilitator import second_entry
from app.services.facilitator.paper import Paper
from app.services.facilitator.paper_marks import BLANK, mark_of
from app.services.facilitator.second_entry import Entry
from app.services.intake import ACCEPTED
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.led import led, led_to_read, wave_named
from app.web.lead.paper.grid import grid_of
from app.web.lead.paper.sheet_forms import SheetForm, typed_handles, typed_row
from app.web.lead.paper.words import code_sentence
from app.web.transaction import db

FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Difference:
    """A Difference is one answer of a sheet that was typed in differently the second time.

    field: of the form, in which is chosen what stands on the paper. number: of the question on the sheet. chosen:
    "first" or "second", "" as long as nobody has said.
    """

    handle: int
    number: int
    field: str
    first: str
    second: str
    chosen: str


@audience("facilitator")
def paper_twice(ref: str) -> ResponseReturnValue:
    """Shows an empty grid for sheets that are typed in already; a POST compares its full rows with what is stored.

    What differs is shown with both entries; a sheet whose differences are all settled is corrected, where the second
    entry was right. The audit notes each sheet that was compared.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        return _page(cohort, wave_named(request.args.get("wave", ""), cohort), {}, [])
    cohort = led(ref)
    wave = wave_named(request.form.get("wave", ""), cohort)
    rows: dict[int, SheetForm] = {}
    differences: list[Difference] = []
    for handle in typed_handles():
        learner = learners.by_handle(db(), cohort.cohort_id, handle)
        sheet = sheets.paper_of(db(), learner.learner_id, wave) if learner is not None else None
        if learner is None or sheet is None or not sheet.is_typed:
            continue
        rows[handle] = row = typed_row(handle, sheet)
        left = _differences(row, row.sheet)
        if left is None:
            continue
        if all(it.chosen for it in left):
            _settle(cohort, learner, wave, row, left)
        else:
            row.message = _("differs: see above")
            differences += left
    settled = sum(row.is_kept for row in rows.values())
    if settled:
        flash(_("Compared and decided: %(count)d.", count=settled))
    if differences:
        flash(_("Answers that differ: %(count)d. Look at the paper and choose.", count=len(differences)), "stop")
    return _page(cohort, wave, rows, differences)


def _differences(row: SheetForm, sheet: Paper) -> list[Difference] | None:
    """None for a row that cannot be compared; its message says why."""
    if row.filled < len(row.marks):
        row.message = _("%(filled)d of %(all)d", filled=row.filled, all=len(row.marks))
        return None
    if not row.validate():
        row.message = next(field.errors[0] for field in row if field.errors)
        return None
    first, second = Entry.stored(sheet), Entry(row.answers(), row.statements())
    names = [*first.answers, *first.points]
    differences = []
    for name in first.differing(second):
        field, mark = _field(row.handle, name), _written(first, name, sheet)
        chosen = _chosen(field, mark)
        differences.append(
            Difference(row.handle, names.index(name) + 1, field, mark, _written(second, name, sheet), chosen)
        )
    return differences


def _field(handle: int, name: str) -> str:
    return f"c-{handle}-{name}"


def _chosen(field: str, first: str) -> str:
    """What was chosen beside this first entry; "" where somebody has corrected the sheet since it was shown."""
    choice = request.form.get(field, "") if request.form.get(f"was-{field}") == first else ""
    return choice if choice in (FIRST, SECOND) else ""


def _written(entry: Entry, name: str, sheet: Paper) -> str:
    """As the grid has it: a letter of the paper, a number where either alphabet may be printed, "-" for a blank."""
    if name in entry.answers:
        return mark_of(entry.answers[name], sheet.items[name], *sheet.languages)
    return str(entry.points[name] or BLANK)


def _settle(cohort: Cohort, learner: Learner, wave: Wave, row: SheetForm, differences: list[Difference]) -> None:
    second = frozenset(it.field.split("-", 2)[2] for it in differences if it.chosen == SECOND)
    code = second_entry.settle(
        db(),
        cohort,
        learner,
        wave,
        second=Entry(row.answers(), row.statements()),
        chosen=second,
        source=Source(Way.PAPER, staff().staff_id, Reason.MISREAD),
        now=now(),
    )
    row.is_kept = code in ACCEPTED
    if not row.is_kept:
        row.message = code_sentence(code, cohort)
    elif differences:
        row.message = _("decided")
    else:
        row.message = _("the same both times")


def _page(cohort: Cohort, wave: Wave, rows: dict[int, SheetForm], differences: list[Difference]) -> ResponseReturnValue:
    shown = grid_of(cohort, wave, rows, only_typed=True)
    shown["rows"] = [rows.get(row.handle) or SheetForm(row.handle, row.sheet) for row in shown["rows"]]
    return render_template("lead/paper_twice.html", **shown, differences=differences)
