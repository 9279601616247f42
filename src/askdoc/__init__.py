"""Ask an article a question; get the passages that answer it, the place exact."""

from askdoc.embed import load_embedder
from askdoc.errors import (
    AnswerError,
    AskdocError,
    ClusterError,
    DocumentError,
    GoldenError,
    IndexLocked,
    IndexMismatch,
    IndexUnavailable,
    IndexWriteError,
    LoadError,
    ModelError,
    QuestionError,
)
from askdoc.evaluate import Evaluation, Measures, evaluate
from askdoc.library import Changes, Library, open
from askdoc.reembed import reembed, rollback
from askdoc.types import Answer, Document, Embedder, Passage, Reply, Sentence, Store, Why
from askdoc.verify import verify

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AnswerError",
    "AskdocError",
    "Changes",
    "ClusterError",
    "Document",
    "DocumentError",
    "Embedder",
    "Evaluation",
    "GoldenError",
    "IndexLocked",
    "IndexMismatch",
    "IndexUnavailable",
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
    "reembed",
    "rollback",
    "verify",
]
