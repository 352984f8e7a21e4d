"""The application: people, pages and the database. The only package that knows the other three."""

from flask import Flask

from app.store import Database
from app.web import register
from config import Config


def create_app(config: Config, database: Database | None = None) -> Flask:
    """The application for one instance, which `navigator init` has made.

    Raises LookupError where there is none yet. The database is opened when none is handed over.
    """
    app = Flask("app.web")
    register(app, config=config, database=database or Database(config.url))
    return app
