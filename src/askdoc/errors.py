"""Every error that askdoc raises for a user to read.

AskdocError
├── LoadError        a file or folder cannot be read as a document
├── ModelError       an embedding model cannot be loaded, or its weights are wrong
├── QuestionError    a question or an argument of `ask` is invalid
├── DocumentError    no document in the library has this name
├── AnswerError      a file of a saved answer is invalid
├── GoldenError      a file of golden questions is invalid
├── ConfigError      the configuration file of an MCP client cannot be changed
├── UnansweredError  a file of unanswered questions cannot be read or written
├── SheetError       a file with the cells of a table cannot be read or written
├── IndexMismatch    a saved index is damaged, or built with another model or version
├── IndexLocked      another process is writing the saved index
├── IndexUnavailable the server that stores the index does not answer
├── IndexWriteError  the saved index cannot be written
├── ClusterError     a Ray cluster cannot be used, or its machines differ from this one
└── Busy             too many questions are waiting in the chat

A message says what is wrong, where, and what to do next. The command line prints it on one line and
exits with 2; the chat shows it on the page.
"""


class AskdocError(Exception):
    """The base class: `except askdoc.AskdocError` catches every error of askdoc."""


class LoadError(AskdocError):
    """A file or folder cannot be read as a document."""


class ModelError(AskdocError):
    """A model cannot be loaded, or its weights are not the expected ones."""


class QuestionError(AskdocError):
    """A question is empty, too long or contradicts itself, or `top_k` is not positive."""


class DocumentError(AskdocError):
    """The library has no document of this name; the message lists similar names."""


class AnswerError(AskdocError):
    """A file does not contain a saved answer."""


class GoldenError(AskdocError):
    """A file of golden questions is invalid; the message names the row."""


class UnansweredError(AskdocError):
    """A file of unanswered questions is invalid or cannot be written; the message names the row."""


class SheetError(AskdocError):
    """A file with the cells of a table is invalid, or cannot be read or written."""


class ConfigError(AskdocError):
    """The configuration file of an MCP client cannot be read or changed."""


class IndexMismatch(AskdocError):  # noqa: N818 - found and expected do not match
    """A saved index is damaged, or was built with another model or version; it is not opened."""


class IndexLocked(AskdocError):  # noqa: N818 - a state, and it passes
    """Another process is writing the saved index; the message says which."""


class IndexUnavailable(AskdocError):  # noqa: N818 - a state, and it passes
    """The server that stores the index is down, slow or refuses access; nothing was lost."""


class IndexWriteError(AskdocError):
    """The disk or the server is full or not writable; finished work is saved."""


class ClusterError(AskdocError):
    """A Ray cluster cannot be reached, starts no worker, or has another askdoc or model."""


class Busy(AskdocError):  # noqa: N818 - a state, and it passes
    """Too many questions are waiting; ask again later."""
