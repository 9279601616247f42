"""What visitors bring of their own, in a real browser: files, pasted text, what goes wrong."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chatting import answered, ask, served, texts, visiting
from conftest import QUESTION, FakeEmbedder, document, fake_library

import askdoc
from askdoc.chat import Limits
from askdoc.chat.visits import Visits
from askdoc.types import Reading

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


def test_visitors_are_apart(url: str, browser: Browser, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    with visiting(browser) as other:
        other.goto(url)
        ask(other, "And about the migrant crisis?")
        answered(other, 1)
        assert not any("Searched" in note for note in texts(other, "p.note"))
        assert len(texts(other, ".asked")) == 1


def bring(page: Page, *files: tuple[str, bytes]) -> None:
    if not page.locator("#files").is_visible():
        page.get_by_text("Ask your own documents").click()
    page.locator("#files input[type=file]").set_input_files(
        [{"name": name, "mimeType": "", "buffer": data} for name, data in files]
    )


def test_own_file_is_asked_by_its_visitor_alone(
    browser: Browser, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with served(fake_library("A dog ran.")) as address, visiting(browser) as other:
        other.goto(address)
        page.goto(address)
        bring(page, ("secret.txt", b"The cat slept in the attic."))
        page.get_by_text("1 read; you have 1 of your own.").wait_for()
        assert texts(page, "#article .body") == ["The cat slept in the attic."]
        for visitor in page, other:
            ask(visitor, "Where is the cat?")
            answered(visitor, 1)
        assert texts(page, ".best blockquote") == ["The cat slept in the attic."]
        assert "attic" not in other.content()
        assert [p for p in tmp_path.rglob("*") if p.is_file()] == []  # the upload is deleted
        page.get_by_text("Ask your own documents").scroll_into_view_if_needed()
        page.get_by_role("button", name="Forget my documents").click()
        page.locator(".welcome").wait_for()
        assert texts(page, "#article .body") == ["A dog ran."]


def kept(visits: Visits) -> int:
    """The visits with documents of their own; the page's last events may begin an empty one."""
    return sum(visit.own is not None for visit in visits._visits.values())


def test_closed_tab_ends_the_visit(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from askdoc.chat import launch

    monkeypatch.setattr("askdoc.chat.visits.SWEEP", 0.5)

    app, address, _ = launch(
        fake_library("A dog ran."),
        limits=Limits(away=0.02),
        prevent_thread_lock=True,
        quiet=True,
        ssr_mode=False,
    )
    visits = app.get_blocks().visits
    with visiting(browser) as page:
        page.goto(address)
        bring(page, ("secret.txt", b"The cat slept."))
        page.get_by_text("1 read;").wait_for()
        assert kept(visits) == 1
    for _ in range(600):
        if kept(visits) == 0:
            break
        time.sleep(0.1)
    assert kept(visits) == 0
    app.get_blocks().close(verbose=False)


def test_pasted_text_is_asked_and_documents_are_chosen(page: Page) -> None:
    with served(fake_library("A dog ran.")) as address:
        page.goto(address)
        page.get_by_text("Ask your own documents").click()
        page.locator("#pasted textarea").fill("The bird sang.\nNobody heard.")
        page.get_by_role("button", name="Read the text").click()
        page.get_by_text("1 read;").wait_for()
        assert texts(page, "#article .body") == ["The bird sang.\nNobody heard."]
        ask(page, "Who sang or ran: dog or bird?")
        answered(page, 1)
        assert set(texts(page, ".turn .place bdi")) == {"1.txt", "Pasted text"}


def test_bad_files_are_told_by_name_and_the_conversation_goes_on(page: Page) -> None:
    limits = Limits(files=3, megabytes=1, characters=10_000)
    with served(fake_library("A dog ran."), limits=limits) as address:
        page.goto(address)
        page.get_by_text("Ask your own documents").click()
        page.get_by_role("button", name="Read the text").click()
        page.get_by_text("Nothing to read; drop a file or paste a text.").wait_for()
        long = b"A cat sat on a mat. " * 20_000
        bring(page, ("a.dwg", b"a,b"), ("empty.txt", b""), ("no.pdf", b"%PDF-1.4"), ("l.txt", long))
        page.locator("#status [role=alert]").nth(3).wait_for()
        told = texts(page, "#status [role=alert]")
        assert told[0].startswith("a.dwg: askdoc does not read .dwg")
        assert told[1] == "empty.txt: there is no text in it; choose a file with text"
        assert told[2].startswith("no.pdf: ")
        assert told[3].startswith("l.txt: too long; 10,000 characters are the most")
        bring(page, *((f"{i}.txt", b"A cat.") for i in range(20)))
        page.get_by_text("3 read; you have 3 of your own.").wait_for()
        assert texts(page, "#status [role=alert]") == [
            "17 files left out: 3 documents are the most; forget some to make room."
        ]
        ask(page, "Where is the cat?")
        answered(page, 1)


def test_too_large_a_file_is_refused(page: Page) -> None:
    with served(fake_library("A dog ran."), limits=Limits(megabytes=1)) as address:
        page.goto(address)
        bring(page, ("large.txt", b"x" * 1_100_000))
        page.get_by_text(re.compile("exceeds|too large|1 ?MB", re.I)).first.wait_for()
        ask(page, "Where is the dog?")
        answered(page, 1)


DROP = """([target, names]) => {
    const dropped = new DataTransfer();
    for (const name of names) dropped.items.add(new File(['The cat slept in ' + name], name));
    for (const type of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { dataTransfer: dropped, bubbles: true }));
}"""


def test_files_can_be_dropped(page: Page) -> None:
    with served(fake_library("A dog ran.")) as address:
        page.goto(address)
        page.get_by_text("Ask your own documents").click()
        target = page.locator("#files input[type=file]").locator("..").element_handle()
        page.evaluate(DROP, [target, ["London.txt", "Berlin.md"]])
        page.get_by_text("2 read; you have 2 of your own.").wait_for()
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


def test_slow_upload_does_not_block_questions(browser: Browser, page: Page) -> None:
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
        assert page.get_by_text("1 read;").count() == 0
        assert page.locator("#status .wrap").is_visible()
        slow.let.set()
        page.get_by_text("1 read;").wait_for()


def test_documents_are_chosen_among_from_the_start(page: Page) -> None:
    with served(fake_library("A dog ran.", "The cat slept.", "A bird sang.")) as address:
        page.goto(address)
        page.get_by_text("Choose documents, or ask your own").click()
        page.locator("#chosen input").click()
        page.get_by_role("option", name="3.txt").click()
        page.keyboard.press("Escape")
        page.wait_for_function("document.querySelector('#pane .file').textContent === '3.txt'")
        ask(page, "Where is the cat?")
        answered(page, 1)
        assert set(texts(page, ".turn .place bdi")) == {"3.txt"}
        page.locator("#chosen .remove-all").click()
        page.wait_for_function("document.querySelector('#pane .file').textContent === '1.txt'")
        ask(page, "cat?")
        answered(page, 2)
        assert "2.txt" in texts(page, ".turn:last-of-type .place bdi")


def test_waiting_is_said(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    let = threading.Event()

    class Thinking(FakeEmbedder):
        def read_question(self, question: str) -> Reading:
            assert "dog" not in question or let.wait(120)
            return super().read_question(question)

    words = "getComputedStyle(document.querySelector('#notice'), '::after').content"
    with served(askdoc.Library([document("A cat.", "1.txt")], Thinking())) as address:
        page.goto(address)
        ask(page, "Where is the dog?")
        page.wait_for_function(f"{words} === '\"Searching…\"'")
        let.set()
        answered(page, 1)
        page.wait_for_function(f"{words} === 'none'")


def test_page_shows_what_was_added_after_the_chat_began(browser: Browser) -> None:
    library = fake_library("The cat slept.")
    with served(library) as url:
        library.add([document("A dog ran.", "later.txt")])
        with visiting(browser) as page:
            page.goto(url)
            page.get_by_text("2 documents").wait_for()
            page.locator("#own button").first.click()
            page.locator("#chosen input").click()
            page.get_by_role("option", name="later.txt").wait_for()
