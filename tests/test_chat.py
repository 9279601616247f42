"""The chat in a real browser, and its endpoint for programs."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CORPUS, QUESTION, FakeEmbedder, document

import askdoc

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

SENTENCE = (
    '"But the other part of the equation is Assad (President of Syria) and how you resolve the '
    'fact that he is a magnet for foreign fighters to come to the region," he said.'
)
QUIET = """
    --no-sandbox --disable-background-networking --disable-component-update --disable-sync
    --no-first-run --disable-quic
""".split()
WAIT = 60_000  # milliseconds, of which a busy machine may need many

# Each of these sets window.hacked if it is read as anything but text.
HOSTILE = [
    'The cat <img src=x onerror="window.hacked=1"> slept <script>window.hacked=2</script> here.',
    "# The dog *ate* _the_ **bone** `x` [link](javascript:window.hacked=3) ~~gone~~ ![](x) 1. 2.",
    "The apple costs $$x^2$$ and $5 \\(y\\) &amp; &lt;b&gt; </blockquote></mark> <style>*{</style>",
    "The bird\r\nsang   twice,  *  as a\r\n  list  and\ta | b | at www.example.org and :smile: .",
]
HOSTILE_QUESTION = (
    "cat **bold** <img src=x onerror='window.hacked=4'> $$y$$ # _it_ `code` </p><script>window."
    "hacked=5</script> [a](javascript:window.hacked=6) &amp; 1. *"
)


@contextmanager
def served(library: askdoc.Library) -> Iterator[str]:
    """The chat about a library on a free port -> its address."""
    import gradio

    from askdoc.chat import launch

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _, url, _ = launch(library, port=port, prevent_thread_lock=True, quiet=True, ssr_mode=False)
    try:
        yield url
    finally:
        gradio.close_all(verbose=False)


@pytest.fixture(scope="module")
def url(library: askdoc.Library) -> Iterator[str]:
    with served(library) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "this test needs chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that must not run into an error of its own."""
    page = browser.new_page()
    page.set_default_timeout(WAIT)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def passages(page: Page, number: int) -> list[str]:
    """The texts of the passages shown, once there are so many."""
    quoted = page.locator("blockquote.passage")
    quoted.nth(number - 1).wait_for()
    return [text or "" for text in quoted.evaluate_all("all => all.map(q => q.textContent)")]


def marks(page: Page) -> list[str]:
    return page.locator("blockquote.passage mark").all_text_contents()


def notes(page: Page) -> list[str]:
    return page.locator("p.note").all_text_contents()


# --- for programs


def test_search_gives_the_json_of_the_command_line(url: str) -> None:
    from gradio_client import Client

    command = [sys.executable, "-m", "askdoc", "ask", QUESTION, str(CORPUS), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=300)
    client = Client(url, verbose=False)
    found = client.predict(QUESTION, api_name="/search")
    assert found + "\n" == done.stdout
    assert len(json.loads(found)["answers"]) == 3
    one = json.loads(client.predict(QUESTION, 1, api_name="/search"))
    assert one["answers"] == json.loads(found)["answers"][:1]


def test_only_search_is_public(url: str) -> None:
    from gradio_client import Client

    public: Any = Client(url, verbose=False).view_api(return_format="dict", print_info=False)
    assert list(public["named_endpoints"]) == ["/search"]
    assert public["unnamed_endpoints"] == {}
    names = [p["parameter_name"] for p in public["named_endpoints"]["/search"]["parameters"]]
    assert names[:2] == ["question", "top_k"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((" ", 3), "the question is empty"), ((QUESTION, 0), "top_k is 0")],
)
def test_search_says_what_is_wrong(url: str, arguments: tuple[str, int], message: str) -> None:
    import html

    from gradio_client import Client
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as error:
        Client(url, verbose=False).predict(*arguments, api_name="/search")
    assert message in html.unescape(str(error.value))


# --- for people


def test_question_is_answered_with_the_sentence_marked(
    url: str, page: Page, library: askdoc.Library
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    ask(page, QUESTION)
    reply = library.ask(QUESTION)
    assert passages(page, 3) == [answer.text for answer in reply]
    assert marks(page) == [answer.sentence.text for answer in reply]
    assert SENTENCE in marks(page)
    assert page.locator("#question textarea").input_value() == ""
    # Nobody else is asked for anything: no font, no script, no counting.
    elsewhere = [r for r in requests if not r.startswith((url, "data:", "blob:"))]
    assert elsewhere == []
    assert len(requests) > 5


def test_passage_looks_like_a_quotation(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    passages(page, 3)
    looks = "(element, name) => getComputedStyle(element)[name]"
    quoted = page.locator("blockquote.passage").first
    assert quoted.evaluate(looks, "whiteSpace") == "pre-wrap"
    assert "serif" in str(quoted.evaluate(looks, "fontFamily"))
    mark = quoted.locator("mark")
    assert mark.evaluate(looks, "backgroundColor") != quoted.evaluate(looks, "backgroundColor")


def test_example_asks_itself(url: str, page: Page) -> None:
    page.goto(url)
    page.get_by_role("button", name=QUESTION).click()
    passages(page, 3)
    assert SENTENCE in marks(page)
    assert page.locator("#conversation .user").first.inner_text().strip() == QUESTION


def test_first_sentence_marked_for_the_example_is_about_assad(url: str, page: Page) -> None:
    page.goto(url)
    page.get_by_role("button", name=QUESTION).click()
    passages(page, 3)
    assert "Assad" in marks(page)[0]
    assert page.locator("p.place").first.inner_text().startswith("Kerry · ")


def test_foreign_question_shows_the_refusal_above_the_closest_passages(
    url: str, page: Page
) -> None:
    page.goto(url)
    ask(page, "Who won the football world cup in 2014?")
    passages(page, 3)
    assert notes(page) == ["The article does not seem to say. Closest passages:"]
    above = """note => !!(note.compareDocumentPosition(
        document.querySelector('blockquote.passage')) & Node.DOCUMENT_POSITION_FOLLOWING)"""
    assert page.locator("p.note").evaluate(above) is True
    ask(page, QUESTION)
    passages(page, 6)
    assert len(notes(page)) == 1


def test_follow_up_shows_what_was_searched(url: str, page: Page, library: askdoc.Library) -> None:
    page.goto(url)
    ask(page, QUESTION)
    passages(page, 3)
    assert notes(page) == []
    ask(page, "And about the migrant crisis?")
    passages(page, 6)
    assert notes(page) == ["Searched: What did Kerry say about the migrant crisis?"]
    assert "root cause" in marks(page)[3]
    ask(page, "When will he leave?")
    passages(page, 9)
    assert notes(page)[1:] == ["Searched: When will Kerry leave?"]
    assert "Berlin" in marks(page)[6]


def test_conversation_is_not_completed_from_another_ones_questions(
    url: str, browser: Browser, page: Page
) -> None:
    page.goto(url)
    ask(page, QUESTION)
    passages(page, 3)
    other = browser.new_page()
    other.set_default_timeout(WAIT)
    other.goto(url)
    ask(other, "And about the migrant crisis?")
    passages(other, 3)
    assert not any("Searched" in note for note in notes(other))
    other.close()


def test_why_is_folded_until_it_is_asked_for(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    passages(page, 3)
    why = page.locator("details.why")
    assert why.count() == 3
    assert page.locator("details.why[open]").count() == 0
    height = "why => why.getBoundingClientRect().height"
    folded = float(why.first.evaluate(height))
    why.first.locator("summary").click()
    page.locator("details.why[open]").wait_for()
    assert float(why.first.evaluate(height)) > 2 * folded
    assert "word match" in why.first.inner_text()
    assert "Assad" in why.first.inner_text()


def test_empty_question_shows_an_error_and_the_conversation_goes_on(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, "   ")
    toast = page.get_by_text("the question is empty; ask something like")
    toast.first.wait_for()
    assert page.locator("blockquote.passage").count() == 0
    ask(page, QUESTION)
    passages(page, 3)
    ask(page, "Where will Kerry go on Sunday?")
    assert len(passages(page, 6)) == 6


def test_conversations_are_apart(url: str, browser: Browser, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    passages(page, 3)
    other = browser.new_page()
    other.goto(url)
    other.locator("#question textarea").wait_for()
    assert other.locator("blockquote.passage").count() == 0
    other.close()


def test_hostile_text_is_shown_as_it_stands_and_runs_nothing(page: Page, tmp_path: Path) -> None:
    name = '<img src=x onerror="window.hacked=7">.txt'
    library = askdoc.Library(
        [document(text, f"{i}{name}") for i, text in enumerate(HOSTILE)], FakeEmbedder()
    )
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with served(library) as address:
        page.goto(address)
        shown = 0
        for question in ("cat", "dog", "apple", "bird", HOSTILE_QUESTION):
            expected = [answer.text for answer in library.ask(question)]
            assert len(expected) == 3
            ask(page, question)
            shown += 3
            assert passages(page, shown)[-3:] == expected
        seen = page.locator("blockquote.passage").evaluate_all("all => all.map(q => q.textContent)")
        assert set(seen) == set(HOSTILE)  # each was shown
        assert page.locator("blockquote.passage mark").count() == shown
        # Inside a passage there is nothing but the mark.
        assert page.locator("blockquote.passage :not(mark)").count() == 0
        asked = page.locator("#conversation .user").last
        assert asked.inner_text().strip() == HOSTILE_QUESTION
        assert page.locator("p.place").first.inner_text().startswith(f"0{name}")
        assert page.locator("#conversation img[src=x]").count() == 0
        assert page.evaluate("window.hacked") is None
    assert dialogs == []


def test_library_of_nothing_says_so(page: Page) -> None:
    with served(askdoc.Library([], FakeEmbedder())) as address:
        page.goto(address)
        ask(page, "Anything?")
        page.get_by_text("No passage fits.").wait_for()
