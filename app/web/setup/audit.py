"""What was done, by whom, to what and when, newest first: by name, never an answer, a code or a PIN."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.people import Role, SignedInStaff
from app.store import audit as rows
from app.store.people import staff as people
from app.store.programmes import programmes
from app.web.access import audience, staff
from app.web.act_words import act_name
from app.web.setup.act_details import Names
from app.web.setup.acts import DOERS, acts_of, kinds, subject_names
from app.web.transaction import reading


@dataclass(frozen=True)
class Question:
    """A Question is the search in the address of the audit's page.

    chosen: who, act, from and until as they were typed, without empty ones. faults: sentences on the parts that make no
    sense.
    """

    search: rows.Search
    chosen: dict[str, str]
    faults: tuple[str, ...]


@audience("administrator", "me_officer")
def audit() -> ResponseReturnValue:
    """Shows the audit, fifty acts a page, the newest first.

    An administrator reads every act, an M&E officer those of their programmes and their own. The address may choose a
    person, an act or a kind of acts, and days; `after` is the id of the last act on the page before. Days are those of
    the instance, moments are shown by the clock of the act's group or programme.
    """
    reach = _reach(staff())
    doers = rows.list_doers(reading(), reach)
    doers |= {code: str(name) for code, name in DOERS.items()}
    house = programmes.zone_of_house(reading())
    question = _question(request.args, doers, house)
    page = rows.page(reading(), reach, question.search, after=request.args.get("after", type=int))
    zones = dict.fromkeys((row.audit_id for row in page.entries), house) | rows.zones_of(reading(), page.entries)
    names = people.list_by_ids(reading(), {row.staff_id for row in page.entries if row.staff_id is not None})
    return render_template(
        "setup/audit.html",
        page=page,
        question=question,
        kinds=kinds(),
        doers=doers,
        is_first="after" not in request.args,
        act_name=act_name,
        house=house,
        zones=zones,
        details=Names.of(reading(), page.entries, zones).details,
        subject_name=subject_names(reading(), page.entries),
        doer_name=lambda row: names[row.staff_id].name if row.staff_id in names else str(DOERS[rows.doer_of(row)]),
    )


def _reach(person: SignedInStaff) -> rows.Reach:
    grants = [grant for grant in person.grants if grant.role is Role.ME_OFFICER]
    programmes = {grant.programme_id for grant in grants}
    return rows.Reach(
        person.staff_id,
        is_whole=any(grant.role is Role.ADMINISTRATOR for grant in person.grants),
        programme_ids=None if None in programmes else frozenset(one for one in programmes if one is not None),
    )


def _question(form: Mapping[str, str], doers: Mapping[str, str], zone: str) -> Question:
    chosen = {name: value for name in ("who", "act", "from", "until") if (value := form.get(name, "").strip())}
    faults = []
    acts, who = acts_of(chosen.get("act", "")), chosen.get("who", "")
    if "act" in chosen and not acts:
        faults.append(_("There is no such kind of act."))
    if who and who not in doers:
        faults.append(_("Nobody here is called so, or has done anything."))
    since, until = (_day(chosen, name, faults) for name in ("from", "until"))
    if since and until and since > until:
        faults.append(_("The first day comes after the last."))
    return Question(
        rows.Search(
            acts=acts,
            doer=who if who in doers else "",
            since=_midnight(since, zone) if since else None,
            before=_midnight(until + timedelta(days=1), zone) if until else None,
        ),
        chosen,
        tuple(faults),
    )


def _day(chosen: Mapping[str, str], name: str, faults: list[str]) -> date | None:
    if name not in chosen:
        return None
    try:
        return date.fromisoformat(chosen[name])
    except ValueError:
        faults.append(_("“%(day)s” is no day: write it as 2026-01-31.", day=chosen[name]))
        return None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
