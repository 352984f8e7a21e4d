"""`navigator routes`: every address with its methods and whom it is for."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from app import create_app
from app.cli.init import make
from app.cli.instance import say, table
from app.services.administrator.instance import prepare
from config import Config


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints every URL of the web application with its methods and audience; they are the same for every instance.

    No instance is opened.
    """
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=Path(folder))
        database = make(config)
        with database.writing() as session:
            prepare(session, kind="test", now=datetime.now(UTC))
        app = create_app(config, database)
        database.dispose()
    routes = [
        (
            rule.rule,
            sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            list(getattr(app.view_functions[rule.endpoint], "audience", ())),
        )
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    ]
    records = [{"path": path, "methods": methods, "audience": audience} for path, methods, audience in routes]
    rows = [(path, " ".join(methods), ", ".join(audience) or "nobody") for path, methods, audience in routes]
    say(args, records, table(rows))
    return 0
