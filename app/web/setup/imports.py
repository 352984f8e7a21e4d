"""Groups, partners and staff from a table: a template, a preview of every row with all faults, then all or nothing."""

import json
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.exports import TemplateColumn, import_template
from app.files import TableFault
from app.services.administrator.imports.kinds import DAYS, KINDS, Kind
from app.services.administrator.imports.lines import MOST_ROWS, Draft, Line, Sheet, TooManyRows, cleaned, sheet_of
from app.services.administrator.imports.staff import Added
from app.services.cohorts import today_of_house
from app.web.access import audience, staff
from app.web.address import public_address
from app.web.clock import now
from app.web.file_names import sent_file
from app.web.language import language
from app.web.qr import qr
from app.web.setup import import_words
from app.web.transaction import db, reading
from app.web.uploaded import read_upload, upload_sentence
from app.wording import Words
from app.wording.imports import column_hint, column_name, role_label


@dataclass(frozen=True)
class LinkShown:
    """A LinkShown is the one-time link of somebody who was added. place: "" for an administrator."""

    name: str
    role: str
    place: str
    link: str
    code: Markup


@audience("administrator")
def import_table(kind: str) -> ResponseReturnValue:
    """Shows how a table of this kind is sent; a POST with a file shows every row of it, one with `rows` makes them.

    Nothing is made of a table with a fault: the page names all faults and answers 422. 404 for an unknown kind.
    """
    of = _kind(kind)
    if request.method != "POST":
        return _page(of)
    if "rows" in request.form:
        return _make(of, _unpacked(of, request.form["rows"]))
    upload = request.files.get("table")
    if upload is None or not upload.filename:
        return _page(of, wrong=_("Choose the file.")), 422
    try:
        sheet = sheet_of(read_upload(upload), of.columns)
    except TableFault as fault:
        return _page(of, wrong=upload_sentence(fault)), 422
    except TooManyRows:
        return _page(of, wrong=_("At most %(count)d rows at once: split the table in two.", count=MOST_ROWS)), 422
    draft = of.read(reading(), sheet, now())
    return _preview(of, sheet, draft), 422 if draft.faults else 200


@audience("administrator")
def import_sheet(kind: str) -> ResponseReturnValue:
    """Sends the template of a table: a workbook with what there is to choose from. 404 for an unknown kind."""
    of, words = _kind(kind), Words(language())
    listed = of.listed(reading(), words)
    columns = [
        TemplateColumn(column_name(words, it), column_hint(words, it), listed.get(it, ()), it in DAYS)
        for it in of.columns
    ]
    title = str(import_words.SHEETS[kind])
    data = import_template(title, columns, lists=_("Lists"), wrong=_("This is not in the list."))
    return sent_file(_("%(table)s, template", table=title), today_of_house(reading(), now()), data, "xlsx")


def _make(kind: Kind, sheet: Sheet) -> ResponseReturnValue:
    """All rows or none: they are checked once more, since others may have been at work meanwhile."""
    address = public_address() if kind.name == "staff" else ""
    draft = kind.read(db(), sheet, now())
    if draft.faults or not sheet.lines:
        return _preview(kind, sheet, draft), 422
    made = kind.make(db(), draft.rows, by=staff().staff_id, now=now())
    if kind.name == "staff" and made:
        return render_template("setup/links.html", links=[_link(it, address) for it in made])
    flash(import_words.made_sentence(kind.name, len(made)))
    return redirect(url_for(import_words.LISTS[kind.name][0]), 303)


def _link(added: Added, address: str) -> LinkShown:
    link = f"{address}/staff/link#{added.new.token}"
    role = role_label(Words(language()), added.person.grant.role.value)
    return LinkShown(added.new.name, role, added.person.place, link, qr(link))


def _kind(name: str) -> Kind:
    return KINDS.get(name) or abort(404)


def _page(kind: Kind, **more: Any) -> str:
    list_page, list_name = import_words.LISTS[kind.name]
    return render_template(
        "setup/import.html",
        kind=kind.name,
        title=import_words.TITLES[kind.name],
        back_url=url_for(list_page),
        back=list_name,
        most=MOST_ROWS,
        **more,
    )


def _preview(kind: Kind, sheet: Sheet, draft: Draft[Any]) -> str:
    count = sum(not row.is_known for row in draft.rows)
    return _page(
        kind,
        heads=import_words.heads_of(kind),
        rows=import_words.shown_rows(kind, sheet, draft),
        faults=import_words.sentences(sheet, draft.faults),
        unread=sheet.unread,
        known_count=len(draft.rows) - count,
        packed=_packed(sheet) if count and not draft.faults else "",
        button=import_words.make_button(kind.name, count),
    )


def _packed(sheet: Sheet) -> str:
    """The rows in the form of the page that asks: nothing is kept here meanwhile."""
    return json.dumps([[line.row, line.cells] for line in sheet.lines], ensure_ascii=False)


def _unpacked(kind: Kind, packed: str) -> Sheet:
    """The rows as that form sends them, which may be anything; answers 400 for what the page never sends."""
    try:
        read = json.loads(packed)
        lines = tuple(
            Line(int(row), {it: cleaned(str(text)) for it, text in cells.items() if it in kind.columns})
            for row, cells in read
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        abort(400)
    if len(lines) > MOST_ROWS:
        abort(400)
    heads = import_words.heads_of(kind)
    return Sheet(lines, dict(zip(kind.columns, heads, strict=True)))
