"""HTTP and only HTTP: one blueprint per person's job."""

from flask import Flask

from analytics import LEAST
from app.services.waves import Wave
from app.store import Database
from app.web import (
    access,
    account,
    address,
    clock,
    compression,
    errors,
    form_memory,
    guesses,
    guide,
    hashing,
    health,
    help,
    input_limits,
    language,
    lead,
    learn,
    log,
    metrics,
    navigation,
    own,
    phone,
    refused,
    request_id,
    results,
    safeguarding,
    second_factor,
    security,
    setup,
    shelf,
    statics,
    transaction,
    trial,
)
from app.web.phone import locking, offline
from config import Config

BLUEPRINTS = (
    health.bp,
    learn.bp,
    account.bp,
    own.bp,
    second_factor.bp,
    help.bp,
    shelf.bp,
    safeguarding.bp,
    guide.bp,
    phone.bp,
    offline.bp,
    locking.bp,
    lead.bp,
    trial.bp,
    results.bp,
    setup.bp,
)


def register(app: Flask, *, config: Config, database: Database) -> None:
    """Registers every page, hook and template function of one instance with the application.

    Raises LookupError if the database has no instance.
    """
    app.config["TEMPLATES_AUTO_RELOAD"] = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(LEAST=LEAST, Wave=Wave)
    log.register(app)
    metrics.register(app, database)
    request_id.register(app)
    address.register(app)
    transaction.register(app, database)
    compression.register(app)
    hashing.register(app)
    security.register(app, config, database)
    input_limits.register(app)
    clock.register(app, config)
    language.register(app)
    statics.register(app)
    navigation.register(app)
    access.register(app)
    locking.register(app)
    errors.register(app)
    refused.register(app)
    guesses.register(app)
    health.register(app, database)
    form_memory.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
