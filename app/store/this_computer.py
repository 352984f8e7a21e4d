"""What this computer alone reaches, and what goes over a network: a database there is asked by TLS or not at all."""

from ipaddress import ip_address
from typing import Any

from sqlalchemy import make_url

CHECKED = "verify-full"
"""Of PostgreSQL's ways to use TLS the only one that looks whose certificate it is."""


def is_this_computer(host: str) -> bool:
    """Returns whether only this computer can reach a server on this host: localhost or a loopback address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def unsafe_host(address: str) -> str:
    """Returns the host of a PostgreSQL elsewhere that would be asked without a checked certificate, or "".

    What the environment says for PostgreSQL's own tools, such as PGHOST and PGSSLMODE, counts where the address is
    silent.
    """
    says = _settings_of(address)
    hosts = str(says.get("hostaddr") or says.get("host") or "").split(",")
    far = [host for host in hosts if not _is_near(host)]
    if "service" in says:
        far.append(f"the service {says['service']}")
    return far[0] if far and says.get("sslmode") != CHECKED else ""


def _settings_of(address: str) -> dict[str, Any]:
    from psycopg import pq  # heavy, and for PostgreSQL alone

    url = make_url(address)
    _, named = url.get_dialect()().create_connect_args(url)
    default = {it.keyword.decode(): it.val.decode() for it in pq.Conninfo.get_defaults() if it.val}
    return {**default, **named}


def _is_near(host: str) -> bool:
    """A path and an abstract name (@) are sockets of this computer, and so is nothing at all."""
    return not host or host.startswith(("/", "@")) or is_this_computer(host)
