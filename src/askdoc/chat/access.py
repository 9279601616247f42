"""Access control: which host names and paths the server answers, and whether a visitor signed
in."""

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

# Routes of Gradio that the chat does not use: files of the machine, files of others, uploads.
_CLOSED = tuple(
    f"{root}/{name}"
    for root in ("", "/gradio_api")
    for name in ("upload", "file", "proxy=", "component_server", "stream", "run-history", "runs")
)


def allowed_hosts(host: str, allowed: Sequence[str] = (), share: bool = False) -> frozenset[str]:
    """The host names that the server accepts; "*" is any name, "*.x" any subdomain of x."""
    names = {*_LOOPBACK, host, *allowed}
    if host in ("0.0.0.0", "::", ""):  # listens on all addresses, so the machine's name is valid
        names |= {socket.gethostname(), socket.getfqdn()}
    if space := os.environ.get("SPACE_HOST"):  # set by Hugging Face Spaces
        names |= set(space.split(","))
    if share:
        names.add("*.gradio.live")
    return frozenset(name.strip().lower() for name in names)


class HostCheck:
    """ASGI middleware that rejects unknown host names, which prevents DNS rebinding.

    Otherwise a website whose name resolves to this machine could read a local library. IP addresses
    are accepted, because they cannot be rebound.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            host = Headers(scope=scope).get("host", "")
            if not is_allowed(host, self.hosts):
                said = f"Unknown host {host[:100]!r}; start the chat with it among its hosts.\n"
                await PlainTextResponse(said, 421)(scope, receive, send)
                return
            if scope["path"].removeprefix(scope.get("root_path", "")).startswith(_CLOSED):
                await PlainTextResponse("Not found\n", 404)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def is_allowed(host: str, hosts: frozenset[str]) -> bool:
    """Whether a Host header matches one of these names; IP addresses always do."""
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
    """Whether the visitor has signed in, or no login is required."""
    app = request.app
    if app.auth is None and app.auth_dependency is None:
        return True
    names = f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}"
    return any(request.cookies.get(name) in app.tokens for name in names)
