"""Check a question before it is searched."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Sequence

from askdoc.errors import DocumentError, QuestionError
from askdoc.filters import in_question
from askdoc.messages import tr
from askdoc.operators import Operators, operators
from askdoc.types import Reply

# Longer than any real question, and short enough for the smallest models to read completely.
MAX_QUESTION = 1_000


def check_question(question: str, top_k: int = 1) -> str:
    """The question on one line. Raises `QuestionError` if it or `top_k` is invalid."""
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            tr(
                "the question has {n:,} characters, the limit is {most:,}; shorten it",
                n=len(question),
                most=MAX_QUESTION,
            )
        )
    if not any(c.isalnum() for c in question):
        raise QuestionError(
            tr("the question is empty; ask something like 'Who said what about whom?'")
        )
    if isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1:
        raise QuestionError(
            tr("top_k is {value!r}; it must be a whole number, 1 or more", value=top_k)
        )
    asked = one_line(question)
    text, narrowed = in_question(asked)
    if narrowed and not any(c.isalnum() for c in text):
        raise QuestionError(
            tr("{filters} only selects documents; also write a question", filters=narrowed)
        )
    demands(text)
    return asked


def one_line(text: str) -> str:
    """The text without control characters and with single spaces."""
    read = text[:MAX_QUESTION]
    if not read.isprintable():
        read = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in read)
    return " ".join(read.split())


def demands(question: str) -> tuple[str, Operators]:
    """The text to search, and its operators. Raises `QuestionError` if they contradict."""
    text, demanded = operators(question)
    for phrase in demanded.phrases:
        if not demanded.without_phrases().allow(phrase):
            raise QuestionError(
                tr(
                    'no passage can contain "{phrase}" and not {excluded}; remove one of them',
                    phrase=phrase,
                    excluded=" ".join(f"-{word}" for word in demanded.excluded),
                )
            )
    if not text:
        raise QuestionError(tr("the question only excludes words; add what you are looking for"))
    return text, demanded


def check_documents(wanted: Sequence[str], present: Collection[str]) -> None:
    """Raises `DocumentError` if a name is not in the library; the message lists similar names."""
    if isinstance(wanted, str):
        raise DocumentError(tr("documents is a string; pass a list of names"))
    for name in wanted:
        if name not in present:
            near = difflib.get_close_matches(name, present, 3, 0.4) or sorted(present)[:3]
            others = ", ".join(near) or tr("nothing")
            raise DocumentError(
                tr(
                    "no document {name!r} in the library; it contains {others}",
                    name=name,
                    others=others,
                )
            )


def asked_in(turn: str | Reply) -> str:
    """An earlier question as it was searched, without its filters."""
    return in_question(searched_in(turn))[0]


def searched_in(turn: str | Reply) -> str:
    """An earlier question as it was searched, with its filters."""
    return turn.searched if isinstance(turn, Reply) else one_line(turn)
