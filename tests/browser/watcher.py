"""A browser that notices whatever words of others do beyond being read."""

from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Dialog, Error, Page, Route
from werkzeug.test import TestResponse

from tests.browser.vectors import MARK

WATCH = "document.addEventListener('securitypolicyviolation', (it) => ran(it.violatedDirective, it.blockedURI), true);"
PLANTED = r"""() => [...document.querySelectorAll("*")].filter((it) => it.hasAttribute("zz")
    || ["href", "action", "formaction", "src", "data"].map((name) => it.getAttribute(name) || "").some((address) =>
        /^(javascript|data|vbscript):/i.test(address.replace(/[\0-\x20]/g, "")) || /^(https?:)?\/\/evil/.test(address))
).map((it) => it.outerHTML.slice(0, 200))"""
"""Elements that a vector made, or that lead where it wants."""


class Watcher:
    """A browser that notices whatever runs, is stopped from running, asks, or was made by a vector."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, locale="en-GB", service_workers="block")
        self.noticed: list[tuple[Any, ...]] = []
        self.context.expose_binding("ran", lambda source, *what: self.noticed.append((source["page"].url, *what)))
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.noticed.append((self.page.url, dialog.message))
        dialog.dismiss()

    def look(self, address: str, client: FlaskClient | None = None) -> None:
        """Opens the page in place of this reader."""
        cookie = client.get_cookie("n") if client else None
        if cookie:
            self.context.add_cookies([{"name": "n", "value": cookie.value, "url": self.url}])
        try:
            self.page.goto(address, wait_until="load")
            self.noticed += [(address, it) for it in self.page.evaluate(PLANTED)]
            if MARK not in self.page.content():
                self.noticed.append((address, "is not what was answered before"))
        except Error as fault:  # it has gone elsewhere
            self.noticed.append((address, fault.message))

    def look_at(self, answer: TestResponse) -> None:
        """Opens what was answered to somebody else."""

        def fulfil(route: Route) -> None:
            headers = {key: value for key, value in answer.headers.items() if key.lower() != "content-length"}
            route.fulfill(status=answer.status_code, headers=headers, body=answer.text)

        self.page.route("**/answered", fulfil)
        self.look("/answered")
        self.page.unroute("**/answered")
