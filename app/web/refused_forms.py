"""A form that cannot be used is shown again with what was typed, what is wrong with it, and the cursor there."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from wtforms import Field

from app.web.clock import now
from app.web.form_memory import FormMemory
from app.web.forms import Form

FAULTS = "faults"
SECRETS = ("pin", "passphrase")
"""What was typed there is asked for once more, and kept nowhere."""
LONGEST = 40
"""Signs of what was typed that come back: a cookie has not room for everything."""


def filled_in(kind: type[Form]) -> Form:
    """Returns a form with what a POST sends or, when its page is opened, with what was refused before and why."""
    if request.method == "POST":
        return kind(request.form)
    typed, faults = came_back()
    name = getattr(kind, "OFF_COOKIE", "")
    if name in typed:
        typed[name] = _memory().take(typed[name], now())
    form = kind(data=typed)
    for name, messages in faults.items():
        form[name].errors = messages
    _focus_on_fault(form)
    return form


def come_again(form: Form) -> ResponseReturnValue:
    """Redirects to the form's own page, which then shows what was typed, but PINs, and what is wrong with it."""
    typed, name = dict(form.data), getattr(form, "OFF_COOKIE", "")
    if typed.get(name):
        typed[name] = _memory().put(typed[name][:LONGEST], now())
    return send_back(typed, form.errors)


def _memory() -> FormMemory:
    memory: FormMemory = current_app.extensions["form_memory"]
    return memory


def send_back(typed: Mapping[str, Any], faults: Mapping[str, Any]) -> ResponseReturnValue:
    """Redirects to the page of this form and keeps in the cookie what was typed and what is wrong, by field.

    Texts are cut at 40 characters; passphrases and PINs are not kept. Without the redirect, Back would lead through
    words of the browser's own, which look like a breakdown.
    """
    values = {name: str(value or "")[:LONGEST] for name, value in typed.items() if name not in SECRETS}
    session[FAULTS] = [
        request.path,
        values,
        {name: [str(each) for each in messages] for name, messages in faults.items()},
    ]
    return redirect(request.full_path.rstrip("?"), 303)


def came_back() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Returns and removes what was typed on this page and what is wrong, both by field; empty if nothing was."""
    path, typed, faults = session.pop(FAULTS, (None, {}, {}))
    return (typed, faults) if path == request.path else ({}, {})


def refuse(field: Field, message: str) -> None:
    """Adds a message to a field, so that its form is refused, and puts the cursor there."""
    field.errors = [*field.errors, message]
    field.render_kw = {**(field.render_kw or {}), "autofocus": True}


def is_usable(form: Form) -> bool:
    """Validates a form and returns whether it has no faults; otherwise the cursor goes to the first one."""
    if form.validate():
        return True
    _focus_on_fault(form)
    return False


def _focus_on_fault(form: Form) -> None:
    first = next((field for field in form if field.errors), None)
    if first is not None:
        first.render_kw = {**(first.render_kw or {}), "autofocus": True}
