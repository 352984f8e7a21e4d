"""A phone in somebody's hand that reads every page it opens as strictly as a browser could."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

NEUTRAL_TITLES = (["Navigator"], ["Навигатор"])
FOR_SCRIPTS = re.compile("<template.*?</template>", re.DOTALL)
"""Parts that scripts put in: without one, nobody sees them."""
HIDDEN = {"hidden", "submit", "button"}
INLINE = {"a", "b", "i", "small", "span", "em", "strong"}


class Page:
    """One page, and what one can do on it."""

    def __init__(self, phone: "Phone", path: str, response: TestResponse) -> None:
        self.phone, self.path, self.response = phone, path, response
        self.html = FOR_SCRIPTS.sub("", response.get_data(as_text=True))
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.html)
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.faults = list(self._faults())
        assert not self.faults, f"{path}: {'; '.join(self.faults)}"
        self._take_out_hidden()

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """What stands in the main part, blanks folded."""
        return _words(self._one("main"))

    @property
    def heading(self) -> str:
        return _words(self._one("h1"))

    def links(self) -> list[str]:
        return [anchor.get("href", "") for anchor in self._one("main").iter("a")]

    def buttons(self) -> list[str]:
        return [_words(button) for button in self.root.iter("button")]

    def tap(self, label: str) -> "Page":
        """Follow the link with these words."""
        anchors = [anchor for anchor in self.root.iter("a") if label in (_words(anchor), anchor.get("aria-label"))]
        assert anchors, f"{self.path} has no link '{label}'"
        return self.phone.open(urljoin(self.path, anchors[0].get("href", "")))

    def choice(self, words: str) -> dict[str, str]:
        """Name and value of the choice with these words."""
        for label in self.root.iter("label"):
            control = label.find("input")
            if control is not None and _words(label) == words:
                return {control.get("name", ""): control.get("value", "")}
        raise AssertionError(f"{self.path} has no choice '{words}'")

    def choices(self, name: str) -> list[str]:
        """The values of a group, in the order in which they stand."""
        return [it.get("value", "") for it in self.root.iter("input") if it.get("name") == name]

    def chosen(self, name: str) -> str | None:
        inputs = [it for it in self.root.iter("input") if it.get("name") == name and "checked" in it.attrib]
        return inputs[0].get("value") if inputs else None

    def sent_by(self, label: str, /, **fields: str) -> tuple[str, dict[str, str]]:
        """The address and the fields that a browser sends when this button is pressed."""
        buttons = [button for button in self.root.iter("button") if _words(button) == label]
        assert buttons, f"{self.path} has no button '{label}'"
        owner = buttons[0].get("form")
        form = next((it for it in self.root.iter("form") if owner and it.get("id") == owner), buttons[0])
        while form.tag != "form":
            form = self.parents[form]
        sent = {}
        for control in form.iter("input"):
            is_choice = control.get("type") in ("radio", "checkbox")
            if control.get("name") and (not is_choice or "checked" in control.attrib):
                sent[control.get("name", "")] = control.get("value", "")
        if buttons[0].get("name"):
            sent[buttons[0].get("name", "")] = buttons[0].get("value", "")
        return urljoin(self.path, buttons[0].get("formaction") or form.get("action", "")), {**sent, **fields}

    def press(self, label: str, /, **fields: str) -> "Page":
        """Press the button, with these fields filled in, and see where one arrives."""
        action, sent = self.sent_by(label, **fields)
        return self.phone.send(action, sent)

    def _take_out_hidden(self) -> None:
        """What does not show is no part of the page for whoever holds the phone."""
        for it in [it for it in self.root.iter() if "hidden" in it.attrib]:
            parent = self.parents[it]
            before = next((child for child in reversed(parent[: list(parent).index(it)])), None)
            tail = it.tail or ""
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
            parent.remove(it)

    def _one(self, tag: str) -> Element:
        elements = list(self.root.iter(tag))
        assert len(elements) == 1, f"{self.path} has {len(elements)} <{tag}>"
        return elements[0]

    def _faults(self) -> Any:
        root = self.root
        titles = [_words(title) for title in root.iter("title")]
        if titles not in NEUTRAL_TITLES:
            yield f"titles are {titles}"
        if not root.get("lang"):
            yield "no language"
        if sum(not self._is_hidden(it) for it in root.iter("h1")) != 1:
            yield "not exactly one h1 in sight"
        if "no-store" not in self.response.headers["Cache-Control"]:
            yield "may be kept by a cache"
        ids = Counter(it.get("id") for it in root.iter() if it.get("id"))
        yield from (f"the id {it} stands {count} times" for it, count in ids.items() if count > 1)
        for it in root.iter():
            yield from self._faults_of(it, set(ids))
        anchors = [(anchor.get("id"), anchor.get("href")) for anchor in root.iter("a")]
        if 'class="bar"' not in self.html and (
            anchors[0][0] != "leave" or urlsplit(anchors[1][1] or "").path != "/help"
        ):
            yield "does not begin with Leave and Help"

    def _faults_of(self, it: Element, ids: set[str | None]) -> Any:
        if "style" in it.attrib or any(name.startswith("on") for name in it.attrib):
            yield f"<{it.tag}> has a style or script of its own"
        if any('"' in name or value.startswith('"') for name, value in it.attrib.items()):
            yield f"<{it.tag}> has an attribute whose quotes were escaped"
        if it.tag in ("style", "script") and not it.get("src"):
            yield f"an inline <{it.tag}>"
        for name in ("src", "href"):
            is_way_out = it.get("class") in ("call small-call", "source") and it.get("rel") == "noopener noreferrer"
            if urlsplit(it.get(name, "")).netloc and not is_way_out:  # where a helpline writes, and an article's source
                yield f"{name} leads to {it.get(name)}"
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            yield from (f"{name} names nothing: {each}" for each in it.get(name, "").split() if each not in ids)
        if it.tag in ("input", "select", "textarea") and it.get("type") not in HIDDEN and not self._is_labelled(it):
            yield f"{it.get('name')} has no label"
        if it.tag == "form" and it.get("method") == "post":
            tokens = [each.get("value") for each in it.iter("input") if each.get("name") == "csrf_token"]
            if len(tokens) != 1 or not tokens[0]:
                yield "a form without its token"

    def _is_hidden(self, it: Element) -> bool:
        above: Element | None = it
        while above is not None and "hidden" not in above.attrib:
            above = self.parents.get(above)
        return above is not None

    def _is_labelled(self, it: Element) -> bool:
        if (
            it.get("aria-label")
            or it.get("aria-labelledby")
            or any(label.get("for") == it.get("id") for label in self.root.iter("label"))
        ):
            return True
        above = self.parents.get(it)
        while above is not None and above.tag != "label":
            above = self.parents.get(above)
        return above is not None and bool(_words(above))


@dataclass
class Phone:
    """A browser without JavaScript. Everything that it was ever sent is kept in `seen`."""

    app: Flask
    language: str = "en"
    seen: list[str] = field(default_factory=list)
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def open(self, path: str, *, status: int = 200) -> Page:
        return self._arrive(path, self._go("GET", path), status)

    def send(self, path: str, fields: dict[str, str], *, status: int | None = None) -> Page:
        """Post a form. Where no status is named, a page or a form with a fault in it are both fine."""
        return self._arrive(path, self._go("POST", path, data=fields), status)

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self._go(method, f"/api/v1{path}", json=body, headers={**headers, "Accept-Language": self.language})

    def _go(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = more.pop("headers", {"Accept-Language": self.language})
        response = self.client.open(path.partition("#")[0], method=method, headers=headers, **more)
        self.seen.append(response.get_data(as_text=True))
        return response

    def _arrive(self, path: str, response: TestResponse, status: int | None) -> Page:
        for _ in range(6):
            if response.status_code not in (301, 302, 303, 308):
                break
            path = urljoin(path, response.headers["Location"])
            response = self._go("GET", path)
        allowed = (status,) if status else (200, 422)
        assert response.status_code in allowed, f"{path} answered {response.status_code}"
        return Page(self, path, response)


def _words(it: Element) -> str:
    return " ".join(_text(it).split())


def _text(it: Element) -> str:
    """Words that stand in blocks of their own do not run into one another."""
    parts = [it.text or ""]
    for child in it:
        gap = "" if child.tag in INLINE else " "
        parts += [gap, _text(child), gap, child.tail or ""]
    return "".join(parts)
