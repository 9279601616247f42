"""Turn documents into entries: split, find speakers, embed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from askdoc import speakers, split
from askdoc.embed import CONTEXT_CHARS, WINDOW_CHARS, embed_passages
from askdoc.languages import language_of
from askdoc.store import BuildSettings
from askdoc.types import Document, Embedder, Entry, Passage, Progress, Store

# Increase this when the same file is read, split or tokenized differently, so that older saved
# indexes are recognized.
READING = 13


def build_settings(embedder: Embedder, with_omitted: bool = False) -> BuildSettings:
    """The build settings of a library with this model. A saved index must have the same ones.

    with_omitted: whether texts include what is usually left out, such as running heads
    """
    settings = {
        "reading": READING,
        "passage_chars": split.MAX_CHARS,
        "window_chars": WINDOW_CHARS,
        "context_chars": CONTEXT_CHARS,
        "max_tokens": embedder.max_tokens,
        "with_omitted": int(with_omitted),
    }
    return BuildSettings(embedder.name, embedder.fingerprint, settings)


def make_entries(
    documents: Sequence[Document],
    embedder: Embedder,
    store: Store | None,
    progress: Progress | None = None,
) -> list[Entry]:
    """The entries of documents, in the same order. Equal texts are embedded once.

    store: texts that it already contains are not embedded again
    progress: called as progress(done, total) while texts are embedded
    """
    from askdoc.dated import date_of

    found: dict[tuple[str, tuple[int, ...]], Entry | None] = {}
    languages = {document.text: language_of(document.text) for document in documents}
    for document in documents:
        key = document.text, document.pages
        if key not in found:
            found[key] = store.same_text(document) if store else None
    new = {
        key: _passages(Document("", key[0], "", key[1], language=languages[key[0]]), embedder)
        for key, entry in found.items()
        if entry is None
    }
    embedded = iter(embed_passages([p for some in new.values() for p in some], embedder, progress))
    for key, some in new.items():
        found[key] = Entry(documents[0], tuple(some), tuple(next(embedded) for _ in some))
    entries = []
    for document in documents:
        entry = found[document.text, document.pages]
        assert entry is not None
        document = replace(
            document, language=languages[document.text], date=document.date or date_of(document)
        )
        passages = tuple(replace(passage, document=document) for passage in entry.passages)
        entries.append(Entry(document, passages, entry.embedded))
    return entries


def _passages(document: Document, embedder: Embedder) -> list[Passage]:
    return speakers.with_speakers(split.split(document, embedder.count_tokens, embedder.max_tokens))
