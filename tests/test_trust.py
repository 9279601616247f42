"""Nothing is lost without a word: cut connections, reloads, tabs, restarts, in a real browser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from chatting import answered, ask, bring, read, served, texts, visiting, without_checks
from conftest import fake_library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

pytestmark = pytest.mark.slow


class Proxy:
    """Passes TCP on to a port, which can change; `cut` breaks all connections and takes no more."""

    def __init__(self, to: int) -> None:
        self.to, self.up = to, True
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._changing = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                came, _ = self._server.accept()
                with self._changing:  # else a connection could be made while all are cut
                    try:
                        if not self.up:
                            raise ConnectionRefusedError
                        on = socket.create_connection(("127.0.0.1", self.to))
                    except OSError:
                        came.close()
                        continue
                    self._open |= {came, on}
                threading.Thread(target=self._join, args=(came, on), daemon=True).start()

    def _join(self, came: socket.socket, on: socket.socket) -> None:
        back = threading.Thread(target=self._pass, args=(on, came), daemon=True)
        # subtle: nobody closes a socket from which another thread reads; its number could belong
        # to the next connection at once
        with came, on:
            back.start()
            self._pass(came, on)
            back.join()
        self._open -= {came, on}

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        self._end({source, sink})

    @staticmethod
    def _end(sockets: set[socket.socket]) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        with self._changing:
            self.up = False
            self._end(set(self._open))

    def restore(self) -> None:
        self.up = True

    def close(self) -> None:
        self.cut()
        self._server.close()


def port(url: str) -> int:
    return int(url.rstrip("/").rsplit(":", 1)[1])


@contextmanager
def proxied(url: str) -> Iterator[Proxy]:
    proxy = Proxy(port(url))
    try:
        yield proxy
    finally:
        proxy.close()


@pytest.fixture(scope="module")
def chat() -> Iterator[str]:
    with served(fake_library("A dog ran.")) as url:
        yield url


def prepared(page: Page, url: str) -> None:
    """A page with a document of its own and a question answered from it."""
    page.goto(url)
    bring(page, ("glacier.txt", b"The cat slept."))
    read(page, "glacier")
    with page.expect_response(_is_follow):  # a call under way would notice a restart first
        ask(page, "Where is the cat?")
        answered(page, 1)


def _is_follow(response: Response) -> bool:
    """Whether it is the reply with suggestions, which the page asks for after an answer."""
    return '"action":"follow"' in (response.request.post_data or "")


def test_cut_connection_loses_nothing(chat: str, page: Page) -> None:
    # else it might connect again just before the button is clicked
    page.add_init_script(
        "{ const soon = window.setTimeout; "
        "window.setTimeout = (f, ms) => soon(f, window.patient && ms >= 500 ? 60_000 : ms); }"
    )
    with proxied(chat) as proxy:
        prepared(page, proxy.url)
        page.evaluate("window.patient = true")
        proxy.cut()
        ask(page, "Is there a cat in it?")
        page.get_by_text("The connection to the server is lost. Trying again…").wait_for()
        assert page.locator(".turn").count() == 1
        proxy.restore()
        page.get_by_role("button", name="Try now").click()
        answered(page, 2)
        page.evaluate("window.patient = false")
        assert texts(page, ".best blockquote") == ["The cat slept."] * 2
        page.get_by_text("Connected again.").wait_for()
        proxy.cut()
        proxy.restore()
        ask(page, "And a cat?")
        answered(page, 3)
        assert texts(page, ".best blockquote")[2] == "The cat slept."
        assert texts(page, "#notice [role=alert]") == []


def test_interrupted_upload_is_reported_and_can_be_retried(chat: str, page: Page) -> None:
    with proxied(chat) as proxy:
        page.goto(proxy.url)
        page.locator("#article").wait_for()
        proxy.cut()
        bring(page, ("moss.txt", b"A bird sang."))
        page.get_by_text("moss.txt: the connection was lost while it was sent").first.wait_for()
        proxy.restore()
        page.locator("#sources").get_by_role("button", name="Retry").click()
        read(page, "moss")


def test_reload_and_back_keep_the_visit(chat: str, page: Page) -> None:
    prepared(page, chat)
    page.locator("#list [data-name='1.txt'] input").uncheck()
    page.get_by_text("Asked: glacier").wait_for()
    page.reload()
    answered(page, 1)
    page.get_by_text("Asked: glacier").wait_for()
    assert texts(page, ".best blockquote") == ["The cat slept."]
    assert texts(page, "#article .body") == ["The cat slept."]
    page.goto("about:blank")
    page.go_back()
    answered(page, 1)
    page.get_by_text("Asked: glacier").wait_for()
    ask(page, "Is there a cat?")
    answered(page, 2)
    assert texts(page, ".best blockquote") == ["The cat slept."] * 2
    assert texts(page, "#notice [role=alert]") == []


@pytest.mark.parametrize("locks", [True, False])
def test_two_tabs_are_two_visits(chat: str, browser: Browser, locks: bool) -> None:
    with visiting(browser) as page:
        if not locks:  # as at an http address of another machine
            page.context.add_init_script("Object.defineProperty(navigator, 'locks', {})")
        prepared(page, chat)
        other = page.context.new_page()
        other.goto(chat)
        other.locator("#asked", has_text="1.txt").wait_for()
        assert other.locator(".turn").count() == 0
        # a tab that is duplicated begins with what the first remembers
        remembered = page.evaluate("JSON.stringify(sessionStorage)")
        other.evaluate(
            "all => Object.entries(JSON.parse(all)).forEach(one => sessionStorage.setItem(...one))",
            remembered,
        )
        if locks:  # the first tab may be too busy to reply to the other
            page.evaluate(
                "setTimeout(() => { const end = Date.now() + 900; while (Date.now() < end); })"
            )
        other.goto(chat)
        other.locator("#asked", has_text="1.txt").wait_for()
        assert other.locator(".turn").count() == 0
        mine, its = (
            one.evaluate("sessionStorage.getItem('askdoc.visit')") for one in (page, other)
        )
        assert mine != its
        ask(other, "Where is the dog?")
        answered(other, 1)
        ask(page, "Is there a cat?")
        answered(page, 2)
        assert texts(other, ".best blockquote") == ["A dog ran."]


def restarted(proxy: Proxy, old: Any, *further: str) -> Any:
    """Another server takes over, which knows nothing of before."""
    proxy.cut()
    old.__exit__(None, None, None)
    new = served(fake_library("A dog ran.", *further))
    proxy.to = port(new.__enter__())
    proxy.restore()
    return new


def test_restart_is_reported_before_any_answer_and_everything_is_restored(page: Page) -> None:
    server = served(fake_library("A dog ran."))
    without_checks(page)
    with proxied(server.__enter__()) as proxy:
        prepared(page, proxy.url)
        server = restarted(proxy, server)
        ask(page, "Where is the bird?")
        alert = page.locator("#notice [role=alert]")
        alert.wait_for()
        assert "No longer here: the conversation and glacier.txt." in alert.inner_text()
        assert page.locator(".turn").count() == 0  # nothing was answered
        assert page.locator("#box").input_value() == "Where is the bird?"
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
        page.get_by_role("button", name="Add them all again").click()
        read(page, "glacier")
        answered(page, 1)
        assert texts(page, "#turns .asked") == ["Where is the cat?"]
        assert texts(page, ".best blockquote") == ["The cat slept."]
        server.__exit__(None, None, None)


def test_restart_and_reload_say_so_and_offer_what_is_known(page: Page) -> None:
    without_checks(page)
    server = served(fake_library("A dog ran."))
    with proxied(server.__enter__()) as proxy:
        prepared(page, proxy.url)
        ask(page, "Where is the dog?")
        answered(page, 2)
        server = restarted(proxy, server)
        page.reload()
        alert = page.locator("#notice [role=alert]")
        alert.wait_for()
        assert "No longer here: the conversation and glacier.txt." in alert.inner_text()
        page.get_by_role("button", name="Ask the 2 questions again").wait_for()
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Choose the files again").click()
        chooser.value.set_files(
            [{"name": "glacier.txt", "mimeType": "", "buffer": b"The cat slept."}]
        )
        answered(page, 2)
        assert texts(page, ".asked") == ["Where is the cat?", "Where is the dog?"]
        assert texts(page, ".best blockquote") == ["The cat slept.", "A dog ran."]
        server.__exit__(None, None, None)


def test_server_that_is_away_while_nobody_asks_is_noticed(page: Page) -> None:
    server = served(fake_library("A dog ran."))
    with proxied(server.__enter__()) as proxy:
        prepared(page, proxy.url)
        server = restarted(proxy, server)
        page.evaluate("window.dispatchEvent(new Event('online'))")  # as after sleep
        page.get_by_text("No longer here: the conversation and glacier.txt.").wait_for()
        ask(page, "Where is the dog?")  # going on without it loses no earlier conversation
        answered(page, 1)
        alert = page.locator("#notice [role=alert]", has_text="No longer here")
        assert alert.is_visible()
        alert.get_by_role("button", name="Dismiss").click()
        alert.wait_for(state="hidden")
        page.locator("#menu > summary").click()
        page.get_by_role("button", name="Earlier conversations").click()
        page.locator("#threads .title").nth(1).wait_for()
        assert texts(page, "#threads .title") == ["Where is the dog?", "Where is the cat?"]
        page.locator("#threads .title").nth(1).click()
        gone = "This conversation also used documents that are no longer here: glacier.txt."
        page.get_by_text(gone).wait_for()
        assert texts(page, ".asked") == ["Where is the dog?"]  # nothing is asked of it yet
        page.get_by_role("button", name="Add them all again").click()
        page.wait_for_function(
            "document.querySelector('#turns .asked')?.textContent.includes('cat')"
        )
        assert texts(page, ".best blockquote") == ["The cat slept."]
        server.__exit__(None, None, None)


def test_conversation_has_an_address_and_is_listed_until_erased(chat: str, page: Page) -> None:
    page.goto(chat)
    ask(page, "Where is the dog?")
    answered(page, 1)
    ask(page, "Is there a cat?")
    answered(page, 2)
    page.wait_for_function("location.search.includes('t=')")
    page.locator(".best [data-do=pin]").first.click()
    page.wait_for_function("localStorage.getItem('askdoc.threads').includes('sha256')")
    address = page.url
    page.locator("#menu > summary").click()
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    page.goto(address)  # as a bookmark
    answered(page, 2)
    assert texts(page, ".asked") == ["Where is the dog?", "Is there a cat?"]
    other = page.context.new_page()  # of the same browser
    other.goto(address)
    answered(other, 2)
    other.locator("#menu > summary").click()
    other.get_by_role("button", name="Earlier conversations").click()
    other.locator("#threads").get_by_text("2 questions").first.wait_for()
    other.locator("#threads").get_by_role("button", name="Erase").first.click()
    other.locator("#threads").get_by_text("None yet.").wait_for()
    page.wait_for_function("localStorage.getItem('askdoc.threads') === '[]'")
    # a late reply to the first tab, which still shows it
    shown = texts(page, "#turns .asked")
    page.evaluate("shown => askdoc.threads.save(shown, askdoc.server.shown.own)", shown)
    assert other.evaluate("localStorage.getItem('askdoc.threads')") == "[]"
    ask(page, "Is there a bird?")
    answered(page, 3)
    page.wait_for_function("localStorage.getItem('askdoc.threads').includes('bird')")
