"""The tool that checks a text for agents: are its quotations in the documents?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from askdoc.agents.tool import Json, Tool, fitting, result, schema
from askdoc.errors import QuestionError

if TYPE_CHECKING:  # so that the tools are listed without waiting for numpy
    from askdoc.library import Library

# Some 30 pages; a longer draft is checked in parts.
MOST_DRAFT = 100_000


def check(library: Library, text: str, documents: Sequence[str] | None = None) -> Json:
    """The verdict on each quotation of a text, as `askdoc check --json` has it.

    exact, total: how many are exact, of how many; with `left_off` and `go_on` if the reply would
    be too long. Raises `QuestionError` for a text that is too long, `DocumentError` if a document
    is not there.
    """
    from askdoc.checking import as_dict, check_draft
    from askdoc.types import Document

    if len(text) > MOST_DRAFT:
        raise QuestionError(f"text has {len(text):,} characters; send {MOST_DRAFT:,} at most")
    named = None if documents is None else [library.document(name) for name in documents]
    draft = Document("text", text, "text")
    checked = check_draft(draft, library.documents if named is None else named)
    quotations = [as_dict(draft, one) for one in checked]
    kept = fitting(quotations)
    found: Json = {
        "quotations": quotations[:kept],
        "exact": sum(one.verdict == "exact" for one in checked),
        "total": len(checked),
    }
    if kept < len(quotations):
        found["left_off"] = len(quotations) - kept
        found["go_on"] = f"send the text from character {checked[kept].quotation.start} on"
    return found


CHECK = Tool(
    "check",
    "Check quotations",
    "Check that the documents say what a text quotes, word for word. Use it on every text with "
    "quotations before you give it to the user. Each quotation of at least four words, in "
    'quotation marks or a block quote, gets a verdict: "exact", "changed" (`diff` shows the words: '
    '"-" stands in the source alone, "+" in the text alone), "misattributed" (somebody else says '
    'it), "elsewhere" (in another document than the text names) or "not found" (with the nearest '
    "place). Correct all that is not exact from `source`.",
    schema(
        "text",
        {
            "text": {
                "type": "string",
                "description": "The text that quotes, plain or Markdown, at most "
                f"{MOST_DRAFT:,} characters.",
            },
            "documents": {
                "type": ["array", "null"],
                "items": {"type": "string"},
                "default": None,
                "description": "Names of the documents to look in; all without it.",
            },
        },
    ),
    result(quotations="array", exact="integer", total="integer"),
    check,
)
