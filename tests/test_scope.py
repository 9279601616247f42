"""What a page believes is asked, and who is let in."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from chatting import served
from conftest import document, fake_library

from askdoc import show
from askdoc.chat import Limits, access, scope
from askdoc.chat.visits import Key, Visit, Visits

A, B = document("A cat.", "a.txt"), document("A dog.", "b.txt")
ASKED = {("own", "a.txt"): A, ("shared", "b.txt"): B}


def seen(visit: Visit, **said: object) -> scope.PageState:
    """What a page says that shows two turns of this visit, and a.txt of its own."""
    digest = scope.digest(ASKED)
    return scope.read({"name": visit.name, "turns": 2, "scope": digest, "own": ["a.txt"], **said})


def test_page_that_shows_what_is_asked_is_answered() -> None:
    visit = Visit()
    assert not seen(visit).differs(2, ASKED)
    assert seen(visit).deleted(visit) == ""


def test_what_is_forgotten_is_named() -> None:
    said = seen(Visit()).deleted(Visit())
    assert said.startswith("No longer here: the conversation and a.txt. The server was restarted")
    assert (
        seen(Visit(), turns=0, own=["a", "b", "c", "d"])
        .deleted(Visit())
        .startswith("No longer here: 4 documents.")
    )


def test_pins_that_are_forgotten_are_counted() -> None:
    said = seen(Visit(), turns=0, own=[], pins=2).deleted(Visit())
    assert said.startswith("No longer here: 2 pinned passages.")


def test_page_that_showed_nothing_misses_nothing() -> None:
    assert seen(Visit(), turns=0, own=[]).deleted(Visit()) == ""
    assert seen(Visit(), name="").deleted(Visit()) == ""


@pytest.mark.parametrize("said", [{"scope": "other"}, {"turns": 1}])
def test_other_documents_or_turns_are_a_change(said: dict[str, object]) -> None:
    assert seen(Visit(), **said).differs(2, ASKED)


@pytest.mark.parametrize("said", ["", [], {"turns": "x"}, {"turns": 1.5, "own": 3}, None])
def test_what_cannot_be_read_shows_nothing(said: object) -> None:
    assert scope.read(said) == scope.PageState()


@pytest.mark.parametrize(
    ("asked", "placeholder", "count"),
    [
        ([("own", "a.txt"), ("shared", "b.txt")], "Ask 2 documents…", "2"),
        ([("own", "a.txt")], "Ask “a.txt”…", "1 of 2"),
        ([], "Ask 0 of 2 documents…", "0 of 2"),
    ],
)
def test_the_box_says_what_is_asked(asked: list[Key], placeholder: str, count: str) -> None:
    shown = scope.selection(Visit(), ASKED, {key: ASKED[key] for key in asked})
    assert (shown["placeholder"], shown["count"]) == (placeholder, count)


def test_refusal_names_what_was_asked() -> None:
    assert scope.refusal(ASKED, 2) == "None of the 2 documents asked seems to say."
    assert scope.refusal({("own", "a.txt"): A}, 2) == f"“{A.title}” does not seem to say."
    assert scope.refusal({("own", "a.txt"): A}, 1) == show.refused()


def test_visit_outlives_a_lost_connection() -> None:
    visits = Visits(fake_library("A dog ran."), Limits())
    visit = visits.get("tab")
    visits.leave("tab")
    assert visits.get("tab") is visit
    assert not visit.left


@pytest.mark.parametrize(
    ("host", "known"),
    [
        *(("localhost:7860", True), ("127.0.0.1:7860", True), ("[::1]:7860", True)),
        *(("192.168.1.7", True), ("evil.example", False), ("localhost.evil.example", False)),
        *(("news.example:80", True), ("a.wild.example", True), ("wild.example", False)),
    ],
)
def test_only_allowed_hosts(host: str, known: bool) -> None:
    hosts = access.allowed_hosts("127.0.0.1", ["news.example", "*.wild.example"])
    assert access.is_allowed(host, hosts) is known


@pytest.mark.slow
def test_page_of_another_name_reads_nothing() -> None:
    with served(fake_library("A dog ran.")) as url:
        request = urllib.request.Request(f"{url}config", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="421"):
            urllib.request.urlopen(request, timeout=60)
