"""Which addresses are on this computer, and which databases elsewhere would be reached without safe TLS."""

from ipaddress import ip_address
from typing import Any

from sqlalchemy import make_url

CHECKED = "verify-full"
"""The only sslmode of PostgreSQL that checks both the certificate and the host in it."""


def is_this_computer(host: str) -> bool:
    """Returns whether only this computer can reach a server on this host: localhost or a loopback address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def unsafe_host(address: str) -> str:
    """Returns the host of a PostgreSQL on another computer if its certificate would not be checked; otherwise "".

    address: a URL. What it leaves open is taken from the environment, as PostgreSQL's own tools do: PGHOST, PGSSLMODE.
    """
    settings = _settings_of(address)
    hosts = str(settings.get("hostaddr") or settings.get("host") or "").split(",")
    far = [host for host in hosts if not _is_near(host)]
    if "service" in settings:
        far.append(f"the service {settings['service']}")
    return far[0] if far and settings.get("sslmode") != CHECKED else ""


def _settings_of(address: str) -> dict[str, Any]:
    from psycopg import pq  # slow to import, and needed for PostgreSQL alone

    url = make_url(address)
    _, named = url.get_dialect()().create_connect_args(url)
    default = {it.keyword.decode(): it.val.decode() for it in pq.Conninfo.get_defaults() if it.val}
    return {**default, **named}


def _is_near(host: str) -> bool:
    """Whether a host of PostgreSQL is on this computer: no host, a socket's path and its abstract name (@) are, too."""
    return not host or host.startswith(("/", "@")) or is_this_computer(host)
