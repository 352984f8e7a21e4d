"""What counts as one address where tries and connections are counted."""

from ipaddress import IPv6Address, ip_address

HOUSEHOLD, SITE = 64, 48
"""Bits of an IPv6 address that one connection has for itself, and those that a school or a provider's customer may."""


def network_of(address: str, bits: int = HOUSEHOLD) -> str:
    """Returns the name of the network that an IP address belongs to.

    For IPv6 these are the first `bits` bits of the address, for IPv4 the whole address. Text that is no address is
    returned unchanged.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    plain = parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed
    return f"{int(plain) >> (128 - bits):x}/{bits}" if isinstance(plain, IPv6Address) else str(plain)
