"""What every store does: what is found, what is refused. Each test runs on each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from conftest import document

from askdoc.store import LocalStore
from askdoc.types import Counts, Document, Embedded, Entry, Passage, Question, Sentence, Store

# Makes an empty store.
New = Callable[[], Store]

EAST, NORTH, WEST, NORTHEAST = (1, 0), (0, 1), (-1, 0), (0.6, 0.8)


def passage(owner: Document, start: int, sentences: int = 1) -> Passage:
    parts = tuple(Sentence("x", start + i, start + i + 1) for i in range(sentences))
    return Passage(owner, start, start + sentences, parts)


def embedded(vector: Sequence[float] | np.ndarray, words: str = "") -> Embedded:
    row = np.array(vector, np.float32)
    n = len(words.split())
    return Embedded(
        row, row[None], tuple(words.split()), np.zeros(n, np.int64), np.zeros((n, len(row)), "f4")
    )


def entry(owner: Document, *kept: Embedded) -> Entry:
    """Passage i of the document starts at i."""
    return Entry(owner, tuple(passage(owner, i) for i in range(len(kept))), kept)


def question(vector: Sequence[float] | np.ndarray, words: str = "") -> Question:
    return Question("?", np.array(vector, np.float32), tuple(words.split()))


@pytest.fixture(
    params=["local", pytest.param("milvus", marks=pytest.mark.slow)],
    scope="session",
)
def new(request: pytest.FixtureRequest) -> New:
    """Each kind of store."""
    if request.param == "local":
        return LocalStore
    store: New = request.getfixturevalue("milvus").store
    return store


@pytest.fixture(scope="session")
def four(new: New) -> Store:
    return store(new, (EAST, "dog"), (NORTHEAST, "bird"), (NORTH, "cat"), (WEST, "cat cat"))


def store(new: New, *given: tuple[Sequence[float] | np.ndarray, str]) -> Store:
    """A store of one document; passage i starts at i and has this vector and these words."""
    made = new()
    owner = document("x" * len(given))
    made.add([entry(owner, *(embedded(vector, words) for vector, words in given))])
    return made


def starts(made: Store, asked: Question, limit: int) -> list[int]:
    return [candidate.passage.start for candidate in made.search(asked, limit)[0]]


# --- what is found


@pytest.mark.parametrize(
    ("vector", "words", "limit", "expected"),
    [
        (EAST, "", 1, [0]),  # by its vector alone
        (NORTH, "", 2, [1, 2]),
        (EAST, "cat", 1, [0, 3]),  # 3 lies opposite: only BM25 finds it
        (EAST, "bird", 1, [0, 1]),
        (EAST, "dog", 1, [0]),  # found by both, given once
        (EAST, "bird cat", 2, [0, 1, 3]),
        (EAST, "fish", 1, [0]),  # in no passage
        (EAST, "fish cat", 9, [0, 1, 2, 3]),
        (WEST, "", 10_000, [0, 1, 2, 3]),
    ],
)
def test_candidates(
    four: Store, vector: tuple[float, float], words: str, limit: int, expected: list[int]
) -> None:
    assert starts(four, question(vector, words), limit) == expected


def test_passages_without_the_words_are_not_among_the_best_by_words(new: New) -> None:
    made = store(new, (WEST, ""), (EAST, ""), (EAST, ""), (NORTH, "cat"))
    assert starts(made, question(EAST, "cat"), 2) == [1, 2, 3]


def test_passages_without_any_word(new: New) -> None:
    made = store(new, (EAST, ""), (NORTH, ""))
    assert starts(made, question(NORTH, "cat"), 1) == [1]


def test_candidate_brings_what_was_kept_of_it(four: Store) -> None:
    (found,), _ = four.search(question(NORTHEAST), 1)
    assert (found.passage.start, found.passage.text) == (1, "x")
    assert found.embedded.words == ("bird",)


def test_empty_store_finds_nothing(new: New) -> None:
    found, statistics = new().search(question(EAST, "cat"), 5)
    assert found == []
    assert statistics.passages == 0
    assert new().documents == ()
    assert new().counts == Counts(0, 0, 0)


def test_adding_nothing_adds_nothing(new: New) -> None:
    made = new()
    made.add([])
    assert made.search(question(EAST), 5)[0] == []


def test_document_without_passages_is_a_document(new: New) -> None:
    made = new()
    made.add([entry(document(""))])
    assert [d.name for d in made.documents] == ["a.txt"]
    assert made.search(question(EAST), 5)[0] == []


def test_nearest_are_those_of_plain_numpy(new: New) -> None:
    random = np.random.default_rng(3)
    vectors = random.normal(size=(500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    made = store(new, *[(vector, "") for vector in vectors])
    for asked in vectors[:20] + np.roll(vectors[:20], 1):
        nearest = np.argsort(-(vectors @ asked))[:10]
        assert starts(made, question(asked), 10) == sorted(nearest.tolist())


def test_statistics(new: New) -> None:
    # 3 passages of 1, 2 and 1 sentences hold 2, 4 and 0 words.
    made, owner = new(), document("xxxx")
    two = replace(embedded(EAST, "cat cat bird cat"), sentence_vectors=np.array([EAST] * 2, "f4"))
    made.add(
        [
            Entry(
                owner,
                (passage(owner, 0), passage(owner, 1, sentences=2), passage(owner, 3)),
                (embedded(EAST, "cat dog"), two, embedded(EAST)),
            )
        ]
    )
    _, statistics = made.search(question(EAST, "cat dog fox"), 1)
    assert statistics.passages == 3
    assert statistics.passage_length == 2.0
    assert statistics.sentence_length == 1.5
    # in how many passages, not how often
    assert statistics.frequencies == {"cat": 2, "dog": 1, "fox": 0}


def test_additions_follow_one_another(new: New) -> None:
    made = new()
    for i, vector in enumerate((EAST, NORTH, WEST)):
        owner = document("x", f"{i}.txt")
        made.add([entry(owner, embedded(vector, f"w{i}"))])
    assert [d.name for d in made.documents] == ["0.txt", "1.txt", "2.txt"]
    found, statistics = made.search(question(NORTH, "w2"), 1)
    assert [c.passage.document.name for c in found] == ["1.txt", "2.txt"]
    assert statistics.frequencies == {"w2": 1}
    assert statistics.passages == 3


# --- what is refused


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        ([EAST], "2 passages need as many vectors, not 1"),
        ([EAST, NORTH, WEST], "2 passages need as many vectors, not 3"),
        ([EAST, (1, 0, 0)], "all vectors of a library have one length"),
        ([(1, 0, 0), (0, 1, 0)], "all vectors of a library have one length"),
        ([EAST, (float("nan"), 0)], "a vector holds a value that is no finite number"),
        ([(float("inf"), 0), EAST], "a vector holds a value that is no finite number"),
    ],
    ids=["too few", "too many", "one is longer", "all are longer", "not a number", "infinite"],
)
def test_vectors_that_do_not_fit_are_refused_and_nothing_is_added(
    new: New, vectors: list[Sequence[float]], message: str
) -> None:
    made = store(new, (EAST, "cat"))
    owner = document("xx", "b.txt")
    with pytest.raises(ValueError, match=message):
        made.add(
            [Entry(owner, (passage(owner, 0), passage(owner, 1)), tuple(map(embedded, vectors)))]
        )
    assert [d.name for d in made.documents] == ["a.txt"]
    assert made.counts.passages == 1
    assert starts(made, question(EAST, "cat"), 9) == [0]


def test_question_of_another_length_is_refused(four: Store) -> None:
    with pytest.raises(ValueError, match=r"a vector of 2 is needed, not \(3,\)"):
        four.search(question((1, 0, 0)), 1)
