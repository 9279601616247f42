"""Passages and questions as ranking needs them: vectors of the whole, of sentences, of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from conftest import ARTICLE, FakeEmbedder, document, passages
from fakes import WORDS

import askdoc
from askdoc.dates import is_date
from askdoc.embed import DEFAULT_MODEL, embed_passages, embed_question
from askdoc.split import split
from askdoc.types import (
    Document,
    Passage,
    Progress,
    Question,
    Reading,
    Sentence,
    Speaker,
    Statistics,
    Vectors,
)
from askdoc.words import content_words

KERRY = Speaker("Kerry", "John Kerry", True)


class Listening(FakeEmbedder):
    """A fake embedder that remembers what it was given; its windows may be small."""

    def __init__(self, max_tokens: int = 256, *, pools_tokens: bool = True) -> None:
        self.max_tokens = max_tokens
        self.pools_tokens = pools_tokens
        self.embedded: list[str] = []
        self.read: list[str] = []

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        return super().embed_texts(texts, progress)

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        for text in texts:
            self.read.append(text)
            yield FakeEmbedder().read_question(text)


class Blind(FakeEmbedder):
    """A model that gives no vectors of tokens, as those of word vectors alone do."""

    pools_tokens = False

    def read_question(self, question: str) -> Reading:
        empty = np.empty((0, len(WORDS) + 1), np.float32)
        return Reading(self.embed_texts([question])[0], np.empty((0, 2), np.int64), empty, empty)


def cut(text: str, name: str = "a.txt", max_tokens: int = 256) -> list[Passage]:
    return split(document(text, name), FakeEmbedder().count_tokens, max_tokens)


def spoken(passage: Passage, number: int, speaker: Speaker) -> Passage:
    """The passage, one of its sentences being this speaker's."""
    sentences = list(passage.sentences)
    sentences[number] = replace(sentences[number], speaker=speaker)
    return replace(passage, sentences=tuple(sentences))


def vector(**counts: float) -> np.ndarray:
    """vector(cat=1, dog=1) -> .7071 for cat and for dog."""
    row = np.array([counts.get(word, 0.0) for word in WORDS] + [0.0])
    return row / (np.linalg.norm(row) or 1)


# --- what is kept of a passage


def test_vectors_and_words_of_a_passage() -> None:
    (embeddings,) = embed_passages(passages("The cat met the dog. A dog barked!"), FakeEmbedder())
    assert embeddings.vector == pytest.approx(vector(cat=1, dog=2), abs=1e-6)
    assert embeddings.words == ("cat", "met", "dog", "dog", "bark")
    assert embeddings.word_sentences.tolist() == [0, 0, 0, 1, 1]
    by_hand = [vector(cat=1), vector(), vector(dog=1), vector(dog=1), vector()]
    assert embeddings.word_vectors == pytest.approx(np.stack(by_hand), abs=1e-6)
    assert embeddings.word_vectors.dtype == np.float32
    # A sentence's vector is the mean of its tokens, made unit length.
    assert embeddings.sentence_vectors == pytest.approx(
        np.stack([vector(cat=1, dog=1), vector(dog=1)]), abs=1e-6
    )


def test_places_count_from_the_window_and_not_from_the_passage() -> None:
    # All three passages are read in one window.
    embeddings = embed_passages(
        passages("The cat slept.\n\nThe dog ran.\n\nA bird sang."), FakeEmbedder()
    )
    for one, name, word in zip(
        embeddings, ("cat", "dog", "bird"), ("slept", "ran", "sang"), strict=True
    ):
        assert one.words == (name, word)
        assert one.word_vectors == pytest.approx(np.stack([vector(**{name: 1}), vector()]))
        assert one.vector == pytest.approx(vector(**{name: 1}))


def test_passage_without_a_token_is_embedded_separately() -> None:
    # To the fake embedder "..." is no word, so nothing in the window is a mean of it.
    embedder = Listening()
    blank = Passage(document("The cat slept.\n\n..."), 16, 19, (Sentence("...", 16, 19),))
    (first,) = cut("The cat slept.\n\n")
    embeddings = embed_passages([replace(first, document=blank.document), blank], embedder)
    assert embedder.embedded == ["..."]
    assert embeddings[1].vector.tolist() == [0.0] * len(WORDS) + [1.0]


def test_passage_without_content_words() -> None:
    (embeddings,) = embed_passages(passages("So it is."), FakeEmbedder())
    assert embeddings.words == ()
    assert embeddings.word_sentences.shape == (0,)
    assert embeddings.word_vectors.shape == (0, len(WORDS) + 1)
    assert embeddings.sentence_vectors.shape == (1, len(WORDS) + 1)


def test_nothing_gives_nothing() -> None:
    assert embed_passages([], FakeEmbedder()) == []


# --- the speaker's name


def test_speakers_name_is_added_without_a_vector() -> None:
    (passage,) = passages("The cat slept. He said so.")
    (embeddings,) = embed_passages([spoken(passage, 1, KERRY)], FakeEmbedder())
    assert embeddings.words == ("cat", "slept", "said", "john", "kerri")
    assert embeddings.word_sentences.tolist() == [0, 0, 1, 1, 1]
    assert not embeddings.word_vectors[3:].any()


def test_speakers_name_is_added_only_where_the_sentence_lacks_it() -> None:
    (passage,) = passages("Kerry said so. John Kerry's cat slept. The cat slept.")
    for number in range(3):
        passage = spoken(passage, number, KERRY)
    (embeddings,) = embed_passages([passage], FakeEmbedder())
    assert embeddings.words == tuple(
        "kerri said john john kerri cat slept cat slept john kerri".split()
    )
    # The first sentence's own Kerry has its vector; the added ones have none.
    owned = [w for w, v in zip(embeddings.words, embeddings.word_vectors, strict=True) if v.any()]
    assert owned == ["kerri", "kerri", "cat", "cat"]


# --- windows


LONG = "\n\n".join(
    f"Cat number {i} met a dog and a bird. They slept in London until an apple fell on them."
    for i in range(40)
)


@pytest.mark.parametrize("max_tokens", [24, 40, 64, 256])
def test_window_is_never_more_than_the_model_reads(max_tokens: int) -> None:
    embedder = Listening(max_tokens)
    found = cut(LONG, max_tokens=max_tokens)
    embeddings = embed_passages(found, embedder)
    assert len(embeddings) == len(found) == 40
    assert max(map(embedder.count_tokens, embedder.read)) <= max_tokens
    for passage, one in zip(found, embeddings, strict=True):
        assert one.words == tuple(stem for stem, _, _ in content_words(passage.text))
        # Each cat, dog, bird, apple and London was read in some window.
        assert one.word_vectors.any(axis=1).sum() == 5


def test_windows_contain_the_text_before() -> None:
    embedder = Listening()
    found = cut(LONG)
    embed_passages(found, embedder)
    # A window starts with whole sentences of at most 150 characters before its first passage.
    starts = [LONG.index(text) for text in embedder.read]
    assert starts[0] == 0
    assert all(start in {s.start for p in found for s in p.sentences} for start in starts)
    ends = [start + len(text) for start, text in zip(starts, embedder.read, strict=True)]
    for start, before in zip(starts[1:], ends, strict=False):
        assert 0 < before - start <= 150


def test_context_is_of_the_same_document() -> None:
    embedder = Listening()
    # The second starts further on in its file, where the first one's text would be before it.
    embed_passages(cut("The cat slept.") + cut("\n\nThe dog ran.", "b.txt"), embedder)
    assert embedder.read == ["The cat slept.", "The dog ran."]


def test_same_text_is_read_once() -> None:
    embedder = Listening()
    text = "The cat slept.\n\nThe dog ran."
    embeddings = embed_passages(cut(text) + cut(text, "b.txt") + cut("A bird.", "c.txt"), embedder)
    assert embedder.embedded == []
    assert embedder.read == [text, "A bird."]
    assert len(embeddings) == 5
    for one, twin in ((0, 2), (1, 3)):
        assert embeddings[one].words == embeddings[twin].words
        assert np.array_equal(embeddings[one].word_vectors, embeddings[twin].word_vectors)
        assert np.array_equal(embeddings[one].vector, embeddings[twin].vector)
    assert embeddings[4].words == ("bird",)


def test_progress_reaches_the_total() -> None:
    seen: list[tuple[int, int]] = []
    embedder = Listening()
    embed_passages(cut(LONG), embedder, lambda done, total: seen.append((done, total)))
    done = [done for done, _ in seen]
    assert done == sorted(done)
    assert {total for _, total in seen} == {len(embedder.embedded) + len(embedder.read)}
    assert seen[-1][0] == seen[-1][1]


# --- models that work otherwise


def test_sentences_are_embedded_if_the_model_does_not_pool_its_tokens() -> None:
    embedder = Listening(pools_tokens=False)
    (embeddings,) = embed_passages(passages("The cat slept. Nobody minded."), embedder)
    assert embedder.embedded == [
        "The cat slept. Nobody minded.",
        "The cat slept.",
        "Nobody minded.",
    ]
    # Of its tokens the second sentence would have nothing but zeros.
    assert embeddings.sentence_vectors[1].tolist() == [0.0] * len(WORDS) + [1.0]
    assert embeddings.sentence_vectors[0] == pytest.approx(vector(cat=1))


def test_model_without_vectors_of_words() -> None:
    (embeddings,) = embed_passages(passages("The cat slept. The dog ran."), Blind())
    assert embeddings.words == ("cat", "slept", "dog", "ran")
    assert embeddings.word_vectors.shape == (4, len(WORDS) + 1)
    assert not embeddings.word_vectors.any()
    assert embeddings.sentence_vectors == pytest.approx(np.stack([vector(cat=1), vector(dog=1)]))
    question = embed_question("Where is the cat?", Blind())
    assert question.words == ("cat",)
    assert question.word_vectors.shape == (1, len(WORDS) + 1)
    assert not question.word_vectors.any()


def test_library_answers_by_such_a_model() -> None:
    library = askdoc.Library([document("The dog ran.\n\nThe cat slept.")], Blind())
    best = library.ask("Where is the cat?")[0]
    assert best.text == "The cat slept."
    # The word is the same, though nothing is known of its meaning.
    assert best.why.matched == (("cat", pytest.approx(0.8)),)


# --- the question


def test_words_of_a_question_are_each_given_once() -> None:
    question = embed_question("Which cats, a cat and the Dog's bread?", FakeEmbedder())
    assert question.words == ("cat", "dog", "bread")
    assert question.forms == ("cats", "Dog", "bread")
    assert question.word_vectors == pytest.approx(
        # "cats" is none of the words that the fake embedder knows
        np.stack([vector(), vector(dog=1), vector(bread=1)])
    )
    assert question.vector == pytest.approx(vector(cat=1, dog=1, bread=1))


def test_question_without_content_words() -> None:
    question = embed_question("Who was it?", FakeEmbedder())
    assert question.words == ()
    assert question.word_vectors.shape == (0, len(WORDS) + 1)


# --- the real model


@pytest.fixture(scope="module")
def embedder() -> askdoc.Embedder:
    return askdoc.load_embedder()


@pytest.mark.slow
def test_every_word_of_the_article_has_a_vector(embedder: askdoc.Embedder) -> None:
    article = Document(ARTICLE.name, ARTICLE.read_text("utf-8"), "")
    found = split(article, embedder.count_tokens, embedder.max_tokens)
    embeddings = embed_passages(found, embedder)
    for passage, one in zip(found, embeddings, strict=True):
        read = [not is_date(word) for word in one.words]  # a date is met by the letter
        lengths = np.linalg.norm(one.word_vectors, axis=1)
        assert lengths == pytest.approx(np.array(read, float), abs=2e-3)
        assert np.linalg.norm(one.sentence_vectors, axis=1) == pytest.approx(
            np.ones(len(passage.sentences)), abs=1e-5
        )
        assert np.linalg.norm(one.vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.slow
def test_vector_of_a_word_differs_with_what_is_around_it(embedder: askdoc.Embedder) -> None:
    texts = ["He sat on the bank of the river and fished.", "She took her money to the bank.",
             "They lent money from the bank at a high rate."]  # fmt: skip
    embeddings = embed_passages(
        [cut(text, f"{i}.txt")[0] for i, text in enumerate(texts)], embedder
    )
    river, money, rate = (
        one.word_vectors[one.words.index("bank")].astype(float) for one in embeddings
    )
    assert river @ money < money @ rate < 0.999


@pytest.mark.slow
def test_sentence_is_read_as_the_model_pools_it(embedder: askdoc.Embedder) -> None:
    # A passage of one sentence, read alone: its sentence is the passage.
    (embeddings,) = embed_passages(cut("Kerry left for Berlin on Sunday."), embedder)
    assert embeddings.sentence_vectors[0] @ embeddings.vector > 0.98


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    ["What did Kerry say about Assad?", "Wer fährt am Sonntag nach Łódź?", "a  b\tç 外務 😀 -x"],
)
def test_tokens_of_a_question_spell_its_words(embedder: askdoc.Embedder, question: str) -> None:
    reading = embedder.read_question(question)
    assert len(reading.spans) == len(reading.tokens) > 0
    spelt = "".join(question[start:end] for start, end in reading.spans)
    assert spelt == "".join(question.split())


@pytest.mark.slow
def test_text_longer_than_the_model_reads_has_vectors_as_far_as_it_reads(
    embedder: askdoc.Embedder,
) -> None:
    question = embed_question("cat " * 300 + "Berlin", embedder)
    assert question.words == ("cat", "berlin")
    assert question.word_vectors.any(axis=1).tolist() == [True, False]


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("Did Łukasz meet Kerry in Hawaiʻi?", []),
        ("Где мост Kerry?", ["мост"]),
        ("Kerry 在哪里?", ["在哪", "哪里"]),
        ("أين Kerry؟", ["أين"]),
        ("α or β?", ["α", "β"]),
    ],
)
def test_words_that_the_model_cannot_read_match_by_their_letters(
    question: str, unread: list[str]
) -> None:
    class Alike(FakeEmbedder):
        """A model to which each character is a token, and all are the same."""

        def read_question(self, question: str) -> Reading:
            spans = np.array([(i, i + 1) for i in range(len(question))], np.int64)
            same = np.ones((len(spans), 3), np.float32)
            return Reading(same[0] / 3**0.5, spans, same, same)

    class Latin(Alike):
        name = DEFAULT_MODEL

    blank = embed_question(question, Latin())
    rows = zip(blank.forms, blank.word_vectors.any(axis=1), strict=True)
    assert [word for word, read in rows if not read] == unread
    assert embed_question(question, Alike()).word_vectors.any(axis=1).all()


def test_what_joins_two_words_counts_only_where_it_is_found() -> None:
    question = embed_question("橋を建てた", FakeEmbedder())
    assert question.words == ("橋を", "を建", "建て", "てた")
    question = replace(question, joining=frozenset({"橋を", "を建"}))

    def understood(question: Question, *held: str) -> tuple[str, ...]:
        return question.understood(Statistics(5, 9.0, 3.0, dict.fromkeys(held, 1))).words

    assert understood(question, "建て") == ("建て", "てた")
    assert understood(question, "橋を") == ("橋を", "建て", "てた")
    assert understood(question) == ("建て", "てた")
    only = replace(question, joining=frozenset(question.words))
    assert understood(only) == question.words  # nothing else is asked
