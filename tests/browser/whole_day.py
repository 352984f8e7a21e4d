"""An instance from nothing, as README's user sets it up: its staff at their desks in Russian, and its learners."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.test import TestResponse

from app.content import Release
from app.services.administrator import helplines
from app.services.administrator.staff import add_staff
from app.services.figures import settling
from app.services.learner.joining import ASSENT_VERSION
from app.services.people import Grant, Role
from app.store import Database
from assessments import marks
from tests.app.conftest import MORNING
from tests.app.web.reader import Phone
from tests.browser.conftest import Look
from tests.browser.serving import served
from tests.browser.test_before import Hand
from tests.browser.test_staff_journeys import DESK, look_at_both, press
from tests.conftest import as_made

ADDRESS = "http://hub.test"
"""What posters and links show; the browsers of the tests open the same paths on this machine."""
PASSPHRASE = "семь камней на дороге"
RAW = re.compile(r"[A-Za-z]{3,}|\b20\d\d-(?:0\d|1[0-2])-\d\d\b")
"""A word in Latin letters, or a day as machines write it."""
ADDRESS_OR_CODE = re.compile(r"(https?://)?hub\.test\S*|\b[A-Z0-9]{4} [A-Z0-9]{4}\b")
OF_NO_LANGUAGE = {
    *(
        "Smart",
        "Navigator",
        "Bilim",
        "Aigul",
        "aigul",
        "Dana",
        "dana",
        "root",
        "PIN",
        "XLSX",
        "CSV",
        "ODS",
        "PDF",
        "ICC",
    ),
    *("McFarland", "HCItestretest", "ShinyItemAnalysis", "Homeostasis", "Concept", "Inventory"),
    *("CBE", "cbe", "Life", "Sciences", "Education", "doi"),
}
"""Words in Latin letters that are right on a Russian page: names, kinds of files, and a source that is quoted."""
WORDS = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [];
    while (texts.nextNode()) {
        const it = texts.currentNode.parentElement;
        const lang = it.closest("[lang]").lang;
        if (it.getClientRects().length && lang === "ru" && !it.closest("script, style, code, .vh.foreign")) {
            seen.push(texts.currentNode.textContent);
        }
    }
    return seen.join("\\n");
}"""
"""What stands on a page and is said to be Russian."""


@dataclass
class Instance:
    """An Instance is served on a port of its own; its clock is moved by hand."""

    app: Flask
    url: str
    token: str
    """of the first administrator's one-time link"""

    def wait(self, **duration: float) -> None:
        """Time goes on, and what is due is done, as a server does each minute."""
        self.app.extensions["clock_offset"] += timedelta(**duration)
        settling.settle_due(self.app.extensions["database"], self.now)

    def wait_until(self, moment: datetime) -> None:
        assert moment > self.now
        self.wait(seconds=(moment - self.now).total_seconds())

    @property
    def now(self) -> datetime:
        offset: timedelta = self.app.extensions["clock_offset"]
        return datetime.now(UTC) + offset


@contextmanager
def from_nothing(database: Database, app_made: Flask) -> Iterator[Instance]:
    """Serves an instance in which nothing is but the shipped helplines and an administrator, as `init` leaves it."""
    with database.writing() as session:
        helplines.load_shipped(session)
        made = add_staff(session, name="root", language="ru", grant=Grant(Role.ADMINISTRATOR), now=MORNING)
    with as_made(app_made) as app, served(app) as url:
        app.extensions["clock_offset"] = MORNING - datetime.now(UTC)
        app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], public_url=ADDRESS)
        yield Instance(app, url, made.token)


@dataclass
class Staff:
    """A member of staff at a browser. See looks at the page on a desk's and on a phone's screen, and reads it."""

    page: Page
    look: Look | None = None

    def see(self, name: str, *, but: tuple[str, ...] = ()) -> None:
        """Finds no fault with the page at either width, and nothing on it that is not Russian."""
        text = ADDRESS_OR_CODE.sub("", self.page.evaluate(WORDS))
        lines = [line for line in text.splitlines() if {*RAW.findall(line)} - OF_NO_LANGUAGE - {*but}]
        assert not lines, f"{name}: {lines} on a Russian page"
        if self.look:
            look_at_both(self.page, self.look, f"day-{name}")

    def follow(self, link: str) -> None:
        """Uses a one-time link and chooses a passphrase."""
        self.page.goto(link.removeprefix(ADDRESS))
        self.page.get_by_label("Парольная фраза").first.fill(PASSPHRASE)
        press(self.page, "button", "Сохранить и войти")


@pytest.fixture
def open_desk(browser: Browser) -> Iterator[Callable[[Instance], Page]]:
    """Browser windows at a desk, in Russian; as many as one likes."""
    contexts = []

    def open_desk(instance: Instance, size: Mapping[str, int] = DESK) -> Page:
        viewport = {"width": size["width"], "height": size["height"]}
        contexts.append(browser.new_context(base_url=instance.url, viewport=viewport, locale="ru-RU"))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda fault: pytest.fail(str(fault)))
        return page

    yield open_desk
    for context in contexts:
        context.close()


def add_person(page: Page, name: str, role: str, place: str) -> str:
    """Adds a member of staff on the page that asks for one; gives their one-time link."""
    page.goto("/setup/staff/new")
    page.get_by_label("Имя для входа").fill(name)
    page.get_by_role("radio", name=role, exact=True).check(force=True)
    page.locator("#place").select_option(label=place)
    press(page, "button", "Добавить и сделать одноразовую ссылку")
    return page.get_by_label("Ссылка").input_value()


def set_up_with_both(instance: Instance, open_desk: Callable[[Instance], Page], look: Look) -> tuple[Staff, Staff]:
    """The facilitator and the M&E officer of an instance that is set up, each signed in."""
    links = set_up(Staff(open_desk(instance)), instance)
    aigul, dana = (Staff(open_desk(instance), look) for _ in range(2))
    aigul.follow(links["aigul"])
    dana.follow(links["dana"])
    return aigul, dana


def set_up(root: Staff, instance: Instance) -> dict[str, str]:
    """An administrator's first morning: programme, partner, people and course; gives the one-time links by name."""
    page = root.page
    root.follow(f"/staff/link#{instance.token}")
    root.see("setup-empty")
    press(page, "link", "Создать программу")
    page.get_by_label("Название программы").fill("Безопасный путь")
    page.get_by_label("Часовой пояс").select_option("Asia/Almaty")
    page.get_by_label("Первый язык").select_option("ru")
    page.get_by_label("Второй язык").select_option("kk")
    page.get_by_label("Где хранятся согласия родителей или опекунов").fill("у партнёра, в папке группы")
    press(page, "button", "Сохранить")
    press(page, "link", "Добавить партнёра")
    page.get_by_label("Название партнёра").fill("Bilim")
    press(page, "button", "Добавить партнёра")
    links = {
        "aigul": add_person(page, "Aigul", "Ведущий", "Bilim"),
        "dana": add_person(page, "Dana", "Специалист по мониторингу и оценке", "Безопасный путь"),
    }
    root.see("setup-link")
    page.goto("/setup")
    press(page, "link", "Выпустить курс")
    press(page, "button", "Выпустить для")
    page.goto("/setup")
    expect(page.get_by_text("Готово: ведущие могут создавать группы.")).to_be_visible()
    root.see("setup-ready")
    return links


@dataclass
class Learner:
    """A learner on a phone that speaks to the server as the pages' scripts do."""

    instance: Instance
    phone: Phone
    handle: int
    code: str
    pin: str

    def sit(self, wave: str, release: Release, *, right: int) -> None:
        """Takes the test along, answers so many of its questions right and the others wrong, and sends it."""
        answer = self._send(wave, release, right)
        assert answer.status_code == 201, answer.get_data(as_text=True)

    def try_to_sit(self, wave: str, release: Release, *, right: int) -> str:
        """The same where it is refused; gives the code of the refusal."""
        answer = self._send(wave, release, right)
        assert answer.status_code == 409
        return str(answer.get_json()["code"])

    def _send(self, wave: str, release: Release, right: int) -> TestResponse:
        csrf = self._sign_in()
        tests = self.phone.api("GET", "/bundle").get_json()["tests"]
        test = next(it for it in tests if it["wave"] == wave)
        form, now = test["form"]["form"], self.instance.now
        answers = answered(release, form, right=right)
        body = {
            "ticket": test["ticket"],
            "wave": wave,
            "form": form,
            "instrument": test["form"]["structure_digest"],
            "answers": answers,
            "seconds": dict.fromkeys(answers, 20),
            "started_at": (now - timedelta(minutes=6)).isoformat(),
            "finished_at": now.isoformat(),
            "sent_at": now.isoformat(),
        }
        return self.phone.api("PUT", f"/attempts/{uuid4()}", body, **{"X-CSRFToken": csrf})

    def read(self, release: Release) -> None:
        """Every lesson to its end."""
        csrf = self._sign_in()
        for lesson in release.course.lessons:
            for piece in lesson.piece_ids:
                body = {"step": 1, "done": True}
                answer = self.phone.api("PUT", f"/progress/{piece}", body, **{"X-CSRFToken": csrf})
                assert answer.status_code == 200, answer.get_data(as_text=True)

    def _sign_in(self) -> str:
        """With the card, as after a night; gives the token that a request which changes something has to carry."""
        card = {"learner_code": self.code, "pin": self.pin}
        return str(self.phone.api("POST", "/session", card).get_json()["csrf"])


def answered(release: Release, form: str, *, right: int) -> Mapping[str, Any]:
    """The first items right, the others wrong."""
    answers: dict[str, Any] = {}
    for number, item in enumerate(release.instrument.items):
        question = item.form(form)
        others = [option for option in question.options if option not in question.keys]
        wrong = marks(others[:2]) if question.has_lines else others[0]
        answers[item.id] = question.key if number < right else wrong
    return answers


def join(instance: Instance, code: str) -> Learner:
    """Joins by the code of a group; gives the learner with their card."""
    phone = Phone(instance.app, "ru")
    body = {"join_code": code, "join_key": uuid4().hex, "language": "ru", "sex": "female", "age_band": "15-17"}
    card = phone.api("POST", "/join", {**body, "assent": ASSENT_VERSION}).get_json()
    return Learner(instance, phone, card["handle"], card["learner_code"], card["pin"])


def sign_in(page: Page, name: str) -> Hand:
    """Signs somebody in who has a passphrase; gives the hand that did it, and has counted."""
    hand = Hand(page)
    page.context.clear_cookies()
    page.goto("/staff/in")
    hand.fill("Имя", name)
    hand.fill("Парольная фраза", PASSPHRASE)
    hand.press("button", "Войти")
    return hand


@dataclass(frozen=True)
class Counted:
    """Counted is what was answered by those with both tests, worked out here, as pages and files must have it.

    pairs: right answers before and after. joined: all who are in the group.
    """

    pairs: tuple[tuple[int, int], ...]
    joined: int

    @property
    def n(self) -> int:
        return len(self.pairs)

    @property
    def improved(self) -> int:
        return sum(after > before for before, after in self.pairs)

    @property
    def same(self) -> int:
        return sum(after == before for before, after in self.pairs)

    @property
    def worse(self) -> int:
        return self.n - self.improved - self.same

    @property
    def means(self) -> tuple[str, str]:
        """Before and after, as Russian writes them."""
        before, after = (sum(it) / self.n for it in zip(*self.pairs, strict=True))
        return f"{before:.2f}".replace(".", ","), f"{after:.2f}".replace(".", ",")

    def is_on_the_result(self, page: Page) -> None:
        """The page of the group's result has these figures."""
        before, after = self.means
        expect(page.locator(".tally .big").first).to_have_text(str(self.improved))
        main = page.locator("main")
        expect(main).to_contain_text(f"из {self.n} участников")
        expect(main).to_contain_text(f"{self.same} набрали столько же, {self.worse} набрали меньше.")
        expect(main).to_contain_text(f"Средний балл был {before}, стал {after} из 14.")

    def is_in_the_report(self, page: Page) -> None:
        """The row of all groups has them, and so have the headline and the flow."""
        before, after = self.means
        total = " ".join(page.locator("main table:has(caption[id^=gains]) tfoot tr").inner_text().split())
        expect(page.locator("main")).to_contain_text(f"участников: {self.improved} из {self.n}")
        assert total.startswith(f"Все 1 {self.n} {self.improved}; "), total
        assert f" {self.same}; " in total, total
        assert f" {self.worse}; " in total, total
        assert total.endswith(f"{before} → {after}"), total
        missing = page.get_by_role("row", name="Только первый тест")
        assert missing.inner_text().split() == ["Только", "первый", "тест", str(self.joined - self.n)]

    def is_in_the_file(self, path: Path) -> None:
        """The row of all groups in a file of a publication has them, exactly."""
        with path.open(encoding="utf-8-sig", newline="") as lines:
            value = {row["figure"]: row["value"] for row in csv.DictReader(lines) if row["group"] == "total"}
        counts = {
            "missing.enrolled": self.joined,
            "flow.pre_only": self.joined - self.n,
            "flow.paired": self.n,
            "improved.count": self.improved,
            "same.count": self.same,
            "worse.count": self.worse,
        }
        assert {name: int(value[name]) for name in counts} == counts
        before, after = (sum(it) / self.n for it in zip(*self.pairs, strict=True))
        assert float(value["gain.pre_mean"]) == pytest.approx(before)
        assert float(value["gain.post_mean"]) == pytest.approx(after)
