"""How cookies, form tokens and phones' tickets are signed: by HMAC with SHA-256."""

import hashlib
from typing import Any

from itsdangerous import HMACAlgorithm

DIGEST: Any = hashlib.sha256
FORMER: Any = hashlib.sha1
"""Of the version before, which nothing is signed by any more: a test that waits on a phone has such a ticket."""


class Short(HMACAlgorithm):
    """A Short signs by 160 bits of the HMAC, as RFC 2104 lets one: tickets lie in what every phone fetches."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:20]
