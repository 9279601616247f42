"""Every error askdoc raises on purpose, for a person to read.

AskdocError
├── LoadError       a file or folder cannot be read as a document
├── ModelError      an embedding model cannot be had or is not what it claims to be
├── QuestionError   a question, or how it is asked, cannot be answered as given
└── GoldenError     a file of golden questions is not as it must be

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


class GoldenError(AskdocError):
    """A file of golden questions is not as it must be; the message names the row."""
