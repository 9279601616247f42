"""Every error askdoc raises on purpose, for a person to read.

AskdocError
├── LoadError        a file or folder cannot be read as a document
├── ModelError       an embedding model cannot be had or is not what it claims to be
├── QuestionError    a question, or how it is asked, cannot be answered as given
├── DocumentError    a document that is named is not in the library
├── AnswerError      a file of a saved answer is not as it must be
├── GoldenError      a file of golden questions is not as it must be
├── ConfigError      a file that an MCP client is configured by cannot be changed
├── UnansweredError  a file of unanswered questions cannot be read or written
├── SheetError       a file that keeps the cells of a table cannot be read or written
├── IndexMismatch    a saved index is damaged, or made by another model or version
├── IndexLocked      another process is writing the saved index
├── IndexUnavailable the engine that keeps the index does not answer
├── IndexWriteError  the saved index cannot be written
├── ClusterError     a Ray cluster cannot be had, or its machines are not like this one
└── Busy             more questions wait than the chat can answer soon

A message says what is wrong, where, and what to do next. The command line
prints it as one line and exits with 2; the chat shows it in the page.
"""


class AskdocError(Exception):
    """The root: `except askdoc.AskdocError` catches all of askdoc's own errors."""


class LoadError(AskdocError):
    """A file or folder cannot be read as a document."""


class ModelError(AskdocError):
    """A model cannot be loaded, or its weights are not the published ones."""


class QuestionError(AskdocError):
    """A question is empty, far too long or contradicts itself, or `top_k` is not positive."""


class DocumentError(AskdocError):
    """No document of this name is in the library; the message names some that are."""


class AnswerError(AskdocError):
    """A file that should hold an answer of askdoc does not."""


class GoldenError(AskdocError):
    """A file of golden questions is not as it must be; the message names the row."""


class UnansweredError(AskdocError):
    """A file of unanswered questions cannot be written, or is none; the message names the row."""


class SheetError(AskdocError):
    """A file that keeps the cells of a table is none, or cannot be read or written."""


class ConfigError(AskdocError):
    """A file that an MCP client is configured by cannot be read or changed."""


class IndexMismatch(AskdocError):  # noqa: N818 - what is found does not match what is expected
    """A saved index is not what was written, or what is asked for; it is not opened at all."""


class IndexLocked(AskdocError):  # noqa: N818 - a state, and it passes
    """Another process is writing the saved index; the message says which."""


class IndexUnavailable(AskdocError):  # noqa: N818 - a state, and it passes
    """The engine that keeps the index is away, slow or lets nobody in; nothing was lost."""


class IndexWriteError(AskdocError):
    """The disk or the engine is full, or may not be written; what was saved before stays."""


class ClusterError(AskdocError):
    """A Ray cluster cannot be reached, gives no worker, or has another askdoc or model."""


class Busy(AskdocError):  # noqa: N818 - a state, and it passes
    """More questions are waiting than can be answered soon; ask again a little later."""
