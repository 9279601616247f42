"""The ways to the server: POST askdoc/call, a message of a page; askdoc/bring, a file; MCP."""

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

from askdoc.chat.calls import STALE, Calls
from askdoc.chat.fair import Queue
from askdoc.library import Library

# A message is a question, or the questions of an earlier conversation.
_LONGEST = 2_000_000


class _TooMuch(Exception):  # noqa: N818 - it never leaves this file
    """More comes than is taken."""


def routes(calls: Calls, megabytes: int) -> list[Route]:
    """For the server's app; where it asks for a password, they ask for it, too."""

    async def call(request: Request) -> JSONResponse:
        body = bytearray()
        await _each(request, _LONGEST, body.extend)
        host = request.client.host if request.client else ""
        return JSONResponse(await calls.call(_parsed(bytes(body)), host))

    async def bring(request: Request) -> JSONResponse:
        handle, name = tempfile.mkstemp(prefix="askdoc-")
        path, taken = Path(name), False
        try:
            with os.fdopen(handle, "wb") as file:
                await _each(request, megabytes * 1_000_000, file.write)
            said = _parsed(unquote(request.headers.get("x-said", "")).encode())
            taken = True
            return JSONResponse(await calls.bring(said, path))
        finally:
            if not taken:
                path.unlink(missing_ok=True)

    def guarded(way: Callable[[Request], Awaitable[JSONResponse]]) -> Any:
        async def answer(request: Request) -> JSONResponse:
            if not signed_in(request):
                error = "You are signed out; reload the page to sign in."
                return JSONResponse({"error": error}, 401)
            try:
                return await way(request)
            except _TooMuch:
                error = f"is over the limit of {megabytes} MB a file; split it"
                return JSONResponse({"error": error}, 413)
            except ClientDisconnect:
                return JSONResponse({"error": "broken off", "retry": True}, 400)

        return answer

    return [
        Route("/askdoc/call", guarded(call), methods=["POST"]),
        Route("/askdoc/bring", guarded(bring), methods=["POST"]),
    ]


async def _each(request: Request, most: int, take: Callable[[bytes], object]) -> None:
    """What the request sends, piece by piece, as it comes."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise _TooMuch
        take(piece)


def _parsed(said: bytes) -> object:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return STALE  # no message, which is told as one that cannot be read


def for_agents(library: Library, queue: Queue) -> Route:
    """The way of MCP clients, to the tools of `askdoc mcp`; they wait their turn as visitors do."""
    from askdoc.agents.http import Endpoint  # needs the package mcp

    async def run(request: Request, call: Callable[[], Any]) -> Any:
        return await queue.run(("agent", request.client.host if request.client else ""), call)

    # subtle: where Gradio has its own, which knows no tool but those of gr.api
    return Route("/gradio_api/mcp/", Endpoint(library, run, _may_ask), include_in_schema=False)


def _may_ask(request: Request) -> bool:
    """Has the client signed in, or sent a name and password?"""
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


def signed_in(request: Request) -> bool:
    """Has the visitor signed in, where Gradio's login is asked for?"""
    app = request.app
    if app.auth is None and app.auth_dependency is None:
        return True
    names = f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}"
    return any(request.cookies.get(name) in app.tokens for name in names)
