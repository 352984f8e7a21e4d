"""Until a group has settled there is progress and no gain, for nobody; from the reveal on its facilitator has the own.

Tried by what everybody reaches: pages, prints, files, commands are the same when the same learners have other scores.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete

from app.cli import main
from app.services.facilitator import paper
from app.services.people import Role
from app.services.submission import Source, Way
from app.services.waves import Wave
from app.store import Database
from app.store.tables import Audit
from tests.app.services.settled_groups import say_yes
from tests.app.web.conftest import Room
from tests.app.web.crawl import everything, hold_clock, other_scores
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

COMMANDS = (
    ["gains", "--json"],
    ["gains", "--full"],
    ["gains", "--by", "sex", "--by", "region", "--json"],
    ["gains", "--by", "age_band", "--where", "sex=female"],
    ["publish", "--preview", "--json"],
    ["publications", "--json"],
    ["export", "csv"],
)
FIRST = ("/groups", "/figures", "/figures?by=sex", "/figures/publications", "/setup", "/setup/acts")


@pytest.fixture
def who(room: Room) -> list[int]:
    """Twelve who took both tests; the second is open still."""
    who = [room.school.learner(room.cohort, sex=("female", "male")[place % 2]) for place in range(12)]
    for wave, right in ((Wave.PRE, 4), (Wave.POST, 9)):
        room.open(wave)
        for place, learner in enumerate(who):
            room.school.sit(learner, wave, right=right + place % 3)
        if wave is Wave.PRE:
            room.close(wave)
    room.wait()
    return who


@pytest.fixture
def commands(database: Database, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[tuple[int, str]]]:
    """Status and words of each; that some are refused is forgotten."""

    def run() -> list[tuple[int, str]]:
        outputs = []
        for words in COMMANDS:
            status = main([*words, "--database", database.url.render_as_string(hide_password=False)])
            answer = capsys.readouterr()
            outputs.append((status, answer.out + answer.err))
        with database.writing() as session:
            by_looking = Audit.act.startswith("refusal.") | Audit.act.in_(("cohort.file", "cohort.result_file"))
            session.execute(delete(Audit).where(by_looking))
        return outputs

    return run


@pytest.fixture
def desks(app: Flask, room: Room) -> dict[str, Phone]:
    school = room.school
    roles = (Role.ME_OFFICER, Role.PARTNER_LEAD, Role.ADMINISTRATOR)
    ids = {"facilitator": school.facilitator_id, **{role.value: school.staff(f"a {role}", role) for role in roles}}
    return {name: sit_down(app, school.session, staff_id, school.now) for name, staff_id in ids.items()}


@pytest.mark.parametrize("moment", ["the second test is open", "the answers are shown"])
def test_nobody_reaches_anything_in_which_a_gain_can_be_seen(
    room: Room,
    who: list[int],
    desks: dict[str, Phone],
    commands: Callable[[], list[tuple[int, str]]],
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold_clock(monkeypatch)
    is_own_told = moment == "the answers are shown"
    if is_own_told:
        room.close(Wave.POST)
    own = f"/groups/{room.cohort.ref}"
    results = (f"{own}/learned", f"{own}/learned.pdf")
    before = {name: everything(desk, *FIRST, own, f"{own}/learned") for name, desk in desks.items()}
    outputs = commands()
    assert all(len(pages) > 5 for pages in before.values())
    assert all(f"{own}/learned" in before[name] for name in ("facilitator", "me_officer", "partner_lead"))
    assert "12" in before["me_officer"]["/figures"], "that twelve took both tests is progress"

    with other_scores(room, before=dict.fromkeys(who, 9), after={learner: 3 + learner % 2 for learner in who}):
        for name, desk in desks.items():
            pages = everything(desk, *FIRST, own, f"{own}/learned")
            differ = {path for path in pages if pages[path] != before[name].get(path)}
            assert {path.partition("?")[0] for path in differ} <= {own, *results}, f"{name}: {differ}"
            assert bool(differ) == (is_own_told and name == "facilitator"), f"{name}: {differ}"
        assert commands() == outputs


@pytest.mark.usefixtures("who")
def test_what_a_group_that_settled_tells_is_seen_by_this(
    app: Flask, room: Room, commands: Callable[[], list[tuple[int, str]]]
) -> None:
    room.close(Wave.POST)
    room.wait(days=15)
    officer = sit_down(app, room.school.session, room.school.staff("officer", Role.ME_OFFICER), room.school.now)
    path = f"/groups/{room.cohort.ref}/learned"

    assert "12 of 12 learners" in officer.open(path).text
    assert "who took both tests" in everything(officer, path)[path]
    assert '"paired": 12' in commands()[0][1]


@pytest.mark.usefixtures("who")
def test_the_facilitator_reads_beside_the_result_how_many_came_later_and_which_of_them_do_not_count(
    app: Flask, room: Room
) -> None:
    school, sat_on = room.school, room.school.now.date()

    def type_in(learner: int) -> None:
        for wave in (Wave.PRE, Wave.POST):
            answers = school.answers(paper.paper_of(school.session, learner, wave).form, right=9)
            by = school.facilitator_id
            where = (school.session, room.cohort, learner, wave)
            paper.type_in(
                *where, answers=answers, points={}, sat_on=sat_on, source=Source(Way.PAPER, by), now=school.now
            )
            say_yes(school)

    def desk() -> Phone:
        return sit_down(app, school.session, school.facilitator_id, school.now)

    late = [school.learner(room.cohort) for _ in range(3)]
    room.close(Wave.POST)
    type_in(late[0])
    room.wait(hours=1)
    pages = (f"/groups/{room.cohort.ref}", f"/groups/{room.cohort.ref}/learned")
    for page in pages:
        text = desk().open(page).text
        assert "1 came later and is not in it." in text
        assert "had settled" not in text

    room.wait(days=15)
    for learner in late[1:]:
        type_in(learner)
    room.wait()

    for page in pages:
        text = desk().open(page).text
        assert "3 came later and are not in it. Of these 2 came when the group had settled, are kept and do not" in text
        assert "Из них 2 пришли, когда итог группы уже подвели" in desk().open(f"{page}?lang=ru").text
