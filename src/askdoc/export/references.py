"""Export answers as RIS, which reference managers import."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc import show
from askdoc.export.exported import ExportedReply
from askdoc.messages import tr
from askdoc.types import Answer


def references(several: Sequence[ExportedReply]) -> str:
    """One reference per answer: its document, the quotation, and its place.

    The date is that of the document, or that of its metadata if it starts with the year.
    """
    return "".join(_reference(exported, *one) for exported in several for one in exported.linked)


def _reference(exported: ExportedReply, answer: Answer, link: str) -> str:
    document, facts = answer.document, answer.document.facts
    year = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", document.date or facts.date or "")
    said = f"{answer.speaker}: " if answer.speaker else ""
    asked = tr("Question: {question}", question=exported.reply.question)
    lines = [
        ("TY", "GEN"),
        ("TI", document.title),
        ("AU", facts.author),
        ("PB", facts.publisher),
        ("DA", "/".join(part or "" for part in year.groups()) + "/" if year else None),
        ("LA", facts.language),
        ("SP", answer.page),
        ("AB", f"{said}“{answer.sentence.text}”"),
        ("N1", f"{show.place(answer, answer.sentence)}. {asked}"),
        (
            "N1",
            None if exported.may else tr("Only the closest passage: it does not seem to answer."),
        ),
        ("L1", document.name),
        ("UR", link or None),
        ("ID", f"{document.sha256[:12]}-{answer.sentence.start}"),
        ("ER", ""),
    ]
    return "".join(
        f"{tag}  - {' '.join(str(value).split())}\r\n" for tag, value in lines if value is not None
    )
