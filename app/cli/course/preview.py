"""`navigator course preview`: a course as its learners would see it; nothing of it is kept."""

import argparse
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.cli.course.check import add_path, read_or_tell
from app.cli.init import add_address, make
from app.cli.instance import WrongUse, say, settings_of_nobody
from app.cli.serve import refuse_port_in_use, serve
from app.content import CONTENT_SETTING, Release
from app.services.demonstration.previewing import prepare_preview
from app.services.people import Card


def register(parser: argparse.ArgumentParser) -> None:
    add_path(parser)
    parser.add_argument("--language", metavar="CODE", help="the learner's; the course's first if none is named")
    add_address(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves a preview of a course until stopped; returns 1 and serves nothing if the course has faults.

    Makes a throwaway instance in a temporary folder, prints the code and PIN of an invented learner and signs any
    browser in as them. Raises WrongUse if there is no such folder, the port is in use or the course lacks the language.
    """
    release = read_or_tell(args)
    if release is None:
        return 1
    refuse_port_in_use(args.host, args.port)
    with tempfile.TemporaryDirectory(prefix="navigator-preview-") as folder:
        return _serve(args, Path(folder), release)


def _serve(args: argparse.Namespace, folder: Path, release: Release) -> int:
    config = settings_of_nobody(folder)
    database = make(config)
    try:
        with database.writing() as session:
            card = prepare_preview(session, release, args.language, datetime.now(UTC))
        record = {"address": f"http://{args.host}:{args.port}/", "learner_code": card.learner_code, "pin": card.pin}
        lines = [
            f"Preview: {record['address']} (you are signed in; what you do is gone when this stops)",
            f"  to sign in anew: code {card.learner_code}   PIN {card.pin}",
        ]
        say(args, record, "\n".join(lines))

        def around(app: Any) -> Any:
            app.config[CONTENT_SETTING] = args.path.resolve().parent
            return signed_in(app, card)

        return serve(config, database, host=args.host, port=args.port, around=around)
    except ValueError as fault:
        raise WrongUse(str(fault)) from fault
    finally:
        database.dispose()


def signed_in(app: Any, card: Card) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """Wraps the application so that every browser is signed in as the learner of this card."""
    phone = app.test_client()
    reply = phone.post("/api/v1/session", json={"learner_code": card.learner_code, "pin": card.pin})
    cookie = _name_and_value(reply.headers["Set-Cookie"])
    issued = {cookie}

    def served(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        known = [each for each in environ.get("HTTP_COOKIE", "").split("; ") if each in issued]

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            issued.update(_name_and_value(value) for name, value in headers if name == "Set-Cookie")
            return start_response(status, headers, *rest)

        return app({**environ, "HTTP_COOKIE": "; ".join(known) or cookie}, start)

    return served


def _name_and_value(cookie: str) -> str:
    return cookie.partition(";")[0]
