"""The endpoints for programs, `/search` and `/ask`, which return the JSON of `askdoc ask`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from askdoc import show
from askdoc.chat.calls import clean
from askdoc.chat.scheduling import FairQueue
from askdoc.errors import AskdocError, QuestionError
from askdoc.library import Library

# The most passages, and earlier questions, of one call.
MAX = 100


# The defaults of omitted values, by endpoint.
_DEFAULTS = {"search": (None, 3), "ask": (None, None, 3)}


class Endpoints(gr.Blocks):
    """Blocks whose endpoints have default values."""

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        """Add the defaults; otherwise Gradio would log a traceback, and not explain the error."""
        inputs.extend(_DEFAULTS.get(str(block_fn.name), ())[len(inputs) :])
        super().validate_inputs(block_fn, inputs)


def add(library: Library, queue: FairQueue) -> None:
    """Add the endpoints, inside Blocks. Both ask the shared documents and are stateless."""

    async def search(question: str, top_k: int = 3, request: gr.Request | None = None) -> str:
        """Find the passages that answer a question, word for word, with their exact places.

        Args:
            question: The question in words; "quoted words" must occur, a -word must not.
            top_k: How many passages at most.

        Returns:
            One JSON object: state, and answers with text, sentence, document and confidence.
        """
        return await _asked(library, queue, request, question, top_k, [])

    async def ask(
        question: str,
        history: list[str] | None = None,
        top_k: int = 3,
        request: gr.Request | None = None,
    ) -> str:
        """Answer a question; a follow-up is completed from the earlier questions.

        Args:
            question: The question in words.
            history: The earlier questions, oldest first.
            top_k: How many passages at most.

        Returns:
            One JSON object, like that of /search.
        """
        return await _asked(library, queue, request, question, top_k, history or [])

    # they wait in the fair queue instead of Gradio's
    gr.api(search, api_name="search", concurrency_limit=None)  # type: ignore[attr-defined]
    gr.api(ask, api_name="ask", concurrency_limit=None)  # type: ignore[attr-defined]


async def _asked(
    library: Library,
    queue: FairQueue,
    request: gr.Request | None,
    question: object,
    top_k: int,
    history: object,
) -> str:
    host = getattr(getattr(request, "client", None), "host", None) or ""
    party = "program", host, str(getattr(request, "session_hash", ""))
    try:
        # a program can send anything
        if not isinstance(question, str):
            raise QuestionError("the question is not a text; send it as a string")
        if not isinstance(history, list) or not all(isinstance(q, str) for q in history):
            raise QuestionError("history is not a list of texts; send the earlier questions")
        if isinstance(top_k, int) and top_k > MAX:
            raise QuestionError(f"top_k is {top_k}; at most {MAX} passages are sent")
        asked, before = clean(question), clean(history[-MAX:])
        return await queue.run(
            party, lambda: show.as_json(library.ask(asked, top_k, history=before))
        )
    except AskdocError as error:
        raise gr.Error(str(error), print_exception=False) from None
