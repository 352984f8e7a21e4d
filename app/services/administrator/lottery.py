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
    """Raised where there is nothing to draw: `untouched` groups that nobody has joined yet, `joined` others."""

    def __init__(self, untouched: int, joined: int) -> None:
        super().__init__(f"{untouched} groups that nobody has joined, {joined} others")
        self.untouched, self.joined = untouched, joined


class WrongCount(ValueError):
    """Raised where all of the `groups` would wait, or none: at least one waits and at least one does not."""

    def __init__(self, groups: int) -> None:
        super().__init__(f"of {groups} groups 1 to {groups - 1} can wait")
        self.groups = groups


class DrawnBefore(ValueError):
    """Raised where some of the groups were in the draw `ref`: to draw until one likes the outcome is no lottery."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class NoSuchDraw(LookupError):
    """Raised where no draw has this id, or it was undone."""


class HasJoined(ValueError):
    """Raised where somebody has joined the group `label`, or its test was opened: the draw stands."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


@dataclass(frozen=True)
class Draw:
    """A Draw is what the lottery decided.

    ref: its id. seed: what makes it repeatable. entrants: region by the group's id. waiting: ids of the groups that
    wait.
    """

    ref: str
    seed: str
    entrants: Mapping[str, str]
    waiting: frozenset[str]


def pick(entrants: Mapping[str, str], wait: int, seed: str) -> frozenset[str]:
    """Chooses `wait` of the `entrants` (region by id) by lot and returns their ids; the same for the same seed.

    Each region has its share of those that wait, to the nearest group.
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
    """Draws which groups of the programme wait, of those that nobody has joined; half of them where `wait` is None.

    Pilots are in no draw.

    regions: only these; () for all. The same draw once more changes nothing. Raises TooFew, WrongCount, DrawnBefore.
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
    """Returns a draw as the audit has it. Raises NoSuchDraw."""
    act = _act(session, ref)
    return Draw(ref, act.detail["seed"], act.detail["entrants"], frozenset(act.detail["waiting"]))


def _act(session: Session, ref: str) -> audit.Act:
    act = audit.get(session, DRAW, ref)
    if act is None or audit.get(session, UNDO, ref) is not None:
        raise NoSuchDraw(ref)
    return act


def is_sound(made: Draw) -> bool:
    """Returns whether the same seed and list give the same outcome."""
    return pick(made.entrants, len(made.waiting), made.seed) == made.waiting


def undo(session: Session, ref: str, *, now: datetime) -> None:
    """Undoes a draw for all its groups, as if nobody had drawn. Raises NoSuchDraw and HasJoined."""
    act = _act(session, ref)
    drawn = cohorts.list_for_change(session, lottery_ref=ref)
    for cohort in drawn:
        if not is_untouched(session, cohort):
            raise HasJoined(cohort.label)
    for cohort in drawn:
        waited = cohort.ref in act.detail["waiting_before"]
        cohort_changes.set_waiting(session, cohort.cohort_id, is_waiting=waited, lottery_ref=None)
    audit.add(session, UNDO, by=None, at=now, subject=ref, programme_id=act.programme_id)
