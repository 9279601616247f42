"""Find problems of a saved index or of the machine, and the commands that fix them."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from askdoc.embed import DEFAULT_MODEL, load_embedder
from askdoc.errors import AskdocError, LoadError
from askdoc.languages import language
from askdoc.library import made_by
from askdoc.load import find
from askdoc.show import counted
from askdoc.store import (
    EXACT_UP_TO,
    LocalStore,
    MilvusStore,
    SavedIndex,
    open_index,
    open_store,
    shown,
)
from askdoc.types import Counts, Document, Embedder, Store

# In memory are the values of vectors, in float32 or in codes of 2 bits, and for each passage its
# length and mark; texts and the codes of words are read from the disk.
_BYTES_A_VALUE, _BYTES_CODED = 4, 0.25
_BYTES_A_PASSAGE = 16
_BYTES_AT_LEAST = 600_000_000  # the model and its libraries


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    fine: whether it passed; if not, `mend` says what to run or do
    """

    fine: bool
    text: str
    mend: str = ""


def examine(index: str | Path, paths: Sequence[str | Path] = ()) -> Iterator[Finding]:
    """Check a saved index; with paths, also whether it contains their files.

    Raises `LoadError` if there is no index.
    """
    try:
        saved = open_index(index)
        made = saved.made
    except AskdocError as error:
        yield _wrong(error)
        return
    index = shown(index)
    if made is None:
        raise LoadError(f"{index}: no saved index; run: askdoc index PATH... --index {index}")
    try:
        if isinstance(saved, SavedIndex):
            yield from _folder(saved)
        else:
            yield from _milvus(MilvusStore(saved))
        store = open_store(saved)
    except AskdocError as error:
        yield _wrong(error)
        return
    try:
        embedder = load_embedder(made.model)
        saved.expect(made_by(embedder, bool(made.settings.get("with_omitted"))))
        yield Finding(
            True, f"model {embedder.name} is available and is the one that built the index"
        )
        if isinstance(store, LocalStore):
            yield from _cut(store, embedder, index)
        yield from _languages(store.documents, embedder, index)
    except AskdocError as error:
        yield _wrong(error)
    yield from _duplicates(store.documents, index)
    yield from _omitted(store.documents)
    if paths:
        yield from _out_of_date(store, paths, index)
    if isinstance(saved, SavedIndex) and saved.generation:
        yield _memory(store.counts.passages, saved.generation.dimension)
    yield from _threads()


def _folder(saved: SavedIndex) -> Iterator[Finding]:
    """Checks for an index in a folder."""
    assert saved.generation
    assert saved.manifest
    yield _held(saved.generation.counts)
    kept = saved.manifest.previous
    if kept:
        yield Finding(True, f"{kept.made.model} is kept: askdoc reembed --rollback returns to it")
    saved.prove()
    LocalStore(saved)
    yield Finding(True, "the SHA-256 checksum of every file is correct")


def _milvus(store: MilvusStore) -> Iterator[Finding]:
    """Checks for an index in Milvus."""
    where = store.index.where
    yield Finding(True, f"Milvus {store.index.engine.version} answers")
    yield _held(store.counts)
    again = f"askdoc index PATH... --index {where}"
    left = store.unfinished()
    if left:
        yield Finding(
            False,
            f"being written, or left by a writer that was killed: {len(left)} "
            f"document{'s' * (len(left) > 1)}, not visible yet",
            again,
        )
    expected, found = store.counts.passages, store.rows_there()
    if found < expected or (found > expected and not left):
        yield Finding(False, f"found {found} passages, expected {expected}", f"{again} --rebuild")
    elif not left:
        yield Finding(True, "every document is complete, and nothing else is left")


def _held(counts: Counts) -> Finding:
    return Finding(True, f"{counts.documents} documents, {counts.passages} passages")


def _wrong(error: AskdocError) -> Finding:
    text, _, mend = str(error).rpartition("; ")
    return Finding(False, text or str(error), mend.removeprefix("run: "))


def _cut(store: LocalStore, embedder: Embedder, index: str | Path) -> Iterator[Finding]:
    cut = Counter(
        passage.document.name
        for passage in store.passages()
        if embedder.count_tokens(passage.text) > embedder.max_tokens
    )
    if not cut:
        yield Finding(True, f"no passage is longer than the {embedder.max_tokens} tokens it reads")
    for name, count in cut.items():
        yield Finding(
            False,
            f"{name}: of {count} of its passages the model reads only the first "
            f"{embedder.max_tokens} tokens",
            f"askdoc index PATH... --index {index} --rebuild",
        )


def _languages(
    documents: Sequence[Document], embedder: Embedder, index: str | Path
) -> Iterator[Finding]:
    if embedder.name != DEFAULT_MODEL:
        yield Finding(True, f"the languages of {embedder.name} are unknown")
        return
    foreign = [document for document in documents if document.language not in ("", "en")]
    if not foreign:
        yield Finding(True, "the texts are in English, like the model")
    for document in foreign:
        yield Finding(
            False,
            f"{document.name}: in {language(document.language).name}, and the model knows only "
            "English",
            f"askdoc reembed --index {index} --model multilingual",
        )


def _duplicates(documents: Sequence[Document], index: str | Path) -> Iterator[Finding]:
    names = defaultdict(list)
    for document in documents:
        names[document.text].append(document.name)
    same = [several for several in names.values() if len(several) > 1]
    if not same:
        yield Finding(True, "no text occurs twice")
    for several in same:
        yield Finding(
            False,
            f"the same text: {', '.join(several)}",
            f"delete all but one, then: askdoc index PATH... --index {index}",
        )


def _omitted(documents: Sequence[Document]) -> Iterator[Finding]:
    """The parts of the files that are not in the texts."""
    parts = [(document, one) for document in documents for one in document.omitted]
    kept = Counter(one.kind for _, one in parts if one.text is not None and one.start is None)
    if kept:
        yield Finding(True, f"left out of the texts: {counted(kept)}; --with-omitted includes it")
    for document, one in parts:
        if one.text is None:
            yield Finding(False, f"{document.name}: {one}: not read", "look at the file itself")


def _out_of_date(store: Store, paths: Sequence[str | Path], index: str | Path) -> Iterator[Finding]:
    try:
        files = find(paths).files
        now = {file.name: file.sha256() for file in files}
    except LoadError as error:
        yield _wrong(error)
        return
    then = store.hashes
    stale = {
        "new": now.keys() - then.keys(),
        "changed": {name for name in now if then.get(name, now[name]) != now[name]},
        "gone": then.keys() - now.keys(),
    }
    if not any(stale.values()):
        yield Finding(True, "it contains the files of the paths")
    for what, found in stale.items():
        if found:
            given = " ".join(str(path) for path in paths)
            yield Finding(
                False,
                f"{len(found)} {what} since it was written, such as {min(found)}",
                f"askdoc index {given} --index {index}",
            )


def _memory(passages: int, dim: int) -> Finding:
    value = _BYTES_A_VALUE if passages <= EXACT_UP_TO else _BYTES_CODED
    needed = _BYTES_AT_LEAST + passages * (dim * value + _BYTES_A_PASSAGE)
    text = f"asking needs about {needed / 1e9:.1f} GB of memory"
    try:
        known = Path("/proc/meminfo").read_text(encoding="ascii")
        free = 1024 * int(known.split("MemAvailable:")[1].split()[0])
    except (OSError, IndexError, ValueError):  # not on Windows or macOS
        return Finding(True, text)
    text += f", {free / 1e9:.1f} GB are free"
    return Finding(needed <= free, text, "close other programs, or split the index")


def _threads() -> Iterator[Finding]:
    """FAISS, torch and BLAS each start threads of their own."""
    import faiss  # noqa: F401 - so that its runtime is among those looked at
    from threadpoolctl import threadpool_info

    cores = os.cpu_count() or 1
    pools = threadpool_info()
    runtimes = {pool["prefix"] for pool in pools if pool["user_api"] == "openmp"}
    if len(runtimes) > 1:  # two copies of one runtime get along, two makes may crash or hang
        yield Finding(
            False,
            f"FAISS and torch use different OpenMP runtimes: {', '.join(sorted(runtimes))}",
            "export OMP_NUM_THREADS=1",
        )
    most = max((pool["num_threads"] for pool in pools), default=1)
    if most > cores:
        yield Finding(
            False,
            f"{most} threads are configured for {cores} cores, so they wait for each other",
            f"export OMP_NUM_THREADS={cores}",
        )
    if len(runtimes) <= 1 and most <= cores:
        yield Finding(True, f"FAISS and torch are compatible, {most} threads on {cores} cores")
