"""A report that a system's format cannot say."""

NOTHING_SHOWN = "there is nothing to send: every group is hidden, for its few learners or for another's"


class Unfit(ValueError):
    """The message tells how to ask for a report that the format can say.

    code: for whoever says it in another language: nobody, hidden, no_region, no_period, several_partners,
    no_activity, bad_activity. fields: of the activity, those that it is about.
    """

    def __init__(self, code: str, message: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.fields = fields
