"""One transaction a request, committed here and nowhere else.

| the view ...                    | then                                                        |
|---------------------------------|-------------------------------------------------------------|
| returns, whatever the status    | commit (a refused sign-in is counted, too)                  |
| raises or aborts                | roll back: nothing is half-written                          |
| answers GET or HEAD             | nothing to commit: its session cannot write                 |

Only what leaves the house, or was refused to, is written while it is asked for: in a transaction of its own. So is the
end of a sign-in, by the link that leaves, too; and once a minute, where no other writer is kept waiting, that somebody
of the staff is at work.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, g, request

from app.store import Database, Session

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    """Returns the instance's database."""
    store: Database = current_app.extensions["database"]
    return store


def db() -> Session:
    """Returns the request's session, which can write, except for GET, HEAD and OPTIONS: these get `reading`."""
    if request.method in SAFE_METHODS:
        return reading()
    if "session" not in g:
        g.session = database().writing_session()
    session: Session = g.session
    return session


def reading() -> Session:
    """Returns the request's session that only reads and blocks no writer, for slow work before the first write."""
    if "reading_session" not in g:
        g.reading_session = database().reading_session()
    session: Session = g.reading_session
    return session


@contextmanager
def apart() -> Iterator[Session]:
    """Opens a transaction of its own, committed at the end of the block; the request's own, if any, is undone first."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
    with database().writing() as session_apart:
        yield session_apart


def at_any_rate(write: Callable[[Session], None]) -> None:
    """Writes in a transaction of its own, also on a full disk: room is kept for it.

    The request's own transaction, if there is one, is undone first.
    """
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
    database().write_at_any_rate(write)


class CommittingFlask(Flask):
    """A CommittingFlask commits what a request wrote before it is answered, so that "stored" means on disk."""

    def dispatch_request(self) -> Response:
        response = self.make_response(super().dispatch_request())
        if "session" in g and request.method not in SAFE_METHODS:
            db().commit()
        return response


def register(app: Flask, store: Database) -> None:
    """Gives the application its database, and closes each request's sessions at its end.

    What has not been committed by then is undone.
    """
    app.extensions["database"] = store

    @app.teardown_request
    def close(_: BaseException | None) -> None:
        for name in ("session", "reading_session"):
            session: Any = g.pop(name, None)
            if session is not None:
                session.close()
