"""Verify answers: whether a text still contains what an answer quotes, and where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askdoc.errors import AnswerError, LoadError
from askdoc.load import File, find
from askdoc.messages import tr
from askdoc.quoting import find_words
from askdoc.types import Document


@dataclass(frozen=True, slots=True)
class Quotation:
    """What an answer quotes: `text` at start:end of a document, and the sentence in it."""

    name: str
    sha256: str
    text: str
    start: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one quotation.

    says_so: whether a document contains the answering sentence, word for word
    unchanged: whether the document is exactly the quoted one, by its SHA-256
    document, start: where the quotation is now; None if it is gone
    """

    quotation: Quotation
    says_so: bool
    unchanged: bool
    document: str | None = None
    start: int | None = None


def verify(answer: str | Path, paths: Sequence[str | Path]) -> list[Verdict]:
    """Look up each quotation of a saved answer in files and folders.

    answer: a file with the output of `askdoc ask --json`, or with one of its answers

    A document is identified by its SHA-256, then by its name; otherwise all are searched. Raises
    `AnswerError` if the file contains no answer, `LoadError` if nothing can be read.
    """
    quotations = _read(Path(answer))
    files = find(paths).files
    hashes: dict[File, str] = {}
    for file in files:
        try:
            hashes[file] = file.sha256()
        except LoadError:
            if file.named:
                raise
    read: dict[File, Document | None] = {}

    def documents(order: Iterable[File]) -> Iterable[Document]:
        for file in order:
            if file not in read:
                try:
                    read[file] = file.load()
                except LoadError:
                    if file.named:
                        raise
                    read[file] = None
            if document := read[file]:
                yield document

    return [
        _verdict(
            quotation,
            documents(
                sorted(
                    hashes,
                    key=lambda f: (hashes[f] != quotation.sha256, f.name != quotation.name),
                )
            ),
        )
        for quotation in quotations
    ]


def _verdict(quotation: Quotation, documents: Iterable[Document]) -> Verdict:
    """The verdict on a quotation, from documents with the likeliest first."""
    for document in documents:
        unchanged = document.sha256 == quotation.sha256
        end = quotation.start + len(quotation.text)
        if document.text[quotation.start : end] == quotation.text:
            start = quotation.start
        else:  # the passage may have changed but not the sentence
            place = find_words(document.text, quotation.text)
            place = place or find_words(document.text, quotation.sentence)
            start = place[0] if place else -1
        if start >= 0:
            return Verdict(quotation, True, unchanged, document.name, start)
        if unchanged:  # the text is unchanged, so it never contained the quotation
            return Verdict(quotation, False, True, document.name)
    return Verdict(quotation, False, False)


def _read(path: Path) -> list[Quotation]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise AnswerError(
            tr("{path}: cannot be read ({reason}); check the path", path=path, reason=reason)
        ) from None
    except (ValueError, RecursionError):
        raise AnswerError(
            tr("{path}: not JSON; give a file with the output of askdoc ask --json", path=path)
        ) from None
    answers = content.get("answers", [content]) if isinstance(content, dict) else content
    try:
        return [_quotation(answer) for answer in answers]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise AnswerError(
            tr(
                "{path}: contains no answer; give a file with the output of askdoc ask --json",
                path=path,
            )
        ) from None


def _quotation(answer: dict[str, Any]) -> Quotation:
    document, text, sentence = answer["document"], answer["text"], answer["sentence"]["text"]
    found = Quotation(document["name"], document["sha256"], text, answer["start"], sentence)
    strings = found.name, found.sha256, found.text, found.sentence
    if not all(isinstance(value, str) and value for value in strings) or found.start < 0:
        raise ValueError
    if found.sentence not in found.text:
        raise ValueError
    return found
