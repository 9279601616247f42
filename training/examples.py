"""Turn question sets into training batches: neighbouring windows of a document and their questions.

A batch contains what askdoc would rank: the passages of some windows, each of which fits into the
model, their sentences and content words as spans of tokens, and all questions that these passages
answer. Every other passage of the batch is a negative, hard negatives included.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from askdoc.bm25 import bm25_shares
from askdoc.embed.reading import Window, windows_of, words_of
from askdoc.speakers import with_speakers
from askdoc.split import split
from askdoc.types import Document, Passage, Statistics
from askdoc.words import content_words

MAX_TOKENS = 256
# Short articles are joined into documents of this many characters, as long as an encyclopedia page.
DOCUMENT_CHARS = 12_000
# The windows of a batch: a few thousand tokens, 30 to 50 passages.
WINDOWS = 12
# The maximum number of questions of a batch.
QUESTIONS = 64
# Files whose articles contain several texts about the same thing, such as reviews of one product. A
# question about one text may be answered by the others, so these are not used as negatives.
SEVERAL_ON_ONE_THING = ("amazon",)
# Every tenth document is held out, for model selection.
HELD_OUT = 10

Places = NDArray[np.int64]


@dataclass
class Example:
    """A question with its labels in a batch.

    ids: its tokens; words: (n, 2), the tokens of each content word, half open; idf: (n,)
    passage_bm25, sentence_bm25: its BM25 shares for the texts of the batch
    passages, sentences: which of them answer; others: passages that may also answer
    """

    text: str
    ids: list[int]
    words: Places
    idf: NDArray[np.float32]
    passage_bm25: NDArray[np.float32]
    sentence_bm25: NDArray[np.float32]
    passages: NDArray[np.bool_]
    sentences: NDArray[np.bool_]
    others: NDArray[np.bool_]

    @property
    def shares_no_word(self) -> bool:
        """Whether it shares no content word with the sentences that answer it."""
        return not self.sentence_bm25[self.sentences].any()


@dataclass
class Batch:
    """A part of a document. Places are (n, 3): a window, and its first and last token + 1.

    windows: the tokens of each
    sentence_passages, word_sentences: the passage of each sentence, the sentence of each word
    """

    source: str
    held_out: bool
    windows: list[list[int]]
    passages: Places
    sentences: Places
    sentence_passages: Places
    words: Places
    word_sentences: Places
    questions: list[Example] = field(default_factory=list)


def batches(folder: Path, tokenizer: Tokenizer) -> Iterator[Batch]:
    """All batches of the documents of a folder, in a fixed order."""
    for source, held_out, articles in documents(folder):
        yield from _document_batches(source, articles, held_out, tokenizer)


def documents(folder: Path) -> Iterator[tuple[str, bool, list[dict[str, Any]]]]:
    """The documents in the SQuAD files of a folder: (stem of the file, held out, articles).

    Exits with a message if there are no files.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise SystemExit(f"{folder}: found no .json file; give a folder of files in SQuAD format")
    for path in paths:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        for number, group in enumerate(_joined(articles)):
            yield path.stem, number % HELD_OUT == HELD_OUT - 1, group


def _joined(articles: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    for article in articles:
        group.append(article)
        size += sum(len(paragraph["context"]) for paragraph in article["paragraphs"])
        if size >= DOCUMENT_CHARS:
            yield group
            group, size = [], 0
    if group:
        yield group


@dataclass(frozen=True)
class TextQuestion:
    """A question about a text, with the offsets of its answers, its article and its paragraph."""

    text: str
    answers: frozenset[tuple[int, int]]
    article: tuple[int, int]
    paragraph: tuple[int, int]


def read(articles: Sequence[dict[str, Any]]) -> tuple[str, list[TextQuestion]]:
    """Join the paragraphs of articles -> their text and questions."""
    text, found = "", []
    for article in articles:
        first = len(text)
        length = sum(len(p["context"]) + 2 for p in article["paragraphs"])
        for paragraph in article["paragraphs"]:
            start = len(text)
            text += paragraph["context"] + "\n\n"
            for qa in paragraph["qas"]:
                answers = frozenset(
                    (start + a["answer_start"], start + a["answer_start"] + len(a["text"]))
                    for a in qa["answers"]
                )
                if answers and any(map(str.isalnum, qa["question"])):
                    whole = first, first + length
                    place = start, len(text)
                    found.append(TextQuestion(qa["question"].strip(), answers, whole, place))
    return text, found


def _document_batches(
    source: str, articles: Sequence[dict[str, Any]], held_out: bool, tokenizer: Tokenizer
) -> Iterator[Batch]:
    text, questions = read(articles)

    def count(part: str) -> int:
        return len(tokenizer.encode(part).ids)

    document = Document("", text, "")
    passages = with_speakers(split(document, count, MAX_TOKENS))
    windows = list(windows_of(passages, count, MAX_TOKENS))
    statistics = statistics_of(passages)
    for first in range(0, len(windows), WINDOWS):
        part = windows[first : first + WINDOWS]
        batch = _batch(source, held_out, passages, part, tokenizer)
        inside = passages[part[0].first : part[-1].end]
        for question in questions:
            example = _example(source, question, inside, statistics, tokenizer)
            if example.passages.any() and example.sentences.any():
                batch.questions.append(example)
        random.Random(first).shuffle(batch.questions)
        del batch.questions[QUESTIONS:]
        if batch.questions:
            yield batch


def statistics_of(passages: Sequence[Passage]) -> Statistics:
    """The statistics of these passages that BM25 needs."""
    texts = [Counter(_words_of(passage)[0]) for passage in passages]
    sentences = sum(len(passage.sentences) for passage in passages)
    words = sum(map(Counter.total, texts))
    frequencies = Counter(word for counts in texts for word in counts)
    return Statistics(len(passages), words / len(passages), words / sentences, frequencies)


def _batch(
    source: str,
    held_out: bool,
    passages: Sequence[Passage],
    windows: Sequence[Window],
    tokenizer: Tokenizer,
) -> Batch:
    ids: list[list[int]] = []
    texts: list[tuple[int, int, int]] = []
    parts: list[tuple[int, int, int]] = []
    words: list[tuple[int, int, int]] = []
    owners: list[int] = []
    word_owners: list[int] = []
    for number, window in enumerate(windows):
        encoded = tokenizer.encode(window.text)
        ids.append(encoded.ids[: MAX_TOKENS - 1] + encoded.ids[-1:])
        spans = np.array(encoded.offsets[:-1][: MAX_TOKENS - 1])  # no [SEP]
        spans[0] = -1  # [CLS]
        rest = iter(window.places)
        for passage in passages[window.first : window.end]:
            sentence = len(parts)
            places = list(islice(rest, len(passage.sentences)))
            texts.append((number, *_tokens(spans, places[0][0], places[-1][1])))
            parts += [(number, *_tokens(spans, *place)) for place in places]
            owners += [len(texts) - 1] * len(passage.sentences)
            _, in_sentence, found = words_of(passage, places)
            words += [(number, *_tokens(spans, *place)) for place in found]
            word_owners += [sentence + owner for owner in in_sentence]
    read = np.array(words, np.int64).reshape(-1, 3)
    there = read[:, 2] > read[:, 1]  # without names of speakers that are not in the sentence
    return Batch(
        source,
        held_out,
        ids,
        np.array(texts, np.int64),
        np.array(parts, np.int64),
        np.array(owners, np.int64),
        read[there],
        np.array(word_owners, np.int64)[there],
    )


def _tokens(spans: Places, start: int, end: int) -> tuple[int, int]:
    """The tokens inside the characters start:end, half open."""
    low = int(np.searchsorted(spans[:, 0], start))
    return low, max(low, int(np.searchsorted(spans[:, 1], end, side="right")))


def _example(
    source: str,
    question: TextQuestion,
    passages: Sequence[Passage],
    statistics: Statistics,
    tokenizer: Tokenizer,
) -> Example:
    encoded = tokenizer.encode(question.text)
    spans = np.array(encoded.offsets[:-1])
    spans[0] = -1
    places: dict[str, tuple[int, int]] = {}
    for stem, start, end in content_words(question.text):
        places.setdefault(stem, _tokens(spans, start, end))
    idf = np.array([statistics.idf(word) for word in places])
    shares = _shares(list(places), idf, passages, statistics)
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    whole = [holds(p.start, p.end, question.answers) for p in passages]
    parts = [touches(s.start, s.end, question.answers) for s in sentences]
    (first, end), (start, stop) = question.article, question.paragraph
    others = [
        source in SEVERAL_ON_ONE_THING and first <= p.start < end and not start <= p.start < stop
        for p in passages
    ]
    return Example(
        question.text,
        encoded.ids[:MAX_TOKENS],
        np.array(list(places.values()), np.int64).reshape(-1, 2),
        idf.astype(np.float32),
        *shares,
        np.array(whole, bool),
        np.array(parts, bool),
        np.array(others, bool),
    )


def _shares(
    words: list[str], idf: NDArray[np.float64], passages: Sequence[Passage], statistics: Statistics
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The BM25 shares of passages and of their sentences."""
    numbers = {word: i for i, word in enumerate(words)}
    matches, of_passage, of_sentence, sentence = [], [], [], 0
    for number, passage in enumerate(passages):
        stems, owners, _ = _words_of(passage)
        matches += [numbers.get(stem, -1) for stem in stems]
        of_passage += [number] * len(stems)
        of_sentence += [sentence + owner for owner in owners]
        sentence += len(passage.sentences)
    words_of_question = np.array(matches, np.int64)
    whole = bm25_shares(
        words_of_question,
        np.array(of_passage, np.int64),
        len(passages),
        idf,
        statistics.passage_length,
    )
    parts = bm25_shares(
        words_of_question,
        np.array(of_sentence, np.int64),
        sentence,
        idf,
        statistics.sentence_length,
    )
    return whole.astype(np.float32), parts.astype(np.float32)


_cache: dict[int, tuple[Passage, Any]] = {}


def _words_of(passage: Passage) -> Any:
    """`words_of`, cached, because each question of a batch needs it."""
    found = _cache.get(id(passage))
    if found is None or found[0] is not passage:
        if len(_cache) > 4096:
            _cache.clear()
        places = [(0, 0)] * len(passage.sentences)  # not needed
        found = _cache[id(passage)] = passage, words_of(passage, places)
    return found[1]


def holds(start: int, end: int, answers: frozenset[tuple[int, int]]) -> bool:
    return any(start <= a and b <= end for a, b in answers)


def touches(start: int, end: int, answers: frozenset[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in answers)
