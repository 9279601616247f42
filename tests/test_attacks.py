"""What nobody gets: files of the machine, other visitors' texts, requests made by the server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from chatting import client, served
from conftest import CORPUS, QUESTION, fake_library

import askdoc
from askdoc.chat import scope

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


def upload(url: str, name: str, data: bytes) -> tuple[int, Any]:
    edge = "edge"
    body = (
        (
            f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        ).encode()
        + data
        + f"\r\n--{edge}--\r\n".encode()
    )
    call = urllib.request.Request(
        f"{url}gradio_api/upload", body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
    )
    try:
        with urllib.request.urlopen(call, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None


def test_upload_lands_in_its_folder_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with served(fake_library("A dog ran.")) as address:
        for name in "../../escaped.txt", "/etc/escaped.txt", "..\\escaped.txt":
            code, paths = upload(address, name, b"The cat slept.")
            assert code == 200
            assert Path(paths[0]).resolve().is_relative_to(tmp_path.resolve())
    assert not Path("/etc/escaped.txt").exists()
    assert not (tmp_path.parent / "escaped.txt").exists()


def event(url: str, name: str, data: list[Any], tab: str) -> str:
    """What an event of the page gives who calls it without the page, as this tab."""
    config = json.load(urllib.request.urlopen(f"{url}config", timeout=60))
    number = next(d["id"] for d in config["dependencies"] if d["api_name"] == name)
    call = {"data": data, "fn_index": number, "session_hash": tab}
    request = urllib.request.Request(
        f"{url}gradio_api/queue/join",
        json.dumps(call).encode(),
        {"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=60).close()
    with urllib.request.urlopen(
        f"{url}gradio_api/queue/data?session_hash={tab}", timeout=60
    ) as lines:
        return next(line.decode() for line in lines if b"process_completed" in line)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", str(CORPUS / "us-britain-russia-syria.txt"), "https://example.org/x"]
)
@pytest.mark.parametrize("stream", [False, True])
def test_only_what_was_uploaded_is_read(url: str, path: str, stream: bool) -> None:
    file = {
        "path": path,
        "url": path,
        "orig_name": "a.txt",
        "is_stream": stream,
        "meta": {"_type": "gradio.FileData"},
    }
    said = event(url, "bring", [[file], ""], f"tab{stream}{path}".replace("/", ""))
    assert '"success":false' in said or "cannot be read" in said
    assert "1 read" not in said
    assert "resolve" not in said  # nobody was looked for
    assert Path("/etc/passwd").exists()


def test_nobody_reads_the_conversation_of_another_tab(url: str) -> None:
    (document,) = askdoc.open(CORPUS).documents
    shown = scope.digest({("shared", document.name): document})
    seen = json.dumps({"turns": 0, "scope": shown, "own": []})
    asked = event(url, "typed", [QUESTION, seen], "first")
    assert "magnet" in asked
    for tab in "second", "firs", "First", "first2":
        assert "magnet" not in event(url, "markdown", [], tab)
    assert "magnet" in event(url, "markdown", [], "first")


def test_huge_paste_is_refused(url: str) -> None:
    said = event(url, "bring", [None, "A cat sat. " * 1_000_000], "paster")
    assert "too long" in said
    assert "1 read" not in said


def test_upload_over_the_limit_is_refused() -> None:
    from askdoc.chat import Limits

    with served(fake_library("A dog ran."), limits=Limits(megabytes=1)) as address:
        assert upload(address, "a.txt", b"x" * 1_500_000)[0] == 413


def test_with_auth_nothing_is_answered_to_a_stranger(library: askdoc.Library) -> None:
    with served(library, auth=("reader", "secret")) as address:
        assert status(f"{address}config") == 401
        assert status(f"{address}gradio_api/info") == 401
        with pytest.raises(Exception, match=r"(?i)auth|login|401"):
            client(address).predict(QUESTION, api_name="/search")
