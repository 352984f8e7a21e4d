"""The refusal of a report that a system's format cannot say."""

from app.exports.cover import Made

NOTHING_SHOWN = "there is nothing to send: every group is hidden, for its few learners"


class Unfit(ValueError):
    """Raised where a format cannot hold a report; the message tells how to ask for one that it can hold.

    code: for whoever says it in another language: nobody, hidden, no_region, no_period, no_activity, bad_activity.
    fields: of the activity, those that it is about.
    """

    def __init__(self, code: str, message: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.fields = fields


def check_anybody(made: Made) -> None:
    """Raises Unfit where nobody has taken both tests; a hidden report passes, since that is not known of it."""
    if all(cover.months is None or ((of := report.total.flow) is not None and not of.paired) for report, cover in made):
        raise Unfit("nobody", "there is nothing to send: nobody has taken both tests")
