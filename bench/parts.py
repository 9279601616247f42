"""Measure the cost of one passage and of one question, from which docs/scale.md computes estimates.

    python bench/parts.py FOLDER

FOLDER: question sets in the format of bench/data.py; the texts of wiki-dev are indexed in one
library. Milvus is Milvus Lite, served over gRPC by another process, so bytes and round trips are
those of any Milvus; the time of the engine itself is not, and is not reported. The tables are
written to bench/RESULTS.md.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from data import articles
from timing import least_cpu, write

import askdoc
from askdoc.embed import embed_passages, embed_question
from askdoc.library import Library, build_settings
from askdoc.library.search import MIN_CANDIDATES
from askdoc.rank import rank
from askdoc.speakers import with_speakers
from askdoc.split import split
from askdoc.store import LocalStore, MilvusStore
from askdoc.store.milvus import rows
from askdoc.store.milvus.schema import WEIGHTS
from askdoc.store.milvus.view import Moment
from askdoc.store.places import open_index, open_store
from askdoc.store.stored import Stored, stored
from askdoc.types import Document, Embedder, Entry

QUESTIONS = 100
DOCUMENTS = 100_000
SCANNED = 100_000
# Layers of the default model, and its width.
LAYERS, WIDTH = 6, 384

Rows = list[tuple[str, str]]


class Counting:
    """A proxy that forwards bytes to a port and back, and counts them."""

    def __init__(self, port: int) -> None:
        self.sent = self.received = 0
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            near, _ = self._listening.accept()
            far = socket.create_connection(("127.0.0.1", self._to))
            threading.Thread(target=self._forward, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._forward, args=(far, near, False), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket, sent: bool) -> None:
        try:
            while some := source.recv(1 << 16):
                if sent:
                    self.sent += len(some)
                else:
                    self.received += len(some)
                target.sendall(some)
        except OSError:
            pass  # one side has closed the connection


def opened(index: str | Path, embedder: Embedder) -> LocalStore | MilvusStore:
    """A new, empty index."""
    made = open_index(index)
    made.expect(build_settings(embedder))
    return open_store(made)


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """-> the port of a Milvus Lite server"""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = Path(sys.executable).with_name("milvus-lite")
    options = ["server", "--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with (folder.parent / "server.log").open("ab") as log:
        process = subprocess.Popen([str(command), *options], stdout=log, stderr=log)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait(30)


# --- a passage


def text_and_reading(
    documents: Sequence[Document], embedder: Embedder
) -> tuple[Rows, list[Entry], float]:
    """-> rows; the entries of the documents; passages embedded per CPU second"""
    start = time.process_time()
    cut = [with_speakers(split(d, embedder.count_tokens, embedder.max_tokens)) for d in documents]
    cutting = time.process_time() - start
    counted: Counter[str] = Counter()
    original = embedder.read_texts

    def reading(texts: Sequence[str]) -> Iterator[Any]:
        counted["windows"] += len(texts)
        for text in texts:
            tokens = embedder.count_tokens(text)
            counted["tokens"] += tokens
            counted["squares"] += tokens * tokens
        yield from original(texts)

    passages = [passage for some in cut for passage in some]
    some = passages[: len(passages) // 4]
    seconds = least_cpu(lambda: embed_passages(some, embedder), 3) * len(passages) / len(some)
    embedder.read_texts = reading  # type: ignore[method-assign]
    kept = iter(embed_passages(passages, embedder))
    del embedder.read_texts
    entries = [
        Entry(document, tuple(some), tuple(next(kept) for _ in some))
        for document, some in zip(documents, cut, strict=True)
    ]
    n, tokens = len(passages), counted["tokens"]
    # Per token and layer: four square matrices, two of four times their size, and attention.
    products = LAYERS * 2 * 12 * WIDTH**2
    attention = LAYERS * 2 * 2 * WIDTH * counted["squares"] / tokens
    embedded = [one for entry in entries for one in entry.embedded]
    found = [
        ("passages, documents", f"{n:,}, {len(documents)}"),
        (
            "characters, bytes of UTF-8",
            f"{_mean(len(p.text) for p in passages)}, "
            f"{_mean(len(p.text.encode()) for p in passages)}",
        ),
        (
            "content words, different ones among them",
            f"{_mean(len(e.words) for e in embedded)}, "
            f"{_mean(len(set(e.words)) for e in embedded)}",
        ),
        ("sentences", f"{sum(len(p.sentences) for p in passages) / n:.2f}"),
        (
            "tokens read, those of the context before it included",
            f"{tokens / n:.0f}, in windows of {tokens / counted['windows']:.0f}",
        ),
        (
            "operations of the model a token: matrices, attention",
            f"{products / 1e6:.1f} million, {attention / 1e6:.1f} million",
        ),
        (
            "operations of the model a passage",
            f"{(products + attention) * tokens / n / 1e9:.2f} thousand million",
        ),
        ("passages embedded a CPU second", f"{n / seconds:.0f}"),
        ("tokens read a CPU second", f"{tokens / seconds:,.0f}"),
        ("CPU time to cut and find speakers : to embed", f"{cutting / seconds:.2f}"),
    ]
    return found, entries, n / seconds


def folder_bytes(path: Path, documents: Sequence[Stored]) -> Rows:
    """Bytes per passage in a folder, by column."""
    count = sum(len(document.passages) for document in documents)
    passages = [row for document in documents for row in document.passages]
    files = [file for file in path.rglob("*") if file.is_file()]
    whole = sum(file.stat().st_size for file in files)
    texts = [document.document[2] for document in documents]
    of_words = [row[5] for row in passages]
    huffman = sum(map(_huffman, of_words))
    return [
        ("vector, 8 bits a value", f"{documents[0].vectors.shape[1]:,}"),
        ("vectors of words, 4 bits a value", f"{sum(map(len, of_words)) / count:,.0f}"),
        ("the same, were each passage's entropy coded (Huffman)", f"{huffman / count:,.0f}"),
        (
            "vectors of sentences, 4 bits a value",
            f"{sum(len(row[6]) for row in passages) / count:,.0f}",
        ),
        (
            "its part of the document's text, compressed",
            f"{sum(len(zlib.compress(text)) for text in texts) / count:,.0f}",
        ),
        ("everything, as files", f"{whole / count:,.0f}"),
        ("beside the text", f"{whole / sum(map(len, texts)):.1f} times"),
    ]


def _huffman(codes: bytes) -> int:
    """The length of codes that are entropy coded."""
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
    return len(coder.compress(codes) + coder.flush())


def milvus_bytes(documents: Sequence[Stored]) -> Rows:
    """Bytes per passage in Milvus, by field, before the engine encodes them."""
    made = [row for document in documents for row in rows.passage_rows(document, WEIGHTS, 20.0)]
    count = len(made)
    kept = ["".join(row["kept"]) for row in made]
    packed = statistics.mean(len(zlib.compress(some.encode())) for some in kept)
    texts = [row for document in documents for row in rows.text_rows(document)]
    owners = [rows.document_row(document) for document in documents]
    keys = ("id", "document", "edition")
    return [
        ("`vector`", f"{4 * len(made[0]['vector']):,}"),
        ("`kept`", f"{_mean(len(some) for some in kept)}"),
        ("`kept`, were it compressed (zlib)", f"{packed:,.0f}"),
        ("`words`", f"{_mean(len(row['words']) for row in made)}"),
        ("`bm25`, 8 bytes an entry", f"{_mean(8 * len(row[WEIGHTS]) for row in made)}"),
        (
            "keys and numbers",
            f"{_mean(sum(len(row[key]) for key in keys) + 16 for row in made)}",
        ),
        ("text, in the collection `texts`", f"{sum(len(r['text']) for r in texts) / count:,.0f}"),
        (
            "row of `documents`, bytes a document",
            f"{_mean(sum(len(str(v)) for k, v in row.items() if k != 'none') for row in owners)}",
        ),
    ]


# --- a question


def asking(
    entries: Sequence[Entry], questions: Sequence[str], embedder: Embedder, folder: Path
) -> Rows:
    """Bytes, round trips and CPU time per question, without the engine."""
    with served(folder / "data") as port:
        wire = Counting(port)
        store = opened(f"milvus+http://127.0.0.1:{wire.port}/parts", embedder)
        assert isinstance(store, MilvusStore)
        library = Library(embedder=embedder, store=store)
        for entry in entries:
            store.add([entry])
        calls: list[str] = []
        engine = store._engine
        with_retries = engine._with_retries

        def counted(call: Callable[[Any], Any], *args: Any) -> Any:
            calls.append("call")
            return with_retries(call, *args)

        engine._with_retries = counted  # type: ignore[method-assign]
        library.ask(questions[0])
        figures: dict[str, list[float]] = {}
        # each is asked twice: the second time, all document frequencies are cached
        for question in questions:
            for turn in ("new", "again"):
                calls.clear()
                before, began = (wire.sent, wire.received), time.process_time()
                library.ask(question)
                figures.setdefault(f"cpu {turn}", []).append(time.process_time() - began)
                figures.setdefault(f"sent {turn}", []).append(wire.sent - before[0])
                figures.setdefault(f"received {turn}", []).append(wire.received - before[1])
                figures.setdefault(f"calls {turn}", []).append(len(calls))
        reading, ranking, chosen, lengths = [], [], [], []
        for question in questions:
            read = embed_question(question, embedder)
            found, known = store.search(read, MIN_CANDIDATES)
            chosen.append(len(found))
            lengths += [count / known.passages for count in known.frequencies.values()]
            reading.append(least_cpu(partial(embed_question, question, embedder), 3))
            ranking.append(least_cpu(partial(rank, read, found, known, 3), 3))
        owned = {e.document.name: len(e.document.text.encode()) for e in entries}

    def of(what: str) -> float:
        return statistics.median(figures[what])

    return [
        ("passages of which all that is kept is fetched", f"{statistics.median(chosen):.0f}"),
        (
            "KB received, a median; the most",
            f"{of('received again') / 1e3:,.0f}; {max(figures['received again']) / 1e3:,.0f}",
        ),
        ("KB sent", f"{of('sent again') / 1e3:.1f}"),
        (
            "calls of the engine, words known; new ones",
            f"{of('calls again'):.0f}; {of('calls new'):.0f}",
        ),
        (
            "CPU ms of askdoc's process, words known; new ones",
            f"{1e3 * of('cpu again'):.1f}; {1e3 * of('cpu new'):.1f}",
        ),
        ("of it to read the question", f"{1e3 * statistics.median(reading):.1f}"),
        ("of it to rank", f"{1e3 * statistics.median(ranking):.1f}"),
        (
            "passages that hold a word of a question, of all: mean, most",
            f"{statistics.mean(lengths):.1%}, {max(lengths):.0%}",
        ),
        ("KB of a document's text, mean", f"{statistics.mean(owned.values()) / 1e3:.0f}"),
    ]


def memory() -> Rows:
    """The memory of the map of documents in each process."""
    tracemalloc.start()
    found = [
        {
            **{"id": rows.key(f"archive/2024/{i:08d}.html"), "edition": rows.key(f"{i} edition")},
            **{"name": f'"archive/2024/{i:08d}.html"', "sha256": 2 * rows.key(f"{i} text")},
            **{"date": "2024-06-01", "passages": 8, "sentences": 16, "words": 160},
        }
        for i in range(DOCUMENTS)
    ]
    moment = Moment("change", rows.known(found))
    hashes = moment.hashes
    # memory that `known` shares with the rows stays in use after they are deleted
    found.clear()
    shared = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(hashes) == DOCUMENTS
    return [("bytes of memory a document, in each process that asks", f"{shared / DOCUMENTS:,.0f}")]


def scanning() -> Rows:
    """The speed of an exact scan of the vectors."""
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(WIDTH)
    index.add(np.random.default_rng(0).standard_normal((SCANNED, WIDTH), dtype=np.float32))
    question = np.ones((1, WIDTH), np.float32)
    seconds = least_cpu(lambda: index.search(question, 60), 10)
    return [
        ("vectors of 384 scanned exactly a CPU second", f"{SCANNED / seconds / 1e6:.1f} million")
    ]


def again(rate: float) -> Rows:
    """The cost of embedding candidates for each question instead of storing their word vectors."""
    return [
        (
            f"CPU ms to read {MIN_CANDIDATES} candidates anew",
            f"{1e3 * MIN_CANDIDATES / rate:,.0f}",
        )
    ]


def _mean(values: Iterator[int]) -> str:
    return f"{statistics.mean(values):,.0f}"


def table(head: str, found: Rows) -> str:
    lines = [f"| {head} | |", "| --- | --- |", *(f"| {what} | {value} |" for what, value in found)]
    return "\n".join(lines)


def main(folder: Path) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    found = articles(folder, "wiki-dev")
    documents = [article.document for article in found]
    every = [golden.question for article in found for golden in article.golden]
    embedder = askdoc.load_embedder()
    read, entries, rate = text_and_reading(documents, embedder)
    kept = [stored(entry) for entry in entries]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.askdoc"
        opened(path, embedder).add_stored(kept)
        in_folder = folder_bytes(path, kept)
        questions = every[:: len(every) // QUESTIONS][:QUESTIONS]
        asked = asking(entries, questions, embedder, Path(place))
    parts = [
        table("a passage, mean", read),
        table("bytes a passage in a folder", in_folder),
        table("bytes a passage in Milvus, before it codes them", milvus_bytes(kept)),
        table("a question to Milvus", [*asked, *again(rate), *scanning()]),
        table("what a process knows", memory()),
    ]
    about = (
        "The cost of one passage and of one question, with the articles of wiki-dev in one library "
        f"and the default model; {QUESTIONS} questions. docs/scale.md uses it for estimates."
    )
    write("Parts", about, "\n\n".join(parts))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
