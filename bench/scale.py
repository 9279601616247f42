"""Compare askdoc's store with an exact scan of all vectors, for many passages.

    python bench/scale.py [PASSAGES...]        (10000 100000 1000000)

Vectors are random unit vectors around random topics; texts are copies of the article in corpus/
with other numbers and names. Times are medians, each pair measured in turn. The table is written to
bench/RESULTS.md.
"""

from __future__ import annotations

import heapq
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from timing import marked, write

from askdoc.embed import load_embedder
from askdoc.library import build_settings
from askdoc.split import split
from askdoc.store import LocalStore, SavedIndex
from askdoc.store.codes import from_8_bits
from askdoc.types import Document, Embedded, Entry, Passage, Question, Sentence, Vectors
from askdoc.words import content_words

HERE = Path(__file__).parent
SIZES = (10_000, 100_000, 1_000_000)
# The dimensions of passage vectors and word vectors.
DIM, WORD_DIM = 384, 96
QUESTIONS = 50
BATCH = 20_000
GOALS = {"dense": 12.0, "search": 8.0, "recall": 0.99, "memory": 6.0}


def unit(rows: Any) -> Vectors:
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def vectors(count: int, seed: int) -> Vectors:
    """Random vectors around topics, as similar as the passages of one article."""
    chance = np.random.default_rng(seed)
    topics = unit(np.random.default_rng(0).standard_normal((5_000, DIM), dtype=np.float32))
    around = topics[chance.integers(0, len(topics), count)]
    return unit(around + unit(chance.standard_normal((count, DIM), dtype=np.float32)))


class Texts:
    """Documents of about eight passages, all different, made from those of the article."""

    def __init__(self) -> None:
        text = (HERE.parent / "corpus" / "us-britain-russia-syria.txt").read_text(encoding="utf-8")
        made = split(Document("a", text, "a"), lambda part: len(part.split()), 256)
        self.passages = [passage.text for passage in made]
        self.names = (
            "Adler Brand Clark Dietz Ellis Frost Grant Hale Irving Jonas Kline Lang".split()
        )
        pool = np.random.default_rng(1).standard_normal((4_096, WORD_DIM), dtype=np.float32)
        self.pool = unit(pool)

    def entries(self, first: int, rows: Vectors) -> Iterator[Entry]:
        for number, at in enumerate(range(0, len(rows), 8), start=first):
            yield self._entry(number, rows[at : at + 8])

    def _entry(self, number: int, rows: Vectors) -> Entry:
        chance = random.Random(number)
        parts = [self._changed(chance) for _ in rows]
        document = Document(f"{number:07d}.txt", "\n\n".join(parts), parts[0][:60])
        passages, kept, start = [], [], 0
        for part, row in zip(parts, rows, strict=True):
            end = start + len(part)
            sentence = Sentence(part, start, end)
            passages.append(Passage(document, start, end, (sentence,)))
            words = tuple(word for word, _, _ in content_words(part))
            places = [chance.randrange(len(self.pool)) for _ in words]
            owners = np.zeros(len(words), np.int64)
            kept.append(Embedded(row, row[None], words, owners, self.pool[places]))
            start = end + 2
        return Entry(document, tuple(passages), tuple(kept))

    def _changed(self, chance: random.Random) -> str:
        some = chance.choice(self.passages)
        text = re.sub(r"\b[A-Z][a-z]{4,}\b", lambda _: chance.choice(self.names), some)
        return f"{text} Item {chance.randrange(200_000)} of {chance.choice(self.names)}."


def median(act: Callable[[int], object], times: int = QUESTIONS) -> float:
    """The median in seconds, after one call to warm up."""
    act(0)
    taken = []
    for i in range(times):
        began = time.perf_counter()
        act(i)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def build(path: Path, count: int) -> float:
    """Build an index of `count` passages -> seconds."""
    saved, texts = SavedIndex(path), Texts()
    saved.expect(build_settings(load_embedder()))
    store = LocalStore(saved)
    began = time.perf_counter()
    for number, at in enumerate(range(0, count, BATCH)):
        rows = vectors(min(BATCH, count - at), 10 + number)
        store.add(list(texts.entries(at // 8, rows)))
    return time.perf_counter() - began


def all_vectors(count: int) -> Vectors:
    parts = [vectors(min(BATCH, count - at), 10 + at // BATCH) for at in range(0, count, BATCH)]
    return np.concatenate(parts)


def questions() -> list[Question]:
    """Questions with a vector and five words, rare and common ones."""
    rows, chance = vectors(QUESTIONS, 7), random.Random(7)
    words = [[w for w, _, _ in content_words(part)] for part in Texts().passages]
    asked = []
    for row in rows:
        some = chance.choice([several for several in words if len(several) > 8])
        found = tuple(dict.fromkeys([*chance.sample(some, 4), str(chance.randrange(200_000))]))
        asked.append(Question("?", row, found, np.stack([row[:WORD_DIM]] * len(found))))
    return asked


def memory() -> int:
    """The resident memory of this process in bytes, mapped files included."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return 1024 * int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def which(store: LocalStore, near: list[Any], count: int, flat: Any) -> list[int]:
    """The numbers, in the exact index, of the `count` nearest: each stored vector is nearest to the
    one that it was made from."""
    places = [
        (float(product), i, row)
        for i, (rows, products) in near
        for row, product in zip(rows.tolist(), products, strict=True)
    ]
    segments = [segment.vectors for segment in store._snapshot.segments]
    first = heapq.nlargest(count, places)
    stored = [from_8_bits(segments[i].quantized(np.array([row]))) for _, i, row in first]
    numbers: list[int] = flat.search(np.concatenate(stored), 1)[1].ravel().tolist()
    return numbers


def measure(path: Path, count: int) -> dict[str, float]:
    """All figures of one size, in a process of its own."""
    asked = questions()
    saved = SavedIndex(path)
    saved.expect(saved.generation.made)  # type: ignore[union-attr]
    before = memory()
    began = time.perf_counter()
    store = LocalStore(saved)
    figures = {"open_s": time.perf_counter() - began}
    scan = store._snapshot.scan

    def dense(i: int) -> list[Any]:
        return list(scan.nearest(asked[i].vector, 50))

    def search(i: int) -> object:
        return store.search(asked[i], 50)

    search(0)
    figures["memory"] = float(memory() - before)
    rows = all_vectors(count)
    flat = faiss.IndexFlatIP(DIM)
    flat.add(rows)
    figures["flat_s"] = median(lambda i: flat.search(asked[i].vector[None], 50))
    figures["dense_s"] = median(dense)
    figures["search_s"] = median(search)
    figures["flat_s"] = min(
        figures["flat_s"], median(lambda i: flat.search(asked[i].vector[None], 50))
    )
    found = []
    for i, question in enumerate(asked):
        best = flat.search(question.vector[None], 10)[1][0]
        found.append(len(set(best) & set(which(store, dense(i), 10, flat))) / 10)
    figures["recall"] = float(np.mean(found))
    texts = Texts()
    began = time.perf_counter()
    store.add(list(texts.entries(10_000_000, vectors(1_000, 3))))
    figures["add_s"] = time.perf_counter() - began
    began = time.perf_counter()
    store.remove([f"{number:07d}.txt" for number in range(125)])
    figures["remove_s"] = time.perf_counter() - began
    return figures


def table(results: dict[int, dict[str, float]]) -> str:
    lines = [
        "| passages | exact scan : dense | exact scan : dense and lexical | recall@10 | "
        "float32 : memory | open | add 1,000 | remove 1,000 | build |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for count, f in results.items():
        dense, search = f["flat_s"] / f["dense_s"], f["flat_s"] / f["search_s"]
        room = 4 * DIM * count / f["memory"]
        scans = f["flat_s"]  # the unit of all times, so that they depend less on the machine
        goals = count >= 1_000_000

        def cell(value: float, goal: str, form: str = ".1f", goals: bool = goals) -> str:
            return marked(value, GOALS[goal] if goals else None, form)

        lines.append(
            f"| {count:,} | {cell(dense, 'dense')} | {cell(search, 'search')} | "
            f"{cell(f['recall'], 'recall', '.3f')} | {cell(room, 'memory')} | "
            + " | ".join(f"{f[key] / scans:.0f} scans" for key in ("open_s", "add_s", "remove_s"))
            + f" | {f['build_s'] / scans:.0f} scans |"
        )
    return "\n".join(lines)


def main(sizes: list[int]) -> None:
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            path = Path(folder) / f"{count}.askdoc"
            built = build(path, count)
            out = subprocess.run(
                [sys.executable, __file__, "--measure", str(path), str(count)],
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
            results[count] = {**json.loads(out.stdout), "build_s": built}
            print(count, results[count], flush=True)
    about = (
        "Random vectors around topics; texts are variants of the article in corpus/. One `scan` is "
        "an exact scan of the same number of float32 vectors. Goals for a million passages: "
        + ", ".join(f"{name} {goal:g}" for name, goal in GOALS.items())
        + "."
    )
    write("many passages", about, table(results))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
