"""`navigator article preview`: a shelf of articles as its readers would see it; nothing of it is kept."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.cli.article.check import refuse_no_folder
from app.cli.faults import say_faults
from app.cli.init import add_address, make
from app.cli.instance import say, settings_of_nobody
from app.cli.serve import refuse_port_in_use, serve
from app.content import ARTICLES, ARTICLES_SETTING, CourseFaults, is_article, served_articles
from app.services.administrator.instance import prepare


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        nargs="?",
        default=ARTICLES,
        metavar="PATH",
        help="a shelf or one article on it; else what ships",
    )
    add_address(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves the pages of a shelf until stopped; returns 1 and serves nothing if the shelf has faults.

    Prints the address of the shelf, or of the one article that is named. Makes a throwaway instance in a temporary
    folder. Raises WrongUse if there is no such folder or the port is in use.
    """
    refuse_no_folder(args.path)
    path = args.path.resolve()
    shelf, slug = (path.parent, path.name) if is_article(path) else (path, "")
    try:
        served_articles(shelf)
    except CourseFaults as refusal:
        say_faults(args, refusal, {})
        return 1
    refuse_port_in_use(args.host, args.port)
    with tempfile.TemporaryDirectory(prefix="navigator-preview-") as folder:
        return _serve(args, Path(folder), shelf, f"open/{slug}".rstrip("/"))


def _serve(args: argparse.Namespace, folder: Path, shelf: Path, page: str) -> int:
    config = settings_of_nobody(folder)
    database = make(config)
    try:
        with database.writing() as session:
            prepare(session, kind="test", now=datetime.now(UTC))
        address = f"http://{args.host}:{args.port}/{page}"
        say(args, {"address": address}, f"Preview: {address} (start it anew to see what you change)")

        def around(app: Any) -> Any:
            app.config[ARTICLES_SETTING] = shelf
            return app

        return serve(config, database, host=args.host, port=args.port, around=around)
    finally:
        database.dispose()
