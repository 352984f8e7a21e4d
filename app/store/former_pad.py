"""Decryption of what an older version encrypted by a pad of HMAC-SHA-256; `aes` has taken its place for new values."""

import hmac

from app.store.derived_keys import derive

_NONCE, _CHECK = 16, 32
"""Bytes."""


def unwrap(blob: bytes, secret: str) -> bytes | None:
    """Returns the bytes of a pepper encrypted under a secret; None if the secret is another or they were changed."""
    body, check = blob[:-_CHECK], blob[-_CHECK:]
    if not hmac.compare_digest(check, hmac.digest(derive(bytes.fromhex(secret), "check"), body, "sha256")):
        return None
    return _padded(body[_NONCE:], secret, body[:_NONCE])


def decrypt(value: str, key: str) -> bytes | None:
    """Returns the text encrypted under a key; None if the key is another one or the value was changed."""
    blob = bytes.fromhex(value)
    nonce, text = blob[:_NONCE], _padded(blob[_NONCE:], key, blob[:_NONCE])
    again = hmac.digest(derive(bytes.fromhex(key), "check"), text, "sha256")[:_NONCE]
    return text if hmac.compare_digest(nonce, again) else None


def _padded(text: bytes, secret: str, nonce: bytes) -> bytes:
    root = bytes.fromhex(secret)
    blocks = (derive(root, f"pad {number} {nonce.hex()}") for number in range(-(-len(text) // 32)))
    return bytes(one ^ other for one, other in zip(text, b"".join(blocks), strict=False))
