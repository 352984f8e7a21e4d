"""How cookies, form tokens and phones' tickets are signed: by HMAC with SHA-256."""

import hashlib
from typing import Any

from itsdangerous import HMACAlgorithm

DIGEST: Any = hashlib.sha256
FORMER: Any = hashlib.sha1
"""The digest of an older version, by which nothing is signed any more. What it signed is read without an end: a phone
may send a test with such a ticket months later, and nobody can forge an HMAC by SHA-1."""


class ShortHMAC(HMACAlgorithm):
    """A ShortHMAC signs by the first 160 bits of the HMAC, as RFC 2104 allows: every phone fetches several tickets."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:20]
