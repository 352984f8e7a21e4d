"""A figure reads the same in words, tables and pictures, on paper and in IATI: as the register says."""

import io
from collections.abc import Callable, Iterator

import pytest
from lxml import etree, html
from pypdf import PdfReader

from analytics import Key
from app.charts import before_after, dumbbells, forest, headline_scale, tile_map
from app.exports import FORMATS, Destination, gain_html, gain_text
from app.wording import figure_text
from tests.app.exports.cases import WORDS, Case
from tests.app.exports.regions import ACTIVITY
from tests.app.own_digits import own_digits, show_five_decimals, with_five_decimals

TO = Destination("http://navigator.example", ACTIVITY)


def terminal(case: Case) -> str:
    report, cover = case.made[0]
    return gain_text(report, cover, WORDS)


def page(case: Case) -> str:
    """Every text, and what is said of its pictures."""
    report, cover = case.made[0]
    root = html.fromstring(gain_html(report, cover, WORDS))
    return "\n".join((*root.find("body").itertext(), *(one.get("alt") for one in root.iter("img"))))


def paper(case: Case) -> str:
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].write(case.made, WORDS, Destination("")))).pages
    return "\n".join(one.extract_text() for one in pages)


def pictures(case: Case) -> str:
    report, cover = case.made[0]
    gain = report.total.gain
    assert gain is not None and report.method.max_score is not None
    drawn = (
        headline_scale(report.total, WORDS),
        forest(report, cover.names, WORDS),
        dumbbells(report, cover.names, WORDS),
        tile_map(report, "KZ", WORDS),
        before_after(gain.pre_mean, gain.post_mean, report.method.max_score, WORDS),
    )
    return "\n".join(text for one in drawn if one for text in words_of(one))


def words_of(picture: str) -> Iterator[str]:
    root = etree.fromstring(picture)
    yield from (root.get("aria-label"), *root.itertext())


def comments_of_iati(case: Case) -> str:
    root = etree.fromstring(FORMATS["iati"].write(case.made, WORDS, TO))
    return "\n".join(root.itertext())


@pytest.mark.parametrize("read", [terminal, page, paper, pictures])
def test_nobody_rounds_a_figure_by_a_rule_of_their_own(
    of: Case, read: Callable[[Case], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    show_five_decimals(monkeypatch)
    text = read(of)

    assert own_digits(text) == []
    assert with_five_decimals(text) > (8 if read is pictures else 100)


def test_no_comment_of_iati_rounds_a_figure_by_a_rule_of_its_own(
    of_instance: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_five_decimals(monkeypatch)
    text = comments_of_iati(of_instance)

    assert own_digits(text) == []
    assert with_five_decimals(text) > 20


def test_the_share_of_a_region_reads_the_same_wherever_it_stands(cases: dict[str, Case]) -> None:
    of = cases["demonstration"]
    report, cover = of.made[0]
    names: dict[Key | None, str | None] = {None: None, **cover.names}
    shares = {
        names[group.key]: figure_text(WORDS, "improved.share", group.improved.share)
        for group in (report.total, *report.groups)
        if group.improved is not None and group.improved.share is not None
    }
    in_pictures = pictures(of).splitlines()

    assert len(shares) > 3
    for name, share in shares.items():
        for read in (terminal, page):
            assert f"; {share} (" in read(of), "in a table"
        assert share in in_pictures, "in the forest"
        assert share.removesuffix("\u00a0%") in in_pictures, "on its tile, or at the head of the scale"
        assert name is None or any(f"{name} {share} (" in text for text in in_pictures), "to those who do not see it"
    assert f"{shares[None]} (" in terminal(of), "in a sentence"


def test_the_net_itself_sees_a_digit_of_somebodys_own() -> None:
    assert own_digits("Improved: 159 of 173, 91.90000 % (95 % confidence interval 82.10000 – 96.20000 %).") == []
    assert own_digits("p = 0.012, of 1,577") == []
    assert len(own_digits("92 %, 91.9 %, a gain of 4.54, ≥ 96 %")) == 4
