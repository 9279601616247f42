"""The best by words and by any score, worked out by hand."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from conftest import document
from test_store import EAST, NORTH, NORTHEAST, embedded, entry, question

from askdoc.store.best import Postings, best, bm25, highest, statistics_of, weights_of
from askdoc.store.segment import Segment
from askdoc.store.snapshot import Snapshot
from askdoc.store.stored import stored
from askdoc.types import Counts

# Four passages: "cat cat", "cat dog", "dog", and one without words.
HELD = Postings(
    ["cat", "dog"], [2, 2], np.array([0, 1, 1, 2], np.int64), np.array([2, 1, 1, 1], np.float32)
)
STATISTICS = statistics_of(Counts(1, 4, 4), 5, {"cat": 2, "dog": 2, "owl": 0})
# See `length_norm`; all the same to keep it short.
HALF = np.ones(4, np.float32)


def test_statistics_are_means_over_passages_and_sentences() -> None:
    found = statistics_of(Counts(2, 4, 10), 30, {"cat": 2})
    assert (found.passages, found.passage_length, found.sentence_length) == (4, 7.5, 3)
    assert found.frequencies == {"cat": 2}
    one = statistics_of(Counts(1, 1, 1), 3, {})
    assert (one.passage_length, one.sentence_length) == (3, 3)
    assert statistics_of(Counts(), 0, {}).passage_length == 0


def test_holding() -> None:
    assert HELD.rows_of("cat").tolist() == [0, 1]
    assert HELD.rows_of("dog").tolist() == [1, 2]
    assert HELD.rows_of("owl").tolist() == []


def test_weights_are_the_idf_of_each_word_and_1_together() -> None:
    cat, owl = math.log(1 + 2.5 / 2.5), math.log(1 + 4.5 / 0.5)
    weights = weights_of(["cat", "owl"], STATISTICS)
    assert weights == pytest.approx({"cat": cat / (cat + owl), "owl": owl / (cat + owl)})


def test_bm25_is_the_share_of_the_most_it_could_be() -> None:
    # two of 1 + 2, one of 1 + 1; "dog" is not asked for
    assert bm25(HALF, HELD, {"cat": 1.0}).tolist() == pytest.approx([2 / 3, 1 / 2, 0, 0])
    both = bm25(HALF, HELD, {"cat": 0.25, "dog": 0.75})
    assert both.tolist() == pytest.approx([1 / 6, 1 / 8 + 3 / 8, 3 / 8, 0])


def test_without_words_nothing_has_a_share() -> None:
    none = Postings([], [], np.empty(0, np.int64), np.empty(0, np.float32))
    assert bm25(HALF, none, {}).tolist() == [0, 0, 0, 0]
    assert weights_of([], STATISTICS) == {}


def test_highest_are_ordered_and_marks_decide_among_equals() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.1, 0.5])
    marks = np.array([7, 1, 3, 0, 5], np.uint32)
    assert highest(scores, marks, 3).tolist() == [1, 2, 4]
    assert highest(scores, marks, 9).tolist() == [1, 2, 4, 0, 3]
    assert highest(scores[:0], marks[:0], 3).tolist() == []


def test_best_are_found_wherever_they_lie() -> None:
    parts = [
        (4, np.array([8, 9]), np.array([0.5, 0.9]), np.array([7, 1], np.uint32)),
        (6, np.array([8]), np.array([0.5]), np.array([3], np.uint32)),
    ]
    assert best(parts, 2) == {(4, 9), (6, 8)}
    assert best([], 2) == set()


def test_what_is_found_does_not_depend_on_how_documents_are_spread() -> None:
    """Many passages are equally good, so that which of them comes is decided by their marks."""
    chance = random.Random(5)
    documents = []
    for number in range(60):
        said = [" ".join(chance.choices(["cat", "dog", "owl", "fox"], k=2)) for _ in range(3)]
        entries = [embedded(chance.choice([EAST, NORTH, NORTHEAST]), words) for words in said]
        documents.append(stored(entry(document("xxx", f"{number}.txt"), *entries)))
    together = Snapshot((Segment.build(documents),))
    for seed in range(2):
        random.Random(seed).shuffle(documents)
        parts = [documents[:5], documents[5:20], documents[20:21], documents[21:]]
        apart = Snapshot(tuple(map(Segment.build, parts)))
        for words in ("cat", "dog cat", "owl fox cat", "bird", ""):
            for limit in (1, 4, 24):
                found = places(together, words, limit)
                assert places(apart, words, limit) == found
                assert len(found) == limit


def places(snapshot: Snapshot, words: str, limit: int) -> list[tuple[str, int]]:
    found, _ = snapshot.search(question(EAST, words), limit, None, ())
    return [(candidate.document.name, candidate.start) for candidate in found]
