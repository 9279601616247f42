"""The page and its server: a Gradio app whose one component is the page in web/."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from askdoc.chat import door, endpoints, front, ways
from askdoc.chat.asking import Asking
from askdoc.chat.calls import Calls
from askdoc.chat.fair import Queue
from askdoc.chat.holding import Holding
from askdoc.chat.tools import Tools
from askdoc.chat.view import View
from askdoc.chat.visits import Limits
from askdoc.library import Library

_WEB = Path(__file__).parent / "web"
_CSS = "\n".join(path.read_text("utf-8") for path in sorted(_WEB.glob("*.css")))
# subtle: in the order of their numbers, as each uses those before it
_JS = "\n".join(path.read_text("utf-8") for path in sorted(_WEB.glob("*.js")))

# As many questions at once as the processor has cores: more would only wait for each other.
_AT_ONCE = max(2, os.cpu_count() or 2)


def launch(
    library: Library,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    limits: Limits | None = None,
    sources: Sequence[str | Path] = (),
    golden: Path | None = None,
    unanswered: Path | None = None,
    allow_hosts: Sequence[str] = (),
    mcp: bool = False,
    **options: Any,
) -> Any:
    """Serve a chat about a library; `options` go to Gradio's `launch`.

    limits: what a visitor may bring
    sources: the files and folders of the library, so that pages of its PDFs can be shown
    golden: where thumbs are written as golden questions; None offers no thumbs
    unanswered: where refused questions about the library are added; None keeps none
    mcp: serve the tools of `askdoc mcp`, too; so does the variable GRADIO_MCP_SERVER=True
    allow_hosts: further names under which the server is reached, "*" for any
    """
    limits = limits or Limits()
    hosts = door.known_hosts(host, allow_hosts, bool(options.get("share")))
    first = front.First(_WEB, _CSS, _JS, limits.megabytes, options.get("auth_message"))
    inside = [Middleware(door.Door, hosts=hosts), Middleware(front.Front, first=first)]
    font = ["Charter", "Iowan Old Style", "Georgia", "Noto Serif", "serif"]
    view, queue = View(library, limits, golden is not None, sources), Queue(_AT_ONCE)
    calls = Calls(view, Asking(view, golden, unanswered), Holding(view), Tools(view), queue)
    routes = ways.routes(calls, limits.megabytes)
    if mcp or os.environ.get("GRADIO_MCP_SERVER", "").lower() == "true":
        routes.append(ways.for_agents(library, queue))
    return _build(view, queue).launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        theme=gr.themes.Base(font=font, font_mono=["monospace"]),
        head=f"<script>{_JS}</script>",
        favicon_path=_WEB / "icon.svg",
        footer_links=[],
        app_kwargs={"middleware": inside, "routes": routes},
        # subtle: with Gradio's rendering on a second server, the front would not be the chat's own
        **{"ssr_mode": False, "mcp_server": False, **options},
    )


def _build(view: View, queue: Queue) -> gr.Blocks:
    with endpoints.Endpoints(title="askdoc", analytics_enabled=False) as demo:
        gr.HTML(
            "<div></div>",  # the page itself is in the reader's language: front.py
            elem_id="askdoc",
            js_on_load="askdoc.start(element)",
            apply_default_css=False,
        )
        endpoints.add(view.library, queue)
    demo.visits = view.visits
    return demo  # type: ignore[no-any-return]
