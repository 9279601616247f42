"""The server of the chat: a Gradio app whose only component is the page in web/."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from askdoc.chat import access, endpoints, front, routes
from askdoc.chat.calls import Calls
from askdoc.chat.documents import DocumentActions
from askdoc.chat.questions import QuestionActions
from askdoc.chat.scheduling import FairQueue
from askdoc.chat.tools import Tools
from askdoc.chat.view import View
from askdoc.chat.visits import Limits
from askdoc.library import Library

_WEB = Path(__file__).parent / "web"
_CSS = "\n".join(path.read_text("utf-8") for path in sorted(_WEB.glob("*.css")))
# subtle: in the order of their numbers, because each uses the previous ones
_JS = "\n".join(path.read_text("utf-8") for path in sorted(_WEB.glob("*.js")))

# The number of questions answered in parallel: more than the number of cores would only wait.
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

    limits: limits on visitors' own documents
    sources: the files and folders of the library, so that pages of its PDFs can be shown
    golden: the file in which thumbs are saved as golden questions; None offers no thumbs
    unanswered: the file for refused questions about the library; None saves none
    mcp: also serve the tools of `askdoc mcp`; so does the variable GRADIO_MCP_SERVER=True
    allow_hosts: additional host names of the server, "*" for any
    """
    limits = limits or Limits()
    hosts = access.allowed_hosts(host, allow_hosts, bool(options.get("share")))
    page = front.FrontPage(_WEB, _CSS, _JS, limits.megabytes, options.get("auth_message"))
    middleware = [
        Middleware(access.HostCheck, hosts=hosts),
        Middleware(front.FrontPageMiddleware, page=page),
    ]
    font = ["Charter", "Iowan Old Style", "Georgia", "Noto Serif", "serif"]
    view, queue = View(library, limits, golden is not None, sources), FairQueue(_AT_ONCE)
    questions = QuestionActions(view, golden, unanswered)
    calls = Calls(view, questions, DocumentActions(view), Tools(view), queue)
    served = routes.page_routes(calls, limits.megabytes)
    if mcp or os.environ.get("GRADIO_MCP_SERVER", "").lower() == "true":
        served.append(routes.mcp_route(library, queue))
    return _build(view, queue).launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        theme=gr.themes.Base(font=font, font_mono=["monospace"]),
        head=f"<script>{_JS}</script>",
        favicon_path=_WEB / "icon.svg",
        footer_links=[],
        app_kwargs={"middleware": middleware, "routes": served},
        # subtle: server-side rendering would replace the chat's front page
        **{"ssr_mode": False, "mcp_server": False, **options},
    )


def _build(view: View, queue: FairQueue) -> gr.Blocks:
    with endpoints.Endpoints(title="askdoc", analytics_enabled=False) as demo:
        gr.HTML(
            "<div></div>",  # front.py adds the page, in the visitor's language
            elem_id="askdoc",
            js_on_load="askdoc.start(element)",
            apply_default_css=False,
        )
        endpoints.add(view.library, queue)
    demo.visits = view.visits
    return demo  # type: ignore[no-any-return]
