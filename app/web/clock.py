"""The one place that asks the clock."""

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g

from config import Config


def now() -> datetime:
    """Returns the moment of this request (UTC), the same however often it is asked for."""
    if "now" not in g:
        g.now = datetime.now(UTC) + current_app.extensions["clock_offset"]
    moment: datetime = g.now
    return moment


def register(app: Flask, config: Config) -> None:
    """Shifts the clock of every page by the seconds that the configuration names, as demonstrations do."""
    app.extensions["clock_offset"] = timedelta(seconds=config.clock_offset_seconds)
