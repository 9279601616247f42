"""What visitors bring of their own, in a real browser: files, pasted text, what goes wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chatting import answered, ask, bring, read, served, texts, visiting
from conftest import QUESTION, FakeEmbedder, document, fake_library

import askdoc
from askdoc.chat import Limits
from askdoc.chat.visits import Visits
from askdoc.types import Reading

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


def test_visitors_are_isolated(url: str, browser: Browser, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    with visiting(browser) as other:
        other.goto(url)
        ask(other, "And about the migrant crisis?")
        answered(other, 1)
        assert not any("Searched" in note for note in texts(other, "p.note"))
        assert len(texts(other, ".asked")) == 1


def test_own_file_is_searched_only_by_its_visitor(
    browser: Browser, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with served(fake_library("A dog ran.")) as address, visiting(browser) as other:
        other.goto(address)
        page.goto(address)
        bring(page, ("secret.txt", b"The cat slept in the attic."))
        read(page, "secret")
        assert texts(page, "#article .body") == ["The cat slept in the attic."]
        for visitor in page, other:
            ask(visitor, "Where is the cat?")
            answered(visitor, 1)
        assert texts(page, ".best blockquote") == ["The cat slept in the attic."]
        assert "attic" not in other.content()
        assert [p for p in tmp_path.rglob("*") if p.is_file()] == []  # the upload is deleted
        page.get_by_role("button", name="Delete my documents").click()
        page.get_by_text("Deleted secret.txt and 1 answer from it.").wait_for()
        assert texts(page, "#article .body") == ["A dog ran."]
        assert "attic" not in page.locator("#app").inner_html()
        page.get_by_role("button", name="Undo").click()
        read(page, "secret")
        assert texts(page, ".best blockquote") == ["The cat slept in the attic."]


def visits_with_documents(visits: Visits) -> int:
    """The visits with documents of their own; the page's last events may begin an empty one."""
    return sum(visit.own is not None for visit in visits._visits.values())


def test_closed_tab_ends_the_visit(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from askdoc.chat import launch

    monkeypatch.setattr("askdoc.chat.visits.SWEEP_SECONDS", 0.5)

    app, address, _ = launch(
        fake_library("A dog ran."),
        limits=Limits(away=0.02),
        prevent_thread_lock=True,
        quiet=True,
    )
    visits = app.get_blocks().visits
    with visiting(browser) as page:
        page.goto(address)
        bring(page, ("secret.txt", b"The cat slept."))
        read(page, "secret")
        assert visits_with_documents(visits) == 1
        page.goto("about:blank")
    for _ in range(600):
        if visits_with_documents(visits) == 0:
            break
        time.sleep(0.1)
    assert visits_with_documents(visits) == 0
    app.get_blocks().close(verbose=False)


def test_pasted_text_is_asked(page: Page) -> None:
    with served(fake_library("A dog ran.")) as address:
        page.goto(address)
        page.locator("#open-sources").click()
        page.get_by_role("button", name="Paste a text").click()
        page.locator("#paste textarea").fill("The bird sang.\nNobody heard.")
        page.get_by_role("button", name="Add as a document").click()
        read(page, "Pasted text")
        assert texts(page, "#article .body") == ["The bird sang.\nNobody heard."]
        ask(page, "Who sang or ran: dog or bird?")
        answered(page, 1)
        assert set(texts(page, ".turn .place bdi")) == {"1.txt", "Pasted text"}


def test_long_text_pasted_into_the_box_is_offered_as_a_document(page: Page) -> None:
    paste = """words => {
        const data = new DataTransfer();
        data.setData('text/plain', words);
        document.querySelector('#box').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }"""
    with served(fake_library("A dog ran.")) as address:
        page.goto(address)
        page.locator("#article").wait_for()
        page.evaluate(paste, "The cat slept. " * 100)
        page.get_by_role("button", name="Put it into the question").wait_for()
        page.locator("#paste input").fill("My cat")
        page.get_by_role("button", name="Add as a document").click()
        read(page, "My cat")


def test_bad_files_are_reported_by_name_and_the_conversation_continues(page: Page) -> None:
    limits = Limits(files=3, megabytes=1, characters=10_000)
    with served(fake_library("A dog ran."), limits=limits) as address:
        page.goto(address)
        long = b"A cat sat on a mat. " * 20_000
        bad = ("a.dwg", b"a,b"), ("empty.txt", b""), ("no.pdf", b"%PDF-1.4"), ("l.txt", long)
        bring(page, *bad)
        page.locator("#sources [role=alert]").nth(3).wait_for()
        errors = texts(page, "#sources [role=alert]")
        assert errors[0].startswith("a.dwg: askdoc does not read .dwg")
        assert errors[1] == "empty.txt: it contains no text; choose a file with text"
        assert errors[2].startswith("no.pdf: ")
        assert errors[3].startswith("l.txt: too long; the limit is 10,000 characters")
        for _ in bad:
            page.locator("#sources").get_by_role("button", name="Dismiss").first.click()
        page.locator("#sources [role=alert]").first.wait_for(state="detached")
        bring(page, *((f"{i}.txt", f"A cat {i}.".encode()) for i in range(5)))
        page.locator("#sources [role=alert]").nth(1).wait_for()
        assert texts(page, "#sources [role=alert]") == [
            f"{i}.txt: left out; the limit is 3 documents, remove one to make room" for i in (3, 4)
        ]
        ask(page, "Where is the cat?")
        answered(page, 1)
        # one is removed, and the one that was left out is read
        page.get_by_role("button", name="Remove 1").click()
        page.get_by_text("Deleted 1.txt").wait_for()
        page.locator("#sources").get_by_role("button", name="Retry").first.click()
        page.wait_for_function("[...document.querySelectorAll('#list .title')].length === 4")


def test_too_large_a_file_is_refused(page: Page) -> None:
    with served(fake_library("A dog ran."), limits=Limits(megabytes=1)) as address:
        page.goto(address)
        bring(page, ("large.txt", b"x" * 1_100_000))
        said = "large.txt: 1.1 MB is over the limit of 1 MB per file; split it"
        page.locator("#sources").get_by_text(said).wait_for()
        ask(page, "Where is the dog?")
        answered(page, 1)


DROP = """([target, names]) => {
    const dropped = new DataTransfer();
    for (const name of names) dropped.items.add(new File(['The cat slept in ' + name], name));
    for (const type of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { dataTransfer: dropped, bubbles: true }));
}"""


def test_files_can_be_dropped_anywhere(page: Page) -> None:
    with served(fake_library("A dog ran.")) as address:
        page.goto(address)
        target = page.locator("#article").element_handle()
        page.evaluate(DROP.replace(", 'drop'", ""), [target, ["London.txt"]])
        page.get_by_text("Drop files to add them").wait_for()
        page.evaluate(DROP, [target, ["London.txt", "Berlin.md"]])
        page.locator("#drop").wait_for(state="hidden")
        page.locator("#list .title").nth(2).wait_for()
        ask(page, "cat in Berlin?")
        answered(page, 1)
        assert texts(page, ".best blockquote") == ["The cat slept in Berlin.md"]
        assert "(Berlin.md), paragraph 1" in page.locator(".best .place").inner_text()


class Slow(FakeEmbedder):
    """Reads texts only when it is let; questions at once."""

    def __init__(self) -> None:
        self.reading, self.let = threading.Event(), threading.Event()

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        self.reading.set()
        assert self.let.wait(120)
        return super().read_texts(texts)


def test_slow_upload_blocks_neither_questions_nor_further_files(
    browser: Browser, page: Page
) -> None:
    slow = Slow()
    slow.let.set()
    library = askdoc.Library([document("A dog ran.", "1.txt")], slow)
    with served(library) as address, visiting(browser) as other:
        page.goto(address)
        other.goto(address)
        slow.let.clear()
        slow.reading.clear()
        bring(page, ("slow.txt", b"The cat slept."))
        assert slow.reading.wait(60)
        for visitor in page, other:  # also who brought it
            ask(visitor, "Where is the dog?")
            answered(visitor, 1)
        bring(page, ("second.txt", b"A bird sang."), ("third.txt", b"A cat."))
        page.get_by_text("Reading slow.txt… 2 more wait.").wait_for()
        page.get_by_role("button", name="Cancel second.txt").click()
        page.get_by_text("Reading slow.txt… 1 more waits.").wait_for()
        slow.let.set()
        read(page, "third")
        assert texts(page, "#list .title") == ["1.txt", "slow", "third"]
        assert page.locator(".turn").count() == 1


def test_all_files_that_are_read_are_listed(page: Page, url: str) -> None:
    page.goto(url)
    texts = ("one", b"A dog ran."), ("two", b"The cat slept."), ("three", b"A bird sang.")
    bring(page, *((f"{name}.txt", text) for name, text in texts))
    page.get_by_text("3 documents have been read and are now asked, too.").wait_for()
    bring(page, ("four.txt", b"It rained."))
    page.get_by_text("four.txt has been read and is now asked, too.").wait_for()
    # but what can be undone stays
    page.get_by_role("button", name="Remove four").click()
    page.get_by_text("Deleted four.txt.").wait_for()
    bring(page, ("five.txt", b"Snow fell."))
    read(page, "five")
    page.wait_for_timeout(600)
    assert page.get_by_role("button", name="Undo").is_visible()


def test_a_question_from_right_to_left_stands_at_the_right(page: Page, url: str) -> None:
    page.goto(url)
    ask(page, "איפה הכלב?")
    answered(page, 1)
    sides = page.locator("#turns .asked bdi").evaluate("""bdi => {
        const range = document.createRange();
        range.selectNodeContents(bdi);
        const words = range.getBoundingClientRect(), line = bdi.getBoundingClientRect();
        return [line.right - words.right, words.left - line.left];
    }""")
    assert sides[0] < 2 < sides[1]


def test_documents_are_ticked_opened_and_filtered(page: Page) -> None:
    names = [f"The stone {n}." for n in range(9)]
    with served(fake_library("A dog ran.", "The cat slept.", *names)) as address:
        page.goto(address)
        page.locator("#open-sources").click()
        page.locator("#sources").get_by_role("button", name="none").click()
        page.get_by_text("Asked: nothing", exact=True).wait_for()
        page.get_by_role("checkbox", name="Ask 2.txt").check()
        page.get_by_text("Asked: 2.txt", exact=True).wait_for()
        assert page.locator("#box").get_attribute("placeholder") == "Ask “2.txt”…"
        assert "2.txt" in page.locator("#asked").inner_text()
        ask(page, "Where is the dog?")
        answered(page, 1)
        assert texts(page, "p.note") == ["“2.txt” does not seem to say."]
        assert set(texts(page, ".turn .place bdi")) == {"2.txt"}
        page.locator("#filter").fill("11")
        page.wait_for_function("document.querySelectorAll('#list .title').length === 1")
        page.get_by_role("button", name="11.txt").click()
        page.wait_for_function("document.querySelector('#pane .file').textContent === '11.txt'")


def test_waiting_is_shown_and_further_questions_wait(page: Page) -> None:
    let = threading.Event()

    class Thinking(FakeEmbedder):
        def read_question(self, question: str) -> Reading:
            assert "dog" not in question or let.wait(120)
            return super().read_question(question)

    with served(askdoc.Library([document("A cat.", "1.txt")], Thinking())) as address:
        page.goto(address)
        page.locator("#asked bdi").wait_for()  # nothing moves any more
        ask(page, "Where is the dog?")
        page.get_by_text("Searching…").first.wait_for()
        ask(page, "Where is the cat?")
        ask(page, "Where is the apple?")
        assert texts(page, "#waiting .asked") == [
            "Where is the dog?",
            "Where is the cat?",
            "Where is the apple?",
        ]
        page.get_by_role("button", name="Do not ask").last.click()
        assert page.locator("#box").input_value() == "Where is the apple?"
        let.set()
        answered(page, 2)
        assert texts(page, "#turns .asked") == ["Where is the dog?", "Where is the cat?"]
        page.wait_for_function("document.querySelector('#waiting').children.length === 0")
        assert page.locator("#box").input_value() == "Where is the apple?"


def test_page_shows_what_was_added_after_the_chat_began(browser: Browser) -> None:
    library = fake_library("The cat slept.")
    with served(library) as url:
        library.add([document("A dog ran.", "later.txt")])
        with visiting(browser) as page:
            page.goto(url)
            page.locator("#asked", has_text="2 documents").wait_for()
            page.locator("#open-sources").click()
            page.get_by_role("button", name="later.txt").wait_for()
