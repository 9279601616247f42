"""Answers as RIS, which reference managers read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc import show
from askdoc.export.taken import Taken
from askdoc.types import Answer


def references(several: Sequence[Taken]) -> str:
    """A reference for each answer: its document, the quotation, and its place.

    The date is that of the document, or as its metadata has it with the year first.
    """
    return "".join(_reference(taken, *one) for taken in several for one in taken.linked)


def _reference(taken: Taken, answer: Answer, link: str) -> str:
    document, facts = answer.document, answer.document.facts
    year = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", document.date or facts.date or "")
    said = f"{answer.speaker}: " if answer.speaker else ""
    lines = [
        ("TY", "GEN"),
        ("TI", document.title),
        ("AU", facts.author),
        ("PB", facts.publisher),
        ("DA", "/".join(part or "" for part in year.groups()) + "/" if year else None),
        ("LA", facts.language),
        ("SP", answer.page),
        ("AB", f"{said}“{answer.sentence.text}”"),
        ("N1", f"{show.place(answer, answer.sentence)}. Asked: {taken.reply.question}"),
        ("N1", None if taken.may else "Only the closest passage: it does not seem to answer."),
        ("L1", document.name),
        ("UR", link or None),
        ("ID", f"{document.sha256[:12]}-{answer.sentence.start}"),
        ("ER", ""),
    ]
    return "".join(
        f"{tag}  - {' '.join(str(value).split())}\r\n" for tag, value in lines if value is not None
    )
