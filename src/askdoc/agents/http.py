"""The tools over HTTP, as an endpoint of another server.

Requests are stateless, so any number of clients can connect.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

import askdoc
from askdoc.agents.server import Opening, build_server

_SIGN_IN = "Send the user and password as HTTP basic authentication.\n"

# Runs a tool call for the client that sent the request, when its turn comes.
Run = Callable[[Request, Callable[[], Any]], Awaitable[Any]]


class Endpoint:
    """An ASGI app. library: the library to ask; is_authorized: whether a request may be answered"""

    def __init__(
        self, library: askdoc.Library, run: Run, is_authorized: Callable[[Request], bool]
    ) -> None:
        self._opening = Opening(lambda: library)
        self._run, self._is_authorized = run, is_authorized

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method != "POST":  # the server never starts a message
            refusal = PlainTextResponse("Send MCP messages by POST.\n", 405, {"Allow": "POST"})
            await refusal(scope, receive, send)
        elif not self._is_authorized(request):
            headers = {"WWW-Authenticate": "Basic"}
            await PlainTextResponse(_SIGN_IN, 401, headers)(scope, receive, send)
        else:
            server = build_server(self._opening, partial(self._run, request))
            manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
            async with manager.run():
                await manager.handle_request(scope, receive, send)
