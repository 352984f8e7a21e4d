"""The one place that asks the clock."""

from datetime import UTC, datetime, timedelta
from math import ceil

from flask import Flask, current_app, g

from config import Config


def now() -> datetime:
    """Returns the moment of this request (UTC), which is the same at every call within the request."""
    if "now" not in g:
        g.now = datetime.now(UTC) + current_app.extensions["clock_offset"]
    moment: datetime = g.now
    return moment


def seconds_until(until: datetime) -> int:
    """Returns the whole seconds from this request until a moment, at least 1."""
    return max(1, ceil((until - now()).total_seconds()))


def minutes_until(until: datetime) -> int:
    """Returns the whole minutes from this request until a moment, at least 1."""
    return ceil(seconds_until(until) / 60)


def register(app: Flask, config: Config) -> None:
    """Shifts the clock of all pages by the seconds that the configuration names, for demonstrations."""
    app.extensions["clock_offset"] = timedelta(seconds=config.clock_offset_seconds)
