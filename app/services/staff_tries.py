"""How fast passphrases may be tried, so that guessing is slow and nobody keeps somebody else's name out.

Wrong tries of the last day are counted by name and address (an IPv6 address by its /64), and by name alone. The first
five from an address cost nothing; after each further one nothing from that address is looked at for half a minute,
then twice as long each time, a quarter of an hour at most. Where a name had a hundred wrong tries from anywhere, an
address waits an hour after each. Who comes from another address, or has waited, is looked at: no name is ever shut.

What a guesser gets at one name a day:

| from                 | tries                                                                       |
|----------------------|-----------------------------------------------------------------------------|
| one address          | 10 in a quarter of an hour, then 96 a day at most                           |
| a thousand addresses | 1,000 to begin with, then 24 an address: under 25,000                       |

Of three common words there are 3 x 10 ** 13 (`passphrases`): a thousand addresses try one in a million of them in
three years, and whoever looks after figures or people has a second factor besides.

Addresses are kept as keyed digests, which tell nobody where somebody was, and for a day.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services import card_tries
from app.services.networks import network_of
from app.store import Session, instance
from app.store.people import wrong_tries

FREE = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
MANY = 100
"""Wrong tries at one name, from anywhere, after which an address waits longer."""
WAIT_OF_MANY = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    """A Door is a member of staff's name as it is tried from one address; each pair has its own wrong tries."""

    staff_id: int
    place: str
    """a keyed digest of the address"""

    @property
    def of_name(self) -> str:
        """Returns the name under which every wrong try at this person's name is counted."""
        return beginning_of(self.staff_id)

    @property
    def of_address(self) -> str:
        """Returns the name under which wrong tries at this person's name from this address are counted."""
        return f"{self.of_name}{self.place}"

    def shut_until(self, reading: Session, now: datetime) -> datetime:
        """Returns until when no passphrase is looked at here; a moment not in the future if one may be tried."""
        last = wrong_tries.nth_last(reading, self.of_address, 1)
        if last is None:
            return now - DAY
        wrong = wrong_tries.count(reading, self.of_address, since=now - DAY)
        at_name = wrong_tries.count(reading, self.of_name, since=now - DAY)
        return last + wait_after(wrong, at_name)


def wait_after(wrong: int, at_name: int) -> timedelta:
    """Returns how long an address must wait after its last wrong try at a name: from nothing to an hour.

    wrong: number of wrong tries from this address within a day. at_name: number of those at the name from anywhere.
    """
    if at_name >= MANY and wrong:
        return WAIT_OF_MANY
    if wrong < FREE:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(wrong - FREE, 10)), LONGEST_WAIT)


def door_of(reading: Session, staff_id: int, address: str) -> Door:
    """Returns the door for a member of staff and an IP address, which it holds only as a keyed digest.

    staff_id: 0 for a name that nobody has.
    """
    key = instance.pepper_of(reading, "addresses").encode()
    return Door(staff_id, hmac.new(key, network_of(address).encode(), hashlib.sha256).hexdigest()[:24])


def may_come_in(session: Session, door: Door, *, is_right: bool, now: datetime) -> bool:
    """Returns whether this try is let in: the passphrase is right and the door does not have to wait.

    A wrong try is counted, and a right one clears this address. Every refusal writes, so that none is recognised by its
    time; commit also for False.
    """
    wrong_tries.take_turns(session, {door.of_name, card_tries.UNKNOWN})
    if door.shut_until(session, now) > now:
        card_tries.count_wrong(session, [card_tries.UNKNOWN], now)
        return False
    if is_right:
        wrong_tries.forget(session, door.of_address)
    else:
        wrong_tries.forget_all_old(session, door.of_name, now, DAY)
        wrong_tries.add(session, (door.of_name, door.of_address), now)
    return is_right


def forget(session: Session, staff_id: int, now: datetime) -> None:
    """Forgets all wrong tries at a person's name, from every address, as after a new passphrase."""
    wrong_tries.forget_all_old(session, beginning_of(staff_id), now, timedelta())


def beginning_of(staff_id: int) -> str:
    """Returns what the names of all counts of wrong tries at this person begin with."""
    return f"staff {staff_id}."
