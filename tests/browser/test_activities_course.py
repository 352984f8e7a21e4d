"""Every screen of the course that ships, in each of its languages, on the narrowest phone."""

import pytest

from app.services.waves import Wave
from tests.browser.arriving import has_joined
from tests.browser.conftest import Open, Site

WALK = """async () => {
  const wide = [];
  const screens = document.querySelectorAll("[data-screen]");
  for (let n = 1; n < screens.length; n += 1) {
    const shown = new Promise((resolve) => window.addEventListener("hashchange", resolve, { once: true }));
    location.hash = n;
    await shown;
    for (const part of screens[n].querySelectorAll(".said, .why, .node, [data-card]")) { part.hidden = false; }
    const by = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const picture = screens[n].querySelector("img");
    if (screens[n].hidden || by > 0 || (picture && !picture.alt)) { wide.push([n, by]); }
  }
  return [screens.length, wide];
}"""


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_every_screen_fits_320_px_with_every_reason_open(site: Site, hand: Open, lang: str) -> None:
    page = hand(width=320)
    has_joined(page, site, lang=lang)
    site.room.open(Wave.PRE)
    site.room.close(Wave.PRE)
    release = site.room.school.release
    for number, lesson in enumerate(release.course.lessons, start=1):
        page.goto(f"/l/{number}")
        screens, wide = page.evaluate(WALK)
        words, _ = release.words_for(lesson.id, lang, "ru")

        assert screens == len(words.screens) + 1
        assert wide == [], f"lesson {number}: these screens are too wide, by so many pixels"
