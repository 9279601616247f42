"""Ticks and pins come back after the server has forgotten them, or it is said that they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chatting import answered, ask, served, without_checks
from conftest import document, fake_library
from test_calls import Server
from test_trust import proxied, restarted

from askdoc.chat import snapshot
from askdoc.chat.visits import Visit

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Page, Route

TEXTS = "A dog ran.", "The cat slept.", "A bird sang."


def started(folder: Path, *texts: str) -> Server:
    server = Server(fake_library(*texts), folder)
    server.say("start")
    return server


def asked(server: Server) -> set[str]:
    (visit,) = server.view.visits._visits.values()
    return {name for _, name in server.view.visits.asked(visit)}


def remembered(server: Server) -> dict[str, Any]:
    record: dict[str, Any] = server.say("here")["kept"]
    return record


@pytest.mark.parametrize("out", [["1.txt"], ["1.txt", "2.txt"]])
def test_ticks_come_again(tmp_path: Path, out: list[str]) -> None:
    before, after = started(tmp_path, *TEXTS), started(tmp_path, *TEXTS)
    for name in out:
        before.say("tick", where="shared", name=name, on=False)
    found = after.say("restore", **remembered(before))
    assert found["warned"] == ""
    assert asked(after) == asked(before) == {"1.txt", "2.txt", "3.txt"} - set(out)


def test_no_ticks_are_no_record(tmp_path: Path) -> None:
    assert remembered(started(tmp_path, *TEXTS)) == {"ticks": None, "pins": []}


def test_a_tick_of_another_text_is_reported(tmp_path: Path) -> None:
    before, after = started(tmp_path, *TEXTS), started(tmp_path, "A dog sat.", *TEXTS[1:])
    before.say("tick", where="shared", name="1.txt", on=False)
    found = after.say("restore", **remembered(before))
    assert found["warned"] == "Not restored: the selection of 1.txt, which has changed."
    assert asked(after) == {"1.txt", "2.txt", "3.txt"}


def test_only_what_is_gone_was_asked(tmp_path: Path) -> None:
    before, after = started(tmp_path, *TEXTS), started(tmp_path, *TEXTS)
    before.bring("own.txt", "A dog sat.")
    for number in 1, 2, 3:
        before.say("tick", where="shared", name=f"{number}.txt", on=False)
    found = after.say("restore", **remembered(before))
    assert found["warned"] == "Not restored: which documents are asked."
    assert asked(after) == {"1.txt", "2.txt", "3.txt"}


def test_a_pin_of_ones_own_document_comes_again(tmp_path: Path) -> None:
    before, after = started(tmp_path, *TEXTS), started(tmp_path, *TEXTS)
    for server in before, after:
        server.bring("own.txt", "A dog sat on the mat.")
    before.ask("Where sat the dog on the mat?")
    before.say("pin", turn=0, answer=0, on=True)
    (pin,) = remembered(before)["pins"]
    assert (pin["where"], pin["name"]) == ("own", "own.txt")
    found = after.say("restore", **remembered(before))
    assert (found["warned"], found["pins"]) == ("", 1)


def test_too_many_ticks_are_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_TICKS", 0)
    server = started(tmp_path, *TEXTS)
    server.say("tick", where="shared", name="1.txt", on=False)
    record = remembered(server)
    assert record["ticks"] == {"on": False, "of": None}
    assert server.say("restore", **record)["warned"].endswith("which documents are asked.")


def test_pins_come_again_in_the_conversation_or_without_it(tmp_path: Path) -> None:
    before = started(tmp_path, *TEXTS)
    for turn, question in enumerate(["Where is the dog?", "Where is the cat?"]):
        before.ask(question)
        record = before.say("pin", turn=turn, answer=0, on=True)["kept"]
    after = started(tmp_path, *TEXTS)
    after.ask("Where is the cat?")
    found = after.say("restore", **record)
    assert (found["pins"], found["warned"]) == (2, "")
    assert 'aria-pressed="true"' in found["turns"]
    shown = after.say("pinned")["html"]
    bare = [re.sub(r'data-turn="\d"', "", html) for html in (shown, before.say("pinned")["html"])]
    assert bare[0] == bare[1]
    assert found["count"] == 1  # the conversation is as it was
    assert after.say("restore", **record)["pins"] == 2  # not twice


def test_pins_of_changed_documents_are_reported(tmp_path: Path) -> None:
    before, after = started(tmp_path, *TEXTS), started(tmp_path, "A dog sat.", *TEXTS[1:])
    before.ask("Where is the dog?")
    record = before.say("pin", turn=0, answer=0, on=True)["kept"]
    found = after.say("restore", **record)
    assert (found["pins"], found["warned"]) == (0, "Not restored: 1 pinned passage.")


def test_too_many_pins_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = started(tmp_path, *TEXTS)
    server.ask("Where is the dog?")
    record = server.say("pin", turn=0, answer=0, on=True)["kept"]
    monkeypatch.setattr(snapshot, "MAX_PINS", 0)
    assert server.say("restore", **record)["warned"] == "Not restored: 1 pinned passage."


WRONG = [None, 3, "x", [], {}, [[]], {"of": [["shared"]]}, {"on": True, "of": []}]


def test_what_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    library = fake_library(*TEXTS)
    wrong_pins = [*WRONG, [{}], [{"searched": "dog?", "where": 3, "name": []}]]
    for ticks, pins in product(WRONG, wrong_pins):
        server = Server(library, tmp_path)
        server.say("start")
        found = server.say("restore", ticks=ticks, pins=pins)
        assert "error" not in found, (ticks, pins)
        assert found["pins"] == 0, (ticks, pins)
        assert asked(server) == {"1.txt", "2.txt", "3.txt"}, (ticks, pins)


def test_the_record_contains_no_text() -> None:
    visit = Visit(deselected={("shared", "a.txt")})
    secret = document("The cat slept.", "a.txt")
    found = snapshot.record(visit, {("shared", "a.txt"): secret, ("shared", "b.txt"): secret})
    assert found["ticks"] == {"on": False, "of": [["shared", "a.txt", secret.sha256]]}


# --- in the browser


@pytest.mark.slow
def test_a_late_reply_does_not_undo_a_tick(page: Page) -> None:
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.post_data_json["action"] == "here":
            held.append((route, route.fetch()))  # answered now, received later
        else:
            route.continue_()

    with served(fake_library("A dog ran.", "The cat slept.")) as url:
        page.goto(url)
        page.locator("#open-sources").click()
        page.route("**/askdoc/call", hold)
        page.evaluate("() => { askdoc.run('here', { filter: '' }, askdoc.talk.show); }")
        while not held:
            page.wait_for_timeout(50)
        page.locator("#list [data-do=tick]").nth(1).click()
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
        with page.expect_response("**/askdoc/call"):
            held[0][0].fulfill(response=held[0][1])
        page.wait_for_timeout(200)
        assert page.get_by_text("Asked: 1.txt", exact=True).is_visible()
        assert not page.locator("#list [data-do=tick]").nth(1).is_checked()
        assert page.evaluate("askdoc.threads.snapshot().ticks.of") is not None


@pytest.mark.slow
def test_ticks_and_pins_come_again_after_a_restart(page: Page) -> None:
    without_checks(page)
    library = fake_library("A dog ran.", "The cat slept.")
    server = served(library)
    with proxied(server.__enter__()) as proxy:
        page.goto(proxy.url)
        ask(page, "Where is the dog?")
        answered(page, 1)
        page.locator(".best [data-do=pin]").click()
        page.locator("#open-pinned").wait_for()
        page.locator("#open-sources").click()
        page.locator("#list [data-do=tick]").nth(1).click()
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
        server = restarted(proxy, server, "The cat slept.")
        page.reload()
        alert = page.locator("#notice [role=alert]")
        alert.wait_for()
        gone = "the conversation, 1 pinned passage and which documents are asked"
        assert gone in alert.inner_text()
        again = "Ask the question again, with your selection and pins"
        page.get_by_role("button", name=again).click()
        answered(page, 1)
        pressed = page.locator(".best [data-do=pin][aria-pressed=true]")
        pressed.wait_for()
        assert pressed.evaluate("button => getComputedStyle(button).fontWeight") == "700"
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
        page.locator("#open-pinned").wait_for()
        assert page.locator("#notice [role=alert]").count() == 0
        server.__exit__(None, None, None)


@contextmanager
def restarted_with_a_selection(page: Page) -> Iterator[None]:
    """The page of a server that was restarted after a document was deselected."""
    without_checks(page)
    server = served(fake_library("A dog ran.", "The cat slept."))
    with proxied(server.__enter__()) as proxy:
        page.goto(proxy.url)
        page.locator("#open-sources").click()
        page.locator("#list [data-do=tick]").nth(1).click()
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
        server = restarted(proxy, server, "The cat slept.")
        yield
        server.__exit__(None, None, None)


@pytest.mark.slow
def test_only_ticks_are_restored_after_a_restart(page: Page) -> None:
    with restarted_with_a_selection(page):
        ask(page, "Where is the dog?")
        page.get_by_text("No longer here: which documents are asked.").wait_for()
        page.get_by_role("button", name="Restore it").click()
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
        assert page.locator("#box").input_value() == "Where is the dog?"


@pytest.mark.slow
def test_what_two_calls_miss_can_be_restored(page: Page) -> None:
    """A look after a while and a question, for example, at the same time."""
    with restarted_with_a_selection(page):
        page.evaluate(
            """async () => {
              const look = () => askdoc.server.call("here", { filter: "" });
              for (const found of await Promise.all([look(), look()])) askdoc.restore(found);
            }"""
        )
        page.get_by_role("button", name="Restore it").click()
        page.get_by_text("Asked: 1.txt", exact=True).wait_for()
