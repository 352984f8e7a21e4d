"""One learner, by handle: how far they are, another card, and two handles made one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import extensions
from app.services.facilitator import board as boards
from app.services.facilitator import cards, lesson_board, moving, sheets_out
from app.services.facilitator import resting as cards_at_rest
from app.services.facilitator.removing import ResultMade
from app.services.figures.settling import due_on
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.services.waves import waves_of
from app.store import Session
from app.store.answers import refused, seats, typed
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.people.merging import Merge
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.web import handed
from app.web.access import audience, staff
from app.web.address import known_address, spoken
from app.web.clock import now
from app.web.hashing import hashes
from app.web.lead.forms import MergeForm
from app.web.lead.led import led, led_to_read
from app.web.lead.moving import BARS
from app.web.qr import qr_of_card
from app.web.transaction import db, reading


@audience("facilitator")
def learner(ref: str, handle: int) -> ResponseReturnValue:
    """Shows one learner, by handle: progress on tests and lessons, refused tests, and the button for another card.

    Answers 404 for a handle that the cohort does not have.
    """
    cohort = led_to_read(ref)
    seat = _learner(reading(), cohort, handle)
    merges = cards.merges_of(reading(), seat)
    return render_template(
        "lead/learner.html",
        cohort=cohort,
        learner=seat,
        standing=_standing(cohort, handle),
        versions=typed.list_versions(reading(), seat.learner_id),
        outs=sheets_out.to_put_back(reading(), seat.learner_id),
        aside=refused.list_refused(reading(), seat.learner_id),
        unstored=refused.unstored(reading(), seat.learner_id),
        resting=cards_at_rest.resting(reading(), cohort, now()),
        merges=merges,
        merges_elsewhere=_merges_elsewhere(cohort, seat),
        may_part=bool(merges) and cards.may_part(reading(), cohort, seat),
        parts_until=due_on(reading(), cohort, COURSE) if merges else None,
        ends=extensions.ends_of(reading(), seat, now()),
        left_because=seats.list_departures(reading(), cohort.cohort_id).get(handle),
    )


def _merges_elsewhere(cohort: Cohort, learner: Learner) -> list[tuple[Merge, Cohort, str]]:
    """Each with its group, and why the number cannot move back there to have it undone; "" if it can."""
    homes = cards.merges_elsewhere(reading(), learner)
    bars = [moving.bar(reading(), learner, cohort, home, now()) for _merge, home in homes]
    return [(*both, str(BARS[bar]) if bar is not None else "") for both, bar in zip(homes, bars, strict=True)]


@audience("facilitator")
def unlock(ref: str) -> ResponseReturnValue:
    """Deletes the wrong PINs that were counted in this cohort, so that all its cards work again; the audit notes it."""
    cohort = led(ref)
    cards_at_rest.unlock(db(), cohort, by=staff().staff_id, now=now())
    flash(_("No card rests any more: everybody of the group can sign in again."))
    return redirect(url_for("lead.cohort", ref=cohort.ref), 303)


@audience("facilitator")
def remove_aside(ref: str, handle: int, aside: int) -> ResponseReturnValue:
    """Asks, then deletes for good one test that a phone sent and that was set aside as refused.

    aside: the id of the refused test. The test that counts stays. The question (GET) answers 404 if there is no such
    test; a POST then changes nothing. A deletion is written to the audit.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        seat = _learner(reading(), cohort, handle)
        refusal = next((it for it in refused.list_refused(reading(), seat.learner_id) if it.refused_id == aside), None)
        if refusal is None or cohort.archived_at is not None:
            abort(404)
        return render_template("lead/ask_remove_aside.html", cohort=cohort, learner=seat, refusal=refusal)
    cohort = led(ref)
    if cards.remove_aside(db(), cohort, _learner(db(), cohort, handle), aside, by=staff().staff_id, now=now()):
        flash(_("Removed. What counts is as it was."))
    return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)


@audience("facilitator")
def new_card_shown(ref: str, handle: int) -> ResponseReturnValue:
    """Shows a learner's new code and PIN on the browser that made the card, and on no other.

    They are shown until they are handed over, for ten minutes at most; then it redirects to the learner's page. A
    reload makes no second card.
    """
    cohort = led_to_read(ref)
    seat = _learner(reading(), cohort, handle)
    card = handed.shown(handed.HANDED, seat.learner_id)
    if card is None:
        return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)
    return render_template(
        "lead/card.html",
        cohort=cohort,
        handle=handle,
        pin=card.pin,
        code=f"{card.learner_code[:4]} {card.learner_code[4:]}",
        address=spoken(known_address()),
        qr=qr_of_card(known_address(), card.learner_code) if known_address() else "",
    )


@audience("facilitator")
def handed_over(ref: str, handle: int) -> ResponseReturnValue:
    """Deletes the code and the PIN that this browser shows from the cookie and the database: they were handed over."""
    cohort = led(ref)
    handed.put_away(handed.HANDED, _learner(db(), cohort, handle).learner_id)
    return redirect(url_for("lead.cohort", ref=cohort.ref), 303)


@audience("facilitator")
@hashes
def card(ref: str, handle: int) -> ResponseReturnValue:
    """Makes another card for a learner and redirects to the page that shows it.

    The old code and PIN end, every phone of the learner is signed out, and their wrong PINs are forgotten. The audit
    notes it.
    """
    _learner(reading(), led_to_read(ref), handle)
    fresh = new_card()
    pin_hash = hash_secret(fresh.pin)  # slow on purpose, so before the writer's turn begins
    cohort = led(ref)
    seat = _learner(db(), cohort, handle)
    cards.replace(
        db(),
        cohort,
        seat,
        card=fresh,
        pin_hash=pin_hash,
        by=staff().staff_id,
        now=now(),
    )
    handed.show(handed.HANDED, seat.learner_id, fresh)
    return redirect(url_for("lead.new_card_shown", ref=ref, handle=handle), 303)


@audience("facilitator")
def merge(ref: str, handle: int) -> ResponseReturnValue:
    """Merges two handles of one person into one learner, after a page on which to choose which handle stays.

    handle: one of the two; the other is `other` in the address of the page and in the form. Nothing that was sent is
    lost. Only the card of the handle that stays works. `part` undoes it until the group settles. Once the result is
    made nothing is merged, and the page says why. The audit notes it.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        other = request.args.get("other", type=int)
        others = [each for each in seats.list_handles(reading(), cohort.cohort_id).values() if each != handle]
        learner = _learner(reading(), cohort, handle)
        is_known = other in others
        those = [learner, _learner(reading(), cohort, other)] if is_known else [learner]
        return render_template(
            "lead/merge.html",
            cohort=cohort,
            handle=handle,
            others=others,
            other=other if is_known else None,
            is_unknown=other is not None and not is_known,
            may_merge=cards.may_merge(reading(), cohort, *those, now=now()),
            standings={it: _standing(cohort, it) for it in (handle, other) if it is not None} if is_known else {},
        )
    cohort = led(ref)
    form = MergeForm(request.form)
    keep, drop = form.keep.data, form.other.data
    pair = {handle, drop}
    if keep not in pair or drop is None or handle == drop:
        flash(_("Choose which number stays."), "stop")
        return redirect(url_for("lead.merge", ref=ref, handle=handle, other=drop), 303)
    gone = (pair - {keep}).pop()
    stays, goes = _learner(db(), cohort, keep), _learner(db(), cohort, gone)
    try:
        cards.merge(db(), cohort, keep=stays, drop=goes, by=staff().staff_id, now=now())
    except ResultMade:
        return redirect(url_for("lead.merge", ref=ref, handle=handle, other=drop), 303)
    flash(_("Number %(gone)d is number %(keep)d now. The card of number %(keep)d works.", gone=gone, keep=keep))
    return redirect(url_for("lead.learner", ref=ref, handle=keep), 303)


def _learner(store: Session, cohort: Cohort, handle: int | None) -> Learner:
    learner = learners.by_handle(store, cohort.cohort_id, handle) if handle is not None else None
    if learner is None:
        abort(404)
    return learner


def _standing(cohort: Cohort, handle: int) -> dict[str, tuple[str, int]]:
    """For each wave the group on the board where the handle stands and the items answered; lessons done."""
    standing = {}
    for wave in waves_of(cohort):
        board = boards.board(reading(), cohort, wave)
        for group in ("not_begun", "not_due", "answering", "arrived"):
            for seat in getattr(board, group):
                if seat.handle == handle:
                    late = "on_its_word" if seat.is_on_its_word else "late" if seat.is_late else group
                    standing[wave.value] = (seat.void or late, seat.answered_count)
    lessons = lesson_board.lessons(reading(), cohort)
    standing["lessons"] = next(
        (("lessons", seat.done_count) for seat in lessons.seats if seat.handle == handle), ("lessons", 0)
    )
    return standing
