"""Read files of golden questions, JSONL or SQuAD, and validate every row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askdoc.errors import GoldenError, QuestionError
from askdoc.library import check_question
from askdoc.messages import tr
from askdoc.types import Document

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Golden:
    """A question about one document, and the spans that answer it; none if it should be refused."""

    document: str
    question: str
    answers: tuple[Span, ...]


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise GoldenError(
            tr("{path}: cannot be read ({reason}); check the path", path=path, reason=reason)
        ) from None
    except UnicodeDecodeError:
        raise GoldenError(
            tr("{path}: not UTF-8 text; golden questions are JSONL or SQuAD JSON", path=path)
        ) from None


def read_squad(path: Path) -> list[tuple[Document, list[Golden]]] | None:
    """The articles and questions of a SQuAD file; None if it has another format."""
    try:
        content = json.loads(_read_text(path))
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or "data" not in content:
        return None
    if not isinstance(content["data"], list):
        raise GoldenError(tr("{path}: not valid SQuAD (data is not a list); fix it", path=path))
    articles = []
    for number, entry in enumerate(content["data"], start=1):
        try:
            articles.append(_squad_article(number, entry))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise GoldenError(
                tr(
                    "{path}: article {number} is not valid SQuAD ({error}); fix it",
                    path=path,
                    number=number,
                    error=_fault(error),
                )
            ) from None
    articles = [(document, rows) for document, rows in articles if rows]
    if not articles:
        raise GoldenError(
            tr(
                "{path}: contains no question with an answer, so there is nothing to measure",
                path=path,
            )
        )
    return articles


def _fault(error: Exception) -> str:
    if isinstance(error, KeyError):
        return tr("{key} is missing", key=error)
    return str(error) if isinstance(error, ValueError) else tr("a value has the wrong type")


def _squad_article(number: int, entry: Mapping[str, Any]) -> tuple[Document, list[Golden]]:
    title = str(entry.get("title") or f"article {number}")
    name, text, rows = f"{number} {title}", "", []
    for paragraph in entry["paragraphs"]:
        context = paragraph["context"]
        for qa in paragraph["qas"]:
            spans = {(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]}
            if any(not 0 <= start < end <= len(context) for start, end in spans):
                raise ValueError(
                    tr(
                        "an answer to {question!r} is not inside its context",
                        question=qa["question"],
                    )
                )
            if spans:  # without spans, the text does not answer the question
                places = sorted((len(text) + start, len(text) + end) for start, end in spans)
                rows.append(Golden(name, qa["question"].strip(), tuple(places)))
        text += context + "\n\n"
    return Document(name, text, title), rows


def read_jsonl(path: Path, documents: Mapping[str, Document]) -> list[Golden]:
    """The golden questions of a JSONL file about the documents with these names."""
    read = [
        _jsonl_row(f"{path}, row {number}", line, documents)
        for number, line in enumerate(_read_text(path).split("\n"), start=1)
        if line.strip()
    ]
    rows = [row for row in read if row is not None]
    if read and not rows:
        raise GoldenError(
            tr(
                "{path}: contains only rejected passages ({read}); add a row with answers, for "
                "example with a thumb up in the chat",
                path=path,
                read=len(read),
            )
        )
    if not rows:
        raise GoldenError(
            tr("{path}: contains no golden question; write one per line, as JSON", path=path)
        )
    return rows


def _jsonl_row(place: str, line: str, documents: Mapping[str, Document]) -> Golden | None:
    """The row; None for a row of the chat that only says which passage does not answer."""
    try:
        row = json.loads(line)
        name, question, answers = row["document"], row["question"], row["answers"]
        typed = isinstance(name, str) and isinstance(question, str) and all(map(_is_span, answers))
    except (ValueError, KeyError, TypeError, RecursionError):
        typed = False
    if not typed:
        raise GoldenError(
            tr(
                '{place}: not a golden question; write {{"document": "report.txt", "question": '
                '"Who paid?", "answers": [[120, 134]]}}',
                place=place,
            )
        )
    try:
        check_question(question)
    except QuestionError as error:
        raise GoldenError(f"{place}: {error}") from None
    if name not in documents:
        known = ", ".join(list(documents)[:5])
        raise GoldenError(
            tr(
                "{place}: no document {name!r}; name one of {known}",
                place=place,
                name=name,
                known=known,
            )
        )
    if not answers and row.get("rejected"):
        return None
    length = len(documents[name].text)
    if any(not 0 <= start < end <= length for start, end in answers):
        raise GoldenError(
            tr(
                "{place}: answers {answers} are not spans of {name} (0 to {length}); give "
                "[start, end] in characters",
                place=place,
                answers=answers,
                name=name,
                length=length,
            )
        )
    return Golden(name, question, tuple((start, end) for start, end in answers))


def _is_span(answer: object) -> bool:
    return isinstance(answer, list) and len(answer) == 2 and all(type(n) is int for n in answer)
