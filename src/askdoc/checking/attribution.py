"""The speaker and the document of a quotation, according to the draft; its speaker in a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from askdoc.checking.drafts import Quotation
from askdoc.quoting import token_texts
from askdoc.speakers import with_speakers
from askdoc.split import split
from askdoc.types import Document, Sentence, Speaker

_MAX_WORDS = 256
# What may separate the clauses of two speakers.
_JOINED = re.compile(
    r"(?:^|[,;])\s*(?:and|but|while|whereas|although|though|then)\s+|[.!?]\s+", re.IGNORECASE
)


@lru_cache(maxsize=64)
def _sentences(document: Document) -> tuple[Sentence, ...]:
    passages = split(document, lambda text: len(text.split()), _MAX_WORDS)
    return tuple(s for passage in with_speakers(passages) for s in passage.sentences)


def speaker_at(document: Document, start: int, end: int) -> Speaker | None:
    """The speaker of a part of a document; None if it is unclear, or has several."""
    found: dict[str, Speaker] = {}
    for sentence in _sentences(document):
        who = sentence.speaker
        if who and who.speaking and sentence.start < end and start < sentence.end:
            found[who.name] = who
    return next(iter(found.values())) if len(found) == 1 else None


def attributed_speaker(draft: Document, quotation: Quotation) -> Speaker | None:
    """The speaker of a quotation according to the draft; None if it names nobody."""
    if quotation.offset is not None:
        own = _clause(quotation)
        said = speaker_at(Document("", own, ""), 0, len(own)) if own else None
        return said or speaker_at(draft, quotation.start, quotation.end)
    intro, _, after = quotation.context.rpartition("\n— ")
    if after:
        who = re.split(r"[,;(]", after)[0].strip()
        return Speaker(who.split()[-1], who, True) if who else None
    intro = intro.rstrip().rstrip(":,")
    text = f'{intro}: "{" ".join(quotation.text.split())}"' if intro else ""
    return speaker_at(Document("", text, ""), len(intro), len(text)) if text else None


def _clause(quotation: Quotation) -> str:
    """The clause of a quotation whose sentence contains another one before it.

    `Ann said “...”, and Bob said “...”` -> `Bob said "..."`; "" if the clauses cannot be separated.
    """
    before, _, after = quotation.between.partition(" … ")
    if not quotation.offset or before == quotation.context[: len(before)]:
        return ""  # the first of its paragraph
    intro = _JOINED.split(before.strip("”»\"'’ "))[-1].strip()
    if not re.search(r"\w", intro):
        return ""
    behind = _JOINED.split(after.strip("”»\"'’ "))[0]
    return f'{intro} "{" ".join(quotation.text.split())}" {behind}'


def same(one: Speaker, other: Speaker) -> bool:
    """Whether two may be the same: the full name or role of one contains the name of the other."""
    names = [{word.lower() for word in token_texts(who.full_name)} for who in (one, other)]
    called = [{word.lower() for word in token_texts(who.name)} for who in (one, other)]
    return called[0] <= names[1] or called[1] <= names[0]


def named(quotation: Quotation, documents: Iterable[Document]) -> list[Document]:
    """The documents that a draft names next to a quotation.

    A draft names a document by its file name, or by a title or a stem of at least two words.
    """
    beside = _plain(quotation.between)
    return [
        document
        for document in documents
        if any(f" {name} " in beside for name in _names(document.name, document.title))
    ]


@lru_cache(maxsize=100_000)
def _names(name: str, title: str) -> Sequence[str]:
    file = name.rpartition("/")[2]
    long = [_plain(text).strip() for text in (title, file.rpartition(".")[0])]
    return [_plain(file).strip(), *(text for text in long if " " in text)]


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "
