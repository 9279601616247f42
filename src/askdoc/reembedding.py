"""A saved index gets another model: built beside what is there, compared, swapped in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askdoc.embed import load_embedder
from askdoc.errors import IndexMismatch, LoadError
from askdoc.evaluation import Evaluation, evaluate
from askdoc.library import BATCH_CHARS, Library, made_by, open
from askdoc.store import LocalStore, SavedIndex, folder_of
from askdoc.types import Document, Progress


@dataclass(frozen=True, slots=True)
class Swap:
    """What came of it: the models' names, their measures if there was something to measure.

    swapped: False if the new one answers fewer golden questions right; the index is as it was
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
    """Embed all documents of a saved index with another model and go on with that.

    golden: golden questions; if the new model's hit@1 is below the old one's, nothing is
    swapped unless `anyway`
    progress: called as progress(done, total), in characters

    Until the swap the index answers as before. If it is stopped, the next run goes on where it
    was. The old vectors are kept for `rollback` until a document is removed or changed.
    """
    saved = _existing(index)
    old = open(index=index)
    upcoming = SavedIndex(saved.path, "upcoming")
    embedder = load_embedder(model)
    made = made_by(embedder, old.with_omitted)
    with upcoming.lock():
        begun = upcoming.generation
        if begun and begun.made != made:  # another model was begun and is no longer wanted
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
    """Go back to what `reembed` replaced, in one step -> the name of that model.

    Raises `IndexMismatch` if nothing is kept to go back to, or it is damaged.
    """
    saved = _existing(index)
    with saved.lock():
        manifest = saved.fresh()
        if manifest.previous is None:
            raise IndexMismatch(
                f"{index}: nothing to go back to: no other model was used before, or a document "
                "was changed since"
            )
        SavedIndex(saved.path, "previous").segments()
        saved.write_manifest(
            replace(manifest, current=manifest.previous, previous=manifest.current)
        )
        return manifest.previous.made.model


def _existing(index: str | Path) -> SavedIndex:
    saved = SavedIndex(folder_of(index))
    if saved.generation is None:
        raise LoadError(f"{index}: no saved index; run: askdoc index PATH... --index {index}")
    return saved


def _embed(old: Library, new: Library, progress: Progress | None) -> None:
    """The documents of the old library into the new one, but for those that are there already."""
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
