"""The address by which this instance is known."""

from flask import current_app, request


def public_address() -> str:
    """What posters and links to hand over begin with, without a slash at the end."""
    address: str | None = current_app.config["NAVIGATOR"].public_url
    return (address or request.host_url).rstrip("/")


def spoken(address: str) -> str:
    """An address as it is read out: without the scheme."""
    return address.partition("://")[2] or address
