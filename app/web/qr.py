"""QR codes of posters and of authenticator apps."""

import segno
from flask import url_for
from markupsafe import Markup


def qr(address: str) -> Markup:
    """Returns an address as the SVG of a QR code, with error correction M, since a poster gets scratched."""
    picture = segno.make(address, error="m", micro=False)
    return Markup(  # noqa: S704  (made of digits alone)
        picture.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff")
    )


def qr_of_card(address: str, learner_code: str) -> Markup:
    """Returns the QR code of a card: it opens the sign-in with the card's code filled in, and never holds the PIN.

    address: the public one. The code stands behind the #, which browsers send to nobody, so that no log has it; `card`
    before it says that somebody holds a card, whoever is signed in on the phone.
    """
    return qr(f"{address}{url_for('account.sign_in', card='')}#{learner_code}")
