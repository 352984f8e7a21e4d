"""AES-256 in Galois/counter mode: what is concealed opens with its key alone, and only as it was."""

import secrets

NONCE = 12
"""Bytes that are drawn anew each time and stand before what is concealed."""


def conceal(plain: bytes, key: bytes) -> bytes:
    """Returns a random nonce and the encrypted bytes. key: 32 bytes, random or derived from random ones."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # heavy, and seldom asked for

    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def reveal(closed: bytes, key: bytes) -> bytes | None:
    """Returns what `conceal` encrypted; None if the key is another one or the bytes were changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(closed[:NONCE], closed[NONCE:], None)
    except (InvalidTag, ValueError):
        return None
