"""Re-embed a saved index with another model: build it alongside, compare, swap in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askdoc.embed import load_embedder
from askdoc.errors import IndexMismatch
from askdoc.evaluation import Evaluation, evaluate
from askdoc.library import Library, build_settings, open
from askdoc.library.filling import BATCH_CHARS
from askdoc.messages import tr
from askdoc.store import LocalStore, SavedIndex, folder_of, no_index
from askdoc.types import Document, Progress


@dataclass(frozen=True, slots=True)
class Swap:
    """The result of `reembed`: the names of the models and, with golden questions, their measures.

    swapped: False if the new model answers fewer golden questions; the index is then unchanged
    """

    old: str
    new: str
    measured: tuple[Evaluation, Evaluation] | None
    swapped: bool


def reembed(
    index: str | Path,
    model: str | Path,
    *,
    golden: str | Path | None = None,
    anyway: bool = False,
    progress: Progress | None = None,
) -> Swap:
    """Embed all documents of a saved index with another model, and switch to it.

    golden: golden questions; if the new model has a lower hit@1, it is not used unless `anyway`
    progress: called as progress(done, total), in characters

    Until the swap, the index answers with the old vectors. If you stop it, the next run continues.
    The old vectors remain available for `rollback` until a document is removed or changed.
    """
    saved = _existing(index)
    old = open(index=index)
    upcoming = SavedIndex(saved.path, "upcoming")
    embedder = load_embedder(model)
    made = build_settings(embedder, old.with_omitted)
    with upcoming.lock():
        begun = upcoming.generation
        if begun and begun.made != made:  # an unfinished switch to another model is discarded
            upcoming.write_manifest(replace(upcoming.fresh(), upcoming=None))
    upcoming.expect(made)
    store = LocalStore(upcoming)
    new = Library((), embedder, store=store)
    with store.writing():
        _embed(old, new, progress)
        measured = None
        if golden is not None:
            measured = evaluate(old, golden), evaluate(new, golden)
        worse = measured and measured[1].total.hit_at_1 < measured[0].total.hit_at_1
        swapped = anyway or not worse
        if swapped:
            manifest = upcoming.fresh()
            assert manifest.upcoming
            upcoming.write_manifest(
                replace(
                    manifest, current=manifest.upcoming, previous=manifest.current, upcoming=None
                )
            )
    return Swap(old.embedder.name, embedder.name, measured, swapped)


def rollback(index: str | Path) -> str:
    """Return to the model that `reembed` replaced, in one step -> the name of that model.

    Raises `IndexMismatch` if the old vectors were deleted or are damaged.
    """
    saved = _existing(index)
    with saved.lock():
        manifest = saved.fresh()
        if manifest.previous is None:
            raise IndexMismatch(
                tr(
                    "{index}: no previous model to return to: there was none, or a document has "
                    "changed since",
                    index=index,
                )
            )
        SavedIndex(saved.path, "previous").segments()
        saved.write_manifest(
            replace(manifest, current=manifest.previous, previous=manifest.current)
        )
        return manifest.previous.made.model


def _existing(index: str | Path) -> SavedIndex:
    saved = SavedIndex(folder_of(index))
    if saved.generation is None:
        raise no_index(index)
    return saved


def _embed(old: Library, new: Library, progress: Progress | None) -> None:
    """Add the documents of the old library to the new one, except those already there."""
    there = {(document.name, document.sha256) for document in new.documents}
    missing = [d for d in old.documents if (d.name, d.sha256) not in there]
    total = sum(len(document.text) for document in missing)
    finished = 0
    for batch in _batches(missing):
        size = sum(len(document.text) for document in batch)

        def embedded(done: int, whole: int, before: int = finished, size: int = size) -> None:
            if progress:
                progress(before + round(size * done / max(1, whole)), total)

        new.add(batch, progress=embedded)
        finished += size
    kept = {document.name for document in old.documents}
    if gone := [document.name for document in new.documents if document.name not in kept]:
        new.remove(gone)


def _batches(documents: Sequence[Document]) -> list[list[Document]]:
    batches: list[list[Document]] = [[]]
    for document in documents:
        if sum(len(other.text) for other in batches[-1]) >= BATCH_CHARS:
            batches.append([])
        batches[-1].append(document)
    return [batch for batch in batches if batch]
