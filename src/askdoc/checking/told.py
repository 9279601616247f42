"""A verdict as JSON and in words, the same wherever askdoc gives it."""

from __future__ import annotations

from askdoc.checking.check import Checked
from askdoc.types import Document


def as_dict(draft: Document, one: Checked) -> dict[str, object]:
    """The quotation, its verdict, and what the source says in its place."""
    quotation, document = one.quotation, one.document
    return {
        "text": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
        "line": draft.text.count("\n", 0, quotation.start) + 1,
        "verdict": one.verdict,
        "source": document
        and {
            "name": document.name,
            "sha256": document.sha256,
            "page": document.page_at(one.start),
            "start": one.start,
            "end": one.end,
            "text": document.text[one.start : one.end],
            "speaker": one.speaker,
        },
        "attributed": one.attributed,
        "named": list(one.named),
        "diff": [list(part) for part in one.diff],
        "counted_alike": list(one.folded),
        "left_out": list(one.left_out),
        "likeness": round(one.likeness, 6),
    }


def place(one: Checked) -> str:
    """Where the source says it, or the nearest: "ferry.txt, page 3"; "" if nothing is like it."""
    if one.document is None:
        return ""
    page = one.document.page_name_at(one.start)
    nearest = "nearest: " if one.verdict == "not found" else ""
    return f"{nearest}{', '.join(filter(None, (one.document.name, page)))}"


def notes(one: Checked) -> list[str]:
    """What else to know about a verdict, one line each."""
    lines = []
    if one.verdict == "misattributed":
        lines.append(f"the draft attributes it to {one.attributed}, the source to {one.speaker}")
    if one.verdict == "elsewhere":
        lines.append(f"the draft names {', '.join(one.named)}")
    if one.folded:
        lines.append(f"counted alike: {', '.join(one.folded)}")
    return lines + [f"left out: {words}" for words in one.left_out if words]
