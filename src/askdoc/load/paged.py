"""Join the texts of slides or sheets, with the offset of each."""

from __future__ import annotations

from collections.abc import Sequence


def paged(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """-> (the texts, separated by blank lines, the start of each); an empty one starts where the
    next one does"""
    whole, starts = "", []
    for text in texts:
        text = text.strip("\n")
        if text and whole:
            whole += "\n\n"
        starts.append(len(whole))
        whole += text
    return whole, tuple(starts)
