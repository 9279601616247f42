"""What a page can say to the server, also one that says it twice, late, wrong or for another."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder, fake_library

import askdoc
from askdoc.chat.calls import Calls
from askdoc.chat.documents import DocumentActions
from askdoc.chat.exports import FORMATS
from askdoc.chat.questions import QuestionActions
from askdoc.chat.scheduling import FairQueue
from askdoc.chat.tools import Tools
from askdoc.chat.view import View
from askdoc.chat.visits import Limits

TAB, OTHER = "a" * 32, "b" * 32


class Server:
    """The server's side of the chat, and what a page would believe of it."""

    def __init__(
        self, library: askdoc.Library, folder: Path, golden: Path | None = None, tab: str = TAB
    ) -> None:
        self.folder, self.tab = folder, tab
        self.view = View(library, Limits(), voting=golden is not None)
        self.calls = Calls(
            self.view,
            QuestionActions(self.view, golden, None),
            DocumentActions(self.view),
            Tools(self.view),
            FairQueue(2),
        )
        self.seen: dict[str, Any] = {}

    def say(self, action: str, **said: Any) -> dict[str, Any]:
        message = {"visit": self.tab, "action": action, "seen": self.seen, **said}
        found: dict[str, Any] = asyncio.run(self.calls.call(message, "127.0.0.1"))
        if "scope" in found:
            self.seen = self.seen | {key: found["scope"][key] for key in ("name", "scope", "own")}
        if "count" in found:
            self.seen = self.seen | {"turns": found["count"]}
        return found

    def ask(self, question: str, **said: Any) -> dict[str, Any]:
        return self.say("ask", question=question, **said)

    def bring(self, name: str, text: str) -> dict[str, Any]:
        """Send a file, have it read, and see it in the panel."""
        path = self.folder / name
        path.write_text(text)
        said = {"visit": self.tab, "seen": self.seen, "name": name}
        assert "added" in asyncio.run(self.calls.bring(said, path))
        for _ in range(6_000):
            found = self.say("here")
            if not found["reading"]:
                return found
            time.sleep(0.01)
        raise AssertionError(found)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    server = Server(fake_library("A dog ran."), tmp_path, tmp_path / "golden.jsonl")
    server.say("start")
    return server


def test_repeated_question_is_asked_once(server: Server) -> None:
    before = dict(server.seen)
    first = server.ask("Where is the dog?", id="one")
    server.seen = before  # the answer was lost on the way
    again = server.ask("Where is the dog?", id="one")
    assert again == first
    assert again["count"] == 1


def test_what_is_shown_and_what_is_asked_must_agree(server: Server) -> None:
    server.seen["scope"] = "another"
    found = server.ask("Where is the dog?")
    assert "turn" not in found
    assert found["again"].startswith("The selected documents have changed")
    assert server.ask("Where is the dog?")["count"] == 1


def test_restarted_server_says_what_is_gone_and_answers_nothing(
    server: Server, tmp_path: Path
) -> None:
    server.bring("glacier.txt", "The cat slept.")
    server.ask("Where is the cat?")
    restarted = Server(fake_library("A dog ran."), tmp_path)
    restarted.seen = server.seen
    for action in "ask", "here", "show", "pin", "remove":
        restarted.seen = server.seen
        found = restarted.say(action, question="Where is the dog?")
        assert found["gone"].startswith("No longer here: the conversation and glacier.txt.")
        assert found["turns"] == ""
    assert "gone" not in restarted.ask("Where is the dog?")


def test_a_pin_of_an_earlier_conversation_opens_its_place(server: Server) -> None:
    server.ask("Where is the dog?")
    server.say("pin", turn=0, answer=0, on=True)
    server.say("clear")
    found = server.say("show", turn=0, answer=0)
    assert found["shown"] == {"turn": 0, "answer": 0}
    assert "mentions of dog" in found["pane"]


def test_forgetting_a_document_takes_its_answers_and_can_be_undone(server: Server) -> None:
    server.bring("cat.txt", "The cat slept.")
    server.view.visits.get(TAB).originals["cat.txt"] = b"%PDF"  # as of a PDF
    server.ask("Where is the dog?")
    server.ask("Where is the cat?")
    server.say("pin", turn=1, answer=0, on=True)
    found = server.say("remove", where="own", name="cat.txt")
    assert found["undo"] == "Deleted cat.txt and 2 answers from it."
    assert (found["pins"], found["scope"]["own"]) == (0, [])
    back = server.say("undo")
    assert (back["count"], back["pins"], back["scope"]["own"]) == (2, 1, ["cat.txt"])
    server.say("remove")
    server.ask("Where is the dog?")  # going on settles it
    visit = server.view.visits.get(TAB)
    for _ in range(1_200):
        if not visit.removed:
            break
        time.sleep(0.05)
    assert (visit.own, visit.removed, visit.originals) == (None, set(), {})
    assert server.say("undo")["warned"] == "This can no longer be undone."


def test_forgetting_waits_for_nobody_and_nobody_for_it(server: Server) -> None:
    server.bring("cat.txt", "The cat slept.")
    server.say("remove", where="own", name="cat.txt")
    visit = server.view.visits.get(TAB)
    with visit.writing:  # as while a long file is read
        found = server.ask("Where is the cat?")
        assert "slept" not in found["turn"]
        assert [key for key in server.view.visits.documents(visit) if key[0] == "own"] == []


def test_where_nothing_is_left_nothing_fits(tmp_path: Path) -> None:
    server = Server(askdoc.Library((), FakeEmbedder()), tmp_path)
    server.say("start")
    server.bring("cat.txt", "The cat slept.")
    server.say("remove", where="own", name="cat.txt")
    assert "No passage matches" in server.ask("Where is the cat?")["turn"]


def test_new_conversation_keeps_pins_and_can_be_undone(server: Server) -> None:
    server.ask("Where is the dog?")
    server.say("pin", turn=0, answer=0, on=True)
    assert server.say("clear")["turns"] == ""
    found = server.say("pinned")
    assert "A dog ran" in found["html"]
    assert server.say("undo")["count"] == 1


def test_vote_toggles_and_can_be_changed(server: Server, tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonl"
    server.ask("Where is the dog?")

    def rows() -> list[Any]:
        return [json.loads(line)["answers"] for line in golden.read_text().splitlines()]

    assert server.say("vote", turn=0, answer=0, vote="up")["voted"] == "up"
    assert rows() == [[[0, 10]]]
    assert server.say("vote", turn=0, answer=0, vote="down")["voted"] == "down"
    assert rows() == [[]]
    assert server.say("vote", turn=0, answer=0, vote="down")["voted"] == ""
    assert rows() == []


def test_ticks_say_what_is_asked(server: Server) -> None:
    server.bring("cat.txt", "The cat slept.")
    found = server.say("tick", where="shared", name="1.txt", on=False)
    assert found["scope"]["count"] == "1 of 2"
    server.ask("Where is the dog?")
    (turn,) = server.view.visits.get(TAB).turns
    assert {answer.document.name for answer in turn.reply} == {"cat.txt"}
    server.say("tick", on=False)
    assert server.ask("dog?")["error"] == "No document is asked; tick one under Sources"
    assert server.say("tick", on=True)["scope"]["count"] == "2"


def test_refusal_leaves_the_article_as_it_is(server: Server) -> None:
    assert server.ask("Where is the dog?")["shown"] == {"turn": 0, "answer": 0}
    assert "does not seem to say" in server.ask("Who paid?")["turn"]
    assert server.say("here").get("shown") is None
    assert server.say("start")["shown"] == {"turn": 0, "answer": 0}
    found = server.say("show", turn=1, answer=0)  # a closest passage is shown when it is wanted
    assert found["shown"] == {"turn": 1, "answer": 0}


def test_export_is_of_known_formats(server: Server) -> None:
    server.ask("Where is the dog?")
    found = server.say("export", format="csv")
    assert found["ending"] == "csv"
    assert "A dog ran." in found["text"]
    assert server.say("export", format="exe")["error"] == f"The formats are {', '.join(FORMATS)}"


def test_another_tab_has_nothing_of_it(server: Server, tmp_path: Path) -> None:
    server.bring("secret.txt", "The cat slept in the attic.")
    server.ask("Where is the cat?")
    server.tab, server.seen = OTHER, {}
    for action in "start", "here", "pinned", "follow":
        assert "attic" not in json.dumps(server.say(action))
    assert server.say("export", format="markdown")["text"] == ""


def test_file_of_nobody_is_deleted(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "file"
    for said in None, {"visit": "short"}, {"visit": TAB, "seen": {"name": "gone", "turns": 1}}:
        path.write_text("A cat.")
        assert "added" not in asyncio.run(server.calls.bring(said, path))
        assert not path.exists()


def test_a_file_that_has_been_read_is_deleted_first(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def slow(path: Path, missing_ok: bool = False) -> None:
        if path.name == "cat.txt" and path.parent == server.folder:
            time.sleep(0.5)  # long enough for a look at the page
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", slow)
    server.bring("cat.txt", "The cat slept.")
    assert not (server.folder / "cat.txt").exists()


def test_no_call_reads_a_path(server: Server) -> None:
    found = server.say("bring", path="/etc/passwd", name="a.txt")
    assert found == {"error": "This page is out of date; reload it."}


@pytest.mark.parametrize(
    "said",
    [
        *(None, 7, "start", [], {}, {"action": "start"}, {"action": "start", "visit": "short"}),
        {"action": "start", "visit": [TAB]},
        {"action": "__init__", "visit": TAB},
        {"action": ["ask"], "visit": TAB},
    ],
)
def test_what_is_no_call_gets_one_line(server: Server, said: Any) -> None:
    found = asyncio.run(server.calls.call(said, ""))
    assert found == {"error": "This page is out of date; reload it."}


WRONG: list[Any] = [None, -1, 10**30, 1.5, "x", [], {}, True, "\ud800", float("nan")]


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_wrong_types_give_one_line_and_no_traceback(
    server: Server, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server.ask("Where is the dog?")
    for action in server.calls.actions:
        names = "question id turn answer at where name on vote format what filter upload path"
        found = server.say(action, **dict.fromkeys(names.split(), value), questions=value)
        json.dumps(found, allow_nan=True).encode()
        if "error" in found:
            assert "\n" not in found["error"]
    for seen in value, {"name": value, "turns": value, "scope": value, "own": value}:
        server.say("here")
        asyncio.run(server.calls.call({"visit": TAB, "action": "ask", "seen": seen}, ""))
    assert caplog.records == []


def test_internal_error_is_logged_and_reported_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(FakeEmbedder):
        def read_question(self, question: str) -> Any:
            raise ZeroDivisionError(question)

    library = fake_library("A dog ran.")
    server = Server(library, tmp_path)
    server.say("start")
    library.embedder = Broken()
    found = server.ask("dog?")
    assert found["error"].startswith("Something went wrong in the server")
    assert found["retry"] is True
    assert "ask failed" in caplog.text
