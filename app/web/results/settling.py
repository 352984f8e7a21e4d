"""Counting settled groups anew: how many learners wait for it, where it may be done, and doing it once."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.exports import publication_name
from app.publishing import publications as deeds
from app.services.figures import reporting, settling_anew
from app.services.figures.changes import LEAST_CHANGES
from app.services.figures.settling_anew import Changes
from app.store.figures import publications as store
from app.store.figures import settlements
from app.store.programmes import programmes as rows
from app.store.programmes.programmes import Programme
from app.web.access import audience, staff
from app.web.address import public_address
from app.web.clock import now
from app.web.language import language
from app.web.refused import Refused
from app.web.results.forms import AnewForm
from app.web.results.publications import reason_of
from app.web.transaction import db, reading
from app.wording import Words, retyped_sentence, too_few_sentence, waiting_sentence


@audience("me_officer")
def changes() -> ResponseReturnValue:
    """Shows, for each programme and its regions, how many settled groups may be counted anew.

    For the others it only says that they wait, never how few of their learners have changed.
    """
    scope, words = reporting.scope_of(staff().grants), Words(language())
    mine = [one for one in store.programmes_of(db(), scope) if deeds.may_publish(staff().grants, one.programme_id)]
    return render_template(
        "results/settling.html",
        programmes=[(one, settling_anew.list_changes(db(), one.programme_id), _edition_after(one)) for one in mine],
        region_names=reporting.region_names(db(), words),
        least=LEAST_CHANGES,
        waiting=lambda groups: waiting_sentence(words, groups, LEAST_CHANGES),
    )


@audience("me_officer")
def anew() -> ResponseReturnValue:
    """Asks, then counts the changed groups of a region or programme anew, or all groups with a new edition.

    Answers 404 if there is nothing to count, 409 if too little has changed, and 422 if a new edition has no reason. A
    second tap counts nothing and redirects with a message. It and too few changes are written to the audit as refusals.
    """
    form = AnewForm(request.form if request.method == "POST" else request.args)
    programme, region, is_edition = _programme(form), form.region.data or None, form.edition.data
    shown = {it.region: it for it in settling_anew.list_changes(reading(), programme.programme_id)}.get(region)
    if shown is None or not shown.groups or (is_edition and (region or not _edition_after(programme))):
        abort(404)
    if request.method == "POST":
        return _count(programme, region, form, is_edition=is_edition)
    if not shown.ready and not is_edition:
        raise _too_few(programme, region, settling_anew.TooFewChanges())
    return _ask(programme, shown, is_edition=is_edition)


def _count(programme: Programme, region: str | None, form: AnewForm, *, is_edition: bool) -> ResponseReturnValue:
    by, after = staff().staff_id, form.after.data or 0
    try:
        if is_edition:
            reason = reason_of(form.reason.data, url_for("results.anew", programme=programme.ref, edition="y"))
            made = deeds.correct_everything(
                db(), programme, by=by, now=now(), reason=reason, home=public_address(), after=after
            )
            name = publication_name(made.number, made.edition)
            flash(_("Everything is counted anew. Publication %(name)s is made.", name=name))
        else:
            groups = settling_anew.settle_anew(db(), programme.programme_id, region, by=by, now=now(), after=after)
            flash(ngettext("%(num)d group is counted anew.", "%(num)d groups are counted anew.", groups))
    except settling_anew.DoneAlready as fault:
        flash(_("Groups have been counted anew since you looked. Nothing was done twice."), "stop")
        raise Refused(redirect(url_for("results.changes"), 303), _note(programme, region, fault)) from fault
    except settling_anew.TooFewChanges as fault:
        raise _too_few(programme, region, fault) from fault
    return redirect(url_for("results.changes"), 303)


def _ask(programme: Programme, shown: Changes, *, is_edition: bool) -> str:
    words = Words(language())
    names = reporting.region_names(reading(), words)
    return render_template(
        "results/settle_anew.html",
        programme=programme,
        region=shown.region,
        groups=shown.groups if is_edition else shown.ready,
        waiting=waiting_sentence(words, shown.waiting, LEAST_CHANGES) if shown.waiting and not is_edition else "",
        retyped=retyped_sentence(words),
        place=names.get(shown.region, shown.region) if shown.region else programme.name,
        edition=_edition_after(programme) if is_edition else None,
        after=settlements.last_anew(reading(), programme.programme_id),
        has_published=store.last_of(reading(), programme.programme_id) is not None,
    )


def _too_few(programme: Programme, region: str | None, fault: ValueError) -> Refused:
    why = too_few_sentence(Words(language()), LEAST_CHANGES)
    page = render_template("results/too_few_changes.html", why=why)
    return Refused((page, 409), _note(programme, region, fault))


def _note(programme: Programme, region: str | None, fault: ValueError) -> Callable[..., None]:
    return partial(settling_anew.refuse_anew, programme_id=programme.programme_id, region=region, fault=fault)


def _programme(form: AnewForm) -> Programme:
    programme = rows.get(reading(), form.programme.data)
    if programme is None or not deeds.may_publish(staff().grants, programme.programme_id):
        abort(404)
    return programme


def _edition_after(programme: Programme) -> tuple[str, str] | None:
    """The last publication's name, and that of its next edition; None where nothing was published."""
    last = store.last_of(reading(), programme.programme_id)
    if last is None:
        return None
    return publication_name(last.number, last.edition), publication_name(last.number, last.edition + 1)
