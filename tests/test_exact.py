"""Exact text: what a document holds is what the DOM holds, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from chatting import answered, ask, bring, served, texts, visiting
from conftest import FakeEmbedder

import askdoc
from askdoc.types import Document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

# Each of these sets window.hacked if it is read as anything but text.
HOSTILE = [
    'The cat <img src=x onerror="window.hacked=1"> slept <script>window.hacked=2</script> here.',
    "# The dog *ate* _the_ **bone** `x` [link](javascript:window.hacked=3) ~~gone~~ ![](x) 1. 2.",
    "The apple costs $$x^2$$ and $5 \\(y\\) &amp; &lt;b&gt; </blockquote></mark> <style>*{</style>",
    "The bird\r\nsang   twice,  *  as a\r\n  list  and\ta | b | at www.example.org and :smile: .",
    "A bread\rwith a NUL \0 and \x01\x08\x0b\x0c\x1b[31m controls \x7f\x80\x85\x9f\ufeff\ufffe.",
    "Berlin \u202eturns\u202c \u2066round\u2069 \u200f\u200e \u2028 \u2029 e\u0301 \u00a0 \u00ad.",
    "London 😀 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 𝔘𝔫𝔦 क्षि العربية עברית 中文 ﷽ \U000e0001 end.",
    "Russia ${window.hacked=8} {{value}} {{#each this}} `${1}` \\u0041 \\n @children <% x %> end.",
    "\n\n Assad </div></section><iframe srcdoc='<script>parent.hacked=9</script>'></iframe>\n\n",
    "Syria <svg onload=window.hacked=10><math><mtext></table><a href=data:text/html,x>.\n<!-- x",
]
QUESTIONS = ["cat", "dog", "apple", "bird", "bread", "Berlin", "London", "Russia", "Assad", "Syria"]
HOSTILE_QUESTION = (
    "cat **bold** <img src=x onerror='window.hacked=4'> $$y$$ # _it_ `code` </p><script>window."
    "hacked=5</script> [a](javascript:window.hacked=6) &amp; ${window.hacked=7} {{x}} 1. *"
)
NAME = '<img src=x onerror="window.hacked=11"> $$x$$ *a* {{x}}\u202e.txt'
TITLE = "<script>window.hacked=12</script> **bold** ${1} `x`"


@pytest.fixture(scope="module")
def hostile() -> Iterator[tuple[askdoc.Library, str]]:
    documents = [Document(f"{i}{NAME}", text, f"{TITLE}{i}") for i, text in enumerate(HOSTILE)]
    library = askdoc.Library(documents, FakeEmbedder())
    with served(library, limits=None) as address:
        yield library, address


def quiet(page: Page) -> list[str]:
    """Notes any dialog that opens; the page's own answer is in window.hacked."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    return dialogs


def nothing_ran(page: Page) -> bool:
    foreign = "#conversation, #pane, #chips, #notice, #list, #masthead"
    tags = "img, script, iframe, style, svg, math, b:not(.speaker, output b), h3, code, em:empty"
    found = page.evaluate(
        "([parts, tags]) => [...document.querySelectorAll(parts)].flatMap("
        "e => [...e.querySelectorAll(tags)].filter(t => !t.closest('.map, .wrap'))).length",
        [foreign, tags],
    )
    return page.evaluate("window.hacked") is None and found == 0


def test_passages_and_article_are_the_documents_own(
    hostile: tuple[askdoc.Library, str], page: Page
) -> None:
    library, address = hostile
    dialogs = quiet(page)
    page.goto(address)
    shown: set[str] = set()
    for turn, question in enumerate(QUESTIONS, start=1):
        reply = library.ask(question)
        ask(page, question)
        answered(page, turn)
        last = f"#conversation .turn[data-turn='{turn - 1}']"
        assert texts(page, f"{last} blockquote.passage") == [a.text for a in reply]
        assert texts(page, f"{last} blockquote.passage mark") == [a.sentence.text for a in reply]
        assert texts(page, f"{last} .place bdi") == [a.document.title for a in reply]
        if reply.state == "not":  # the article stays as it is until another is asked for
            page.locator(f"{last} details").first.evaluate("all => all.open = true")
            page.locator(f"{last} .place a").first.click()
        page.wait_for_function(
            "name => document.querySelector('#pane .file bdi').textContent === name",
            arg=reply[0].document.name,
        )
        assert texts(page, "#article .body") == [reply[0].document.text]
        assert "".join(texts(page, "#article mark")) == reply[0].sentence.text
        shown.add(reply[0].document.text)
        assert nothing_ran(page)
    assert shown == set(HOSTILE)
    assert dialogs == []


def test_question_is_shown_as_it_was_asked(hostile: tuple[askdoc.Library, str], page: Page) -> None:
    _, address = hostile
    dialogs = quiet(page)
    page.goto(address)
    ask(page, HOSTILE_QUESTION)
    answered(page, 1)
    assert texts(page, "#conversation .asked") == [HOSTILE_QUESTION]
    ask(page, "And <b>Russia</b> ${window.hacked=13}?")
    answered(page, 2)
    assert texts(page, "#conversation .asked")[1] == "And <b>Russia</b> ${window.hacked=13}?"
    assert nothing_ran(page)
    assert dialogs == []


def test_question_of_the_address_is_only_text(
    hostile: tuple[askdoc.Library, str], page: Page
) -> None:
    _, address = hostile
    dialogs = quiet(page)
    asked = {"q": HOSTILE_QUESTION, "__theme": "<script>window.hacked=14</script>"}
    page.goto(f"{address}?{urlencode(asked)}#<img src=x onerror=window.hacked=15>")
    answered(page, 1)
    assert texts(page, "#conversation .asked") == [HOSTILE_QUESTION]
    assert nothing_ran(page)
    page.goto(f"{address}?{urlencode({'q': '</script>' * 200})}")
    page.locator("#waiting [role=alert]").wait_for()
    assert "the limit is 1,000" in page.locator("#waiting").inner_text()
    assert nothing_ran(page)
    assert dialogs == []


def test_brought_file_keeps_its_text_and_its_name(browser: Browser, tmp_path: Path) -> None:
    library = askdoc.Library([Document("a.txt", "It rained.", "a")], FakeEmbedder())
    text = "".join(part.replace("\0", "") for part in HOSTILE)
    name = '<img src=x onerror="window.hacked=1"> $$ *a* {{x}}.txt'
    with served(library) as address, visiting(browser) as page:
        dialogs = quiet(page)
        page.goto(address)
        bring(page, (name, text.encode()))
        page.wait_for_function(
            "name => document.querySelector('#pane .file bdi').textContent === name", arg=name
        )
        assert texts(page, "#article .body") == [text]
        assert nothing_ran(page)
        assert dialogs == []
