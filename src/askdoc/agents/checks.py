"""The tool `check`: whether the documents say what a text quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from askdoc.agents.tool import OR_NONE, Json, Tool, fitting, result, schema
from askdoc.errors import QuestionError

if TYPE_CHECKING:  # listing the tools does not wait for numpy
    from askdoc.library import Library

# In characters, about 30 pages; longer drafts are checked in parts.
MAX_DRAFT_CHARS = 100_000


def check(library: Library, text: str, documents: Sequence[str] | None = None) -> Json:
    """Return the verdict on each quotation of a text, in the format of `askdoc check --json`.

    exact, total: the number of exact quotations, and of all. `next_start` is the offset in the text
    where the next part starts, None at the end. Raises `QuestionError` if the text is too long,
    `DocumentError` if a document does not exist.
    """
    from askdoc.checking import as_dict, check_draft
    from askdoc.types import Document

    if len(text) > MAX_DRAFT_CHARS:
        raise QuestionError(f"text has {len(text):,} characters; send {MAX_DRAFT_CHARS:,} at most")
    named = None if documents is None else [library.document(name) for name in documents]
    draft = Document("text", text, "text")
    checked = check_draft(draft, library.documents if named is None else named)
    quotations = [as_dict(draft, one) for one in checked]
    count = fitting(quotations)
    return {
        "quotations": quotations[:count],
        "exact": sum(one.verdict == "exact" for one in checked),
        "total": len(checked),
        # after the closing quotation mark
        "next_start": checked[count - 1].quotation.end + 1 if count < len(quotations) else None,
    }


CHECK = Tool(
    "check",
    "Check quotations",
    "Check that the documents say what a text quotes, word for word. Use it on every text with "
    "quotations before you give it to the user. Each quotation of at least four words, in "
    'quotation marks or a block quote, gets a verdict: "exact", "changed" (`diff` shows the words: '
    '"-" is only in the source, "+" only in the text), "misattributed" (somebody else says '
    'it), "elsewhere" (in another document than the text names) or "not found" (with the nearest '
    "place). Correct every quotation that is not exact, using `source`. A long text comes in "
    "parts: continue with the text from character next_start on until that is null.",
    schema(
        "text",
        {
            "text": {
                "type": "string",
                "description": "The text with quotations, plain or Markdown, at most "
                f"{MAX_DRAFT_CHARS:,} characters.",
            },
            "documents": {
                "type": ["array", "null"],
                "items": {"type": "string"},
                "default": None,
                "description": "Names of the documents to search; all if omitted.",
            },
        },
    ),
    result(quotations="array", exact="integer", total="integer", next_start=OR_NONE),
    check,
)
