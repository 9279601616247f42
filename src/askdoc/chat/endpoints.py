"""What programs call: `/search`, `/ask` and the MCP tool, all with the JSON of `askdoc ask`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from askdoc import show
from askdoc.errors import AskdocError, QuestionError
from askdoc.library import Library

# So many passages, and earlier questions, at once over the network.
MOST = 100


def add(library: Library, **queue: Any) -> None:
    """The endpoints, inside a Blocks. Both ask the shared documents and remember nothing."""

    def search(question: str, top_k: int = 3) -> str:
        """Find the passages that answer a question, word for word, with their exact places.

        Args:
            question: The question in words; "quoted words" must occur, a -word must not.
            top_k: How many passages at most.

        Returns:
            One JSON object: state, and answers with text, sentence, document and confidence.
        """
        return _json(library, question, top_k, [])

    def ask(question: str, history: list[str] | None = None, top_k: int = 3) -> str:
        """Answer a question, a follow-up being completed from the earlier questions.

        Args:
            question: The question in words.
            history: The earlier questions, oldest first.
            top_k: How many passages at most.

        Returns:
            One JSON object, as of /search.
        """
        return _json(library, question, top_k, history or [])

    # One tool says all: a second that differs by the history would only make a model choose.
    ask._mcp_type = "endpoint"  # type: ignore[attr-defined]
    gr.api(search, api_name="search", **queue)  # type: ignore[attr-defined]
    gr.api(ask, api_name="ask", **queue)  # type: ignore[attr-defined]


def _json(library: Library, question: object, top_k: int, history: object) -> str:
    try:
        # a program can send anything
        if not isinstance(question, str):
            raise QuestionError("the question is not a text; send it as a string")
        if not isinstance(history, list) or not all(isinstance(q, str) for q in history):
            raise QuestionError("history is not a list of texts; send the earlier questions")
        if isinstance(top_k, int) and top_k > MOST:
            raise QuestionError(f"top_k is {top_k}; at most {MOST} passages are sent")
        return show.as_json(library.ask(question, top_k, history=history[-MOST:]))
    except AskdocError as error:
        raise gr.Error(str(error), print_exception=False) from None
