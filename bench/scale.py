"""Compare askdoc's store with an exact scan of all vectors, for many passages.

    python bench/scale.py [--in FOLDER] [PASSAGES...]        (10000 100000 1000000)

Vectors are random unit vectors around random topics; texts are copies of the article in corpus/
with other numbers and names. Times are medians, each pair measured in turn. The table is written to
bench/RESULTS.md.

With --in, the indexes are built in this folder and stay there; those of an earlier run are measured
again. Ten million passages take 17 GB of disk, and about an hour.
"""

from __future__ import annotations

import hashlib
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
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from timing import marked, write

from askdoc.embed import load_embedder
from askdoc.library import build_settings
from askdoc.split import split
from askdoc.store import LocalStore, SavedIndex
from askdoc.types import Document, Embedded, Entry, Passage, Question, Sentence, Vectors
from askdoc.words import content_words

HERE = Path(__file__).parent
SIZES = (10_000, 100_000, 1_000_000)
# The exact index has as many vectors at most, 3 GB. Larger sets are scanned in parts, one after the
# other, and the times are added.
PART = 2_000_000
# The dimensions of passage vectors and word vectors.
DIM, WORD_DIM = 384, 96
QUESTIONS = 50
BATCH = 20_000
TIMES = "open_s first_s add_s remove_s scattered_s build_s".split()
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
        text = "\n\n".join(parts)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        document = Document(name_of(number), text, parts[0][:60], sha256=sha256)
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


def name_of(number: int) -> str:
    return f"{number:08d}.txt"


def number_of(name: str) -> int:
    return int(name.removesuffix(".txt"))


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
    for number, rows in enumerate(batches(0, count)):
        store.add(list(texts.entries(number * BATCH // 8, rows)))
    return time.perf_counter() - began


def batches(first: int, end: int) -> Iterator[Vectors]:
    """The vectors of these passages, BATCH at a time."""
    for at in range(first, end, BATCH):
        yield vectors(min(BATCH, end - at), 10 + at // BATCH)


def exact_indexes(count: int) -> Iterator[Any]:
    """Exact indexes of all vectors in order, PART at most in each."""
    for first in range(0, count, PART):
        flat = faiss.IndexFlatIP(DIM)
        for rows in batches(first, min(first + PART, count)):
            flat.add(rows)
        yield flat


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


def which(store: LocalStore, near: list[Any], count: int) -> list[int]:
    """The numbers of the `count` nearest passages; see `Texts.entries`."""
    places = [
        (float(product), i, row)
        for i, (rows, products) in near
        for row, product in zip(rows.tolist(), products, strict=True)
    ]
    found = []
    for _, i, row in heapq.nlargest(count, places):
        segment = store._snapshot.segments[i]
        owner = int(np.searchsorted(segment._first, row, side="right")) - 1
        name = list(segment.hashes)[owner]
        found.append(8 * number_of(name) + row - int(segment._first[owner]))
    return found


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

    began = time.perf_counter()
    search(0)
    figures["first_s"] = time.perf_counter() - began
    figures["memory"] = float(memory() - before)
    figures["disk"] = float(sum(file.stat().st_size for file in path.iterdir()))
    exact: list[list[tuple[float, int]]] = [[] for _ in asked]
    scans, denses, searches = [], [], []
    for part, flat in enumerate(exact_indexes(count)):

        def scan_exactly(i: int, flat: Any = flat) -> Any:
            return flat.search(asked[i].vector[None], 50)

        once = median(scan_exactly)
        denses.append(median(dense))
        searches.append(median(search))
        scans.append(min(once, median(scan_exactly)))
        for i in range(len(asked)):
            (products,), (rows,) = scan_exactly(i)
            exact[i] += zip(products[:10], part * PART + rows[:10], strict=True)
        del flat  # before the next one is made
    figures["flat_s"] = sum(scans)
    figures["dense_s"], figures["search_s"] = map(statistics.median, (denses, searches))
    found = []
    for i, best in enumerate(exact):
        numbers = {int(number) for _, number in heapq.nlargest(10, best)}
        found.append(len(numbers & set(which(store, dense(i), 10))) / 10)
    figures["recall"] = float(np.mean(found))
    return figures | changes(store, count)


def changes(store: LocalStore, count: int) -> dict[str, float]:
    """Seconds to add and remove 1,000 passages; afterwards the index has the same ones again."""
    figures = {}
    added = list(Texts().entries(count // 8, vectors(1_000, 3)))
    began = time.perf_counter()
    store.add(added)
    figures["add_s"] = time.perf_counter() - began
    together, scattered = range(125), range(0, count // 8, count // 1_000)
    for figure, numbers in ("remove_s", together), ("scattered_s", scattered):
        names = [name_of(number) for number in numbers]
        removed = list(store.stored(names))
        began = time.perf_counter()
        store.remove(names)
        figures[figure] = time.perf_counter() - began
        store.add_stored(removed)
    store.remove([entry.document.name for entry in added])
    return figures


def rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def table(results: dict[int, dict[str, float]]) -> str:
    lines = [
        "| passages | exact scan : dense | exact scan : dense and lexical | recall@10 | "
        "float32 : memory | disk, bytes per passage | open | first question | add 1,000 | "
        "remove 1,000 in one place | remove 1,000 scattered | build |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
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
            f"{f['disk'] / count:,.0f} | "
            + " | ".join(rounded(f[key] / scans) for key in TIMES)
            + " |"
        )
    return "\n".join(lines)


def main(sizes: list[int], there: str = "") -> None:
    results = {}
    with nullcontext(there) if there else tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            path = Path(folder) / f"{count}.askdoc"
            known = path.with_suffix(".json")  # how long it took to build
            if not known.exists():
                known.write_text(json.dumps({"build_s": build(path, count)}), encoding="utf-8")
            out = subprocess.run(
                [sys.executable, __file__, "--measure", str(path), str(count)],
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
            results[count] = {**json.loads(out.stdout), **json.loads(known.read_bytes())}
            print(count, results[count], flush=True)
    about = (
        "Random vectors around topics; texts are variants of the article in corpus/. One `scan` is "
        "an exact scan of the same number of float32 vectors. Goals for a million passages: "
        + ", ".join(f"{name} {goal:g}" for name, goal in GOALS.items())
        + ". The times on the right are in scans; of vectors above 2 million, they are the sum of "
        "scans of 2 million each."
    )
    write("many passages", about, table(results))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        given = sys.argv[1:]
        there = given[1] if given[:1] == ["--in"] else ""
        main([int(size) for size in given[2 if there else 0 :]] or list(SIZES), there)
