"""What counts as one address where tries and connections are counted."""

from ipaddress import IPv6Address, ip_address

HOUSEHOLD, SITE = 64, 48
"""Bits of an IPv6 address that one connection has for itself, and those that a school or a provider's customer may."""


def network_of(address: str, bits: int = HOUSEHOLD) -> str:
    """Returns the name of an address's network: of IPv6 its first bits, of IPv4 the address itself.

    What is no address is returned as it is.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    plain = parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed
    return f"{int(plain) >> (128 - bits):x}/{bits}" if isinstance(plain, IPv6Address) else str(plain)
