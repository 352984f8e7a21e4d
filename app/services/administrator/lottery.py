"""Who waits is drawn by lot, so that waiting groups and the others are alike but for chance.

The draw can be done again by anybody with the list and the seed: within each region the groups stand in the order of
SHA-256 of "seed ref" in hex, and the first of them wait. Each region gives its whole share of those who wait; what is
left over goes to one group each of the regions that come first by SHA-256 of "seed region".
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.services.cohorts import is_untouched
from app.services.people import new_ref
from app.store import Session, audit
from app.store.programmes import cohort_changes, cohorts

DRAW, UNDO = "lottery.draw", "lottery.undo"


class TooFew(ValueError):
    """Raised if fewer than two groups can be drawn.

    untouched: groups that nobody has joined yet. joined: the number of other groups.
    """

    def __init__(self, untouched: int, joined: int) -> None:
        super().__init__(f"{untouched} groups that nobody has joined, {joined} others")
        self.untouched, self.joined = untouched, joined


class WrongCount(ValueError):
    """Raised if all groups of a draw would wait, or none: at least one waits and at least one does not.

    groups: the number of groups in the draw.
    """

    def __init__(self, groups: int) -> None:
        super().__init__(f"of {groups} groups 1 to {groups - 1} can wait")
        self.groups = groups


class DrawnBefore(ValueError):
    """Raised if some of the groups were in an earlier draw: to repeat a draw until the outcome pleases is no lottery.

    ref: id of the earlier draw.
    """

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class NoSuchDraw(LookupError):
    """Raised if no draw has this id, or the draw was undone."""


class HasJoined(ValueError):
    """Raised if a draw cannot be undone, since somebody has joined one of its groups or a test of the group was opened.

    label: of that group.
    """

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


@dataclass(frozen=True)
class Draw:
    """A Draw is the outcome of one lottery about which groups wait.

    ref: id of the draw. seed: with it and the list the draw can be repeated. entrants: region code by group id (ref).
    waiting: ids (refs) of the groups that wait.
    """

    ref: str
    seed: str
    entrants: Mapping[str, str]
    waiting: frozenset[str]


def pick(entrants: Mapping[str, str], wait: int, seed: str) -> frozenset[str]:
    """Chooses by lot which groups wait and returns their ids; the same seed gives the same outcome. Changes nothing.

    entrants: region by group id. wait: number of groups to choose. Each region gives its share, to the nearest group.
    """

    def lot(name: str) -> str:
        return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()

    by_region: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(entrants, key=lot):
        by_region[entrants[ref]].append(ref)
    whole = {region: len(refs) * wait // len(entrants) for region, refs in by_region.items()}
    uneven = [region for region, refs in by_region.items() if len(refs) * wait % len(entrants)]
    for region in sorted(uneven, key=lot)[: wait - sum(whole.values())]:
        whole[region] += 1
    return frozenset(ref for region, refs in by_region.items() for ref in refs[: whole[region]])


def draw(
    session: Session,
    programme_id: int,
    *,
    regions: Collection[str] = (),
    wait: int | None = None,
    seed: str | None = None,
    now: datetime,
) -> Draw:
    """Decides by lot which groups of the programme wait, stores it and writes an audit entry.

    Only groups that nobody has joined and of which no test was opened take part, and no pilots.

    regions: codes to which the draw is limited; () for all. wait: how many groups wait; None for half of them, rounded
    down. seed: None for a random one. A draw with the seed, groups and number of an earlier one changes nothing and
    returns that one. Raises TooFew if fewer than two groups can be drawn, WrongCount if all would wait or none, and
    DrawnBefore if some were in another draw.
    """
    chosen = cohorts.list_for_change(session, programme_id=programme_id)
    chosen = [it for it in chosen if not it.is_pilot and (not regions or it.region_code in regions)]
    untouched = [it for it in chosen if is_untouched(session, it)]
    if len(untouched) < 2:
        raise TooFew(len(untouched), len(chosen) - len(untouched))
    wait = len(untouched) // 2 if wait is None else wait
    if not 1 <= wait < len(untouched):
        raise WrongCount(len(untouched))
    entrants = {it.ref: it.region_code for it in untouched}
    drawn = next((it.lottery_ref for it in untouched if it.lottery_ref), None)
    if drawn:
        before = get(session, drawn)
        if seed == before.seed and wait == len(before.waiting) and entrants == before.entrants:
            return before
        raise DrawnBefore(drawn)
    made = Draw(new_ref(), seed or secrets.token_hex(8), entrants, frozenset())
    made = Draw(made.ref, made.seed, entrants, pick(entrants, wait, made.seed))
    by_hand = sorted(it.ref for it in untouched if it.is_waiting)
    for cohort in untouched:
        cohort_changes.set_waiting(
            session, cohort.cohort_id, is_waiting=cohort.ref in made.waiting, lottery_ref=made.ref
        )
    audit.add(
        session,
        DRAW,
        by=None,
        at=now,
        subject=made.ref,
        programme_id=programme_id,
        seed=made.seed,
        entrants=entrants,
        waiting=sorted(made.waiting),
        waiting_before=by_hand,
    )
    return made


def get(session: Session, ref: str) -> Draw:
    """Returns the draw with this id (ref) as the audit recorded it. Raises NoSuchDraw, also if it was undone."""
    act = _act(session, ref)
    return Draw(ref, act.detail["seed"], act.detail["entrants"], frozenset(act.detail["waiting"]))


def _act(session: Session, ref: str) -> audit.Act:
    act = audit.get(session, DRAW, ref)
    if act is None or audit.get(session, UNDO, ref) is not None:
        raise NoSuchDraw(ref)
    return act


def is_sound(made: Draw) -> bool:
    """Returns whether drawing again with the draw's seed and list of groups gives the same groups that wait."""
    return pick(made.entrants, len(made.waiting), made.seed) == made.waiting


def undo(session: Session, ref: str, *, now: datetime) -> None:
    """Undoes a draw and writes an audit entry: each of its groups waits or not as it did before the draw.

    Raises NoSuchDraw, and HasJoined if somebody has joined one of the groups or one of its tests was opened.
    """
    act = _act(session, ref)
    drawn = cohorts.list_for_change(session, lottery_ref=ref)
    for cohort in drawn:
        if not is_untouched(session, cohort):
            raise HasJoined(cohort.label)
    for cohort in drawn:
        waited = cohort.ref in act.detail["waiting_before"]
        cohort_changes.set_waiting(session, cohort.cohort_id, is_waiting=waited, lottery_ref=None)
    audit.add(session, UNDO, by=None, at=now, subject=ref, programme_id=act.programme_id)
