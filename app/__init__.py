"""The application: people, pages and the database. The only package that knows the other four."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.store import Database
    from config import Config


def create_app(config: "Config", database: "Database | None" = None) -> "Flask":
    """Makes the web application for one instance, which `navigator init` has made.

    database: None: it is opened here. Raises LookupError if there is no instance in it.
    """
    # Here and not above: whoever imports anything of app imports this file, and a command needs no pages.
    from app.store import Database
    from app.web import register
    from app.web.transaction import CommittingFlask

    app = CommittingFlask("app.web")
    register(app, config=config, database=database or Database(config.url))
    return app
