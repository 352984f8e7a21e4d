"""Every page of staff in Russian and in Kazakh, where something lies behind every door: nothing is English."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.store import Database
from app.web.language import NAMES
from tests.app.web.conftest import Room
from tests.app.web.test_doors import rows
from tests.app.web.town import COURSE, FOREIGN, Town, doors, undone

pytestmark = pytest.mark.items(14)

WORDS = {
    *("ADX", "CSV", "DHIS", "Excel", "IATI", "JSON", "LRS", "ODS", "PDF", "Parquet", "SPSS", "Stata", "UTF", "XLSX"),
    *("XML", "xAPI", "ICC", "UTC", "PIN", "Enter", "English", "Aegis", "FreeOTP", "Google", "Authenticator"),
    *("KoboToolbox", "Kobo", "ODK", "Python", "ShinyItemAnalysis", "HCItestretest", "McFarland", "IREX", "StopNCII"),
    *("Liter", "Kazinform"),
}
"""Formats, programs, researchers, services, a key of a keyboard and a language by its own name."""
PHRASES = (
    *("Homeostasis Concept Inventory", "CBE—Life Sciences Education", "CBE Life Sciences Education", "doi:"),
    *("Take It Down", "serve --host", "localhost", "XML values and headers", "navigator course check"),
    *("Safe ways", "Bilim", "Group 1", "aigul", "in the school's office"),
    *(f"{FOREIGN} {name}" for name in ("heads", "counts", "far", "led", "group")),
)
"""Papers, programs and commands; what people have called things and one another."""
CODE = re.compile(r"\b[A-Z\d]{4} ?[A-Z\d]{4}\b")
LATIN = re.compile(r"(?<![\w…])[A-Za-z][A-Za-z'’]{2,}(?!\w)")
NO_WORDS = re.compile(r"\S*/\S*|\S*\w\.[a-z]{2,}\S*|\S*_\S*")
"""Addresses, names of servers and files, and codes."""
READ_OUT = ("aria-label", "alt", "placeholder", "title")
ELSEWHERE = ("script", "style", "code", "svg")
PEOPLE = ("leads it", "heads its partner", "its officer", "administrator")


def texts(node: Element, language: str) -> Iterator[str]:
    """What is read or read out below a node, without what says that it is in another language, and commands."""
    if node.tag in ELSEWHERE or node.get("lang", language) != language:
        return
    yield from (node.attrib[name] for name in READ_OUT if node.get(name))
    yield node.text or ""
    for child in node:
        yield from texts(child, language)
        yield child.tail or ""


def words_of(page: str, language: str, phrases: Sequence[str] = ()) -> dict[str, str]:
    """Latin words of a page that are in none of these phrases, each with what stands around it."""
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    words: dict[str, str] = {}
    for text in texts(root, language):
        read = CODE.sub(" ", NO_WORDS.sub(" ", " ".join(text.split())))
        for phrase in phrases:
            read = read.replace(phrase, " ")
        words.update((word, text) for word in LATIN.findall(read))
    return words


class Reader:
    """Somebody at a browser in one language, at all doors of a town."""

    def __init__(self, app: Flask, town: Town, language: str) -> None:
        self.app, self.town, self.language = app, town, language

    def pages(self, who: str, rule: Rule, method: str) -> Iterator[str]:
        client = self.app.test_client()
        client.set_cookie("n", self.town.cookies[who])
        values = {**self.town.values, **self.town.values.get(rule.endpoint, {})}
        arguments = {name: values[name] for name in rule.arguments} | {"programme": values["programme"]}
        built = rule.build({**arguments, "lang": self.language})
        assert built is not None
        data = {"programme": values["programme"], "course": COURSE} if method == "POST" else None
        answer = client.open(built[1], method=method, data=data)
        if answer.mimetype == "text/html" and answer.status_code not in (303, 404):
            yield answer.get_data(as_text=True)


@pytest.mark.parametrize("language", [code for code in NAMES if code != "en"])
def test_no_page_of_staff_has_an_english_word(app: Flask, room: Room, database: Database, language: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    town, by_door = Town(room), doors(app)
    reader, read = Reader(app, town, language), 0
    phrases = sorted((*PHRASES, *town.cookies), key=len, reverse=True)
    unknown: dict[str, str] = {}
    with undone(database):
        for (method, address), block, _answers in rows():
            if block.get("sign in at") != "/staff/in":
                continue
            for who in PEOPLE:
                for page in reader.pages(who, by_door[method, address], method):
                    read += 1
                    words = words_of(page, language, phrases)
                    unknown.update(
                        (word, f"{method} {address}: {text}") for word, text in words.items() if word not in WORDS
                    )

    assert read > 150
    assert unknown == {}, sorted(unknown)


def test_an_english_word_is_found_wherever_it_is_read_and_left_alone_where_it_says_what_it_is() -> None:
    page = '<p title="Over there">Да <b>and no</b> <span lang="en">English</span> <code>serve</code> item_a http://x.yz/no</p>'

    assert set(words_of(f"<html lang=ru><body>{page}", "ru")) == {"Over", "there", "and"}
