"""What programs meet: REST and MCP."""

from __future__ import annotations

import asyncio
import html
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from chatting import client, served
from conftest import CORPUS, QUESTION

import askdoc
from askdoc import show
from askdoc.agents.tools import TOOLS

pytestmark = pytest.mark.slow

# Every way in for programs; a line more here is a decision.
PUBLIC = {
    "/search": ["question", "top_k"],
    "/ask": ["question", "history", "top_k"],
}


# --- REST


def test_search_gives_the_json_of_the_command_line(url: str) -> None:
    command = [sys.executable, "-m", "askdoc", "ask", QUESTION, str(CORPUS), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=300)
    found = client(url).predict(QUESTION, api_name="/search")
    assert found + "\n" == done.stdout
    assert len(json.loads(found)["answers"]) == 3
    one = json.loads(client(url).predict(QUESTION, 1, api_name="/search"))
    assert one["answers"] == json.loads(found)["answers"][:1]


def test_ask_completes_a_follow_up(url: str, library: askdoc.Library) -> None:
    question = "And about the migrant crisis?"
    found = client(url).predict(question, [QUESTION], api_name="/ask")
    assert found == show.as_json(library.ask(question, history=[QUESTION]))
    assert json.loads(found)["searched"] == "What did Kerry say about the migrant crisis?"
    assert client(url).predict(QUESTION, api_name="/ask") == show.as_json(library.ask(QUESTION))


def test_search_remembers_nothing(url: str, library: askdoc.Library) -> None:
    one = client(url)
    one.predict(QUESTION, api_name="/search")
    found = one.predict("And about the migrant crisis?", api_name="/search")
    assert found == show.as_json(library.ask("And about the migrant crisis?"))


def test_curl_is_enough(url: str, library: askdoc.Library) -> None:
    call = urllib.request.Request(
        f"{url}gradio_api/call/search",
        json.dumps({"data": [QUESTION, 1]}).encode(),
        {"Content-Type": "application/json"},
    )
    event = json.load(urllib.request.urlopen(call, timeout=60))["event_id"]
    with urllib.request.urlopen(f"{url}gradio_api/call/search/{event}", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    data = json.loads(lines[lines.index("event: complete") + 1].removeprefix("data: "))
    assert data == [show.as_json(library.ask(QUESTION, 1))]


def test_only_these_endpoints_are_public(url: str) -> None:
    public = client(url).view_api(return_format="dict", print_info=False)
    found = {
        name: [p["parameter_name"] for p in endpoint["parameters"]]
        for name, endpoint in public["named_endpoints"].items()
    }
    assert found == PUBLIC
    assert public["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((" ", 3), "the question is empty"),
        ((QUESTION, 0), "top_k is 0"),
        ((QUESTION, 10**9), "top_k is 1000000000; at most 100 passages are sent"),
        ((QUESTION, "3"), "top_k is '3'; it must be a whole number"),
        ((None, 3), "the question is not a text"),
        (("x" * 5_000_000, 3), "the question has 5,000,000 characters"),
    ],
    ids=["blank", "none", "all", "text", "null", "huge"],
)
def test_search_says_what_is_wrong(url: str, arguments: tuple[Any, Any], message: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as error:
        client(url).predict(*arguments, api_name="/search")
    assert message in html.unescape(str(error.value))


def test_ask_reads_the_latest_of_any_history(url: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match="history is not a list of texts"):
        client(url).predict(QUESTION, [1, None], api_name="/ask")
    long = ["What did Hammond say about Russia?"] * 100_000 + [QUESTION]
    found = client(url).predict("And about the migrant crisis?", long, api_name="/ask")
    assert json.loads(found)["searched"] == "What did Kerry say about the migrant crisis?"


# --- MCP


@pytest.fixture(scope="module")
def mcp_url(library: askdoc.Library) -> Iterator[str]:
    with served(library, mcp=True) as address:
        yield f"{address}gradio_api/mcp/"


def with_mcp(url: str, do: Any) -> Any:
    """do(session) for an MCP client's session."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def run() -> Any:
        async with (
            streamable_http_client(url) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await do(session)

    # in a thread of its own: the browser of other tests keeps a loop in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(run(), 120)).result()


def test_mcp_has_the_tools_of_the_command(mcp_url: str) -> None:
    tools = with_mcp(mcp_url, lambda session: session.list_tools()).tools
    assert [tool.name for tool in tools] == [tool.name for tool in TOOLS]
    assert [tool.inputSchema for tool in tools] == [tool.parameters for tool in TOOLS]


def test_mcp_search_gives_the_same_json(mcp_url: str, library: askdoc.Library) -> None:
    arguments = {"question": QUESTION, "top_k": 2}
    result = with_mcp(mcp_url, lambda session: session.call_tool("search", arguments))
    assert not result.isError
    expected = json.loads(show.as_json(library.ask(QUESTION, 2)))
    assert result.structuredContent["answers"] == expected["answers"]


def test_mcp_fetch_and_check_what_search_found(mcp_url: str, library: askdoc.Library) -> None:
    answer = library.ask(QUESTION)[0]
    place = {"document": answer.document.name, "start": answer.start, "after": 10, "before": 0}
    fetched = with_mcp(mcp_url, lambda session: session.call_tool("fetch", place))
    assert fetched.structuredContent["text"] == answer.document.text[answer.start :][:10]
    quoted = {"text": f"“{answer.sentence.text}”"}
    checked = with_mcp(mcp_url, lambda session: session.call_tool("check", quoted))
    assert not checked.isError


def test_mcp_tool_says_what_is_wrong(mcp_url: str) -> None:
    result = with_mcp(mcp_url, lambda session: session.call_tool("search", {"question": " "}))
    assert result.isError
    assert result.content[0].text.startswith("the question is empty")


def test_mcp_takes_no_other_host_and_no_get(mcp_url: str) -> None:
    assert httpx.get(mcp_url).status_code == 405
    assert httpx.post(mcp_url, json={}, headers={"Host": "evil.example"}).status_code == 421
    assert httpx.post(mcp_url, content=b"no json").status_code in (400, 406)


def test_many_mcp_clients_at_once(mcp_url: str) -> None:
    arguments = {"question": QUESTION}
    with ThreadPoolExecutor(8) as threads:
        found = [
            threads.submit(
                with_mcp, mcp_url, lambda session: session.call_tool("search", arguments)
            )
            for _ in range(24)
        ]
    assert all(not one.result().isError for one in found)


def test_mcp_asks_for_the_password_of_the_chat(library: askdoc.Library) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    with served(library, mcp=True, auth=("reader", "secret")) as address:
        url = f"{address}gradio_api/mcp/"
        for auth in None, ("reader", "wrong"), ("other", "secret"):
            assert httpx.post(url, json=message, headers=headers, auth=auth).status_code == 401
        let_in = httpx.post(url, json=message, headers=headers, auth=("reader", "secret"))
        assert len(let_in.json()["result"]["tools"]) == len(TOOLS)


def test_chat_says_what_is_wrong_before_it_reads() -> None:
    command = [sys.executable, "-m", "askdoc", "chat", str(CORPUS), "--auth", "nocolon"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 2
    assert "--auth must have the form USER:PASSWORD" in done.stderr
