"""The tools for agents: search, fetch, documents and check, as functions and their descriptions.

A reply is a JSON object of at most about `MAX_CHARS` characters; if there is more, it says how to
get the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from askdoc import show
from askdoc.agents.checks import CHECK
from askdoc.agents.tool import MAX_CHARS, OR_NONE, Json, Tool, fitting, result, schema
from askdoc.errors import DocumentError, QuestionError

if TYPE_CHECKING:  # listing the tools does not wait for numpy
    from askdoc.library import Library
    from askdoc.types import Document

# The characters that one `fetch` returns; as JSON, they may take twice as many.
MAX_TEXT = 20_000
# The maximum number of passages, and of earlier questions, in one call.
MAX_PASSAGES = 100


def search(
    library: Library,
    question: str,
    top_k: int = 3,
    documents: Sequence[str] | None = None,
    history: Sequence[str] = (),
) -> Json:
    """Ask the library, and return the reply in the format of `show.as_json`.

    If the reply would be too long, `left_off` is the number of answers that it leaves out, and
    `hint` says how to get them. Raises `QuestionError` and `DocumentError` like
    `Library.ask`.
    """
    if isinstance(top_k, int) and top_k > MAX_PASSAGES:
        raise QuestionError(f"top_k is {top_k}; at most {MAX_PASSAGES} passages are sent")
    reply = library.ask(question, top_k, documents=documents, history=history[-MAX_PASSAGES:])
    found: Json = json.loads(show.as_json(reply))
    answers = found["answers"]
    count = fitting(answers)
    if count < len(answers):
        found["answers"] = answers[:count]
        found["left_off"] = len(answers) - count
        found["hint"] = "name other documents, or fetch the text around a place"
    return found


def fetch(
    library: Library, document: str, start: int = 0, before: int = 0, after: int | None = None
) -> Json:
    """The text of a document from `before` characters before `start` to `after` after it.

    after: None for as much as fits into one reply. `next_start` is where the next part starts, None
    at the end. Raises `DocumentError` if the document or the offset does not exist.
    """
    found = library.document(document)
    length = len(found.text)
    if start > length:
        raise DocumentError(f"{document!r} has {length} characters; start at 0 to {length}")
    first = max(0, start - before)
    room = MAX_TEXT - (start - first)
    last = min(length, start + (room if after is None else min(after, room)))
    return {
        "document": _described(found),
        "start": first,
        "end": last,
        "page": found.page_at(first),
        "page_name": found.page_name_at(first),
        "text": found.text[first:last],
        "next_start": last if last < length else None,
    }


def documents(library: Library, start: int = 0) -> Json:
    """List the documents from number `start` on; `next_start` is where the next part starts."""
    counts = library.counts
    every = library.documents
    listed = [_described(document) for document in every[start : start + MAX_CHARS // 40]]
    end = start + fitting(listed)
    return {
        "documents": listed[: end - start],
        "total": asdict(counts),
        "next_start": end if end < len(every) else None,
    }


def _described(document: Document) -> Json:
    facts = {name: value for name, value in asdict(document.facts).items() if value}
    return {
        "name": document.name,
        "title": document.title,
        "sha256": document.sha256,
        "pages": len(document.pages) or None,
        "characters": len(document.text),
        **facts,
        "date": document.date or None,
    }


_TEXTS = {"type": "string"}
_OFFSET = {"type": "integer", "minimum": 0}

TOOLS = (
    Tool(
        "search",
        "Search the documents",
        "Find the passages that answer a question, word for word, with their exact places. Use it "
        "first for anything the documents may say: ask in plain words, one question at a time. "
        '`state` is "answered", "perhaps", or "not" if the documents do not seem to say, and then '
        "the answers are only the closest passages. Quote `sentence.text`; cite `document.name`, "
        "`page_name` and `start`; `confidence` is the probability that a passage answers.",
        schema(
            "question",
            {
                "question": {
                    "type": "string",
                    "description": "The question in words, at most 1,000 characters; "
                    '"quoted words" must occur, a -word must not.',
                },
                "top_k": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MAX_PASSAGES,
                    "default": 3,
                    "description": "The maximum number of passages.",
                },
                "documents": {
                    "type": ["array", "null"],
                    "items": _TEXTS,
                    "default": None,
                    "description": "Names of the documents to search; all if omitted.",
                },
                "history": {
                    "type": "array",
                    "items": _TEXTS,
                    "default": [],
                    "description": "Earlier questions, oldest first, from which a follow-up such "
                    'as "And about Russia?" is completed.',
                },
            },
        ),
        result(
            question="string",
            searched="string",
            state="string",
            reason=["string", "null"],
            answers="array",
        ),
        search,
    ),
    Tool(
        "fetch",
        "Read a document",
        "Read the exact text of a document: from its beginning, or around a place that search "
        "returned (its document.name and start). Use it for the context of a passage or to "
        "continue reading; use search to find something. A long text comes in parts: "
        "continue with start = next_start until that is null.",
        schema(
            "document",
            {
                "document": {
                    "type": "string",
                    "description": "The name of the document, as returned by search and documents.",
                },
                "start": {
                    **_OFFSET,
                    "default": 0,
                    "description": "The offset to start at, in characters.",
                },
                "before": {
                    **_OFFSET,
                    "maximum": MAX_TEXT // 2,
                    "default": 0,
                    "description": "How many characters before `start` to include.",
                },
                "after": {
                    "type": OR_NONE,
                    "minimum": 1,
                    "default": None,
                    "description": "How many characters from `start` on; if omitted, as many as "
                    f"fit into one reply, {MAX_TEXT:,} in all.",
                },
            },
        ),
        result(
            document="object", start="integer", end="integer", text="string", next_start=OR_NONE
        ),
        fetch,
    ),
    Tool(
        "documents",
        "List the documents",
        "List the documents that can be searched: names, titles, pages, lengths, and author and "
        "date where known. Use it to see what there is, or to get the exact name of a document "
        "for search or fetch. A long list comes in parts: continue with start = next_start.",
        schema(
            "",
            {
                "start": {
                    **_OFFSET,
                    "default": 0,
                    "description": "The number of the first document, from 0.",
                }
            },
        ),
        result(documents="array", total="object", next_start=OR_NONE),
        documents,
    ),
    CHECK,
)
