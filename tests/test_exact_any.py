"""Exact text as a property: any document, name, title and question, in one page of a browser."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from chatting import bring, served, texts, visiting
from conftest import FakeEmbedder
from fakes import WORDS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_exact import HOSTILE, HOSTILE_QUESTION, nothing_ran, quiet

import askdoc
from askdoc.chat import Limits
from askdoc.errors import QuestionError
from askdoc.types import Document, Reply

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

# What Markdown, HTML, templates and terminals would make something of; and what turns text around.
PIECES = [
    *"* _ ** __ ~~ ` ``` # > - + 1. | $ $$ \\( \\[ [a](b) ![](c) <!-- --> <![CDATA[ &amp; &#0; &lt"
    " </div> </bdi> </script> <b> <p/ <img/src=x> <a/href=javascript:1> ${1} {{x}} {%x%} @a :smile:"
    " www.example.org https://example.org/x a@example.org \\n \\u0041 %00 ../ 'x' \"x\"".split(" "),
    *"\n \n\n \r\n \r \t \x0b \x0c \x00 \x01 \x08 \x1b[2J \x7f \x85 \x9f \u2028 \u2029".split(" "),
    *"\u202e \u202c \u2066 \u2069 \u200e \u200f \u200d \u00ad \ufeff \ufffe \u0301 \u00a0".split(
        " "
    ),
    *"😀 👩‍👩‍👧 🇬🇧 𝔘 क्षि العربية עברית 中文 ﷽ \U000e0041 ｆ ſ İ ŉ".split(" "),
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "<svg onload=window.hacked=3>",
    "'\" onmouseover=window.hacked=4 autofocus onfocus=window.hacked=4 x='\"",
    *HOSTILE,
]


# The same ones each time, and none made simpler: in one page they come one after the other.
SAMPLES = settings(
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def any_text(least: int, most: int) -> st.SearchStrategy[str]:
    """Pieces, words that can be asked for, and any other characters, in any order."""
    characters = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
    part = st.one_of(st.sampled_from(PIECES), st.sampled_from(WORDS), characters)
    return st.lists(part, min_size=least, max_size=most).map(" ".join)


def settled(page: Page, selector: str, expected: list[str]) -> None:
    """Wait until the elements have these texts; if they never do, the difference is shown."""
    same = (
        "([selector, expected]) => JSON.stringify([...document.querySelectorAll(selector)]"
        ".map(e => e.textContent)) === JSON.stringify(expected)"
    )
    try:
        page.wait_for_function(same, arg=[selector, expected], timeout=10_000)
    except Exception:
        assert texts(page, selector) == expected
        raise


class Reader:
    """Asks about one document after the other in one page, and looks whether all is as it was."""

    def __init__(self, page: Page, library: askdoc.Library) -> None:
        self.page, self.library = page, library
        self.address = page.url
        self.dialogs = quiet(page)
        self.asked: list[str] = []

    def reads(self, document: Document, question: str) -> None:
        self.library.remove([d.name for d in self.library.documents])
        self.library.add([document])
        self.page.evaluate("sessionStorage.clear()")  # a new visit
        self.page.goto(self.address)
        settled(self.page, "#pane .file bdi", [document.name])
        box = self.page.locator("#question textarea")
        box.fill(question)
        typed = box.input_value()  # a browser's text box has line ends of its own
        try:
            reply = self.library.ask(typed)
        except QuestionError as error:
            wrong = str(error)[:1].upper() + str(error)[1:]
        else:
            wrong = ""
        box.press("Enter")
        if wrong:
            alert = self.page.locator("#waiting [role=alert], #notice [role=alert]")
            alert.wait_for()
            assert (alert.text_content() or "").startswith(wrong)
        else:
            self.shows(document, reply)
            assert self.page.locator("[role=alert]").count() == 0
        assert nothing_ran(self.page)
        assert self.dialogs == []

    def shows(self, document: Document, reply: Reply) -> None:
        last = "#conversation .turn[data-turn='0']"
        self.asked.append(reply.question)
        completed = [reply.searched] if reply.searched != reply.question else []
        for selector, expected in (
            (".asked", [reply.question]),
            (".searched bdi", completed),
            ("blockquote.passage", [a.text for a in reply]),
            ("blockquote.passage mark", [a.sentence.text for a in reply]),
            (".place bdi", [a.document.title for a in reply]),
        ):
            settled(self.page, f"{last} {selector}", expected)
        if reply.answers:
            settled(self.page, "#pane .file bdi", [document.name])
            settled(self.page, "#article .body", [document.text])
            marked = "".join(texts(self.page, "#article mark.here"))
            # a refusal leaves the article as it was
            assert marked == (reply[0].sentence.text if reply.state != "not" else "")


def test_any_text_is_shown_as_it_is(browser: Browser) -> None:
    library = askdoc.Library([Document("a.txt", "It rained.", "a")], FakeEmbedder())
    with served(library) as address, visiting(browser) as page:
        page.goto(address)
        page.locator("#article").wait_for()
        reader = Reader(page, library)

        @settings(SAMPLES, max_examples=50)
        @given(any_text(1, 14), any_text(1, 4), any_text(0, 4), any_text(1, 5))
        def check(text: str, name: str, title: str, question: str) -> None:
            reader.reads(Document(name or "a", text, title), f"{question} cat")

        check()
        reader.reads(Document("a", "".join(HOSTILE), "".join(HOSTILE)), HOSTILE_QUESTION)
        assert len(reader.asked) > 30


def test_any_file_name_is_shown_as_it_is(browser: Browser) -> None:
    library = askdoc.Library([Document("a.txt", "It rained.", "a")], FakeEmbedder())
    # a slash divides folders, and a form in a browser says line ends and quotes in its own way
    names = any_text(1, 3).filter(
        lambda name: not set(name) & set('/\\\r\n\0"') and len(name.encode()) < 150 and name.strip()
    )
    numbers = itertools.count()
    failed: list[str] = []
    with served(library, limits=Limits(files=100)) as address, visiting(browser) as page:
        dialogs = quiet(page)
        page.goto(address)
        page.locator("#article").wait_for(state="attached")

        @settings(SAMPLES, max_examples=3)
        @given(st.lists(names, min_size=6, max_size=6, unique_by=str.strip))
        def check(some: list[str]) -> None:
            bring(page, *((f"{name}.dwg", b"a,b") for name in some))
            refused = ": askdoc does not read .dwg files; save it as .txt, .html or .pdf"
            failed.extend(f"{name}.dwg{refused}" for name in some)
            settled(page, "#list .failed [role=alert]", failed)
            number = next(numbers)
            name = f"{number}{some[0]}.txt"
            bring(page, (name, f"A cat, {number}.".encode()))
            settled(page, "#pane .file bdi", [name])
            assert nothing_ran(page)

        check()
        assert dialogs == []
