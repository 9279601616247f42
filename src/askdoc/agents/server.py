"""An MCP server on standard input and output, with the package mcp.

It lists its tools at once, and opens the documents after the first request for that list.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeAlias, cast

import anyio
import jsonschema
import mcp.types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

import askdoc
from askdoc.agents.streams import Streams
from askdoc.agents.tool import Json, Tool
from askdoc.agents.tools import TOOLS
from askdoc.errors import AskdocError, QuestionError

INSTRUCTIONS = (
    "Answers from the user's own documents, word for word and with exact places. Search first; "
    "fetch returns the text around a place, check verifies the quotations of a text. Quote what "
    "they return, and add nothing to a quotation."
)
# The number of threads for the calls of one client.
_AT_ONCE = 4
# The length of an error message, in characters.
_MAX_ERROR = 500

Opened: TypeAlias = "Future[askdoc.Library]"


def serve(open_library: Callable[[], askdoc.Library]) -> None:
    """Serve until standard input ends.

    open_library: if it raises an `AskdocError`, the tool call returns that, and the next call opens
    the library again
    """
    # subtle: other code that prints, and child processes, must not reach these two streams
    source, target = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)

    async def run() -> None:
        streams = cast(Any, Streams(os.fdopen(source, "rb"), os.fdopen(target, "wb")))
        server = build_server(Opening(open_library))
        async with stdio_server(streams, streams) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


class Opening:
    """Opens a library once, in a thread; after a failure, the next call tries again."""

    def __init__(self, open_library: Callable[[], askdoc.Library]) -> None:
        self._open = open_library
        self._opened: Opened | None = None

    def begin(self) -> Opened:
        """Start opening unless that is done or running. Call it from one thread only."""
        if self._opened is None or (self._opened.done() and self._opened.exception()):
            self._opened = Future()
            # subtle: a daemon thread, so that the server can exit while files are read
            threading.Thread(target=self._run, args=[self._opened], daemon=True).start()
        return self._opened

    def _run(self, opened: Opened) -> None:
        try:
            opened.set_result(self._open())
        except BaseException as error:
            opened.set_exception(error)


def build_server(
    opening: Opening, run: Callable[[Callable[[], Json]], Awaitable[Json]] | None = None
) -> Server[Any]:
    """The server, for any transport.

    run: runs a tool call in a thread, when its turn comes; None for a small pool of threads
    """
    server: Server[Any] = Server("askdoc", askdoc.__version__, INSTRUCTIONS)
    run = run or _Threads().run

    async def list_tools(_: types.ListToolsRequest) -> types.ServerResult:
        asyncio.get_running_loop().call_later(0.1, opening.begin)  # after the reply
        return types.ServerResult(types.ListToolsResult(tools=[_listed(tool) for tool in TOOLS]))

    async def call_tool(request: types.CallToolRequest) -> types.ServerResult:
        try:
            tool = _named(request.params.name)
            arguments = _checked(tool, request.params.arguments or {})
            library = await asyncio.shield(asyncio.wrap_future(opening.begin()))
            found = await run(partial(tool.call, library, **arguments))
        except AskdocError as error:
            return _result(" ".join(str(error).split()))
        return _result(json.dumps(found, ensure_ascii=False), found)

    server.request_handlers[types.ListToolsRequest] = list_tools
    server.request_handlers[types.CallToolRequest] = call_tool
    return server


class _Threads:
    """Runs a few calls in parallel."""

    def __init__(self) -> None:
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def run(self, call: Callable[[], Json]) -> Json:
        async with self._at_once:
            return await asyncio.to_thread(call)


def _listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        inputSchema=tool.parameters,
        outputSchema=tool.result,
        annotations=types.ToolAnnotations(
            readOnlyHint=True, idempotentHint=True, openWorldHint=False
        ),
    )


def _named(name: str) -> Tool:
    for tool in TOOLS:
        if tool.name == name:
            return tool
    names = ", ".join(tool.name for tool in TOOLS)
    raise QuestionError(f"unknown tool {name[:40]!r}; the tools are {names}")


def _checked(tool: Tool, arguments: Json) -> Json:
    """Validate the arguments against the schema of the tool. Raises `QuestionError`."""
    validator = jsonschema.Draft202012Validator(tool.parameters)
    wrong = jsonschema.exceptions.best_match(validator.iter_errors(arguments))
    if wrong is not None:
        where = "".join(f"{part}: " for part in wrong.absolute_path)
        known = ", ".join(tool.parameters["properties"])
        message = " ".join(wrong.message.split())
        message = message if len(message) < 200 else f"not {wrong.validator_value!r:.100}"
        raise QuestionError(f"{tool.name}: {where}{message}; its parameters are {known}")
    return arguments


def _result(text: str, found: Json | None = None) -> types.ServerResult:
    """The result of a call; an error if `found` is None."""
    text = text if found is not None else text[:_MAX_ERROR]  # it may contain what was sent
    content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
    return types.ServerResult(
        types.CallToolResult(content=content, structuredContent=found, isError=found is None)
    )
