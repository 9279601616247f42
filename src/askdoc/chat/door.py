"""Who is let in: requests that name this server by a name it has, and want what the chat has."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK = "localhost", "127.0.0.1", "::1"

# What Gradio offers and the chat does not use: files of the machine, files of others, uploads.
_SHUT = tuple(
    f"{root}/{name}"
    for root in ("", "/gradio_api")
    for name in ("upload", "file", "proxy=", "component_server", "stream", "run-history", "runs")
)


def known_hosts(host: str, allowed: Sequence[str] = (), share: bool = False) -> frozenset[str]:
    """The names under which the server is found; "*" lets in every name, "*.x" all below x."""
    names = {*_LOOPBACK, host, *allowed}
    if host in ("0.0.0.0", "::", ""):  # every address of the machine, so its own name, too
        names |= {socket.gethostname(), socket.getfqdn()}
    if space := os.environ.get("SPACE_HOST"):  # a Hugging Face Space says how it is called
        names |= set(space.split(","))
    if share:
        names.add("*.gradio.live")
    return frozenset(name.strip().lower() for name in names)


class Door:
    """ASGI middleware that answers nobody who calls the server by another's name.

    A page from elsewhere whose name is made to lead to this machine (DNS rebinding) could else
    read a local library. An address in numbers cannot be made to lead elsewhere: those pass.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            host = Headers(scope=scope).get("host", "")
            if not known(host, self.hosts):
                said = f"Unknown host {host[:100]!r}; start the chat with it among its hosts.\n"
                await PlainTextResponse(said, 421)(scope, receive, send)
                return
            if scope["path"].removeprefix(scope.get("root_path", "")).startswith(_SHUT):
                await PlainTextResponse("Not found\n", 404)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def known(host: str, hosts: frozenset[str]) -> bool:
    """Is a Host header one of these? An address in numbers always is."""
    name = _bare(host)
    if "*" in hosts or name in hosts:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return f"*.{name.partition('.')[2]}" in hosts
    return True


def _bare(host: str) -> str:
    """ "[::1]:7860" -> "::1", "Localhost:7860" -> "localhost" """
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].removesuffix(".")


def signed_in(request: HTTPConnection) -> bool:
    """Has the visitor signed in, where Gradio's login is asked for?"""
    app = request.app
    if app.auth is None and app.auth_dependency is None:
        return True
    names = f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}"
    return any(request.cookies.get(name) in app.tokens for name in names)
