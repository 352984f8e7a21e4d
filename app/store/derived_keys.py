"""Keys for several purposes, derived from one random key."""

import hmac


def derive(root: bytes, purpose: str) -> bytes:
    """Returns 32 bytes derived from the root for this purpose (HKDF-Expand of RFC 5869, one block).

    root: random bytes, so that HKDF's first step, which makes such a root, is not needed.
    """
    return hmac.digest(root, purpose.encode() + b"\x01", "sha256")
