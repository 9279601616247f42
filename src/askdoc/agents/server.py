"""An MCP server on standard input and output, by the package mcp.

It answers at once what its tools are; the documents are opened when that has been asked.
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
    "The user's own documents, answered from word for word and with exact places. Search first; "
    "fetch gives the text around a place, check looks up the quotations of a text. Quote what they "
    "return, and add nothing to a quotation."
)
# A client that sends many calls at once keeps no more threads busy than that.
_AT_ONCE = 4
# Of an error in one line.
_MOST_ERROR = 500

Opened: TypeAlias = "Future[askdoc.Library]"


def serve(open_library: Callable[[], askdoc.Library]) -> None:
    """Serve until the input ends.

    open_library: its `AskdocError` is told to whoever calls a tool; the next call tries again
    """
    # subtle: what else prints, or a process that is started, gets at neither of the two
    given, taken = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)

    async def run() -> None:
        streams = cast(Any, Streams(os.fdopen(given, "rb"), os.fdopen(taken, "wb")))
        server = made(Opening(open_library))
        async with stdio_server(streams, streams) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


class Opening:
    """A library that is opened in a thread, once; anew if that went wrong."""

    def __init__(self, open_library: Callable[[], askdoc.Library]) -> None:
        self._open = open_library
        self._opened: Opened | None = None

    def begin(self) -> Opened:
        """Called in one thread alone."""
        if self._opened is None or (self._opened.done() and self._opened.exception()):
            self._opened = Future()
            # subtle: a daemon, so that the server can end while it reads files
            threading.Thread(target=self._run, args=[self._opened], daemon=True).start()
        return self._opened

    def _run(self, opened: Opened) -> None:
        try:
            opened.set_result(self._open())
        except BaseException as error:
            opened.set_exception(error)


def made(
    opening: Opening, run: Callable[[Callable[[], Json]], Awaitable[Json]] | None = None
) -> Server[Any]:
    """The server, for any transport.

    run: runs the call of a tool in a thread, when it is its turn; None for a few at once
    """
    server: Server[Any] = Server("askdoc", askdoc.__version__, INSTRUCTIONS)
    run = run or _Threads().run

    async def list_tools(_: types.ListToolsRequest) -> types.ServerResult:
        asyncio.get_running_loop().call_later(0.1, opening.begin)  # the reply goes first
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
    """Runs a few calls at once."""

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
    raise QuestionError(f"there is no tool {name[:40]!r}; call one of {names}")


def _checked(tool: Tool, arguments: Json) -> Json:
    """The arguments, if they are as the tool's schema says. Raises `QuestionError`."""
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
    """What a call gives; without `found` an error."""
    text = text if found is not None else text[:_MOST_ERROR]  # it may repeat what was sent
    content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
    return types.ServerResult(
        types.CallToolResult(content=content, structuredContent=found, isError=found is None)
    )
