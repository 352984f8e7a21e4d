"""Where help is, and leaving this page: both for anyone, signed in or not."""

from contextlib import suppress
from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.services.administrator import contacts
from app.services.help_lines import help_lines_of
from app.services.people import SignedInLearner
from app.store import STORE_IS_BUSY, Session
from app.store.people import enrolment
from app.store.programmes import helplines, partners, programmes
from app.store.programmes.partners import Partner
from app.web import helpline_words
from app.web.access import audience, end_sign_in, person
from app.web.clock import now
from app.web.regional import HOME, ROADS
from app.web.security import csrf
from app.web.transaction import reading

bp = Blueprint("help", __name__)
DOOR = "door_country"
"""In the cookie: the country of the programme whose poster was scanned."""
helpline_words.register(bp)


@bp.get("/help", endpoint="help")
@audience("anyone")
def show_help() -> ResponseReturnValue:
    """Shows the helplines of one country, or what to do if it has none.

    The country is the one asked for, or else that of this visit, of the learner's cohort or of the poster; if none is
    known, the first emergency number of each country where a programme works is shown. Whose need it is, whether it is
    now and whether one can speak is asked by the page alone: no choice is sent. A country that is asked for and has
    helplines is kept in the session. Shown are lines that were called lately or that the service or the state vouches
    for; an emergency number with a source stays shown. Above all stands the contact of the organisation that leads the
    learner's group, or of the partner that `of` names: a phone that takes the page along asks as nobody.
    """
    today = now().date()
    counts = helplines.count_by_country(reading(), today)
    countries = list(dict.fromkeys([*HOME, *ROADS[:2], *sorted(counts)]))
    country = request.args.get("country", "")
    if country in counts:
        session["country"] = country  # for this visit: signing in or leaving forgets it, and it says nothing of why
    elif country not in countries:
        country = next((it for it in (session.get("country"), *_home()) if it in countries), "")
    lines = helplines.list_shown(reading(), country, today) if country else lines_for_anywhere(reading(), today)
    organisation = organisation_of(request.args.get("of", ""), today)
    return render_template(
        "help/help.html",
        country=country,
        countries=countries,
        lines=help_lines_of(lines),
        organisation=organisation,
        organisation_until=contacts.last_day(organisation) if organisation else None,
        is_number=contacts.is_number,
        back=_back(),
        is_kept="v" in request.args,  # asked for by a phone that takes it along
    )


def organisation_of(ref: str, today: date) -> Partner | None:
    """Returns the partner whose contact is shown: the one of this public id; without one, that of the group.

    None if it has no contact that was confirmed lately.
    """
    home = _cohort_home()
    if ref:
        partner = partners.get(reading(), ref)
    else:
        partner = partners.get_by_id(reading(), home.cohort.partner_id) if home else None
    return partner if partner is not None and contacts.is_shown(partner, today) else None


def page_without_store() -> str:
    """Makes the page of help for when the database does not answer.

    It has the emergency numbers of the file that ships with the code, for the five home countries, each number once,
    and the services for everywhere.
    """
    shipped: dict[str, helplines.Line] = {}
    for line in helplines.shipped():
        if line.country == helplines.EVERYWHERE or (line.kind == helplines.EMERGENCY and line.country in HOME):
            shipped.setdefault(line.number, line)
    return render_template(
        "help/help.html",
        country="",
        countries=(),
        lines=help_lines_of(shipped.values()),
        back=url_for("learn.start"),
        is_kept=False,
    )


def _back() -> str:
    """The page of ours that somebody comes from, also over another country's numbers; the start, which knows the way,
    where that cannot be told."""
    came_from = urlsplit(request.referrer or "")
    is_ours = came_from.netloc == request.host and not came_from.path.startswith("//")
    if is_ours and came_from.path == request.path:
        return str(session.get("came_from") or url_for("learn.start"))
    back = came_from.path if is_ours and came_from.path else url_for("learn.start")
    session["came_from"] = back
    return back


def _home() -> list[str]:
    """The country of the learner's cohort, or the one of the poster whose code was opened; nothing for anybody else."""
    home = _cohort_home()
    return [home.cohort.region_code[:2]] if home else [session.get(DOOR, "")]


def _cohort_home() -> enrolment.Home | None:
    someone = person()
    return enrolment.home_of(reading(), someone.learner_id) if isinstance(someone, SignedInLearner) else None


def lines_for_anywhere(session: Session, today: date) -> list[helplines.Helpline]:
    """Returns the first emergency number of each country in which a programme works, and what is for everywhere.

    Each number comes once. They are for somebody whose country is not known: nobody in danger is asked for it first.
    Without a programme the numbers are those of the five home countries.
    """
    at_work = [country for programme in programmes.list_programmes(session) for country in programme.countries]
    by_number: dict[str, helplines.Helpline] = {}
    for country in dict.fromkeys(at_work or HOME):
        for line in helplines.list_shown(session, country, today)[:1]:
            if helplines.is_emergency(line):
                by_number.setdefault(line.number, line)
    return [*by_number.values(), *helplines.list_shown(session, helplines.EVERYWHERE, today)]


@bp.route("/leave", methods=["GET", "POST"])
@audience("anyone")
@csrf.exempt  # whoever makes somebody leave harms nobody
def leave() -> ResponseReturnValue:
    """Ends the sign-in, empties the browser's cookie and cache, and redirects to the harmless page of the settings.

    A page with script asks twice, by a beacon (a POST, which only ends the sign-in: 204) and by the link, whichever
    arrives. A busy or full database keeps nobody here.
    """
    with suppress(*STORE_IS_BUSY):
        end_sign_in()
    if request.method == "POST":
        return "", 204
    session.clear()
    away = redirect(current_app.config["NAVIGATOR"].leave_url, 303)
    away.headers["Clear-Site-Data"] = '"cache"'
    return away
