"""What a page believes is asked, and who is let in."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from chatting import answered, ask, served, texts
from conftest import document, fake_library

from askdoc.chat import Limits, door, scope
from askdoc.chat.visits import Visits

if TYPE_CHECKING:
    from playwright.sync_api import Page

A, B = document("A cat.", "a.txt"), document("A dog.", "b.txt")
ASKED = {("own", "a.txt"): A, ("shared", "b.txt"): B}


def seen(**said: object) -> scope.Seen:
    fits: dict[str, object] = {"turns": 2, "scope": scope.digest(ASKED), "own": ["a.txt"]}
    return scope.read(json.dumps({**fits, **said}))


def test_page_that_shows_what_is_asked_is_answered() -> None:
    assert seen().differs(2, ASKED) == ""


def test_what_was_forgotten_is_named() -> None:
    said = seen().differs(0, {("shared", "b.txt"): B})
    assert said.startswith("No longer here: the conversation and a.txt.")
    assert "Bring them again" in said


@pytest.mark.parametrize("said", [{"scope": "other"}, {"turns": 1}])
def test_other_documents_or_turns_are_a_change(said: dict[str, object]) -> None:
    assert "has changed meanwhile" in seen(**said).differs(2, ASKED)


@pytest.mark.parametrize("said", ["", "[]", '{"turns": "x"}', '{"turns": 1, "own": 3}'])
def test_what_cannot_be_read_shows_nothing(said: str) -> None:
    assert scope.read(said) == scope.Seen(0, "", ())


def test_refusal_names_what_was_asked() -> None:
    assert scope.refusal(ASKED, 2) == "None of the 2 documents asked seems to say."
    assert scope.refusal({("own", "a.txt"): A}, 2) == f"“{A.title}” does not seem to say."
    assert scope.refusal({("own", "a.txt"): A}, 1) == scope.REFUSED


def test_visit_outlives_a_lost_connection() -> None:
    visits = Visits(fake_library("A dog ran."), Limits())
    visit = visits.of("tab")
    visits.leave("tab")
    assert visits.of("tab") is visit
    assert not visit.left


@pytest.mark.parametrize(
    ("host", "known"),
    [
        *(("localhost:7860", True), ("127.0.0.1:7860", True), ("[::1]:7860", True)),
        *(("192.168.1.7", True), ("evil.example", False), ("localhost.evil.example", False)),
        *(("news.example:80", True), ("a.wild.example", True), ("wild.example", False)),
    ],
)
def test_only_known_hosts(host: str, known: bool) -> None:
    hosts = door.known_hosts("127.0.0.1", ["news.example", "*.wild.example"])
    assert door.known(host, hosts) is known


@pytest.mark.slow
def test_page_of_another_name_reads_nothing() -> None:
    with served(fake_library("A dog ran.")) as url:
        request = urllib.request.Request(f"{url}config", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="421"):
            urllib.request.urlopen(request, timeout=60)


def bring(page: Page, name: str, data: bytes) -> None:
    if not page.locator("#files").is_visible():
        page.get_by_text("Ask your own documents").click()
    page.locator("#files input[type=file]").set_input_files(
        [{"name": name, "mimeType": "", "buffer": data}]
    )
    page.wait_for_function(
        "name => document.querySelector('#scope').innerText.includes(name)", arg=name[:-4]
    )


@pytest.mark.slow
def test_what_was_forgotten_is_said_before_anything_is_answered(page: Page) -> None:
    from askdoc.chat import launch

    app, url, _ = launch(
        fake_library("A dog ran."), prevent_thread_lock=True, quiet=True, ssr_mode=False
    )
    page.goto(url)
    bring(page, "glacier.txt", b"The cat slept.")
    bring(page, "moss.txt", b"A bird sang.")
    ask(page, "Where is the cat?")  # what came second does not narrow what is asked
    answered(page, 1)
    assert texts(page, ".best blockquote") == ["The cat slept."]
    visits = app.get_blocks().visits
    for tab in list(visits._visits):
        visits.end(tab)
    ask(page, "Where is the bird?")
    page.locator("#notice [role=alert]").wait_for()
    assert "No longer here: the conversation and glacier.txt, moss.txt." in " ".join(
        texts(page, "#notice [role=alert]")
    )
    assert page.locator(".turn").count() == 0
    assert page.locator("#question textarea").input_value() == "Where is the bird?"
    page.locator("#question textarea").press("Enter")
    answered(page, 1)
    assert re.search("dog", "".join(texts(page, "blockquote.passage")))
    app.get_blocks().close(verbose=False)
