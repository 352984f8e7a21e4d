"""The refusal of a report that a system's format cannot say."""

from app.exports.cover import Made

NOTHING_SHOWN = "there is nothing to send: every group is hidden, for its few learners"


class Unfit(ValueError):
    """Raised if a format cannot hold a report; the message says how to ask for one that it can hold.

    code: for translations: nobody, suppressed, no_region, no_period, no_activity or bad_activity. fields: those of the
    activity that are wrong.
    """

    def __init__(self, code: str, message: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.fields = fields


def check_anybody(made: Made) -> None:
    """Raises Unfit if nobody has taken both tests; a suppressed report passes, since its count is not known."""
    if all(cover.months is None or ((of := report.total.flow) is not None and not of.paired) for report, cover in made):
        raise Unfit("nobody", "there is nothing to send: nobody has taken both tests")
