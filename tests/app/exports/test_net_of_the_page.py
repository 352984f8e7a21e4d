"""The M&E officer's page, read back: each figure and each picture on it is that of `gains --json`."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import BytecodeCache
from lxml import html

from app.charts import before_after, flow_bars, forest, headline_scale, tile_map
from app.services import staff_signing
from app.store import Database
from app.store.people import staff
from app.web.results.shown import HEADLINE, NARROW, WIDE
from tests.app.exports.cases import WORDS, Case, case
from tests.app.exports.columns import Column, one, share
from tests.app.exports.figures import at, is_shown_as, numbers
from tests.app.exports.instance import reports
from tests.app.exports.read_back import squeezed, tables_of_page
from tests.app.exports.test_net_of_tables import HIDDEN, NOT_GIVEN, cells, compare
from tests.conftest import make_app

MAIN = "Who improved and by how much"


COLUMNS = {
    "Cohorts": one("gain.cohorts"),
    "Both tests": one("flow.paired"),
    "Improved": share("improved"),
    "Same": share("same"),
    "Worse": share("worse"),
    "By chance alone": one("noise_floor.share", 100),
    "Gain, of 14": Column(("gain.mean", "gain.low", "gain.high"), 1, 2),
    "Before → after, 0 to 14": Column(("gain.pre_mean", "gain.post_mean")),
}
"""Of the table of all figures. A share stands before its count there."""


@pytest.fixture(scope="module")
def folder(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, where somebody may sign in."""
    return Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("page") / "demonstration"))


@pytest.fixture(scope="module", params=["region", "age_band", "month"])
def seen(request: pytest.FixtureRequest, folder: Path, templates: BytecodeCache) -> Iterator[tuple[Case, str]]:
    """A report, and the page that shows it: all told, with hidden groups, and with months of nobody."""
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    app = make_app(database, templates)
    with database.writing() as session:
        officer = staff.get_by_name(session, "m-e")
        assert officer is not None
        now = datetime.now(UTC)
        signed_in = staff_signing.use_link(session, staff_signing.make_link(session, officer.staff_id, now), "-", now)
    assert signed_in is not None
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": signed_in.token, "_fresh": True})
    answer = client.get(f"/figures?lang=en&by={request.param}")
    assert answer.status_code == 200
    yield case(request.param, reports(folder, (request.param,))), answer.get_data(as_text=True)
    database.dispose()


def main_rows(page: str) -> dict[str, list[html.HtmlElement]]:
    """Cells of the table of all figures, by the name of the group without its code."""
    (table,) = (one for one in html.fromstring(page).iter("table") if (one.findtext("caption") or "").startswith(MAIN))
    assert [squeezed(cell.text_content()) for cell in table.find("thead").iter("th")][1:] == list(COLUMNS)
    rows = [list(row) for row in table.iter("tr") if row.getparent().tag != "thead"]
    return {
        squeezed(" ".join(text for text in name.itertext() if not text.strip().startswith("KZ-"))): cells
        for name, *cells in rows
    }


def seen_in(cell: html.HtmlElement) -> str:
    """What is read in a cell, without its picture."""
    text = squeezed(" ".join(cell.xpath(".//text()[not(ancestor::svg)]")))
    return text.replace("\u00a0", " ")


def test_every_cell_of_the_great_table_is_the_figure_that_its_heading_names(seen: tuple[Case, str]) -> None:
    of, page = seen
    rows = main_rows(page)
    assert rows.keys() == of.named().keys()
    for name, group in of.named().items():
        results = [seen_in(cell) for cell in rows[name]]
        if group["suppressed"]:
            assert results[0] == HIDDEN and len(results) == 2
        elif not group["flow"]["paired"]:
            assert results == [NOT_GIVEN, "0", "nobody with both tests yet"]
        else:
            for heading, cell in zip(COLUMNS, results, strict=True):
                compare(cell, COLUMNS[heading], group, f"{name}, {heading}", "")


def test_every_cell_of_the_other_tables_is_the_figure_that_its_heading_names(seen: tuple[Case, str]) -> None:
    of, page = seen
    figures = 0
    for where, cell, column, values, place in cells(of, tables_of_page(page, but=MAIN)):
        compare(cell, column, values, where, place)
        figures += len(numbers(cell))

    assert figures > 250


def test_the_headline_and_who_is_missing_are_of_all_together(seen: tuple[Case, str]) -> None:
    of, page = seen
    root, total = html.fromstring(page), of.named()["All"]
    (tally,) = root.find_class("tally")
    improved, flow = total["improved"], total["flow"]
    figure, count, n = numbers(tally.text_content())
    assert is_shown_as(100 * improved["share"], figure)
    assert [int(count), int(n)] == [improved["count"], flow["paired"]]

    (missing,) = (one for one in root.iter("table") if one.findtext("caption") == "Missing tests")
    missing_counts = {row.findtext("th"): int(row.find("td").text_content()) for row in missing.iter("tr")}
    enrolled = at(total, "missing.enrolled")
    assert missing_counts == {
        "First test only": flow["pre_only"],
        "Second test only": flow["post_only"],
        "Neither": enrolled - flow["pre_only"] - flow["post_only"] - flow["paired"],
    }


def test_each_picture_is_that_of_the_same_figures(seen: tuple[Case, str]) -> None:
    """Whose marks stand where their numbers are: tests/app/charts/test_mark_positions.py."""
    of, page = seen
    report, cover = of.made[0]
    in_order = of.name == "month"
    pictures = [
        *(headline_scale(report.total, WORDS, width=width) for width in (HEADLINE, NARROW)),
        *(forest(report, cover.names, WORDS, width=width, in_order=in_order) for width in (WIDE, NARROW)),
        *(flow_bars(report.total, WORDS, width=width) for width in (WIDE, NARROW)),
        *(tile_map(report, "KZ", WORDS, width=width) for width in (HEADLINE, NARROW) if of.name == "region"),
    ]
    places = [page.find(picture) for picture in pictures]

    assert -1 not in places
    rows = page.partition(MAIN)[2].partition("</table>")[0].split("</tr>")
    for name, group in zip(of.named(), (*report.groups, report.total), strict=True):
        if group.gain is not None:
            drawn = before_after(group.gain.pre_mean, group.gain.post_mean, report.method.max_score or 0, WORDS)
            (row,) = (row for row in rows if f">{name}<" in row)
            assert drawn in row
