"""Ask an article a question; get the passages that answer it, the place exact."""

from askdoc.embed import load_embedder
from askdoc.errors import (
    AskdocError,
    DocumentError,
    GoldenError,
    IndexLocked,
    IndexMismatch,
    IndexWriteError,
    LoadError,
    ModelError,
    QuestionError,
)
from askdoc.evaluate import Evaluation, Measures, evaluate
from askdoc.library import Changes, Library, open
from askdoc.types import Answer, Document, Embedder, Passage, Reply, Sentence, Store, Why

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AskdocError",
    "Changes",
    "Document",
    "DocumentError",
    "Embedder",
    "Evaluation",
    "GoldenError",
    "IndexLocked",
    "IndexMismatch",
    "IndexWriteError",
    "Library",
    "LoadError",
    "Measures",
    "ModelError",
    "Passage",
    "QuestionError",
    "Reply",
    "Sentence",
    "Store",
    "Why",
    "evaluate",
    "load_embedder",
    "open",
]
