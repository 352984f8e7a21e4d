"""What was typed of a card with a fault in it, until its page is opened anew: in this process's memory.

Never in a cookie, which everybody on the way can read where there is no https. Where another process opens the page the
field is empty.
"""

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask

KEPT_FOR = timedelta(minutes=10)
MOST = 1_000


class Typed:
    """Texts by a token, each taken once."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, tuple[datetime, str]] = OrderedDict()
        self._lock = Lock()

    def keep(self, text: str, now: datetime) -> str:
        """The token under which it is kept."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._texts[token] = (now, text)
            while len(self._texts) > MOST or next(iter(self._texts.values()))[0] <= now - KEPT_FOR:
                self._texts.popitem(last=False)
        return token

    def take(self, token: str, now: datetime) -> str:
        """What is kept under it, which is kept no longer; empty where there is nothing."""
        with self._lock:
            kept_at, text = self._texts.pop(token, (now, ""))
        return text if kept_at > now - KEPT_FOR else ""


def register(app: Flask) -> None:
    app.extensions["typed"] = Typed()
