"""What nobody gets: files of the machine, other visitors' texts, requests made by the server."""

from __future__ import annotations

import json
import os
import re
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from chatting import client, served
from conftest import CORPUS, QUESTION, FakeEmbedder, document, fake_library

import askdoc
from askdoc.chat import Limits
from askdoc.types import Reading

pytestmark = pytest.mark.slow


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "file:///etc/passwd",
        "../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/proc/self/environ",
        str(CORPUS / "us-britain-russia-syria.txt"),
        str(Path(askdoc.__file__)),
        "README.md",
        "corpus",
        ".git/config",
        "http://127.0.0.1:9/x",
    ],
)
def test_files_of_the_machine_are_refused(url: str, path: str) -> None:
    for way in "gradio_api/file=", "gradio_api/proxy=", "file=", "static/", "assets/":
        assert status(f"{url}{way}{path}") >= 400


def post(url: str, data: bytes, **headers: str) -> tuple[int, Any]:
    """What the server answers to it: the status, and the JSON, if it is any."""
    call = urllib.request.Request(
        url, data, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(call, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        body = error.read()
        return error.code, json.loads(body) if body.startswith(b"{") else body.decode()


def say(url: str, tab: str, action: str, **said: Any) -> Any:
    """What the chat answers who calls it without the page, as this tab."""
    message = {"visit": tab, "action": action, **said}
    return post(f"{url}askdoc/call", json.dumps(message).encode(), Content_Type="application/json")[
        1
    ]


def bring(url: str, tab: str, name: str, data: bytes) -> tuple[int, Any]:
    said = quote(json.dumps({"visit": tab, "action": "bring", "name": name}))
    return post(f"{url}askdoc/bring", data, X_Said=said)


FIRST, SECOND = "a" * 32, "b" * 32


def test_gradio_takes_no_uploads_and_calls_no_components(url: str) -> None:
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        b"The cat slept.\r\n--edge--\r\n"
    )
    kind = "multipart/form-data; boundary=edge"
    assert post(f"{url}gradio_api/upload", body, Content_Type=kind)[0] == 404
    for component in 0, 10**9:
        call = {"session_hash": "x", "component_id": component, "fn_name": "call", "data": {}}
        code, _ = post(f"{url}gradio_api/component_server", json.dumps(call).encode())
        assert code == 404


def test_file_of_any_name_leaves_nothing_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with served(fake_library("A dog ran."), limits=Limits(megabytes=1)) as address:
        for name in "../../escaped.txt", "/etc/escaped.txt", "a\0b.txt", "", "x" * 10_000:
            assert "added" in bring(address, FIRST, name, f"The cat slept in {name!r}.".encode())[1]
        for _ in range(600):
            if not say(address, FIRST, "here")["reading"]:
                break
            time.sleep(0.05)
        assert list(tmp_path.iterdir()) == []
        assert not Path("/etc/escaped.txt").exists()
        # nor does what is refused
        assert bring(address, "nobody", "a.txt", b"x")[1] == {
            "error": "This page is out of date; reload it."
        }
        code, said = bring(address, FIRST, "a.txt", b"x" * 1_000_001)
        assert (code, said["error"]) == (413, "is over the limit of 1 MB per file; split it")
        assert list(tmp_path.iterdir()) == []


def test_nobody_reads_the_conversation_of_another_tab(url: str) -> None:
    shown = say(url, FIRST, "start")["scope"]
    seen = {"name": shown["name"], "turns": 0, "scope": shown["scope"], "own": []}
    asked = say(url, FIRST, "ask", question=QUESTION, seen=seen)
    assert "magnet" in asked["turn"]
    for tab in SECOND, FIRST.upper(), FIRST[:-1], f"{FIRST}a", "", "*":
        assert "magnet" not in json.dumps(say(url, tab, "export", format="markdown"))
    assert "magnet" in say(url, FIRST, "export", format="markdown")["text"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff", b"null", b'"\\ud800"'])
def test_what_is_no_message_gets_one_line(
    url: str, body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    error = {"error": "This page is out of date; reload it."}
    assert post(f"{url}askdoc/call", body, Content_Type="application/json") == (200, error)
    assert post(f"{url}askdoc/bring", b"x", X_Said="%ff%00[") == (200, error)
    assert "Traceback" not in capfd.readouterr().err


def test_huge_message_is_refused(url: str) -> None:
    assert post(f"{url}askdoc/call", b"x" * 3_000_000)[0] == 413


def test_with_auth_nothing_is_answered_to_a_stranger(library: askdoc.Library) -> None:
    with served(library, auth=("reader", "secret")) as address:
        assert status(f"{address}config") == 401
        assert status(f"{address}gradio_api/info") == 401
        message = json.dumps({"visit": FIRST, "action": "start"}).encode()
        assert post(f"{address}askdoc/call", message)[0] == 401
        assert bring(address, FIRST, "a.txt", b"x")[0] == 401
        signed_in = requests_session(address)
        assert signed_in(f"{address}askdoc/call", message)["scope"]["count"] == "1"
        with pytest.raises(Exception, match=r"(?i)auth|login|401"):
            client(address).predict(QUESTION, api_name="/search")


def requests_session(url: str) -> Any:
    """A browser that has signed in: -> what posts, and gives the JSON that comes."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.open(f"{url}login", b"username=reader&password=secret", timeout=60).close()

    def call(address: str, data: bytes) -> Any:
        return json.load(opener.open(address, data, timeout=60))

    return call


@pytest.mark.parametrize(
    "data", [["What did Kerry say?"], ["\ud800 Kerry?", 3], [], [None, None], ["x", []], {}, None]
)
def test_wrong_input_of_programs_gets_one_line_and_no_traceback(
    url: str, data: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    code, found = post(
        f"{url}gradio_api/call/search",
        json.dumps({"data": data}).encode(),
        Content_Type="application/json",
    )
    if code == 200:
        event = found["event_id"]
        with urllib.request.urlopen(f"{url}gradio_api/call/search/{event}", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        assert lines[0] in ("event: complete", "event: error")
        assert '"error": null' not in lines[1]
    assert "Traceback" not in capfd.readouterr().err


def test_link_preview_and_login_have_the_chats_own_name(library: askdoc.Library) -> None:
    for more in {}, {"auth": ("reader", "secret")}:
        with served(library, **more) as address, urllib.request.urlopen(address) as answer:
            page = answer.read().decode()
        head = page.split("</head>")[0]
        assert head.count('property="og:title" content="askdoc"') == 1
        assert not re.search(r"<meta[^>]*[Gg]radio", head)
        assert ("Sign in to ask" in page) is bool(more)


class Recording(FakeEmbedder):
    """Notes each question as it is read, once it is let."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.let = threading.Event()

    def read_question(self, question: str) -> Reading:
        assert self.let.wait(120)
        self.read.append(question)
        return super().read_question(question)


def test_flood_of_one_program_keeps_no_visitor_waiting() -> None:
    recording = Recording()
    recording.let.set()
    library = askdoc.Library([document("A dog ran.", "1.txt")], recording)
    with served(library) as address:
        config = json.load(urllib.request.urlopen(f"{address}config", timeout=60))
        search = next(d["id"] for d in config["dependencies"] if d["api_name"] == "search")
        shown = say(address, FIRST, "start")["scope"]
        seen = {"name": shown["name"], "turns": 0, "scope": shown["scope"], "own": []}
        recording.let.clear()
        recording.read.clear()
        for number in range(600):
            call = {"data": [f"cat {number}?", 1], "fn_index": search, "session_hash": "flood"}
            code, _ = post(f"{address}gradio_api/queue/join", json.dumps(call).encode(),
                           Content_Type="application/json")  # fmt: skip
            assert code == 200
        with ThreadPoolExecutor(1) as thread:
            asked = thread.submit(
                say, address, FIRST, "ask", question="Where is the dog?", seen=seen
            )
            time.sleep(1)
            recording.let.set()
            assert "A dog ran" in asked.result(60)["turn"]
        before = recording.read[: recording.read.index("Where is the dog?")]
        assert len(before) <= 2 * max(2, os.cpu_count() or 2) + 1
