"""The phones of two learners and everything that may happen to their outboxes: Hypothesis chooses what, and when."""

import contextlib
import http.client
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from benchmarks.outbox_world import Sheet, World


def _status(status: int, answer: dict[str, Any]) -> int:
    """The status of the model: of a test of which enough lies aside, what is refused stays on the phone alone."""
    return 409 if (status, answer.get("code")) == (422, "not_stored") else status


def machine(world: World) -> type[RuleBasedStateMachine]:
    """Makes the state machine of the phones of two learners, two phones each."""

    class Outboxes(RuleBasedStateMachine):
        @initialize()
        def people_come(self) -> None:
            self.people = [world.take_person(), world.take_person()]
            self.outbox: list[Sheet] = []
            self.clocks = [timedelta(0)] * 4
            self.receipts: dict[str, str] = {}
            """keys that a phone was told to be stored, with their hash"""

        def clock_of(self, sheet: Sheet) -> timedelta:
            return self.clocks[int(sheet.key[0], 16) % 4]

        @rule(who=st.integers(0, 1), wave=st.sampled_from(["pre", "post"]), phone=st.integers(0, 3), data=st.randoms())
        def finish(self, who: int, wave: str, phone: int, data: Random) -> None:
            self._count("finished")
            self.outbox.append(self._sheet(self.people[who], wave, self.clocks[phone], data))

        @rule(phone=st.integers(0, 3), years=st.integers(-20, 20), minutes=st.integers(-600, 600))
        def clock_jumps(self, phone: int, years: int, minutes: int) -> None:
            self._count("clock jump")
            self.clocks[phone] = timedelta(days=365 * years, minutes=minutes)

        @precondition(lambda self: self.outbox)
        @rule()
        def send(self) -> None:
            self._count("in order")
            self._answered(self.outbox[0], *self._ask(self.outbox[0]))

        @precondition(lambda self: len(self.outbox) > 1)
        @rule(at=st.integers(0, 50))
        def send_another_first(self, at: int) -> None:
            """They need not go in order."""
            self._count("out of order")
            sheet = self.outbox[1 + at % (len(self.outbox) - 1)]
            self._answered(sheet, *self._ask(sheet))

        @precondition(lambda self: self.outbox)
        @rule()
        def request_is_lost(self) -> None:
            self._count("lost request")

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50))
        def answer_is_lost(self, at: int) -> None:
            """The server has it and the phone does not know: it stays in the outbox."""
            self._count("lost answer")
            self._ask(self.outbox[at % len(self.outbox)])

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50), copies=st.integers(2, 4))
        def goes_several_times_at_once(self, at: int, copies: int) -> None:
            self._count("twice at once")
            sheet = self.outbox[at % len(self.outbox)]
            answers: list[tuple[int, dict[str, Any]]] = []
            threads = [
                threading.Thread(target=lambda: answers.append(world.put(sheet, clock=self.clock_of(sheet))))
                for _ in range(copies)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            first = world.expected(sheet, sheet.person)
            rest = [world.expected(sheet, sheet.person) for _ in range(copies - 1)]
            assert sorted(_status(*answer) for answer in answers) == sorted([first, *rest])
            self._answered(sheet, *answers[0])

        @precondition(lambda self: self.receipts)
        @rule(at=st.integers(0, 50))
        def a_clone_of_the_phone_sends_again(self, at: int) -> None:
            """A backup that was put back still has it."""
            self._count("stored before")
            key = list(self.receipts)[at % len(self.receipts)]
            status, answer = self._ask(world.stored[key])
            assert (status, answer["sha256"]) == (200, self.receipts[key])

        @precondition(lambda self: self.receipts)
        @rule(at=st.integers(0, 50), data=st.randoms())
        def other_answers_come_under_the_key(self, at: int, data: Random) -> None:
            self._count("other content")
            sheet = world.stored[list(self.receipts)[at % len(self.receipts)]]
            other = self._sheet(sheet.person, sheet.wave, timedelta(0), data)
            status, _ = self._ask(Sheet(sheet.key, sheet.person, sheet.wave, other.content, other.is_complete))
            assert status == 409

        @precondition(lambda self: self.receipts)
        @rule(at=st.integers(0, 50), data=st.randoms())
        def somebody_else_sends_under_the_key(self, at: int, data: Random) -> None:
            self._count("somebody else's key")
            stored = world.stored[list(self.receipts)[at % len(self.receipts)]]
            other = next(person for person in self.people if person != stored.person)
            sheet = self._sheet(other, stored.wave, timedelta(0), data)
            status, _ = self._ask(Sheet(stored.key, other, stored.wave, sheet.content, sheet.is_complete))
            assert status == 409

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50), after=st.floats(0, 0.02))
        def the_server_is_killed(self, at: int, after: float) -> None:
            """While it works: whether it was stored only the file can tell; the phone keeps it."""
            if not world.kills_left or world.steps < world.next_kill_at:
                self._count("lost request")  # a start takes seconds: only so many of the kills are carried out
                return
            world.kills_left -= 1
            world.next_kill_at += world.steps_between_kills
            self._count("killed")
            sheet = self.outbox[at % len(self.outbox)]
            got: list[int] = []

            def ask() -> None:
                with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                    got.append(world.put(sheet, clock=self.clock_of(sheet))[0])

            thread = threading.Thread(target=ask)
            thread.start()
            time.sleep(after)
            world.server.kill()
            thread.join()
            world.server.start()
            if sheet.key in world.rows() and sheet.key not in world.stored:
                assert world.expected(sheet, sheet.person) == 201
            assert 201 not in got or sheet.key in world.stored, "it was answered and is not there"
            world.check()

        def teardown(self) -> None:
            """A connection at last: everything goes, and then stands there as it was sent."""
            while self.outbox:
                self._answered(self.outbox[0], *self._ask(self.outbox[0]))
            held = world.rows() if self.receipts else {}
            missing = {key for key, sha256 in self.receipts.items() if key not in held or held[key][0] != sha256}
            assert not missing, f"told to be stored, and not there: {missing}"

        def _count(self, event: str) -> None:
            world.steps += 1
            world.events[event] += 1

        def _ask(self, sheet: Sheet) -> tuple[int, dict[str, Any]]:
            status, answer = world.put(sheet, clock=self.clock_of(sheet))
            expected = world.expected(sheet, sheet.person)
            assert _status(status, answer) == expected, f"answered {status} {answer}, not {expected}"
            return _status(status, answer), answer

        def _answered(self, sheet: Sheet, status: int, answer: dict[str, Any]) -> None:
            """As outbox.js does: only the echo of key and hash empties the outbox, a refusal sets aside."""
            if status in (200, 201):
                assert (answer["key"], answer["sha256"]) == (sheet.key, sheet.sha256)
                self.receipts[sheet.key] = sheet.sha256
                world.events["arrived"] += 1
            else:
                world.events["wave taken"] += answer["code"] == "wave_taken"
            self.outbox.remove(sheet)

        def _sheet(self, person: int, wave: str, clock: timedelta, data: Random) -> Sheet:
            form = world.people[person]["forms"][wave]
            answers: dict[str, str | None] = {item: data.choice(forms[form]) for item, forms in world.items.items()}
            is_complete = data.random() < 0.7
            if not is_complete:
                world.events["incomplete"] += 1
                for item in data.sample(sorted(answers), 5):
                    answers[item] = None
            finished_at = datetime.now(UTC) + clock
            content = {
                "wave": wave,
                "form": form,
                "instrument": world.structure,
                "answers": answers,
                "seconds": {item: data.randint(1, 90) for item in answers},
                "started_at": (finished_at - timedelta(minutes=data.randint(1, 60))).isoformat(),
                "finished_at": finished_at.isoformat(),
            }
            return Sheet(str(uuid.uuid4()), person, wave, content, is_complete)

    return Outboxes
