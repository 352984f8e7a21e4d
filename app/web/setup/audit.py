"""What staff did, to what and when, newest first: by name, never an answer, a code or a PIN."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.store import audit as rows
from app.store import staff as people
from app.web.access import audience
from app.web.setup.acts import act_name, subject_names
from app.web.transaction import reading


@audience("administrator")
def audit() -> ResponseReturnValue:
    """A page of acts, of one kind where it is asked for."""
    kinds = rows.list_kinds(reading())
    act = request.args.get("act", "")
    act = act if act in kinds else ""
    page = rows.page(reading(), act=act, number=request.args.get("page", 1, type=int))
    return render_template(
        "setup/audit.html",
        page=page,
        kinds=sorted(kinds, key=act_name),
        act_name=act_name,
        subject_name=subject_names(reading(), page.entries),
        act=act,
        doers=people.list_by_ids(reading(), {row.staff_id for row in page.entries if row.staff_id is not None}),
    )
