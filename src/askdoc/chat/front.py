"""The front page in the visitor's language: its head, link preview, messages and login."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askdoc.chat.access import signed_in
from askdoc.chat.exports import FORMATS
from askdoc.messages import accepted, catalogue, later, speaking, tr
from askdoc.messages.collect import in_script

_DESCRIPTION = later("Ask a document; read the passage that answers, word for word, at its place.")
# Gradio's tags for link previews, which are replaced; some versions have two of them.
_GRADIO_TAGS = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>', re.DOTALL)


class FrontPage:
    """The head of the front page and the login, rendered once per language.

    folder: the templates; the scripts build the page from page.html
    greeting: HTML that the login shows instead of the default text
    """

    def __init__(
        self, folder: Path, css: str, scripts: str, megabytes: int, greeting: str | None = None
    ) -> None:
        self.css, self.scripts, self.megabytes = css, scripts, megabytes
        self.greeting = greeting
        templates = Environment(loader=FileSystemLoader(folder), autoescape=True)
        templates.globals["tr"] = tr
        self.page, self.form = map(templates.get_template, ("page.html", "login.html"))
        self.head, self.login = cache(self._head), cache(self._login)

    def _head(self, language: str) -> str:
        with speaking(language):
            shell = self.page.render(megabytes=self.megabytes, formats=FORMATS)
            given = json.dumps({"shell": shell, "messages": self._messages(language)})
            escaped = given.replace("<", "\\u003c")  # otherwise a text could end the script
            return f"{self._preview()}<script>window.askdocPage = {escaped};</script>\n"

    def _login(self, language: str) -> str:
        with speaking(language):
            return self.form.render(language=language, head=self._preview(), greeting=self.greeting)

    def _preview(self) -> str:
        description = tr(_DESCRIPTION)
        return f"""<title>askdoc</title>
<meta name="description" content="{description}" />
<meta property="og:type" content="website" />
<meta property="og:title" content="askdoc" />
<meta property="og:description" content="{description}" />
<meta name="twitter:card" content="summary" />
<style>{self.css}</style>
"""

    def _messages(self, language: str) -> dict[str, str | list[str]]:
        """The messages of the scripts: one form, or singular and plural."""
        found: dict[str, str | list[str]] = {}
        known = catalogue(language)
        for one, *forms in in_script(self.scripts):
            several = [known.ngettext(one, form, n) for form in forms for n in (1, 2)]
            found[one] = several or known.gettext(one)
        return found


class FrontPageMiddleware:
    """ASGI middleware that replaces Gradio's head and login with those of the chat."""

    def __init__(self, app: ASGIApp, page: FrontPage) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path not in ("", "/"):
            await self.app(scope, receive, send)
            return
        language = accepted(Headers(scope=scope).get("accept-language", ""))
        if not signed_in(HTTPConnection(scope)):
            form = HTMLResponse(self.page.login(language), headers={"Vary": "accept-language"})
            await form(scope, receive, send)
            return
        began: Message = {}
        body = bytearray()

        async def send_page(message: Message) -> None:
            """Send the page when it is complete, with its new length."""
            if message["type"] == "http.response.start":
                began.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = self._named(began, bytes(body), language)
            headers = [(k, v) for k, v in began["headers"] if k.lower() != b"content-length"]
            length = (b"content-length", str(len(whole)).encode())
            headers += [length] if scope["method"] != "HEAD" else []
            headers += [(b"vary", b"accept-language")]
            await send({**began, "headers": headers})
            await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, send_page)

    def _named(self, began: Message, body: bytes, language: str) -> bytes:
        kind = dict(began["headers"]).get(b"content-type", b"")
        if not kind.startswith(b"text/html") or not body:
            return body
        page = _GRADIO_TAGS.sub("", body.decode())
        page = re.sub(r"<html[^>]*>", f'<html lang="{language}">', page, count=1)
        # subtle: before Gradio's head, whose scripts use it; a function, because backslashes in a
        # replacement string are escapes
        own = f"<head>{self.page.head(language)}"
        return re.sub("<head>", lambda _: own, page, count=1).encode()
