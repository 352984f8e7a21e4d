"""What was typed of a card with a fault in it, until its page is opened anew: in this process's memory.

Never in a cookie, which everybody on the way can read where there is no https. Where another process opens the page the
field is empty.
"""

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask

LIFETIME = timedelta(minutes=10)
MOST = 1_000


class FormMemory:
    """A FormMemory holds texts by a token, for ten minutes, in this process alone; each can be taken once.

    It holds 1000 at most: then the oldest go.
    """

    def __init__(self) -> None:
        self._texts: OrderedDict[str, tuple[datetime, str]] = OrderedDict()
        self._lock = Lock()

    def put(self, text: str, now: datetime) -> str:
        """Keeps a text for ten minutes at most and returns the token by which `take` finds it once."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._texts[token] = (now, text)
            while len(self._texts) > MOST or next(iter(self._texts.values()))[0] <= now - LIFETIME:
                self._texts.popitem(last=False)
        return token

    def take(self, token: str, now: datetime) -> str:
        """Returns and removes the text of a token; "" if there is none or it is older than ten minutes."""
        with self._lock:
            put_at, text = self._texts.pop(token, (now, ""))
        return text if put_at > now - LIFETIME else ""


def register(app: Flask) -> None:
    app.extensions["form_memory"] = FormMemory()
