"""The values that travel through askdoc, and the two protocols it is built on."""

from askdoc.types.protocols import Embedder, Store
from askdoc.types.values import (
    Answer,
    Candidate,
    Counts,
    Document,
    Embedded,
    Entry,
    Passage,
    Progress,
    Question,
    Reading,
    Reply,
    Sentence,
    Signals,
    Speaker,
    Statistics,
    Vectors,
    Why,
)

__all__ = [
    "Answer",
    "Candidate",
    "Counts",
    "Document",
    "Embedded",
    "Embedder",
    "Entry",
    "Passage",
    "Progress",
    "Question",
    "Reading",
    "Reply",
    "Sentence",
    "Signals",
    "Speaker",
    "Statistics",
    "Store",
    "Vectors",
    "Why",
]
