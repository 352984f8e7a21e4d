"""QR codes of posters and of authenticator apps."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """Returns an address as the SVG of a QR code, with error correction M, since a poster gets scratched."""
    picture = segno.make(address, error="m", micro=False)
    return Markup(  # noqa: S704  (made of digits alone)
        picture.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff")
    )
