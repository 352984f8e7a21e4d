"""The grid into which sheets are typed: a row for each learner of whom a sheet may come, and for each printed card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from app.content import Release
from app.services.facilitator import paper as sheets
from app.services.facilitator import paper_only, without_phones
from app.services.facilitator.paper_marks import letters_in
from app.services.releases import release_of
from app.services.waves import Wave
from app.store.answers import seats
from app.store.people import prepared
from app.store.people.prepared import PreparedCard
from app.store.programmes.cohorts import Cohort
from app.web.clock import now
from app.web.lead.paper.printing import NumberedSheet, language_on_paper
from app.web.lead.paper.sheet_forms import SheetForm, printed_in, stored_row
from app.web.transaction import reading

ROWS_AT_ONCE = 200
"""A whole group stands on one page, so that nobody turns pages with a pile of sheets in hand."""


@dataclass(frozen=True)
class _Line:
    """Of the grid: a learner, or a printed card that nobody has used."""

    handle: int
    seat: seats.Seat | None
    card: PreparedCard | None = None

    @property
    def is_typed(self) -> bool:
        return self.seat is not None and self.seat.is_typed


def lines_of(cohort: Cohort, wave: Wave) -> list[NumberedSheet]:
    """Lists every sheet that may be typed in, by handle: those of learners, and of printed cards still unused."""
    lines = _lines(cohort, wave)
    papers = sheets.papers_of(reading(), [it.seat.learner_id for it in lines if it.seat is not None], wave)
    return [
        NumberedSheet(it.handle, _paper(cohort, wave, it, papers).form, asks_who=it.card is not None) for it in lines
    ]


def _lines(cohort: Cohort, wave: Wave) -> list[_Line]:
    seated = seats.list_seats(reading(), cohort.cohort_id, wave.value)
    lines = [_Line(seat.handle, seat) for seat in seated if not seat.has_counted or seat.is_typed]
    lines += [_Line(card.handle, None, card) for card in prepared.list_cards(reading(), cohort.cohort_id)]
    return sorted(lines, key=lambda it: it.handle)


def _paper(cohort: Cohort, wave: Wave, line: _Line, papers: Mapping[int, sheets.Paper]) -> sheets.Paper:
    if line.seat is not None:
        return papers[line.seat.learner_id]
    if line.card is None:
        raise ValueError("a sheet is a learner's or a card's")
    return without_phones.paper_of_card(reading(), cohort, line.card, wave)


def grid_of(
    cohort: Cohort, wave: Wave, typed_rows: Mapping[int, SheetForm], *, only_typed: bool = False
) -> dict[str, Any]:
    """Returns what the template of a grid shows: 200 rows at most, from the handle `from` in the address on.

    typed_rows: rows that were sent and not stored, by handle; they stand as they were typed. only_typed: without the
    sheets of which nothing is stored.
    """
    session = reading()
    seated = seats.list_seats(session, cohort.cohort_id, wave.value)
    lines = [it for it in _lines(cohort, wave) if it.is_typed or not only_typed]
    start = _start([it.handle for it in lines])
    shown = lines[start : start + ROWS_AT_ONCE]
    papers = sheets.papers_of(session, [it.seat.learner_id for it in shown if it.seat is not None], wave)
    release = release_of(session, cohort.course_release_id)
    count = len(release.instrument.items)
    letters = letters_in(printed_in() or language_on_paper(cohort, release))
    rows = [typed_rows.get(it.handle) or _stored(cohort, wave, it, papers) for it in shown]
    for row, line in zip(rows, shown, strict=True):
        row.on_phone = _on_phone(line, count)
    return {
        "cohort": cohort,
        "wave": wave,
        "waves": paper_only.waves_to_type(session, cohort, now()),
        "rows": rows,
        "former": lines[max(0, start - ROWS_AT_ONCE)].handle if start else None,
        "following": lines[start + ROWS_AT_ONCE].handle if len(lines) > start + ROWS_AT_ONCE else None,
        "joined": len(seated) + sum(it.card is not None for it in lines),
        "from_phones": sum(seat.has_counted and not seat.is_typed for seat in seated),
        "typed": sum(it.is_typed for it in lines),
        "awaited": len(lines),
        "items": range(1, count + 1),
        "statements": range(count + 1, count + 1 + len(release.instrument.beside(with_reactions=wave is Wave.POST))),
        "letters": letters,
        "unsure": unsure_letters(release, letters),
        "printed_in": printed_in(),
        "lines": [n for n, item in enumerate(release.instrument.items, start=1) if item.has_lines],
        "has_cards": any(it.card is not None for it in shown),
        # Where the days differ each sheet shows its own, or one day typed above would be given to all unseen.
        "with_days": "days" in request.args or len({row.sheet.sat_on for row in rows if row.sheet.sat_on}) > 1,
    }


def unsure_letters(release: Release, letters: str) -> list[tuple[str, str]]:
    """Lists the letters that "I don't know yet" has on a sheet, the first one first, each with its questions: 1-9, 12.

    It is the last of a question, so it depends on how many answers that one has.
    """
    questions: dict[str, list[int]] = {}
    for number, item in enumerate(release.instrument.items, start=1):
        questions.setdefault(letters[len(item.forms["A"].options)], []).append(number)
    return [(letter, _ranges(numbers)) for letter, numbers in sorted(questions.items())]


def _ranges(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _stored(cohort: Cohort, wave: Wave, line: _Line, papers: Mapping[int, sheets.Paper]) -> SheetForm:
    return stored_row(line.handle, _paper(cohort, wave, line, papers), cohort, line.card)


def _on_phone(line: _Line, count: int) -> str:
    """Whoever is in the midst of the test on a phone: of two that come, the one that arrives first counts."""
    seat = line.seat
    if seat is None or not seat.has_begun or seat.has_sent:
        return ""
    return _("on a phone: %(filled)d of %(all)d", filled=seat.answered_count, all=count)


def _start(handles: Sequence[int]) -> int:
    """Place of the first sheet from the number that is asked on; behind the last one, the last page."""
    number = request.args.get("from", 1, type=int)
    behind = sum(handle < number for handle in handles)
    return behind if behind < len(handles) else max(0, (len(handles) - 1) // ROWS_AT_ONCE * ROWS_AT_ONCE)
