"""What every store does: what is found, what is refused. Each test runs on each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from conftest import document

from askdoc.store import LocalStore, MilvusStore, fingerprint
from askdoc.store.stored import stored
from askdoc.types import Counts, Document, Embedded, Entry, Passage, Question, Sentence

# Makes an empty store.
AnyStore = LocalStore | MilvusStore
New = Callable[[], AnyStore]

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
def four(new: New) -> AnyStore:
    return store(new, (EAST, "dog"), (NORTHEAST, "bird"), (NORTH, "cat"), (WEST, "cat cat"))


def store(new: New, *given: tuple[Sequence[float] | np.ndarray, str]) -> AnyStore:
    """A store of one document; passage i starts at i and has this vector and these words."""
    made = new()
    owner = document("x" * len(given))
    made.add([entry(owner, *(embedded(vector, words) for vector, words in given))])
    return made


def starts(made: AnyStore, asked: Question, limit: int) -> list[int]:
    return [candidate.passage.start for candidate in made.search(asked, limit)[0]]


# --- what is found


@pytest.mark.parametrize(
    ("vector", "words", "limit", "expected"),
    [
        (EAST, "", 1, [0]),  # by its vector alone
        (NORTH, "", 2, [1, 2]),
        (EAST, "cat", 1, [0]),  # nearest; 3 lies opposite
        (EAST, "cat", 2, [0, 1]),
        (EAST, "bird", 1, [1]),  # nearly as near, and it holds the word
        (EAST, "dog", 1, [0]),  # found by both, given once
        (EAST, "bird cat", 3, [0, 1, 2]),
        (EAST, "fish", 1, [0]),  # in no passage
        (EAST, "fish cat", 9, [0, 1, 2, 3]),
        (WEST, "", 10_000, [0, 1, 2, 3]),
    ],
)
def test_candidates(
    four: AnyStore, vector: tuple[float, float], words: str, limit: int, expected: list[int]
) -> None:
    assert starts(four, question(vector, words), limit) == expected


def test_a_document_is_read_by_its_name(new: New) -> None:
    made = new()
    made.add([entry(document(text, f"{text}.txt"), embedded(EAST)) for text in ("x", "y", "z")])
    assert made.document("y.txt") == made.documents[1]
    assert made.document("y.txt").text == "y"


def test_passages_without_any_word(new: New) -> None:
    made = store(new, (EAST, ""), (NORTH, ""))
    assert starts(made, question(NORTH, "cat"), 1) == [1]


def test_candidate_has_its_stored_embeddings(four: AnyStore) -> None:
    (found,), _ = four.search(question(NORTHEAST), 1)
    assert (found.passage.start, found.passage.text) == (1, "x")
    assert found.embedded.words == ("bird",)


@pytest.mark.parametrize("word_dim", [1, 2, 5, 6])
def test_vectors_of_words_have_a_length_of_their_own(new: New, word_dim: int) -> None:
    """7 steps are the largest value of a word; a passage without words needs no length."""
    levels = np.array([[7, -7, 0, 1, -3, 5], [0, 7, 2, 0, 0, 1]])[:, :word_dim]
    words = replace(embedded(EAST, "cat dog"), word_vectors=(levels / 9).astype("f4"))
    made = new()
    made.add([entry(document("xx"), words, embedded(NORTH))])
    found, _ = made.search(question(EAST, "cat"), 2)
    assert found[0].embedded.word_vectors.tolist() == levels.tolist()
    assert found[1].embedded.word_vectors.shape == (0, word_dim)
    (alone,), _ = made.search(question(NORTH), 1)
    assert len(alone.embedded.word_vectors) == 0


def test_words_are_owned_by_their_sentences(new: New) -> None:
    owner = document("xxxxxx")
    kept = embedded(EAST, "a b c d")
    three = np.array([EAST, NORTH, NORTHEAST], "f4")
    kept = replace(kept, sentence_vectors=three, word_sentences=np.array([0, 0, 2, 2]))
    made = new()
    made.add([Entry(owner, (passage(owner, 0, 3), passage(owner, 4)), (kept, embedded(WEST, "e")))])
    one, other = made.search(question(EAST, "e"), 2)[0]
    assert one.embedded.word_sentences.tolist() == [0, 0, 2, 2]
    assert other.embedded.word_sentences.tolist() == [0]
    # of 4 bits a value: .6 / .8 is 5.25 of 7 steps, and 5 / 7 of length 1 is .5812 and .8137
    assert one.embedded.sentence_vectors[:2].tolist() == [[1, 0], [0, 1]]
    assert one.embedded.sentence_vectors[2] == pytest.approx([0.5812, 0.8137], abs=1e-4)


def test_sentence_that_is_its_passage_has_its_vector(new: New) -> None:
    made = store(new, (NORTHEAST, ""), (EAST, ""))
    (found,), _ = made.search(question(NORTHEAST), 1)
    # of 8 bits a value: .6 / .8 is 95.25 of 127 steps, and 95 / 127 of length 1 is .5990 and .8008
    assert found.embedded.vector == pytest.approx([0.5990, 0.8008], abs=1e-4)
    assert np.array_equal(found.embedded.sentence_vectors, found.embedded.vector[None])


def test_decoded_embeddings_do_not_change(new: New) -> None:
    random = np.random.default_rng(5)

    def unit(*shape: int) -> np.ndarray:
        drawn = random.normal(size=shape)
        return (drawn / np.linalg.norm(drawn, axis=-1, keepdims=True)).astype(np.float32)

    def drawn(sentences: int, words: int) -> Embedded:
        owners = np.sort(random.integers(0, sentences, words))
        stems = tuple(f"w{i}" for i in range(words))
        return Embedded(unit(9), unit(sentences, 9), stems, owners, unit(words, 5))

    alone = drawn(1, 3)
    alone = replace(alone, sentence_vectors=alone.vector[None])
    owner, kept = document("x" * 12), (drawn(3, 7), alone, drawn(1, 0), drawn(2, 4))
    spoken = tuple(passage(owner, 3 * i, len(k.sentence_vectors)) for i, k in enumerate(kept))
    given = Entry(owner, spoken, kept)
    made, again = new(), new()
    made.add([given])
    decoded = made.same_text(owner)
    assert decoded is not None
    again.add([decoded])
    assert fingerprint(stored(decoded)) == fingerprint(stored(given))
    ((one,), (other,)) = (list(some.stored([owner.name])) for some in (made, again))
    assert fingerprint(one) == fingerprint(other) == fingerprint(stored(given))
    assert [len(row[6]) for row in one.passages] == [15, 0, 5, 10]


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
    # as they are kept: the largest value of each is 127 steps
    vectors = np.rint(127 * vectors / np.abs(vectors).max(axis=1, keepdims=True))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
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
    found, statistics = made.search(question(NORTH, "w2"), 2)
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


def test_words_of_two_lengths_are_refused(new: New) -> None:
    one = embedded(EAST, "cat")
    other = replace(one, word_vectors=np.zeros((1, 3), "f4"))
    with pytest.raises(ValueError, match=r"all vectors of a library have one length, not \[\(2,"):
        new().add([entry(document("xx"), one, other)])


def test_question_of_another_length_is_refused(four: AnyStore) -> None:
    with pytest.raises(ValueError, match=r"a vector of 2 is needed, not \(3,\)"):
        four.search(question((1, 0, 0)), 1)
