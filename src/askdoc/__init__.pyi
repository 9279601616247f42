from .embed import load_embedder
from .errors import (
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
from .evaluation import Evaluation, Measures, evaluate
from .filters import Filters
from .library import Changes, Library, open
from .reembedding import reembed, rollback
from .types import Answer, Document, Embedder, Passage, Reply, Sentence, Store, Why
from .verification import verify

__version__: str

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
    "Filters",
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
