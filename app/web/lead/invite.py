"""Inviting learners: link, QR code and a text to send; a new code after a leak; how many may join."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import admission
from app.services.admission import MOST_PLACES
from app.services.cohorts import today_of
from app.services.releases import release_of
from app.services.waves import schedule_of, waves_of
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.address import join_address, spoken, unreachable
from app.web.clock import now
from app.web.lead.door import way_in
from app.web.lead.led import led_to_read, led_with_windows, seen, with_windows
from app.web.lead.messages import in_each, languages_of
from app.web.regional import day, moment
from app.web.transaction import db, reading


@audience("facilitator", "me_officer", "partner_lead")
def invite(ref: str) -> ResponseReturnValue:
    """Shows all ways to invite learners: the link and a text in their language to copy or share, and the QR code.

    Its facilitator also finds how many may join, and the way to another code. Answers 409 if no public address is set.
    """
    cohort, may_change = seen(ref)
    return render_template(
        "lead/invite.html",
        may_change=may_change,
        link=join_address(cohort.join_code),
        texts=in_each(languages_of(cohort, release_of(reading(), cohort.course_release_id)), lambda: _text(cohort)),
        lets_in=admission.lets_in(cohort, now()),
        is_over=today_of(cohort, now()) > cohort.ends_on,
        places=admission.places_of(reading(), cohort),
        most=MOST_PLACES,
        unreachable=unreachable(),
        **way_in(cohort),
    )


def _text(cohort: Cohort) -> str:
    """It names a road, and never the danger. Whom nobody meets in a room is asked for the number on the phone."""
    address = join_address(cohort.join_code)
    text = _(
        "Navigator: study, work, the road. Short lessons on the phone, and nobody asks your name.\n"
        "Join our group: %(address)s\n"
        "If the link does not open: go to %(home)s and type the code %(code)s.\n"
        "%(end)s",
        address=address,
        home=spoken(address.rpartition("/j/")[0]),
        code=f"{cohort.join_code[:4]} {cohort.join_code[4:]}",
        end=" ".join(filter(None, (_end(cohort), _first_test(cohort)))),
    )
    if cohort.way == "room":
        return text
    number = _("When you are in, send me your number: it stands at the top of your screen.")
    return f"{text}\n{number}"


def _end(cohort: Cohort) -> str:
    """Until when one can join: joining closes with the first test, by hand or by itself, and after the last day."""
    closes_at = cohort.joining_closed_at
    if closes_at is not None and closes_at > now() and today_of(cohort, closes_at) <= cohort.ends_on:
        return _("You can join until %(at)s.", at=moment(closes_at, cohort.time_zone))
    if closes_at is None and not schedule_of(reading(), cohort)[waves_of(cohort)[0]].has_ever_closed(now()):
        return _("You can join until the first test closes, on %(day)s at the latest.", day=day(cohort.ends_on))
    return _("You can join until %(day)s.", day=day(cohort.ends_on))


def _first_test(cohort: Cohort) -> str:
    """When the first test opens and closes by itself; "" where that is not planned."""
    window = schedule_of(reading(), cohort)[waves_of(cohort)[0]]
    opens_at, closes_at = window.opens_at(now()), window.closes_at(now())
    opens, closes = (moment(at, cohort.time_zone) if at else "" for at in (opens_at, closes_at))
    if opens and closes:
        return _("The first test is open from %(opens)s to %(closes)s.", opens=opens, closes=closes)
    if opens:
        return _("The first test opens %(at)s.", at=opens)
    return _("The first test is open until %(at)s.", at=closes) if closes else ""


@audience("facilitator")
def new_code(ref: str) -> ResponseReturnValue:
    """Asks, then gives the cohort another join code; the former one opens nothing from that moment. The audit notes it.

    Answers 404 for an archived cohort.
    """
    if request.method != "POST":
        cohort = with_windows(led_to_read(ref))
        if cohort.archived_at is not None:
            abort(404)
        return render_template("lead/ask_new_code.html", cohort=cohort)
    renewed = led_with_windows(ref)
    admission.renew_join_code(db(), renewed, by=staff().staff_id, now=now())
    if renewed.way == "remote":
        flash(_("There is a new code. The old one opens nothing any more: send the new link."))
    else:
        flash(
            _("There is a new code. The old one opens nothing any more: print the poster again, and send the new link.")
        )
    return redirect(url_for("lead.invite", ref=ref), 303)


@audience("facilitator")
def places(ref: str) -> ResponseReturnValue:
    """Sets how many may join the cohort at most; an empty field takes the limit away. The audit notes a change.

    Nothing changes, and a message says why, for anything but a number within reason.
    """
    cohort, typed = led_with_windows(ref), request.form.get("places", "").strip()
    limit = int(typed) if typed.isdecimal() and len(typed) < 5 else None
    try:
        if typed and limit is None:
            raise ValueError
        admission.limit_places(db(), cohort, limit, by=staff().staff_id, now=now())
    except ValueError:
        flash(_("Write how many may join: 1 to %(most)d.", most=MOST_PLACES), "stop")
    else:
        flash(_("Saved."))
    return redirect(url_for("lead.invite", ref=ref, _anchor="places"), 303)
