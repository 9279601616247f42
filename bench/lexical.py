"""Ways to find passages by their words, compared: askdoc's postings, SQLite FTS5, bm25s.

    python bench/lexical.py [PASSAGES]        (1000000)

The same stems for all; for each its time for a question of five words, how much of the exact
BM25 top 50 it finds, what adding and removing 1,000 passages takes, and its size on the disk.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scale import Texts, median, questions
from timing import write

from askdoc.bm25 import half_count
from askdoc.store.best import bm25
from askdoc.store.segment import Segment
from askdoc.store.stored import Stored
from askdoc.types import Statistics

TOP = 50
Search = Callable[[list[str]], list[int]]
# How it is searched, how it is changed, how many bytes it takes.
Way = tuple[Search, Callable[[], object], int]


def words_of(count: int) -> list[list[str]]:
    """The stems of so many passages."""
    texts, found = Texts(), []
    rows = np.zeros((8, 2), np.float32)
    for number in range(count // 8):
        found += [list(e.words) for entry in texts.entries(number, rows) for e in entry.embedded]
    return found


def askdoc_postings(passages: list[list[str]]) -> Way:
    """Segments as the store makes them: adding and removing builds one anew."""

    def segment(part: list[list[str]], name: str) -> Segment:
        columns = [(i, i, False, " ".join(words), b"", b"", b"") for i, words in enumerate(part)]
        vectors = np.zeros((len(part), 2), np.float32)
        return Segment.build([Stored((name, "", b"", "[]", "", ""), columns, [], vectors)])

    size = 32_000
    parts = [passages[at : at + size] for at in range(0, len(passages), size)]
    segments = [segment(part, str(i)) for i, part in enumerate(parts)]
    total, words = len(passages), sum(map(len, passages))
    halves = [
        half_count(s.lengths.astype(np.float64), words / total).astype(np.float32) for s in segments
    ]

    def search(asked: list[str]) -> list[int]:
        held = [{word: s.posting(word) for word in asked} for s in segments]
        frequencies = {word: sum(len(h[word][0]) for h in held) for word in asked}
        statistics = Statistics(total, words / total, words / total, frequencies)
        scores = np.concatenate(
            [bm25(c, h, asked, statistics) for c, h in zip(halves, held, strict=True)]
        )
        best = np.argpartition(-scores, TOP)[:TOP]
        return [int(i) for i in best]

    disk = sum(len(s.as_bytes()[0]) for s in segments)
    return search, lambda: segment([*parts[-1][1_000:], *passages[:1_000]], "new"), disk


def fts5(passages: list[list[str]], path: Path) -> Way:
    """One table, the words as they are; BM25 as SQLite has it."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE p USING fts5(words, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 0')"
        if sqlite3.sqlite_version_info >= (3, 43)
        else "CREATE VIRTUAL TABLE p USING fts5(words, tokenize='unicode61 remove_diacritics 0')"
    )
    rows = ((i, " ".join(words)) for i, words in enumerate(passages))
    with database:
        database.executemany("INSERT INTO p(rowid, words) VALUES (?, ?)", rows)

    def search(asked: list[str]) -> list[int]:
        query = " OR ".join(f'"{word}"' for word in asked)
        found = database.execute(
            "SELECT rowid FROM p WHERE p MATCH ? ORDER BY rank LIMIT ?", (query, TOP)
        )
        return [row[0] for row in found]

    def change() -> None:
        with database:
            new = ((len(passages) + i, " ".join(w)) for i, w in enumerate(passages[:1_000]))
            database.executemany("INSERT INTO p(rowid, words) VALUES (?, ?)", new)
            database.executemany("DELETE FROM p WHERE rowid = ?", ((i,) for i in range(1_000)))

    return search, change, path.stat().st_size


def sparse(passages: list[list[str]]) -> Way:
    """bm25s: scores computed beforehand, so any change makes it anew."""
    from bm25s import BM25

    def build() -> BM25:
        index = BM25(k1=1.2, b=0.75)
        index.index(passages, show_progress=False)
        return index

    index = build()

    def search(asked: list[str]) -> list[int]:
        scores = index.get_scores([word for word in asked if word in index.vocab_dict])
        best = np.argpartition(-scores, TOP)[:TOP]
        return [int(i) for i in best]

    size = sum(part.nbytes for part in index.scores.values() if isinstance(part, np.ndarray))
    return search, build, size


def main(count: int) -> None:
    passages = words_of(count)
    asked = [list(question.words) for question in questions()]
    lines = [
        "| | time | of the exact top 50 | add and remove 1,000 | MB |",
        "|---|---|---|---|---|",
    ]
    exact: list[set[int]] = []
    first = change_first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        ways: list[tuple[str, Callable[[], Way]]] = [
            ("askdoc's postings", lambda: askdoc_postings(passages)),
            ("SQLite FTS5", lambda: fts5(passages, Path(folder, "fts.db"))),
            ("bm25s", lambda: sparse(passages)),
        ]
        for name, make in ways:
            search, change, size = make()
            taken = median(lambda i, search=search: search(asked[i]))  # type: ignore[misc]
            found = [set(search(words)) for words in asked]
            exact = exact or found
            share = np.mean([len(a & b) / TOP for a, b in zip(found, exact, strict=True)])
            began = time.perf_counter()
            change()
            changed = time.perf_counter() - began
            first, change_first = first or taken, change_first or changed
            lines.append(
                f"| {name} | {taken / first:.1f} | {share:.2f} | {changed / change_first:.1f} "
                f"| {size / 1e6:.0f} |"
            )
    about = (
        f"{count:,} passages of {sum(map(len, passages)) / count:.0f} words, questions of five; "
        "times beside those of askdoc's postings. Why most of FTS5's top 50 are others was not "
        "looked into."
    )
    write("words", about, "\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
