"""How keys are derived from one that is random."""

import hmac


def derive(root: bytes, purpose: str) -> bytes:
    """Returns 32 bytes derived from the root for this purpose (HKDF-Expand of RFC 5869, one block).

    The root is random already, so nothing is extracted first.
    """
    return hmac.digest(root, purpose.encode() + b"\x01", "sha256")
