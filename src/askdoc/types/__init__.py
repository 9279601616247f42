"""The values that are passed around in askdoc, and its two protocols."""

from askdoc.types.answers import Answer, Calibration, Evidence, Reply, Signals, State, Why
from askdoc.types.boxes import Box, Boxes
from askdoc.types.documents import Document, Facts, Omitted
from askdoc.types.passages import (
    Candidate,
    Embedded,
    Entry,
    Passage,
    Progress,
    Reading,
    Sentence,
    Speaker,
    Vectors,
)
from askdoc.types.protocols import Embedder, Store
from askdoc.types.questions import Counts, Question, Statistics

__all__ = [
    "Answer",
    "Box",
    "Boxes",
    "Calibration",
    "Candidate",
    "Counts",
    "Document",
    "Embedded",
    "Embedder",
    "Entry",
    "Evidence",
    "Facts",
    "Omitted",
    "Passage",
    "Progress",
    "Question",
    "Reading",
    "Reply",
    "Sentence",
    "Signals",
    "Speaker",
    "State",
    "Statistics",
    "Store",
    "Vectors",
    "Why",
]
