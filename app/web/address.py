"""The address by which this instance is known."""

from urllib.parse import urlsplit

from flask import current_app, request
from flask_babel import gettext as _


def public_address() -> str:
    """What posters and links to hand over begin with, without a slash at the end."""
    address: str | None = current_app.config["NAVIGATOR"].public_url
    return (address or request.host_url).rstrip("/")


def spoken(address: str) -> str:
    """An address as it is read out: without the scheme."""
    return address.partition("://")[2] or address


def is_this_computer_only(address: str) -> bool:
    """True where no phone can open it: it means whichever machine it is typed on."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1", "0.0.0.0") or host.startswith("127.")  # noqa: S104  (read, not listened on)


def unreachable() -> str:
    """What to say where phones cannot open the public address; else nothing."""
    address = public_address()
    if not is_this_computer_only(address):
        return ""
    return _(
        "Phones cannot reach this address: %(address)s means this computer only. Whoever runs Navigator starts it with "
        "“serve --host 0.0.0.0” and sets NAVIGATOR_PUBLIC_URL to the address that phones open.",
        address=spoken(address),
    )
