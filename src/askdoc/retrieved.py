"""Answers for the frameworks: a text and flat metadata of plain values."""

from __future__ import annotations

from typing import TypeAlias

from askdoc.types import Answer, Reply

Metadata: TypeAlias = dict[str, str | int | float | None]


def metadata(reply: Reply, answer: Answer) -> Metadata:
    """The place and confidence of an answer, with the same keys for every framework.

    source, title, sha256: of the document; start, end: the passage in its text, in characters;
    sentence, sentence_start, sentence_end: the sentence that answers; page: from 1, page_name;
    speaker; score; confidence: 0..1; state: "answered", "perhaps" or "not", of the whole reply;
    reason: why not; searched: the question as it was searched. Missing values are None.
    """
    document, sentence = answer.document, answer.sentence
    return {
        "source": document.name,
        "title": document.title,
        "sha256": document.sha256,
        "start": answer.start,
        "end": answer.end,
        "sentence": sentence.text,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "page": answer.page,
        "page_name": answer.page_name,
        "speaker": answer.speaker,
        "score": answer.score,
        "confidence": answer.confidence,
        "state": reply.state,
        "reason": reply.reason,
        "searched": reply.searched,
    }


def identifier(answer: Answer) -> str:
    """The id of a passage, which depends only on the content of the file and the place."""
    return f"{answer.document.sha256}:{answer.start}-{answer.end}"
