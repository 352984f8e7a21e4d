"""Screens of the running product, put beside one another on sheets that a document shows."""

from base64 import b64encode
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parents[3] / "docs" / "pictures"


@dataclass(frozen=True)
class Size:
    """A Size is that of a screen, and how many stand in a row of a sheet; all in CSS pixels."""

    width: int
    height: int
    columns: int
    on_sheet: int
    """width of a screen on the sheet"""


SIZES = {
    "lying": Size(640, 360, columns=4, on_sheet=320),
    "wide": Size(1280, 800, columns=3, on_sheet=420),
    "upright": Size(360, 640, columns=7, on_sheet=220),
}
GAP = 12
STYLE = """body {{ margin: {gap}px; display: grid; gap: {gap}px; grid-template-columns: repeat({columns}, {width}px);
    font: 13px sans-serif; color: #222; background: #fff; }}
figure {{ margin: 0; }} img {{ width: 100%; display: block; outline: 1px solid #bbb; }}"""


@dataclass
class Album:
    """An Album holds pictures of screens by size, each with its caption, until they are put on sheets."""

    screens: dict[str, list[tuple[str, bytes]]] = field(default_factory=lambda: {name: [] for name in SIZES})

    @property
    def captions(self) -> set[str]:
        return {caption for screens in self.screens.values() for caption, _ in screens}

    def add(self, page: Page, caption: str) -> None:
        """Pictures what a page shows without scrolling, at each size; afterwards it stands upright again.

        Nothing is pictured twice: of screens with one caption the first alone.
        """
        if caption in self.captions:
            return
        for name, size in SIZES.items():
            page.set_viewport_size({"width": size.width, "height": size.height})
            page.wait_for_load_state()
            self.screens[name].append((caption, page.screenshot(type="jpeg", quality=90)))

    def write(self, browser: Browser, subject: str) -> None:
        """Writes one sheet a size, named after subject and size, into the folder of pictures."""
        FOLDER.mkdir(exist_ok=True)
        for name, screens in self.screens.items():
            size = SIZES[name]
            style = STYLE.format(gap=GAP, columns=size.columns, width=size.on_sheet)
            figures = "".join(
                f'<figure><img src="data:image/jpeg;base64,{b64encode(picture).decode()}">'
                f"<figcaption>{escape(caption)}</figcaption></figure>"
                for caption, picture in screens
            )
            sheet = browser.new_page(
                viewport={"width": size.columns * (size.on_sheet + GAP) + GAP, "height": 100}, device_scale_factor=1.3
            )
            sheet.set_content(f"<style>{style}</style>{figures}", wait_until="load")
            sheet.screenshot(path=FOLDER / f"{subject}-{name}.jpg", type="jpeg", quality=55, full_page=True)
            sheet.close()
