"""What the address of a list of groups asks for: words, a stage, an order; and what stands in its choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l

from app.services.facilitator.board import Stage
from app.store.programmes.cohort_lists import ORDERS, Sieve
from app.store.programmes.cohort_stages import STAGES
from app.web.language import language
from app.web.staff_words import stage_name

ORDER_NAMES = {
    "": _l("the nearest first"),
    "name": _l("by name"),
    "stage": _l("by stage"),
    "day": _l("by first day"),
    "region": _l("by region"),
    "partner": _l("by partner"),
    "leader": _l("by facilitator"),
    "pre": _l("by the first test"),
    "post": _l("by the second test"),
    "follow_up": _l("by the follow-up"),
}


@dataclass(frozen=True)
class GroupList:
    """A GroupList is what is wanted of a list of groups. query: what links to its other pages keep in the address."""

    sieve: Sieve
    query: Mapping[str, str]

    def toward(self, order: str) -> str:
        """Returns the order that a click on the head of a column asks for: turned round where it is in force."""
        return f"-{order}" if self.sieve.order == order else order

    def sorted_as(self, order: str) -> str:
        """Returns how a column is sorted, in the words of ARIA; "" where the list is not sorted by it."""
        return {order: "ascending", f"-{order}": "descending"}.get(self.sieve.order, "")


def asked_for(usual: str = "") -> GroupList:
    """Returns what the address asks for; a stage or an order that there is not is left out. usual: the order else."""
    stage, order = request.args.get("stage", ""), request.args.get("sort", "")
    stage = stage if stage in STAGES else ""
    order = order if order.removeprefix("-") in ORDERS else ""
    query = {"stage": stage, "sort": order, "archived": "1" if "archived" in request.args else ""}
    sieve = Sieve(stage, order or usual, language())
    return GroupList(sieve, {name: value for name, value in query.items() if value})


def stage_choices() -> list[tuple[str, str]]:
    """Lists code and name of each stage but the archive, which has a list of its own."""
    return [(stage, stage_name(Stage(stage))) for stage in STAGES if stage != Stage.ARCHIVED]


def order_choices() -> list[tuple[str, str]]:
    """Lists code and name of each order."""
    return [(order, str(name)) for order, name in ORDER_NAMES.items()]
