"""The ranking's arithmetic, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from conftest import document
from hypothesis import given
from hypothesis import strategies as st

from askdoc.bm25 import bm25_shares
from askdoc.confidence import confidence
from askdoc.features import HEADING_WEIGHT, score
from askdoc.late_interaction import SAME_WORD, word_cosines
from askdoc.rank import rank
from askdoc.types import Candidate, Embedded, Question, Sentence, Signals, Statistics

EAST, NORTH, NOWHERE = (1, 0), (0, 1), (0, 0)
NORTHEAST = (0.6, 0.8)  # a unit vector: .36 + .64 = 1

Vector = Sequence[float]
# A sentence by hand: its vector, and its words, each with its vector.
Given = tuple[Vector, Sequence[tuple[str, Vector]]]


def rows(vectors: Sequence[Vector]) -> np.ndarray:
    return np.array(vectors, np.float32).reshape(len(vectors), 2)


def candidate(
    text: str, vector: Vector, sentences: Sequence[Given], *, heading: bool = False
) -> Candidate:
    """A passage whose text is `text`, divided at "|" into its sentences."""
    made, start = [], 0
    for part in text.split("|"):
        made.append(Sentence(part, start, start + len(part)))
        start += len(part) + 1
    words = [(number, w) for number, (_, held) in enumerate(sentences) for w in held]
    embedded = Embedded(
        np.array(vector, np.float32),
        rows([v for v, _ in sentences]),
        tuple(word for _, (word, _) in words),
        np.array([number for number, _ in words], np.int64),
        rows([v for _, (_, v) in words]),
    )
    return Candidate(document(text), 0, len(text), heading, embedded, lambda: tuple(made))


def question(vector: Vector, **words: Vector) -> Question:
    return Question("?", np.array(vector, np.float32), tuple(words), rows(list(words.values())))


# --- idf = ln(1 + (N - n + 0.5) / (n + 0.5))


def test_idf() -> None:
    statistics = Statistics(10, 5.0, 5.0, {"cat": 1, "dog": 5, "the": 10})
    assert statistics.idf("cat") == pytest.approx(math.log(1 + 9.5 / 1.5), abs=1e-12)
    assert statistics.idf("dog") == pytest.approx(math.log(2), abs=1e-12)  # 1 + 5.5 / 5.5
    assert statistics.idf("the") == pytest.approx(math.log(1 + 0.5 / 10.5), abs=1e-12)
    assert statistics.idf("fox") == pytest.approx(math.log(22), abs=1e-12)  # 1 + 10.5 / 0.5


@given(st.integers(0, 1000), st.data())
def test_idf_is_positive(passages: int, data: st.DataObject) -> None:
    holding = data.draw(st.integers(0, passages))
    assert Statistics(passages, 1.0, 1.0, {"cat": holding}).idf("cat") > 0


# --- BM25 share: the mean, weighted by idf, of tf / (tf + 1.2 (1 - .75 + .75 length / mean))


def shares(
    words: list[str], idf: Sequence[float], texts: Sequence[Sequence[str]], mean_length: float
) -> list[float]:
    """What bm25_shares gives for texts, each a list of words."""
    asked = [words.index(word) if word in words else -1 for text in texts for word in text]
    owners = [number for number, text in enumerate(texts) for _ in text]
    found = bm25_shares(
        np.array(asked, np.int64),
        np.array(owners, np.int64),
        len(texts),
        np.array(idf, float),
        mean_length,
    )
    assert found.shape == (len(texts),)
    return found.tolist()


@pytest.mark.parametrize(
    ("words", "idf", "text", "mean_length", "share"),
    [
        # 1 / (1 + 1.2)
        ("cat", [3], "cat dog", 2, 1 / 2.2),
        # the same, whatever the word's idf
        ("cat", [0.1], "cat dog", 2, 1 / 2.2),
        # a repeat counts less: 2 / (2 + 1.2)
        ("cat", [3], "cat cat", 2, 2 / 3.2),
        # twice the usual length: 1.2 x (.25 + 1.5) = 2.1
        ("cat", [3], "cat dog dog dog", 2, 1 / 3.1),
        # half of it: 1.2 x (.25 + .375) = .75
        ("cat", [3], "cat", 2, 1 / 1.75),
        # one word of two, the rarer one: 3/4 of the weight
        ("cat dog", [3, 1], "cat bird", 2, 3 / 4 / 2.2),
        # and the more common one
        ("cat dog", [3, 1], "dog bird", 2, 1 / 4 / 2.2),
        # both, one twice; length 3 of 2: 1.2 x (.25 + 1.125) = 1.65
        ("cat dog", [3, 1], "cat dog cat", 2, 3 / 4 * 2 / 3.65 + 1 / 4 / 2.65),
        ("cat", [3], "bird bird", 2, 0),
        ("cat", [3], "", 2, 0),
        ("", [], "bird", 2, 0),
    ],
)
def test_bm25_share(
    words: str, idf: list[float], text: str, mean_length: float, share: float
) -> None:
    found = shares(words.split(), idf, [text.split()], mean_length)
    assert found == pytest.approx([share], abs=1e-9)


def test_bm25_shares_of_several_texts() -> None:
    found = shares(["cat", "dog"], [3, 1], [["cat"], [], ["bird", "dog"], []], 2)
    assert found == pytest.approx([3 / 4 / 1.75, 0, 1 / 4 / 2.2, 0], abs=1e-9)


@given(st.lists(st.sampled_from("abcd")), st.floats(0.1, 100))
def test_bm25_share_is_a_share(text: list[str], mean_length: float) -> None:
    assert 0 <= shares(["a", "b"], [2.0, 0.5], [text], mean_length)[0] < 1


# --- (cosine + bm25 / 2 + 2 x match) / 3.5


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        (Signals(1, 1, 1), 1),
        (Signals(0.7, 0, 0), 0.2),
        (Signals(0, 0.7, 0), 0.1),
        (Signals(0, 0, 0.7), 0.4),
        (Signals(0.5, 0.2, 0.7), 2 / 3.5),
        (Signals(-0.7, 0, 0), -0.2),
    ],
)
def test_score(signals: Signals, expected: float) -> None:
    assert score(signals) == pytest.approx(expected, abs=1e-12)


# --- the whole of it

# Two words of one idf, so that shares and matches are plain means.
FLAT = Statistics(10, 2.0, 2.0, {"cat": 1, "mat": 1})
CAT_MAT = question(NORTHEAST, cat=EAST, mat=NORTH)

# Vector as the question's; its second sentence holds one word and a near one.
GOOD = candidate(
    "It rained.|The cat slept.",
    NORTHEAST,
    [(EAST, []), (NORTHEAST, [("cat", EAST), ("slept", NORTHEAST)])],
)
# Its only sentence holds a word that is near, and none of the question's.
POOR = candidate("A dog.", EAST, [(EAST, [("dog", NORTHEAST), ("ran", NORTHEAST)])])


def test_scores_order_and_marked_sentence_by_hand() -> None:
    answers = rank(CAT_MAT, [POOR, GOOD], FLAT, 5)
    assert [answer.text for answer in answers] == ["It rained.|The cat slept.", "A dog."]
    good, poor = answers
    # cat meets cat 1 and slept .6, mat meets slept .8: (1 + .8) / 2
    assert good.sentence.text == "The cat slept."
    assert (good.sentence.start, good.sentence.end) == (11, 25)
    # one of two words in a text of the usual length: (1 / 2.2) / 2
    for signals in good.why.passage, good.why.sentence:
        assert signals.cosine == pytest.approx(1, abs=1e-6)
        assert signals.bm25 == pytest.approx(0.5 / 2.2, abs=1e-6)
        assert signals.match == pytest.approx(0.9, abs=1e-3)  # .8 is kept as float16
    assert good.score == pytest.approx((1 + 0.5 * 0.5 / 2.2 + 2 * 0.9) / 3.5, abs=1e-3)
    # cosine .6; no word; cat meets dog .6, mat meets dog .8
    assert poor.why.passage.cosine == pytest.approx(0.6, abs=1e-6)
    assert poor.why.passage.bm25 == 0
    assert poor.score == pytest.approx((0.6 + 2 * 0.7) / 3.5, abs=1e-3)
    assert [word for word, _ in poor.why.matched] == ["cat", "mat"]
    assert [met for _, met in poor.why.matched] == pytest.approx([0.6, 0.8], abs=1e-3)
    scores = [answer.score for answer in answers]
    leads = [scores[0] - scores[1], *(score - scores[0] for score in scores[1:])]
    assert [answer.why.evidence.lead for answer in answers] == pytest.approx(leads)
    for answer in answers:
        seen = answer.why.evidence
        assert answer.confidence == confidence(seen)
        assert (seen.score, seen.cosine) == (answer.score, answer.why.passage.cosine)
        assert (seen.match, seen.words, seen.passages) == (answer.why.sentence.match, 2, 10)


def test_score_is_the_mean_of_the_passages_and_its_best_sentences() -> None:
    # Numbers that float16 keeps exactly, so to 1e-6.
    full = candidate(
        "A bird.|The cat.", EAST, [(NORTH, [("bird", NORTH)]), (NORTH, [("cat", EAST)])]
    )
    (answer,) = rank(question(EAST, cat=EAST), [full], Statistics(10, 2.0, 1.0, {"cat": 3}), 1)
    # The passage: cosine 1, BM25 1 / 2.2, match 1.
    passage = (1 + 0.5 / 2.2 + 2) / 3.5
    # The first sentence: 0. The second: cosine 0, length 1 of 1, so 1 / 2.2 too, match 1.
    second = (0 + 0.5 / 2.2 + 2) / 3.5
    assert answer.sentence.text == "The cat."
    assert answer.why.passage == Signals(1, pytest.approx(1 / 2.2, abs=1e-9), 1)
    assert answer.why.sentence == Signals(0, pytest.approx(1 / 2.2, abs=1e-9), 1)
    assert answer.why.matched == (("cat", 1.0),)
    assert answer.score == pytest.approx((passage + second) / 2, abs=1e-6)
    assert answer.score == pytest.approx(0.779221, abs=1e-6)


def test_words_count_by_their_idf() -> None:
    # ln 2 for cat, held by 5 of 10; ln 22 for fox, held by none
    statistics = Statistics(10, 1.0, 1.0, {"cat": 5})
    held = candidate("Cat.", NORTH, [(NORTH, [("cat", EAST)])])
    (answer,) = rank(question(EAST, cat=EAST, fox=NORTH), [held], statistics, 1)
    weight = math.log(2) / (math.log(2) + math.log(22))
    assert answer.why.passage.match == pytest.approx(weight, abs=1e-9)
    assert answer.why.passage.bm25 == pytest.approx(weight / 2.2, abs=1e-9)
    assert answer.score == pytest.approx((0.5 * weight / 2.2 + 2 * weight) / 3.5, abs=1e-6)


def test_word_is_matched_by_the_best_of_the_passage() -> None:
    held = candidate("C.", EAST, [(EAST, [("a", NORTH), ("b", NORTHEAST), ("c", (-1, 0))])])
    (answer,) = rank(question(EAST, cat=EAST), [held], FLAT, 1)
    assert answer.why.matched[0][1] == pytest.approx(0.6, abs=1e-3)


def test_opposite_meaning_counts_as_no_match() -> None:
    held = candidate("C.", EAST, [(EAST, [("a", (-1, 0))])])
    (answer,) = rank(question(EAST, cat=EAST), [held], FLAT, 1)
    assert answer.why.matched == (("cat", 0.0),)


def test_rounding_meets_no_word_better_than_wholly() -> None:
    # float16 may keep a unit vector a little too long.
    held = candidate("Cat.", EAST, [(EAST, [("cat", (1.0009765625, 0))])])
    (answer,) = rank(question(EAST, cat=EAST), [held], FLAT, 1)
    assert answer.why.matched == (("cat", 1.0),)


def test_same_word_without_a_vector_still_matches() -> None:
    # So are the words of a speaker's name: they do not stand in the sentence.
    said = candidate("He said.", NORTH, [(NORTH, [("said", NORTH), ("kerri", NOWHERE)])])
    (answer,) = rank(question(EAST, kerri=EAST), [said], FLAT, 1)
    assert answer.why.matched == (("kerri", pytest.approx(SAME_WORD)),)
    # and a question word that the model did not read
    read = candidate("Kerry.", NORTH, [(NORTH, [("kerri", EAST)])])
    (answer,) = rank(question(EAST, kerri=NOWHERE), [read], FLAT, 1)
    assert answer.why.matched == (("kerri", pytest.approx(SAME_WORD)),)
    (answer,) = rank(question(EAST, hammond=EAST), [said], FLAT, 1)
    assert answer.why.matched == (("hammond", 0.0),)


def test_matched_names_the_words_as_they_were_asked() -> None:
    asked = Question("?", np.array(EAST, np.float32), ("kerri",), rows([EAST]), ("Kerry",))
    (answer,) = rank(asked, [GOOD], FLAT, 1)
    assert [word for word, _ in answer.why.matched] == ["Kerry"]


def test_heading_counts_half() -> None:
    sentences = [(EAST, [("cat", EAST)])]
    prose, heading = (
        candidate(text, EAST, sentences, heading=heading)
        for text, heading in (("Cat.", False), ("Cats", True))
    )
    answers = rank(question(EAST, cat=EAST), [heading, prose], FLAT, 2)
    assert [answer.text for answer in answers] == ["Cat.", "Cats"]
    assert HEADING_WEIGHT == 0.5
    assert answers[1].score == pytest.approx(answers[0].score / 2, abs=1e-9)


def test_ties_keep_the_order_of_the_text() -> None:
    same = [candidate(f"Cat {i}.", EAST, [(EAST, [("cat", EAST)])]) for i in range(5)]
    answers = rank(question(EAST, cat=EAST), same, FLAT, 5)
    assert [answer.text for answer in answers] == [f"Cat {i}." for i in range(5)]
    # and so do equal sentences: the first is marked
    twice = candidate("Cat.|Cat.", EAST, [(EAST, [("cat", EAST)])] * 2)
    assert rank(question(EAST, cat=EAST), [twice], FLAT, 1)[0].sentence.start == 0


def test_same_text_is_given_once_where_it_is_best() -> None:
    low = candidate("Cat.", NORTH, [(NORTH, [])])
    high = candidate("Cat.", EAST, [(EAST, [])])
    other = candidate("Dog.", NORTHEAST, [(NORTHEAST, [])])
    answers = rank(question(EAST), [low, other, high], FLAT, 3)
    assert [answer.document for answer in answers] == [
        high.passage.document,
        other.passage.document,
    ]
    assert [answer.score for answer in answers] == pytest.approx([1 / 3.5, 0.6 / 3.5], abs=1e-6)
    assert answers[0].document is high.passage.document


@pytest.mark.parametrize(("top_k", "texts"), [(1, ["C0"]), (2, ["C0", "C1"]), (9, ["C0", "C1"])])
def test_top_k(top_k: int, texts: list[str]) -> None:
    # A duplicate does not take another's place.
    found = [candidate(text, EAST, [(EAST, [])]) for text in ("C0", "C0", "C1")]
    assert [answer.text for answer in rank(question(EAST), found, FLAT, top_k)] == texts


def test_nothing_to_rank() -> None:
    assert rank(CAT_MAT, [], FLAT, 3) == ()


def test_question_without_content_words_goes_by_its_vector() -> None:
    answers = rank(question(EAST), [POOR, GOOD], FLAT, 2)
    assert [answer.text for answer in answers] == ["A dog.", "It rained.|The cat slept."]
    assert answers[0].score == pytest.approx(1 / 3.5, abs=1e-6)
    # (.6 + 1) / 2 of 3.5: the passage's cosine and its first sentence's
    assert answers[1].score == pytest.approx(0.8 / 3.5, abs=1e-6)
    assert answers[0].why.matched == ()


def test_passage_without_content_words() -> None:
    (answer,) = rank(CAT_MAT, [candidate("So it is.", EAST, [(EAST, [])])], FLAT, 1)
    assert answer.score == pytest.approx(0.6 / 3.5, abs=1e-6)
    assert answer.why.matched == (("cat", 0.0), ("mat", 0.0))


# --- the same in plain numpy, on random data


def plain_match(vectors: np.ndarray, asked: Question) -> float:
    near = (asked.word_vectors @ vectors.T.astype(float)).clip(0, 1)
    return float(near.max(axis=1).mean()) if len(vectors) else 0.0


def plain_telling(vector: np.ndarray, vectors: np.ndarray, asked: Question) -> float:
    return (float(vector @ asked.vector) + plain_match(vectors, asked)) / 2


def plain_score(
    vector: np.ndarray, words: Sequence[str], vectors: np.ndarray, mean: float, asked: Question
) -> float:
    """Of one text, a passage or a sentence, against a question; every word has idf 1."""
    match = plain_match(vectors, asked)
    tf = np.array([words.count(word) for word in asked.words])
    share = (tf / (tf + 1.2 * (0.25 + 0.75 * len(words) / mean))).mean()
    return float(vector @ asked.vector + 0.5 * share + 2 * match) / 3.5


def test_equals_plain_numpy_on_random_data() -> None:
    random = np.random.default_rng(7)

    def unit(*shape: int) -> np.ndarray:
        drawn = random.normal(size=shape)
        return (drawn / np.linalg.norm(drawn, axis=-1, keepdims=True)).astype(np.float32)

    # No word is in the statistics, so all have the same idf.
    statistics = Statistics(100, 6.0, 2.0, {})
    asked = Question("?", unit(8), ("a", "b", "c"), unit(3, 5))
    spoken = tuple(Sentence(f"{n}", n, n + 1) for n in range(3))
    candidates, expected = [], []
    for i in range(60):
        words = [*map(str, random.choice(list("abcdefgh"), random.integers(0, 12)))]
        owners = np.sort(random.integers(0, 3, len(words)))
        e = Embedded(unit(8), unit(3, 8), tuple(words), owners, unit(len(words), 5))
        candidates.append(Candidate(document(f"passage {i}"), 0, 12, False, e, lambda: spoken))
        parts = [
            plain_score(
                e.sentence_vectors[n],
                [w for w, owner in zip(words, owners, strict=True) if owner == n],
                e.word_vectors[owners == n],
                2.0,
                asked,
            )
            for n in range(3)
        ]
        full = plain_score(e.vector, words, e.word_vectors, 6.0, asked)
        telling = [
            plain_telling(e.sentence_vectors[n], e.word_vectors[owners == n], asked)
            for n in range(3)
        ]
        expected.append(((full + max(parts)) / 2, int(np.argmax(telling))))
    answers = rank(asked, candidates, statistics, 60)
    order = sorted(range(60), key=lambda i: -expected[i][0])
    assert [answer.document.text for answer in answers] == [f"passage {i}" for i in order]
    assert [answer.score for answer in answers] == pytest.approx(
        [expected[i][0] for i in order], abs=1e-6
    )
    assert [answer.sentence.start for answer in answers] == [expected[i][1] for i in order]


def test_equal_words_meet_a_question_equally_wherever_they_stand() -> None:
    random = np.random.default_rng(8)
    rows = random.integers(-7, 8, (500, 384)).astype(np.int8)
    vectors = random.normal(size=(5, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    full = word_cosines(rows, vectors)
    assert full == pytest.approx(
        vectors @ (rows / np.linalg.norm(rows.astype(float), axis=1)[:, None]).T, abs=5e-4
    )
    for some in (rows[::-1], rows[3:], rows[100:101]):
        found = word_cosines(np.ascontiguousarray(some), vectors)
        at = [int(np.flatnonzero((rows == row).all(axis=1))[0]) for row in some]
        assert np.array_equal(found, full[:, at])
