"""What is seen of the chat before its page begins: the preview of a link, and the login."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOLD = "Ask a document; read the passage that answers, word for word, at its place."
_HEAD = f"""<title>askdoc</title>
<meta name="description" content="{_TOLD}" />
<meta property="og:type" content="website" />
<meta property="og:title" content="askdoc" />
<meta property="og:description" content="{_TOLD}" />
<meta name="twitter:card" content="summary" />
"""
# Gradio's own, which say that they are Gradio's; two of them in some versions.
_ITS = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>', re.DOTALL)


class Front:
    """ASGI middleware that gives the first page the chat's own name in place of Gradio's."""

    def __init__(self, app: ASGIApp, css: str) -> None:
        self.app, self.css = app, css

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path not in ("", "/"):
            await self.app(scope, receive, send)
            return
        began: Message = {}
        body = bytearray()

        async def kept(message: Message) -> None:
            """The page is sent when it is whole, with its new length."""
            if message["type"] == "http.response.start":
                began.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = self._named(began, bytes(body))
            headers = [(k, v) for k, v in began["headers"] if k.lower() != b"content-length"]
            length = (b"content-length", str(len(whole)).encode())
            headers += [length] if scope["method"] != "HEAD" else []
            await send({**began, "headers": headers})
            await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, kept)

    def _named(self, began: Message, body: bytes) -> bytes:
        kind = dict(began["headers"]).get(b"content-type", b"")
        if not kind.startswith(b"text/html") or not body:
            return body
        page = _ITS.sub("", body.decode())
        # subtle: a function, as a text would have its backslashes read
        own = f"{_HEAD}<style>{self.css}</style></head>"
        return re.sub("</head>", lambda _: own, page, count=1).encode()
