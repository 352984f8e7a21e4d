"""What the guide for facilitators shows of a group, in each of its languages: `make pictures`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Browser, Locator, Page, expect

from app.content import Release
from app.services import admission
from app.services.learner import testing
from app.services.waves import Wave
from app.store.people import staff
from app.store.programmes.cohorts import Cohort
from app.web.regional import day
from tests.app.conftest import School
from tests.browser.conftest import Site, new_page
from tests.browser.pictures.album import FOLDER
from tests.browser.test_staff_journeys import come_in

WIDTH = 640
"""Pixels of a picture; its height is three quarters of that."""
PHONE, FORM, GRID, WALL = 480, 560, 760, 960
"""CSS pixels of the screens that are pictured: the fewer, the larger the words on paper."""
LOCALES = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}
LABELS = {"en": "College, group 2", "ru": "Колледж, группа 2", "kk": "Колледж, 2-топ"}
ON_PAPER = {"en": "Village school, form 9", "ru": "Сельская школа, 9 класс", "kk": "Ауыл мектебі, 9-сынып"}
TWELVE = 12


@pytest.fixture
def course(shipped: Release) -> Release:
    return shipped


@dataclass
class Scene:
    """A Scene is a group in one language, and its facilitator at screens of any size."""

    browser: Browser
    site: Site
    lang: str

    def say(self, sentence: str, **values: Any) -> str:
        """As it stands on the screens of this language."""
        with self.site.room.app.test_request_context(), force_locale(self.lang):
            return str(gettext(sentence, **values))

    def open(self, path: str, width: int) -> Page:
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": width * 3 // 4},
            device_scale_factor=WIDTH / width,
            locale=LOCALES[self.lang],
        )
        self.site.room.wait()
        page = come_in(new_page(context), self.site, self.site.room.school.facilitator_id)
        page.goto(path)
        return page

    def write_days(self, page: Page) -> None:
        """Writes the days of fields as pages write days: a browser does so in its own language, and that of the tests
        has none but American, where 02/03/2026 is another day to whoever reads the guide."""
        for field in reversed(page.locator("input[type=date]").all()):  # each is one fewer
            written = field.input_value()
            with self.site.room.app.test_request_context(), force_locale(self.lang):
                words = day(date.fromisoformat(written)) if written else ""
            field.evaluate("(it, words) => { it.type = 'text'; it.value = words; }", words)

    def picture(self, page: Page, name: str, *shown: Locator, top: Locator | None = None) -> None:
        """Pictures what stands on the screen from `top` on, where everything of `shown` must be seen; closes it."""
        if top is not None:
            top.evaluate("it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 12)")
        self.write_days(page)
        for each in shown:
            expect(each).to_be_in_viewport(ratio=1)
        page.screenshot(path=FOLDER / f"guide-{name}-{self.lang}.jpg", type="jpeg", quality=52)
        page.context.close()


@pytest.fixture(params=["en", "ru", "kk"])
def scene(site: Site, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Scene]:
    lang, room = request.param, site.room
    staff.change(room.school.session, room.school.facilitator_id, language=lang)
    room.cohort = room.school.alter(room.cohort, label=LABELS[lang], language=lang, expected_count=TWELVE)
    config = room.app.config["NAVIGATOR"]
    room.app.config["NAVIGATOR"] = replace(config, public_url="https://navigator.example.org")
    yield Scene(browser, site, lang)


def test_the_guide_is_pictured_from_the_first_screen_to_the_result(scene: Scene) -> None:
    room, say = scene.site.room, scene.say
    school, group = room.school, f"/groups/{room.cohort.ref}"

    page = scene.open("/groups/new", FORM)
    page.locator("[name=label]").fill(LABELS[scene.lang])
    page.locator("label.pick:has([name=is_there])").click()
    make = page.get_by_role("button", name=say("Make the group"))
    scene.picture(page, "begin", make, top=page.locator("fieldset:has([name=is_there])"))

    learners = [school.learner(room.cohort, language=scene.lang) for _ in range(TWELVE)]
    page = scene.open(f"{group}/wall", WALL)
    code = f"{room.cohort.join_code[:4]} {room.cohort.join_code[4:]}"
    scene.picture(page, "wall", page.get_by_text(code), page.locator(".qr"))

    room.open(Wave.PRE)
    for learner in learners[:8]:
        school.sit(learner, Wave.PRE, right=5)
    for learner in learners[8:11]:
        testing.begin(school.session, learner, Wave.PRE, school.now)
    room.wait(minutes=6)
    page = scene.open(group, PHONE)
    close = page.get_by_role("button", name=say("Close the first test"))
    scene.picture(page, "lead", page.locator("#pace"), page.locator("#stuck"), close, top=page.locator(".next"))

    for learner in learners[8:]:
        school.sit(learner, Wave.PRE, right=4)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    for number, learner in enumerate(learners[:9]):
        school.sit(learner, Wave.POST, right=4 + number % 6)
    page = scene.open(f"{group}/reach", PHONE)
    message = page.locator("#message-post")
    assert "3" in message.input_value()
    scene.picture(page, "reach", message, *page.locator(".seat").all()[:3], top=page.locator("section.card"))

    for learner in learners[9:11]:
        school.sit(learner, Wave.POST, right=8)
    room.close(Wave.POST)
    page = scene.open(f"{group}/learned", PHONE)
    chart = page.locator(".learned .card").first.locator("svg:visible").first
    scene.picture(page, "result", chart, top=page.locator(".learned .card").first)


def test_the_guide_is_pictured_on_paper(scene: Scene) -> None:
    school = scene.site.room.school
    cohort = on_paper(school, scene.lang)
    page = scene.open(f"/groups/{cohort.ref}/paper", GRID)
    page.locator("[name=sat_on]").fill("2026-02-05")
    letters = "ABCD" if scene.lang == "en" else "АБВГ"
    for handle in (1, 2, 3):
        for number in range(1, 15 if handle < 3 else 6):
            page.locator(f"[name='m-{handle}-{number}']").fill(letters[(handle + number) % 3])
    page.locator("[name='m-3-6']").focus()
    expect(page.locator("#typed")).to_have_text("2")
    page.locator(".scroll").evaluate("it => { it.scrollLeft = 0; }")  # the place of the cursor has moved it
    cells = (page.locator(f"[name='m-{handle}-1']") for handle in (1, 2, 3))
    scene.picture(page, "paper", *cells, top=page.locator("#sheets .tally"))


def on_paper(school: School, lang: str) -> Cohort:
    """A group of last month, all of it on paper."""
    days = {"starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 20)}
    made = school.cohort(way="paper", language=lang, label=ON_PAPER[lang], is_open=False, **days)
    cohort = admission.tick_consent(school.session, made, date(2026, 2, 1), now=school.now)
    for number in range(TWELVE):
        school.on_paper(cohort, key=f"on paper {number:03}", language=lang)
    return cohort
