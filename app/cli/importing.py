"""`import FILE` of cohorts, partners and staff: every fault by row and column, or all of the table in one go."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.init import link_of, served_at
from app.cli.instance import WrongUse, clock, opened, say, settings
from app.files import TableFault, read_table
from app.services.administrator.imports.kinds import KINDS
from app.services.administrator.imports.lines import MOST_ROWS, Draft, Sheet, TooManyRows, sheet_of
from app.services.administrator.imports.staff import Added
from app.wording import Words
from app.wording.imports import column_name, fault_sentence, placed_sentence
from config import Config

ENGLISH = Words("en")


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="only say what is wrong and what would be made")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=import_table)


def import_table(args: argparse.Namespace) -> int:
    """Makes what the table lists, or prints every fault and makes nothing; returns 1 for a table with faults.

    Its kind, as `KINDS` names it, is a default that the command sets. Raises WrongUse for a file that cannot be read as
    a table, or has too many rows.
    """
    config, kind = settings(args), KINDS[args.kind]
    try:
        sheet = sheet_of(read_table(args.file), kind.columns)
    except TableFault as fault:
        raise WrongUse(str(fault)) from fault
    except TooManyRows as fault:
        raise WrongUse(f"at most {MOST_ROWS} rows at once: make two tables of it") from fault
    with opened(args) as database, database.writing() as session:
        draft = kind.read(session, sheet, clock(config))
        is_to_be_made = not args.check and not draft.faults
        made = kind.make(session, draft.rows, now=clock(config)) if is_to_be_made else ()
        record = _record(Links(config, served_at(database)), sheet, draft, made)
    say(args, record, _text(record, is_check=args.check))
    return 1 if draft.faults else 0


@dataclass(frozen=True)
class Links:
    """A Links makes the addresses of one-time links. near: where the instance is served."""

    config: Config
    near: str

    def of(self, token: str) -> str:
        return link_of(self.config, token, self.near)


def _record(links: Links, sheet: Sheet, draft: Draft[Any], made: Any) -> dict[str, Any]:
    new = [row.row for row in draft.rows if not row.is_known]
    return {
        "new": new,
        "known": [row.row for row in draft.rows if row.is_known],
        "made": [_made(links, each) for each in made],
        "faults": [
            {
                "row": it.row or None,
                "column": (head := sheet.heads.get(it.column) or column_name(ENGLISH, it.column)),
                "code": it.code,
                "message": placed_sentence(ENGLISH, it.row, head, fault_sentence(ENGLISH, it.code, it.value, it.near)),
            }
            for it in draft.faults
        ],
    }


def _made(links: Links, each: Any) -> dict[str, str]:
    """What was made; of somebody of the staff also the one-time link, which is printed now and never again."""
    if not isinstance(each, Added):
        return {"id": each.ref, "name": getattr(each, "label", "") or each.name}
    role = each.person.grant.role.value
    link = links.of(each.new.token)
    return {"id": each.new.ref, "name": each.new.name, "role": role, "place": each.person.place, "link": link}


def _text(record: dict[str, Any], *, is_check: bool) -> str:
    if record["faults"]:
        lines = [fault["message"] for fault in record["faults"]]
        return "\n".join([*lines, f"Nothing was made: {len(lines)} to mend."])
    known = f", {len(record['known'])} there already" if record["known"] else ""
    if is_check:
        return f"No fault: {len(record['new'])} would be made{known}."
    links = [f"{it['name']}  {it['role']}  {it['place']}\n  {it['link']}" for it in record["made"] if "link" in it]
    return "\n".join([*links, f"Made: {len(record['made'])}{known}."])
