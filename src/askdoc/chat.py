"""The browser chat, and the endpoint for programs; the only module that imports gradio."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

# Read when gradio is imported: the page makes no request to anybody else.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from askdoc import show
from askdoc.errors import AskdocError
from askdoc.library import Library

_EXAMPLES = ["What did Kerry say about Assad?"]
_CSS = (Path(__file__).parent / "chat.css").read_text(encoding="utf-8")

Message = dict[str, Any]


def build(library: Library, examples: list[str] | None = None) -> gr.Blocks:
    """The chat about a library, as Gradio Blocks, not yet launched.

    examples: questions offered before the first one is asked
    """

    def ask(
        question: str, messages: list[Message], history: list[str]
    ) -> tuple[str, list[Message], list[str]]:
        """The question and its answers become two more messages; the box is emptied."""
        try:
            reply = library.ask(question, history=history)
        except AskdocError as error:
            raise gr.Error(show.escape(str(error)), print_exception=False) from None
        # The question is read as Markdown like any message, so it is escaped like a passage.
        asked = {"role": "user", "content": show.escape(reply.question)}
        answered = {"role": "assistant", "content": show.as_html(reply)}
        return "", [*messages, asked, answered], [*history, reply.question]

    def search(question: str, top_k: int = 3) -> str:
        """Answer a question: one JSON object with the best passages and their places."""
        try:
            return show.as_json(library.ask(question, top_k))
        except AskdocError as error:
            raise gr.Error(str(error), print_exception=False) from None

    with gr.Blocks(title="askdoc", analytics_enabled=False) as demo:
        titles = ", ".join(document.title for document in library.documents[:3])
        gr.HTML(f"<h1>askdoc</h1><p>Ask: {show.escape(titles)}</p>")
        chatbot = gr.Chatbot(
            show_label=False,
            elem_id="conversation",
            placeholder="Ask a question: the passages that answer it come back, word for word.",
            examples=[{"text": example} for example in examples or []],
            height="70vh",
        )
        box = gr.Textbox(
            show_label=False,
            placeholder="Ask the article…",
            elem_id="question",
            submit_btn="Ask",
            autofocus=True,
        )
        history = gr.State([])
        asking: dict[str, Any] = {
            "fn": ask,
            "inputs": [box, chatbot, history],
            "outputs": [box, chatbot, history],
            "api_visibility": "private",
            "show_progress": "hidden",
        }
        box.submit(**asking)
        chatbot.example_select(
            _example_text, None, box, api_visibility="private", queue=False, show_progress="hidden"
        ).then(**asking)
        # What a reader clears is forgotten, or the next question would be completed from it.
        chatbot.clear(list, None, history, api_visibility="private", queue=False)
        gr.api(search, api_name="search")  # type: ignore[attr-defined]
    return demo  # type: ignore[no-any-return]


def launch(
    library: Library,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    **options: Any,
) -> Any:
    """Build the chat and serve it; `options` go to Gradio's `launch`."""
    return build(library, _EXAMPLES).launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        css=_CSS,
        footer_links=[],
        **options,
    )


def _example_text(event: gr.SelectData) -> str:
    return str(event.value["text"])
