"""HTTP routes: POST askdoc/call for calls of the page, POST askdoc/bring for uploads, and MCP."""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from askdoc.chat.access import signed_in
from askdoc.chat.calls import STALE, Calls
from askdoc.chat.scheduling import FairQueue
from askdoc.library import Library
from askdoc.messages import accepted, speaking, tr

# The largest call contains the questions of an earlier conversation.
_MAX_BYTES = 2_000_000


class _TooLarge(Exception):  # noqa: N818 - caught in this module
    """The request is larger than the limit."""


def page_routes(calls: Calls, megabytes: int) -> list[Route]:
    """The routes of the page, which require a login if the server has a password."""

    async def call(request: Request) -> JSONResponse:
        body = bytearray()
        await _read(request, _MAX_BYTES, body.extend)
        host = request.client.host if request.client else ""
        return JSONResponse(await calls.call(_parsed(bytes(body)), host))

    async def bring(request: Request) -> JSONResponse:
        handle, name = tempfile.mkstemp(prefix="askdoc-")
        path, taken = Path(name), False
        try:
            with os.fdopen(handle, "wb") as file:
                await _read(request, megabytes * 1_000_000, file.write)
            said = _parsed(unquote(request.headers.get("x-said", "")).encode())
            taken = True
            return JSONResponse(await calls.bring(said, path))
        finally:
            if not taken:
                path.unlink(missing_ok=True)

    def with_login(handler: Callable[[Request], Awaitable[JSONResponse]]) -> Any:
        async def answer(request: Request) -> JSONResponse:
            with speaking(accepted(request.headers.get("accept-language", ""))):
                if not signed_in(request):
                    error = tr("You are signed out; reload the page to sign in.")
                    return JSONResponse({"error": error}, 401)
                try:
                    return await handler(request)
                except _TooLarge:
                    error = tr(
                        "is over the limit of {limit} MB per file; split it", limit=megabytes
                    )
                    return JSONResponse({"error": error}, 413)
                except ClientDisconnect:
                    return JSONResponse({"error": tr("interrupted"), "retry": True}, 400)

        return answer

    return [
        Route("/askdoc/call", with_login(call), methods=["POST"]),
        Route("/askdoc/bring", with_login(bring), methods=["POST"]),
    ]


async def _read(request: Request, most: int, take: Callable[[bytes], object]) -> None:
    """Pass the chunks of the request body to `take`. Raises `_TooLarge` above `most` bytes."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise _TooLarge
        take(piece)


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return STALE  # any value that is not a call


def mcp_route(library: Library, queue: FairQueue) -> Route:
    """The route for MCP clients, with the tools of `askdoc mcp`; calls share the queue."""
    from askdoc.agents.http import Endpoint  # needs the package mcp

    async def run(request: Request, call: Callable[[], Any]) -> Any:
        return await queue.run(("agent", request.client.host if request.client else ""), call)

    # subtle: replaces the route of Gradio, which has only the tools of gr.api
    return Route(
        "/gradio_api/mcp/", Endpoint(library, run, _is_authorized), include_in_schema=False
    )


def _is_authorized(request: Request) -> bool:
    """Whether the client has signed in, or sent a name and password."""
    if signed_in(request):
        return True
    kind, _, sent = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic" or not isinstance(request.app.auth, dict):
        return False
    try:
        user, _, password = base64.b64decode(sent, validate=True).decode().partition(":")
    except ValueError:
        return False
    known = request.app.auth.get(user)
    return known is not None and secrets.compare_digest(known.encode(), password.encode())
