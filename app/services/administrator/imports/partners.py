"""Partners from a table: a row for each, with the programme where there are several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.services.administrator.imports.lines import Choice, Draft, Fault, Line, Sheet, choose, missing_columns, plain
from app.services.administrator.programme import add_partner
from app.services.names import OF_PARTNER
from app.store import Session
from app.store.programmes import partners, programmes

COLUMNS = ("partner_name", "programme")
NEEDED = ("partner_name",)


@dataclass(frozen=True)
class NewPartner:
    """A NewPartner is one row that has no fault. is_known: the programme has such a partner, so none is added."""

    row: int
    name: str
    programme: programmes.Programme
    is_known: bool


def read(session: Session, sheet: Sheet, _now: datetime) -> Draft[NewPartner]:
    """Checks each row of a table of partners. Nothing is stored."""
    missing = missing_columns(sheet, NEEDED)
    if missing:
        return Draft((), tuple(missing))
    at_work = {it.programme_id: it for it in programmes.list_programmes(session)}
    choice = Choice((it.name, it.programme_id) for it in at_work.values())
    known = {(it.programme_id, plain(it.name)) for it in partners.list_partners(session, with_archived=True)}
    first: dict[tuple[int, str], int] = {}
    new, faults = [], list[Fault]()
    for line in sheet.lines:
        before = len(faults)
        programme_id = _programme(line, at_work, choice, faults)
        _check_name(line, faults)
        key = (programme_id or 0, plain(line["partner_name"]))
        if line["partner_name"] and first.setdefault(key, line.row) != line.row:
            faults.append(Fault(line.row, "partner_name", "twice", str(first[key])))
        if len(faults) == before and programme_id:
            new.append(NewPartner(line.row, line["partner_name"], at_work[programme_id], key in known))
    return Draft(tuple(new), tuple(faults))


def make(
    session: Session, new: Sequence[NewPartner], *, by: int | None = None, now: datetime
) -> list[partners.Partner]:
    """Adds these partners, but those that are known, writes audit entries, and returns what was added."""
    return [
        add_partner(session, programme_id=it.programme.programme_id, name=it.name, by=by, now=now)
        for it in new
        if not it.is_known
    ]


def _programme(
    line: Line, at_work: dict[int, programmes.Programme], choice: Choice[int], faults: list[Fault]
) -> int | None:
    if not line["programme"] and len(at_work) == 1:
        return next(iter(at_work))
    return choose(line, "programme", choice, faults)


def _check_name(line: Line, faults: list[Fault]) -> None:
    if not line["partner_name"]:
        faults.append(Fault(line.row, "partner_name", "empty"))
    elif len(line["partner_name"]) > OF_PARTNER.most:
        faults.append(Fault(line.row, "partner_name", "too_long", line["partner_name"]))
