"""Encryption by AES-256 in Galois/counter mode: nobody reads it, or changes it unnoticed, without the key."""

import secrets

NONCE = 12
"""Length of the nonce in bytes. It is random each time, and is written before the encrypted bytes."""


def conceal(plain: bytes, key: bytes) -> bytes:
    """Returns a random nonce and the encrypted bytes. key: 32 bytes, random or derived from random ones."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # slow to import, and seldom needed

    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def reveal(concealed: bytes, key: bytes) -> bytes | None:
    """Returns what `conceal` encrypted; None if the key is another one or the bytes were changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(concealed[:NONCE], concealed[NONCE:], None)
    except (InvalidTag, ValueError):
        return None
