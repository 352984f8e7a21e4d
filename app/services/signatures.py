"""How cookies, form tokens and phones' tickets are signed: by HMAC with SHA-256."""

import hashlib
from typing import Any

DIGEST: Any = hashlib.sha256
FORMER: Any = hashlib.sha1
"""Of the version before, which nothing is signed by any more: a test that waits on a phone has such a ticket."""
