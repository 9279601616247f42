"""What programs call: `/search` and `/ask`, with the JSON of `askdoc ask`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from askdoc import show
from askdoc.chat.calls import clean
from askdoc.chat.fair import Queue
from askdoc.errors import AskdocError, QuestionError
from askdoc.library import Library

# So many passages, and earlier questions, at once over the network.
MOST = 100


# What stands for each value that a program leaves out, by endpoint.
_LEFT_OUT = {"search": (None, 3), "ask": (None, None, 3)}


class Endpoints(gr.Blocks):
    """A Blocks whose endpoints may be called with fewer values than they take."""

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        """Checked here, as Gradio would log a traceback and explain nothing to the program."""
        inputs.extend(_LEFT_OUT.get(str(block_fn.name), ())[len(inputs) :])
        super().validate_inputs(block_fn, inputs)


def add(library: Library, queue: Queue) -> None:
    """The endpoints, inside a Blocks. Both ask the shared documents and remember nothing."""

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
        """Answer a question, a follow-up being completed from the earlier questions.

        Args:
            question: The question in words.
            history: The earlier questions, oldest first.
            top_k: How many passages at most.

        Returns:
            One JSON object, as of /search.
        """
        return await _asked(library, queue, request, question, top_k, history or [])

    # they wait in the fair queue instead of Gradio's
    gr.api(search, api_name="search", concurrency_limit=None)  # type: ignore[attr-defined]
    gr.api(ask, api_name="ask", concurrency_limit=None)  # type: ignore[attr-defined]


async def _asked(
    library: Library,
    queue: Queue,
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
        if isinstance(top_k, int) and top_k > MOST:
            raise QuestionError(f"top_k is {top_k}; at most {MOST} passages are sent")
        asked, before = clean(question), clean(history[-MOST:])
        return await queue.run(
            party, lambda: show.as_json(library.ask(asked, top_k, history=before))
        )
    except AskdocError as error:
        raise gr.Error(str(error), print_exception=False) from None
