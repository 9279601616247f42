"""Compare lexical search engines: askdoc's posting lists, FTS5, bm25s and tantivy.

    python bench/lexical.py [PASSAGES]        (1000000)

All index the same stems. For each: the time for a question of five words, the recall of the exact
BM25 top 50, the time to add and remove 1,000 passages, and the size on disk.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scale import Texts, median, questions
from timing import write

from askdoc.bm25 import length_norm
from askdoc.store.best import bm25, weights_of
from askdoc.store.segment import Segment
from askdoc.store.stored import Stored
from askdoc.types import Statistics

TOP = 50
Scores = Callable[[list[str]], NDArray[np.float32]]
Search = Callable[[list[str]], list[int]]
# A function that searches it, one that changes it, and its size in bytes.
Way = tuple[Search, Callable[[], object], int]


def words_of(count: int) -> list[list[str]]:
    """The stems of `count` passages."""
    texts, found = Texts(), []
    rows = np.zeros((8, 2), np.float32)
    for number in range(count // 8):
        found += [list(e.words) for entry in texts.entries(number, rows) for e in entry.embedded]
    return found


def askdoc_postings(passages: list[list[str]]) -> tuple[Scores, Way]:
    """Segments like those of the store, of which a change rebuilds one; and exact scores."""

    def segment(part: list[list[str]], name: str) -> Segment:
        columns = [(i, i, False, " ".join(words), b"", b"", b"") for i, words in enumerate(part)]
        vectors = np.zeros((len(part), 2), np.int8)
        return Segment.build([Stored((name, "", b"", "[]", "", ""), columns, [], vectors)])

    size = 32_000
    parts = [passages[at : at + size] for at in range(0, len(passages), size)]
    segments = [segment(part, str(i)) for i, part in enumerate(parts)]
    total, words = len(passages), sum(map(len, passages))
    halves = [
        length_norm(s.lengths.astype(np.float64), words / total).astype(np.float32)
        for s in segments
    ]

    def scores(asked: list[str]) -> NDArray[np.float32]:
        held = [s.postings(asked) for s in segments]
        frequencies = {word: sum(len(h.rows_of(word)) for h in held) for word in asked}
        statistics = Statistics(total, words / total, words / total, frequencies)
        weights = weights_of(asked, statistics)
        return np.concatenate([bm25(c, h, weights) for c, h in zip(halves, held, strict=True)])

    def search(asked: list[str]) -> list[int]:
        return [int(i) for i in np.argpartition(-scores(asked), TOP)[:TOP]]

    disk = sum(len(s.as_bytes()[0]) for s in segments)
    change = partial(segment, [*parts[-1][1_000:], *passages[:1_000]], "new")
    return scores, (search, change, disk)


def fts5(passages: list[list[str]], path: Path) -> Way:
    """One table, with the stems as tokens and SQLite's BM25."""
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
    """bm25s: it precomputes scores, so any change rebuilds it."""
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


def tantivy_index(passages: list[list[str]], path: Path) -> Way:
    """Tantivy, with the stems as tokens and its own merging of segments."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("id", stored=True, indexed=True, fast=True)
    schema.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(schema.build(), path=str(path))
    numbers: list[int] = []

    def add(parts: list[list[str]], first: int) -> None:
        writer = index.writer(200_000_000, 1)
        for number, words in enumerate(parts, start=first):
            writer.add_document(tantivy.Document(id=number, words=" ".join(words)))
        for number in numbers:
            writer.delete_documents_by_term("id", number)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

    add(passages, 0)

    def search(asked: list[str]) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "words", word, "freq"))
            for word in asked
        ]
        searcher = index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(terms), TOP, count=False)
        places = [address for _, address in found.hits]
        return [int(n or 0) for n in searcher.fast_field_values("id", places)]

    def change() -> None:
        numbers.extend(range(1_000))
        add(passages[:1_000], len(passages))

    return search, change, sum(file.stat().st_size for file in path.iterdir())


def main(count: int) -> None:
    passages = words_of(count)
    asked = [list(question.words) for question in questions()]
    lines = [
        "| | time | as good as the exact 50th | add and remove 1,000 | MB |",
        "|---|---|---|---|---|",
    ]
    scores, postings = askdoc_postings(passages)
    exact = [scores(words) for words in asked]
    least = [np.sort(one)[-TOP] - 1e-5 for one in exact]
    first = change_first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        ways: list[tuple[str, Callable[[], Way]]] = [
            ("askdoc's postings", lambda: postings),
            ("SQLite FTS5", lambda: fts5(passages, Path(folder, "fts.db"))),
            ("bm25s", lambda: sparse(passages)),
            ("tantivy", lambda: tantivy_index(passages, Path(folder, "tantivy"))),
        ]
        Path(folder, "tantivy").mkdir()
        for name, make in ways:
            search, change, size = make()
            taken = median(lambda i, search=search: search(asked[i]))  # type: ignore[misc]
            found = [search(words) for words in asked]
            good = [one[some] >= a for one, some, a in zip(exact, found, least, strict=True)]
            share = np.mean([np.mean(some) for some in good])
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
        "times beside those of askdoc's postings. Of the 50 that are found: how many have a score, "
        "exactly computed, of the 50 best. bm25s and tantivy are faster. bm25s is made anew "
        "whenever anything changes; tantivy would be a second store beside the passages, with a "
        "commit of its own and counts that include what was removed until it merges. Postings lie "
        "in the segment's one file, so that its checksum and its swap hold for them."
    )
    write("words", about, "\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
