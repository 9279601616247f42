"""Saved web pages and books as they are found: what belongs to the text, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import files
import pytest

import askdoc
from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

FERRY = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Ferry fares to rise | The Harbour News</title><script>window.x = [];</script></head><body>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies to improve your experience. By
clicking accept you agree to the sharing of your data with our 312 partners.</p>
<button>Accept all</button></div>
<div class="site-header"><ul class="menu"><li><a href="/n">News</a><li><a href="/s">Sport</a></ul>
</div><div id="main"><div class="breadcrumb"><a href="/">Home</a> &gt; Transport</div>
<h1>Ferry fares to rise</h1><div class="share"><a href="#">Tweet</a></div>
<p>The fare for the harbour ferry will rise from £2.40 to £2.75 on the first of April, the port
authority said on Monday.<sup><a href="#fn1">1</a></sup> It is the third increase in four years.</p>
<h2>Who pays less</h2><p>Children under twelve and people over seventy go on paying half. Season
tickets bought before the end of March stay valid at the old price until they run out.</p>
<table><thead><tr><th>Ticket</th><th>Now</th></tr></thead>
<tbody><tr><td>Single</td><td>£2.40</td></tr><tr><td>Child</td><td>£1.20</td></tr></tbody></table>
<div class="related"><h3>Read more</h3><ul><li><a href="/1">Pier opens a year late</a></li>
<li><a href="/2">Why the night boat was cancelled</a></li></ul></div>
<h2>What riders say</h2><p>The riders’ union wants the council to freeze the fare until the night
boat, cancelled in 2022, is back. It has two demands:</p>
<ol><li>A night boat at the weekend.</li><li>A shelter on the western pier.</li></ol>
<p>The council meets on 4 March to discuss them. The price of fuel is not for it to decide.</p>
<section class="footnotes"><ol><li id="fn1">A child pays half.<a href="#ref1">↩︎</a></li></ol>
</section></div><div class="newsletter"><h3>Sign up to our newsletter</h3><p>Get the top stories in
your inbox every morning.</p></div><div class="most-read"><h3>Most read</h3><ol>
<li><a href="/a">Whale seen off the breakwater</a></li><li><a href="/b">Best chips</a></li></ol>
</div><div id="comments" class="comments"><h3>Comments (1)</h3><p>This is a disgrace, I remember
when the ferry was free for everybody who lived here.</p></div><div class="footer"><p>All rights
reserved.</p></div></body></html>"""
FERRY_READ = """Ferry fares to rise

The fare for the harbour ferry will rise from £2.40 to £2.75 on the first of April, the port \
authority said on Monday.[1] It is the third increase in four years.

Who pays less

Children under twelve and people over seventy go on paying half. Season tickets bought before the \
end of March stay valid at the old price until they run out.

Ticket | Now
Single | £2.40
Child | £1.20

What riders say

The riders’ union wants the council to freeze the fare until the night boat, cancelled in 2022, is \
back. It has two demands:

1. A night boat at the weekend.
2. A shelter on the western pier.

The council meets on 4 March to discuss them. The price of fuel is not for it to decide.

1. A child pays half."""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "cp1250"])
def test_page_keeps_subheadings_numbers_heads_of_tables_and_notes(
    tmp_path: Path, encoding: str
) -> None:
    name = {"utf-16": "utf-8", "cp1252": "windows-1252", "cp1250": "windows-1250"}.get(encoding)
    page = FERRY.replace("utf-8", name or encoding).encode(encoding, errors="xmlcharrefreplace")
    (tmp_path / "a.html").write_bytes(page)
    document = load(tmp_path / "a.html")
    assert document.text == FERRY_READ
    assert document.title == "Ferry fares to rise"


def test_page_in_shift_jis(tmp_path: Path) -> None:
    sentence = (
        "外務大臣はロンドンでの会談について説明しました。次の会議はベルリンで開かれる予定です。"
    )
    page = f'<meta charset="shift_jis"><title>会議</title><h1>会議</h1><p>{sentence * 20}</p>'
    (tmp_path / "a.html").write_bytes(page.encode("shift_jis"))
    document = load(tmp_path / "a.html")
    assert document.text.endswith(sentence * 20)
    assert document.title == "会議"


@pytest.mark.parametrize(
    "body",
    [
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
        "<p>Please turn on JavaScript in your browser to go on.</p>",
        "<p>This site does not work as JavaScript is disabled.</p>",
    ],
)
def test_page_that_was_saved_without_its_text_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body>{body}<script src=a.js></script></body></html>")
    with pytest.raises(askdoc.LoadError) as error:
        load(tmp_path / "a.html")
    assert str(error.value) == (
        f"{tmp_path / 'a.html'}: its text is created by JavaScript and was not saved; "
        "open the page in a browser, wait until it is displayed, and print it to a PDF"
    )


def test_book_leaves_out_its_table_of_contents(tmp_path: Path) -> None:
    links = "<p><a href='a.xhtml'>Morning</a></p><p><a href='b.xhtml'>Evening</a></p>"
    note = "<p>The boat leaves at six.<a href='b.xhtml#n'><sup>1</sup></a> It is full.</p>"
    chapters = {
        "toc.xhtml": files.xhtml(f"<h1>Contents</h1>{links}"),
        "a.xhtml": files.xhtml(note),
        "b.xhtml": files.xhtml("<p><a id='n' href='a.xhtml#r'>1</a>In winter at seven.</p>"),
    }
    path = files.epub(tmp_path / "a.epub", chapters, ["toc.xhtml", "a.xhtml", "b.xhtml"])
    guide = b'<guide><reference type="toc" href="toc.xhtml#top"/></guide></package>'
    package = files.member(path, "OEBPS/book.opf").replace(b"</package>", guide)
    files.changed(path, {"OEBPS/book.opf": package})
    assert load(path).text == ("The boat leaves at six.[1] It is full.\n\n[1] In winter at seven.")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", '<meta charset="utf-16">'])
def test_page_in_utf16_without_a_mark(tmp_path: Path, encoding: str, declared: str) -> None:
    page = f"<!DOCTYPE html><html><head>{declared}</head><p>The ferry – a red one – leaves.</p>"
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    assert load(tmp_path / "a.html").text == "The ferry – a red one – leaves."


def test_page_that_claims_utf16_and_is_not(tmp_path: Path) -> None:
    page = '<html><meta charset="utf-16"><p>The ferry – a red one – leaves.</p>'
    (tmp_path / "a.html").write_bytes(page.encode())
    assert load(tmp_path / "a.html").text == "The ferry – a red one – leaves."


def test_markup_in_the_title_of_the_window_is_left_out(tmp_path: Path) -> None:
    page = "<title>Ferry fares &lt;select style='x'>&lt;option></title><p>They rise in May.</p>"
    (tmp_path / "a.html").write_text(page)
    assert load(tmp_path / "a.html").title == "Ferry fares"


def test_steps_that_the_data_of_a_page_repeats_are_read(tmp_path: Path) -> None:
    steps = [f"Stir the {what} slowly into the warm milk." for what in ("flour", "oats", "honey")]
    recipe = {
        "@type": "Recipe",
        "recipeIngredient": ["2 spoons of oats"],
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in steps],
    }
    story = "".join(
        f"<p>The {year} harvest of the valley was late, and the mill stood still until the "
        "farmers had brought in the last of their oats before the snow.</p>"
        for year in range(1931, 1939)
    )
    shown = "".join(f'<div class="modal menu-slide"><div>{step}</div></div>' for step in steps)
    page = (
        f"<html><head><script type='application/ld+json'>{json.dumps(recipe)}</script></head>"
        f"<body><article><h1>Porridge</h1>{story}</article><div class='sidebar footer'>"
        f"<ul><li>2 spoons of oats</li></ul><p>More of it</p>{shown}</div></body></html>"
    )
    (tmp_path / "a.html").write_text(page)
    text = load(tmp_path / "a.html").text
    assert [step for step in steps if step in text] == steps
    assert "- 2 spoons of oats" in text
    assert "More of it" not in text
