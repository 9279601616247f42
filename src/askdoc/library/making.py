"""Documents become all that is kept of them: split, with speakers, embedded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from askdoc.dated import date_of
from askdoc.embed import CONTEXT_CHARS, WINDOW_CHARS, embed_passages
from askdoc.languages import language_of
from askdoc.speakers import with_speakers
from askdoc.split import MAX_CHARS, split
from askdoc.store import Made
from askdoc.types import Document, Embedder, Entry, Passage, Progress, Store

# To be raised when the same file comes to be read, divided or put into words otherwise: a saved
# index that was made otherwise is then told from one that goes on.
READING = 6


def made_by(embedder: Embedder, with_omitted: bool = False) -> Made:
    """How a library with this model reads texts; a saved index was made alike or is refused.

    with_omitted: whether texts hold what is left out of others, such as running heads
    """
    settings = {
        "reading": READING,
        "passage_chars": MAX_CHARS,
        "window_chars": WINDOW_CHARS,
        "context_chars": CONTEXT_CHARS,
        "max_tokens": embedder.max_tokens,
        "with_omitted": int(with_omitted),
    }
    return Made(embedder.name, embedder.fingerprint, settings)


def make_entries(
    documents: Sequence[Document],
    embedder: Embedder,
    store: Store | None,
    progress: Progress | None = None,
) -> list[Entry]:
    """All that is kept of documents, in their order; the same text is embedded once.

    store: where a text may be already, which is then not embedded again
    progress: called as progress(done, total) while they are embedded
    """
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
    return with_speakers(split(document, embedder.count_tokens, embedder.max_tokens))
