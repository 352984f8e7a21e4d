"""Nor is the key told by what comes late or twice, by a grid for sheets of paper, or by a file.

Whoever tries makes up learners, types in or sends whatever they like, leads the group, and reads all that they may.
"""

import io
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest

from app.services import signing
from app.services.facilitator import paper
from app.services.facilitator.paper_marks import mark_of
from app.services.learner import phones
from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.crawl import CHANGES_BY_ITSELF, everything, hold_clock, other_keys
from tests.app.web.desk import signed_in_phone, sit_down
from tests.app.web.key_solver import Sheet, any_sheet, keys_told, options_of
from tests.app.web.reader import Phone
from tests.app.web.test_no_key_before_its_time import OWN

pytestmark = pytest.mark.items(8)

OTHERS = r"/groups/\w+/([2-9]|\d\d)(/|$)"
"""Pages of one number, but for the first."""
OF_ONE_SHEET = re.compile(rf'{CHANGES_BY_ITSELF.pattern}|[0-9a-f-]{{32,}}|"(told_at|received_at)":"[^"]*"')
"""What differs from one sheet to the next and tells nothing of it: keys, digests, moments."""


@dataclass
class Invented:
    """Twenty who get form A on the first test and B on the second, what they answered, and what was read of each."""

    room: Room
    desk: Phone
    handles: Mapping[int, int]
    """by learner id"""
    random: Random = field(default_factory=lambda: Random(14))
    sheets: dict[Wave, dict[int, Sheet]] = field(default_factory=dict)
    readings: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        release = self.room.school.release
        for wave, form in ((Wave.PRE, "A"), (Wave.POST, "B")):
            self.sheets[wave] = {it: any_sheet(options_of(release, form), self.random) for it in self.handles}
        self.readings = {it: [] for it in self.handles}

    def read(self, learner: int, text: str) -> None:
        self.readings[learner].append(OF_ONE_SHEET.sub("", text))

    def read_pages(self) -> None:
        """Own pages of each, and what the facilitator reads of each."""
        for learner, handle in self.handles.items():
            for text in self.own_pages(learner).values():
                self.read(learner, text)
            for page in ("", "/merge"):
                self.read(learner, self.desk.client.get(f"/groups/{self.room.cohort.ref}/{handle}{page}").text)
        for wave in (Wave.PRE, Wave.POST):
            grid = self.desk.client.get(f"/groups/{self.room.cohort.ref}/paper?wave={wave.value}").text
            rows = dict(re.findall(r'<tbody data-row="(\d+)">(.*?)</tbody>', grid, re.DOTALL))
            for learner, handle in self.handles.items():
                self.read(learner, rows.get(str(handle), ""))

    def own_pages(self, learner: int) -> dict[str, str]:
        school = self.room.school
        signed_in = signing.start_learner(school.session, learner, school.now)
        school.session.commit()
        phone = signed_in_phone(self.room.app, signed_in.token)
        return {path: OF_ONE_SHEET.sub("", phone.client.get(path).text) for path in OWN}

    def all_pages(self) -> dict[str, str]:
        """What two of them and the facilitator reach."""
        group = f"/groups/{self.room.cohort.ref}"
        paper_of = (f"{group}/paper?wave=pre", f"{group}/paper?wave=post", f"{group}/paper/file?wave=post")
        pages = everything(self.desk, "/groups", group, f"{group}/learned", *paper_of, but=OTHERS)
        own = {f"{it} {path}": text for it in [*self.handles][:2] for path, text in self.own_pages(it).items()}
        return {**pages, **own}

    def finds(self, wave: Wave, readings: Mapping[int, Sequence[str]]) -> int:
        """How many keys of its form are told by what was read of the sheets of a wave."""
        options = options_of(self.room.school.release, "A" if wave is Wave.PRE else "B")
        return len(keys_told(options, [*self.sheets[wave].values()], [readings[it] for it in self.handles]))

    def with_scores(self, wave: Wave) -> Mapping[int, Sequence[str]]:
        """What would be read if one sentence told the score."""
        keys = self.room.keys("A" if wave is Wave.PRE else "B")
        scores = {it: sum(keys[item] == its for item, its in sheet.items()) for it, sheet in self.sheets[wave].items()}
        return {it: [f"Number {self.handles[it]}: saved, {score} of 8."] for it, score in scores.items()}


@pytest.fixture
def invented(room: Room, desk: Phone, monkeypatch: pytest.MonkeyPatch) -> Invented:
    hold_clock(monkeypatch)
    handles = {room.school.learner(room.cohort): handle for handle in range(1, 41)}
    forms = {it: phones.forms_of(room.school.session, it) for it in handles}
    room.wait()
    return Invented(room, desk, {it: handle for it, handle in handles.items() if forms[it][Wave.PRE] == "A"})


def nothing_is_told(invented: Invented, *waves: Wave) -> None:
    """Neither by numbers that are read nor by anything else: with another key, all pages are the same."""
    invented.read_pages()
    assert len(invented.handles) == 20
    for wave in waves:
        assert invented.finds(wave, invented.readings) == 0
        assert invented.finds(wave, invented.with_scores(wave)) == 8, "the solver itself is no good"
    before = invented.all_pages()
    assert len(before) > 20
    with other_keys(invented.room):
        after = invented.all_pages()
    assert after == before


def test_what_is_sent_late_or_twice_is_answered_alike_whatever_is_right(invented: Invented) -> None:
    room = invented.room
    school, api = room.school, Phone(room.app)

    def put_all(wave: Wave, finished_at: str | None = None, key: Mapping[int, str] | None = None) -> set[str]:
        """Everybody's sheet; what all of them are answered."""
        answers = set()
        for learner in invented.handles:
            plain = school.sheet(learner, wave, right=0)
            times = {"started_at": finished_at, "finished_at": finished_at} if finished_at else {}
            ticket = phones.tickets(school.session, learner)[wave]
            body = {**plain, **times, "answers": invented.sheets[wave][learner], "ticket": ticket}
            school.session.commit()
            answer = api.api("PUT", f"/attempts/{(key or {}).get(learner) or uuid.uuid4()}", body)
            words = OF_ONE_SHEET.sub("", f"{answer.status_code} {len(answer.data)} {answer.text}")
            invented.read(learner, words)
            answers.add(words)
        return answers

    def only(answers: set[str]) -> str:
        assert len(answers) == 1, answers
        return answers.pop()

    assert "closed" in only(put_all(Wave.PRE)), "before it is open"
    room.open(Wave.PRE)
    keys = {it: str(uuid.uuid4()) for it in invented.handles}
    for learner, key in keys.items():
        assert school.put(learner, school.sheet(learner, Wave.PRE, right=0), key=key).status == 201
    room.wait()
    assert "wave_taken" in only(put_all(Wave.PRE)), "a second set"
    room.wait(minutes=1)
    assert "key_conflict" in only(put_all(Wave.PRE, key=keys)), "under a key that is known"
    before_closing = school.now.isoformat()
    room.wait(minutes=1)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    room.wait(days=15)
    assert "closed" in only(put_all(Wave.PRE, finished_at=before_closing)), "after the grace"
    room.wait(minutes=1)
    assert "closed" in only(put_all(Wave.PRE)), "finished after it had closed"
    room.wait(minutes=1)
    assert "not_stored" in only(put_all(Wave.PRE)), "one more than lie aside"
    before_closing = school.now.isoformat()
    room.wait(minutes=1)
    room.school.close(room.cohort, Wave.POST)
    room.wait(minutes=3)
    assert only(put_all(Wave.POST, finished_at=before_closing)).startswith("201"), "late, and it counts"
    assert "wave_taken" in only(put_all(Wave.POST, finished_at=before_closing)), "late, and a second set"
    invented.desk = sit_down(room.app, school.session, school.facilitator_id, school.now)

    nothing_is_told(invented, Wave.PRE, Wave.POST)


def marks(invented: Invented, wave: Wave, learner: int, sheet: Sheet) -> dict[str, str]:
    """A row of the grid."""
    handle, options = invented.handles[learner], paper.paper_of(invented.room.school.session, learner, wave).items
    invented.room.school.session.commit()
    return {
        f"m-{handle}-{n}": mark_of(sheet[item], of, invented.room.cohort.language)
        for n, (item, of) in enumerate(options.items(), start=1)
    }


def as_file(invented: Invented, wave: Wave, those: Sequence[int]) -> bytes:
    items = [item.id for item in invented.room.school.release.instrument.items]
    rows = [[str(invented.handles[it]), *(invented.sheets[wave][it][item] for item in items)] for it in those]
    return "\n".join(",".join(row) for row in [["number", *(f"item_{item}" for item in items)], *rows]).encode()


def open_both(invented: Invented) -> str:
    """Opens one test after the other; the day."""
    for wave in (Wave.PRE, Wave.POST):
        invented.room.open(wave)
    return str(invented.room.school.now.date())


def test_a_grid_of_paper_says_the_same_whatever_is_right(invented: Invented) -> None:
    room, desk, sat_on = invented.room, invented.desk, open_both(invented)
    for wave in (Wave.PRE, Wave.POST):
        address, fields = desk.open(f"/groups/{room.cohort.ref}/paper?wave={wave.value}").sent_by("Save", sat_on=sat_on)
        sentences = set()
        for learner, sheet in invented.sheets[wave].items():
            row = marks(invented, wave, learner, sheet)
            half, slip = dict([*row.items()][:5]), row | {f"m-{invented.handles[learner]}-1": "-"}
            for cells in (half, slip, row, row):
                answer = desk.client.post(address, data=fields | cells, headers={"Accept": "application/json"})
                (of_row,) = (answer.json or {}).values()
                invented.read(learner, f"{answer.status_code} {len(of_row['message'])} {of_row}")
            sentences.add(tuple(invented.readings[learner][-4:]))
        assert len(sentences) == 1, sentences

    nothing_is_told(invented, Wave.PRE, Wave.POST)


def upload(invented: Invented, wave: Wave, those: Sequence[int], sat_on: str) -> str:
    """What becomes of a file with these rows."""
    desk = invented.desk
    page = desk.open(f"/groups/{invented.room.cohort.ref}/paper/file?wave={wave.value}")
    address, fields = page.sent_by("Save all of it", sat_on=sat_on, wave=wave.value)
    data = fields | {"table": (io.BytesIO(as_file(invented, wave, those)), "answers.csv")}
    answer = desk.client.post(address, data=data, content_type="multipart/form-data")
    if answer.status_code != 303:
        return f"{answer.status_code} {answer.text}"
    grid = desk.client.get(answer.location)
    return f"{answer.status_code} {len(answer.data)} {re.findall('Sheets saved: .*?<', grid.text)}"


def test_a_file_of_answers_says_the_same_whatever_is_right(invented: Invented) -> None:
    sat_on, ids = open_both(invented), [*invented.handles]
    for wave in (Wave.PRE, Wave.POST):
        assert len({upload(invented, wave, [it], sat_on) for it in ids[:3]}) == 1
        assert "Sheets saved: 17." in upload(invented, wave, ids, sat_on)

    nothing_is_told(invented, Wave.PRE, Wave.POST)


@pytest.mark.parametrize("moment", ["open", "closed a moment ago", "shown"])
def test_what_most_of_ten_knew_is_told_when_learners_see_the_answers(invented: Invented, moment: str) -> None:
    room, sat_on = invented.room, open_both(invented)
    for wave in (Wave.PRE, Wave.POST):
        assert "Sheets saved: 10." in upload(invented, wave, [*invented.handles][:10], sat_on)
    if moment == "shown":
        room.close(Wave.POST)
    elif moment != "open":
        room.school.close(room.cohort, Wave.POST)
        room.wait(minutes=9)
    group = f"/groups/{room.cohort.ref}"
    before = everything(invented.desk, group, f"{group}/learned", but=OTHERS)

    with other_keys(room):
        after = everything(invented.desk, group, f"{group}/learned", but=OTHERS)

    assert ("most did not" in before[f"{group}/learned"]) == (moment == "shown")
    assert {path for path in before if before[path] != after[path]} == (
        {f"{group}/learned"} if moment == "shown" else set()
    )
