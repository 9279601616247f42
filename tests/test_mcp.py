"""The MCP server over real pipes: by the client of the package mcp, and by what is no client."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE, CORPUS, QUESTION, ROOT

import askdoc
from askdoc import show

pytestmark = pytest.mark.slow

MCP = [sys.executable, "-m", "askdoc", "mcp"]


def with_session(arguments: Sequence[str], do: Callable[[Any], Awaitable[Any]]) -> Any:
    """do(session) for an MCP client's session with a server that it starts."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    command, *rest = MCP
    server = StdioServerParameters(command=command, args=[*rest, *arguments], env={**os.environ})

    async def run() -> Any:
        async with stdio_client(server) as pipes, ClientSession(*pipes) as session:
            await session.initialize()
            return await do(session)

    # in a thread of its own: the browser of other tests keeps a loop in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(run(), 120)).result()


def call(name: str, **arguments: Any) -> Callable[[Any], Awaitable[Any]]:
    return lambda session: session.call_tool(name, arguments)


def request(number: int, method: str, params: dict[str, Any] | None = None) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}})


CLIENT = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "t", "version": "1"},
}
BEGIN = [
    request(0, "initialize", CLIENT),
    json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
]
ASK = {"name": "search", "arguments": {"question": QUESTION, "top_k": 1}}


def piped(lines: Sequence[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MCP, *(arguments or [str(CORPUS)])],
        input="\n".join([*BEGIN, *lines, ""]),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
    )


def replies(done: subprocess.CompletedProcess[str]) -> dict[int, Any]:
    """By the number of the request; every line is a message."""
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    return {message["id"]: message for message in messages if "id" in message}


def test_tools_are_listed_and_described() -> None:
    listed = with_session([str(CORPUS)], lambda session: session.list_tools())
    assert [tool.name for tool in listed.tools] == ["search", "fetch", "documents", "check"]
    for tool in listed.tools:
        assert "Use it" in tool.description
        assert tool.annotations.readOnlyHint
        assert tool.outputSchema["required"]


def test_search_is_the_json_of_everywhere(library: askdoc.Library) -> None:
    result = with_session([str(CORPUS)], call("search", question=QUESTION, top_k=2))
    assert not result.isError
    assert result.content[0].text == show.as_json(library.ask(QUESTION, 2))
    assert result.structuredContent == json.loads(result.content[0].text)


def test_saved_index_and_a_place_in_it(tmp_path: Path) -> None:
    askdoc.open(CORPUS, index=tmp_path / "x.askdoc")

    async def place(session: Any) -> Any:
        found = (await session.call_tool("search", {"question": QUESTION})).structuredContent
        first = found["answers"][0]
        return first, await session.call_tool(
            "fetch",
            {"document": first["document"]["name"], "start": first["start"], "before": 50},
        )

    first, around = with_session(["--index", str(tmp_path / "x.askdoc")], place)
    text = ARTICLE.read_text("utf-8")
    assert around.structuredContent["text"] == text[first["start"] - 50 :]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("search", {"question": " "}, "the question is empty"),
        ("search", {}, "'question' is a required property; its parameters are question, top_k"),
        ("search", {"question": 3}, "question: 3 is not of type 'string'"),
        ("search", {"question": "Who?", "top_k": 0}, "top_k: 0 is less than the minimum of 1"),
        ("search", {"question": "Who?", "k": 1}, "('k' was unexpected)"),
        ("search", {"question": "Who?", "documents": ["x.txt"]}, "no document 'x.txt'"),
        ("search", {"question": ["x" * 100_000]}, "not 'string'"),
        ("fetch", {"document": ARTICLE.name, "start": 10**6}, "start at 0 to 2186"),
        ("seek", {}, "unknown tool 'seek'; the tools are search, fetch, documents"),
    ],
)
def test_errors_are_one_line(name: str, arguments: dict[str, Any], message: str) -> None:
    result = with_session([str(CORPUS)], call(name, **arguments))
    assert result.isError
    assert message in result.content[0].text
    assert "\n" not in result.content[0].text
    assert len(result.content[0].text) <= 500


def test_an_index_that_cannot_be_opened_is_reported_at_each_call(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(100))
    result = with_session([str(tmp_path / "a.txt")], call("documents"))
    assert result.isError
    assert "not a text file" in result.content[0].text


def test_wrong_path_is_reported_at_the_start() -> None:
    done = piped([], "no/such/path")
    assert done.returncode == 2
    assert done.stderr == "askdoc: no/such/path: no such file or folder; check the spelling\n"
    assert done.stdout == ""


def test_what_was_asked_before_the_end_is_answered() -> None:
    done = piped([request(1, "tools/call", ASK)])
    assert done.returncode == 0
    assert done.stderr == ""
    assert replies(done)[1]["result"]["structuredContent"]["answers"]


def test_flood() -> None:
    done = piped([request(i, "tools/call", ASK) for i in range(1, 1001)])
    assert done.returncode == 0
    assert set(replies(done)) == set(range(1001))


@pytest.mark.parametrize(
    "frame",
    [
        "{bad",
        "",
        "[]",
        "[" * 100_000,
        '{"jsonrpc": "2.0", "id": 1}',
        "\x00\x01",
        '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"nme": 1}}',
        '{"x": "' + "a" * 20_000_000 + '"}',
    ],
    ids=["half", "blank", "list", "deep", "nothing", "control", "params", "huge"],
)
def test_malformed_frame_is_survived(frame: str) -> None:
    done = piped([frame, request(2, "tools/call", ASK)])
    assert done.returncode == 0
    assert replies(done)[2]["result"]["structuredContent"]["answers"]
    assert "Traceback" not in done.stderr


def test_what_is_not_utf8_is_survived() -> None:
    lines = [b"\xff\xfe", request(2, "tools/list").encode()]
    data = b"\n".join([*(line.encode() for line in BEGIN), *lines, b""])
    done = subprocess.run([*MCP, str(CORPUS)], input=data, capture_output=True, timeout=120)
    assert done.returncode == 0
    assert b'"id":2' in done.stdout


def started(lines: Sequence[str]) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [*MCP, str(CORPUS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert server.stdin
    server.stdin.write("\n".join([*lines, ""]).encode())
    server.stdin.flush()
    return server


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_killed(how: signal.Signals) -> None:
    with started(BEGIN) as server:
        assert server.stdout
        server.stdout.readline()
        server.send_signal(how)
        assert server.wait(120) != 0
        assert server.stderr
        assert server.stderr.read() == b""


def test_server_ends_when_its_client_disconnects() -> None:
    with started([*BEGIN, *(request(i, "tools/call", ASK) for i in range(1, 50))]) as server:
        assert server.stdout
        assert server.stdin
        server.stdout.close()
        server.stdin.close()
        assert server.wait(60) == 0


def test_nothing_heavy_is_imported() -> None:
    code = f"""
import sys, atexit
heavy = "gradio torch transformers sentence_transformers".split()
atexit.register(lambda: print([name for name in heavy if name in sys.modules], file=sys.stderr))
sys.argv = ["askdoc", "mcp", {str(CORPUS)!r}]
from askdoc.cli import main
main()
"""
    lines = [*BEGIN, request(1, "tools/list"), request(2, "tools/call", ASK), ""]
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert set(replies(done)) == {0, 1, 2}
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("answer", ["n\n", "", "y\n"])
def test_install_asks_before_it_writes(tmp_path: Path, answer: str) -> None:
    done = subprocess.run(
        [*MCP, "corpus", "--install", "cursor"],
        input=answer,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path)},
        timeout=60,
    )
    file = tmp_path / ".cursor" / "mcp.json"
    assert '+    "askdoc": {' in done.stdout
    assert file.exists() == (answer == "y\n")
    if file.exists():
        entry = json.loads(file.read_text())["mcpServers"]["askdoc"]
        assert entry["args"][-1] == str(ROOT / "corpus")
        command_line = [entry["command"], *entry["args"]]
        data = "\n".join([*BEGIN, request(1, "tools/list"), ""])
        run = subprocess.run(command_line, input=data, capture_output=True, text=True, timeout=60)
        assert '"documents"' in run.stdout
