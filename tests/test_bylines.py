"""The author, title and date of a page that says them only where its reader sees them."""

from __future__ import annotations

import pytest

from askdoc.load.web import bylines, facts
from askdoc.load.web.source import parse

RUIZ = ["Ana Ruíz"]


def body(words: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{words}</body></html>"


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<p class="byline">By Ana Ruíz</p>', RUIZ),
        ('<p class="byline">By <a>Ana Ruíz</a> and Karl Obi, May 3</p>', [*RUIZ, "Karl Obi"]),
        ('<div class="article-author"><b>ANA RUÍZ</b> March 3, 2020 5:40</div>', ["ANA RUÍZ"]),
        ('<a rel="author" href="/ana">Ana Ruíz</a>', RUIZ),
        ('<p itemprop="author">from <b itemprop="name">Ana Ruíz</b> in Ely</p>', RUIZ),
        ('<p class="c-byline__name">Ana K. Ruíz</p>', ["Ana K. Ruíz"]),
        ('<p class="byline">Par Ana Ruíz et Karl Obi</p>', ["Ana Ruíz", "Karl Obi"]),
        ('<p class="byline">By our reporter</p>', []),
        ('<p class="byline">Updated Monday</p>', []),
        ('<p class="author-box">Ana Ruíz</p>', []),
        ('<div class="comments"><p class="author">Ana Ruíz</p></div>', []),
        ('<aside><p class="byline">By Ana Ruíz</p></aside>', []),
        ("".join(f'<p class="byline">By Ana {n}uíz</p>' for n in "RSTUV"), []),
    ],
)  # fmt: skip
def test_byline(html: str, names: list[str]) -> None:
    assert bylines.names(parse(body(html))) == names


def test_metadata_precedes_a_byline() -> None:
    byline = '<p class="byline">By Ana Ruíz</p>'
    meta = '<meta name="author" content="Karl Obi">'
    assert facts.facts(parse(body(byline, meta))).author == "Karl Obi"
    assert facts.facts(parse(body(byline))).author == "Ana Ruíz"


def test_only_headline_is_the_title_unless_it_is_that_of_the_site() -> None:
    window = "<title>The pier opens in May</title>"
    site = "<div><h1>Harrow Gazette</h1></div><p>It is old.</p>"
    assert facts.title(parse(body(site, window))) == "The pier opens in May"
    assert facts.title(parse(body(f"<main>{site}</main>", window))) == "Harrow Gazette"
    assert facts.title(parse(body("<h1>Pier: open</h1>", window))) == "Pier: open"
    assert facts.title(parse(body("<h1>Fares</h1>", "<title>My site</title>"))) == "Fares"


def test_time_of_day_is_no_date() -> None:
    times = "<time datetime='12:55 AM'>now</time><time datetime='2020-05-03'>then</time>"
    assert facts.facts(parse(body(times))).date == "2020-05-03"
