"""A verdict as JSON and in words, for the command line, the chat and agents."""

from __future__ import annotations

from askdoc.checking.check import Checked
from askdoc.messages import tr
from askdoc.types import Document


def as_dict(draft: Document, one: Checked) -> dict[str, object]:
    """The quotation, its verdict, and what the source says, as a JSON object."""
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
    """The place in the source, or the most similar one: "ferry.txt, page 3"; "" if none."""
    if one.document is None:
        return ""
    page = one.document.page_name_at(one.start)
    found = ", ".join(filter(None, (one.document.name, page)))
    return tr("nearest: {word}", word=found) if one.verdict == "not found" else found


def notes(one: Checked) -> list[str]:
    """Details of a verdict, one line each."""
    lines = []
    if one.verdict == "misattributed":
        lines.append(
            tr(
                "the draft attributes it to {attributed}, the source to {speaker}",
                attributed=one.attributed,
                speaker=one.speaker,
            )
        )
    if one.verdict == "elsewhere":
        lines.append(tr("the draft names {names}", names=", ".join(one.named)))
    if one.folded:
        alike = ", ".join(map(tr, one.folded))
        lines.append(tr("ignored differences: {what}", what=alike))
    return lines + [tr("left out: {words}", words=words) for words in one.left_out if words]
