"""The chat in a real browser: a server, a page that must not fail, and how a reader uses it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

import askdoc

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = """
    --no-sandbox --disable-background-networking --disable-component-update --disable-sync
    --no-first-run --disable-quic
""".split()
# What answers conftest.QUESTION.
SENTENCE = (
    '"But the other part of the equation is Assad (President of Syria) and how you resolve the '
    'fact that he is a magnet for foreign fighters to come to the region," he said.'
)
WAIT = 60_000  # milliseconds, of which a busy machine may need many


@contextmanager
def served(library: askdoc.Library, **options: Any) -> Iterator[str]:
    """The chat about a library on a free port -> its address."""
    from askdoc.chat import launch

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    app, url, _ = launch(library, port=port, prevent_thread_lock=True, quiet=True, **options)
    try:
        yield url
    finally:
        app.get_blocks().close(verbose=False)


@pytest.fixture(scope="module")
def url(library: askdoc.Library) -> Iterator[str]:
    with served(library) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # subtle: while it is open no test can run an event loop, so it is closed after each file
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "this test needs chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def client(url: str) -> Any:
    from gradio_client import Client

    return Client(url, verbose=False)


@contextmanager
def visiting(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a profile of its own, which must not run into an error of its own."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visiting(browser) as page:
        yield page


def without_checks(page: Page) -> None:
    """Let no periodic look at the visit notice something before the test does; before `goto`."""
    page.add_init_script("window.setInterval = () => 0")


def ask(page: Page, question: str) -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")


def answered(page: Page, turns: int) -> None:
    """Wait for so many questions with their answers."""
    page.locator("#conversation .turn").nth(turns - 1).wait_for()


def texts(page: Page, selector: str) -> list[str]:
    """The DOM's own text of each element, folded ones too."""
    found: list[str] = page.locator(selector).evaluate_all("all => all.map(e => e.textContent)")
    return found


def bring(page: Page, *files: tuple[str, bytes]) -> None:
    """Give files to the page: (name, content)."""
    page.locator("#article").wait_for(state="attached")  # the page has begun
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "", "buffer": data} for name, data in files]
    )


def read(page: Page, title: str) -> None:
    """Wait until a document is among the sources and asked."""
    page.locator(f"#list [data-do=tick][aria-label='Ask {title}']:checked").wait_for(
        state="attached"
    )


def marks(page: Page) -> list[str]:
    """The marked sentences of all answers."""
    return texts(page, "blockquote.passage mark")


def notes(page: Page) -> list[str]:
    """What replies say besides their answers."""
    return texts(page, "p.note")
