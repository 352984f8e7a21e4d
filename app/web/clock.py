"""The one place that asks the clock."""

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g

from config import Config


def now() -> datetime:
    """The moment of this request, the same wherever the request asks."""
    if "now" not in g:
        g.now = datetime.now(UTC) + current_app.extensions["clock_offset"]
    moment: datetime = g.now
    return moment


def register(app: Flask, config: Config) -> None:
    """Set the clock of the pages off by what the configuration says, as demonstrations do."""
    app.extensions["clock_offset"] = timedelta(seconds=config.clock_offset_seconds)
