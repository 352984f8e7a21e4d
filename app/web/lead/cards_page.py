"""The page of new cards, to be printed at once: what is on it is shown once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.services.people import Card
from app.store.programmes.cohorts import Cohort
from app.web.address import known_address, no_address, public_address, spoken
from app.web.language import language
from app.web.qr import qr_of_card

NO_SHEETS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Ticket:
    """A Ticket is a card as it is printed; its QR code opens the sign-in with the code filled in, never the PIN.

    qr: "" where nobody has set the address that it would open.
    """

    handle: int
    code: str = field(repr=False)
    pin: str = field(repr=False)
    qr: Markup | str = field(repr=False)


def cards_page(
    cohort: Cohort,
    made: Sequence[tuple[int, Card]],
    sheets: Mapping[str, Any] = NO_SHEETS,
    *,
    is_of_people: bool = False,
) -> str:
    """Returns the page of cards, by number, in the learners' language, to be printed at once: it is shown once.

    Around them the page speaks the language of whoever prints. sheets: of a test to print with them, from
    `printing.to_print`. is_of_people: these are of learners just added, so the way back leads to the
    group, and without a public address they come without a QR code. Answers 409 for other cards if none is set.
    """
    back = (_("Back to the group"), "lead.cohort") if is_of_people else (_("Back to the cards"), "lead.printed")
    address = known_address() if is_of_people else public_address()
    no_code = _("These cards have no code to scan: nobody has set the address yet.")
    around = {
        "back": back[0],
        "back_url": url_for(back[1], ref=cohort.ref),
        "print": _("Print"),
        "class_sheet": _("Print the class sheet"),
        "once": _("These cards are shown once. Print them, or save them as PDF, before you leave this page."),
        "no_address": "" if address else f"{no_code} {no_address()}",
        "staff_language": language(),
    }
    tickets = [
        Ticket(
            handle,
            f"{card.learner_code[:4]} {card.learner_code[4:]}",
            card.pin,
            qr_of_card(address, card.learner_code) if address else "",
        )
        for handle, card in made
    ]
    with force_locale(cohort.language):
        return render_template(
            "lead/printed_cards.html",
            **sheets,
            cohort=cohort,
            made=tickets,
            address=spoken(address),
            **around,
        )
