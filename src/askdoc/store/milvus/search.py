"""Candidates from Milvus: its indexes find them, and askdoc scores them again.

The first round trip returns the passages nearest by vector and best by BM25, the second one the
stored fields of the best. Milvus' full-text search counts words per segment or shard, including
deleted ones: with several segments of Milvus Lite, a quarter of the questions had other candidates
than in a folder. So BM25 is an inner product here: a passage has a sparse vector of word weights,
and the question a vector with the idf of its words, counted exactly. That costs another round trip
for words that were not counted since the last change. More passages are fetched than needed, and
the best are chosen by exact scores and in the order of a folder, so the result is the same. If a
passage that was not fetched could be as good as the last chosen one, more are fetched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import length_norm
from askdoc.store.best import Postings, best, bm25, cosines, statistics_of, weights_of
from askdoc.store.milvus import rows
from askdoc.store.milvus.engine import among
from askdoc.store.milvus.index import MilvusIndex
from askdoc.store.milvus.view import Moment, View
from askdoc.store.stored import candidates, mark
from askdoc.store.vectors import DIGITS
from askdoc.types import Candidate, Question, Statistics

# How many more candidates of each kind are fetched than needed.
SPARE = 30
# The limit of Milvus for one search; half by vector, half by words.
MAX = 16_384 // 2
# How often a search is repeated because of concurrent writes.
_TRIES = 5
# Concurrent threads, and passages fetched in one call.
_THREADS, _FETCHED = 16, 500

# The search width of an HNSW index for each result.
_DEPTH = 4

# The relative error of a sum of single-precision numbers.
_ROUNDING = 1e-5

_FOUND = ("document", "edition", "start", "words", "vector")


class Searcher:
    """Searches an index. Thread-safe."""

    def __init__(self, index: MilvusIndex, view: View) -> None:
        self._index = index
        self._engine = index.engine
        self._view = view
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="askdoc-milvus")
        # The document frequencies of words since the last change.
        self._frequencies: tuple[str, dict[str, int]] = ("", {})

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None,
        holding: Collection[Collection[str]],
    ) -> tuple[list[Candidate], Statistics]:
        """See `Store.search`; `limit` is at most MAX less SPARE."""
        dim = self._index.dim
        if dim is None:
            return [], Statistics(0, 0.0, 0.0, dict.fromkeys(question.words, 0))
        if question.vector.shape != (dim,):
            raise ValueError(f"a vector of {dim} is needed, not {question.vector.shape}")
        words = list(question.words)
        condition = None if names is not None and not names else _condition(names, holding)
        change = self._frequencies[0] or self._view.change()
        for _ in range(_TRIES):
            moment, statistics = self._statistics(words, change)
            chosen = self._chosen(question, limit, condition, moment, change, statistics)
            changing = self._pool.submit(self._view.change)
            found = self._candidates(chosen)
            now = changing.result()
            if now == change and len(found) == len(chosen):
                known_to, known = self._frequencies
                before = known if known_to == change else {}
                self._frequencies = change, {**before, **statistics.frequencies}
                break
            change = now
        return found, statistics

    def _statistics(self, words: Sequence[str], change: str) -> tuple[Moment, Statistics]:
        """The current documents, and the document frequencies of these words."""
        known_to, known = self._frequencies
        held = known if known_to == change else {}
        counting = {w: self._pool.submit(self._count, w) for w in words if w not in held}
        moment = self._view.at(change)
        passages = moment.counts.passages
        counted = {w: counting[w].result() if w in counting else held[w] for w in words}
        # During writes, counts include passages that are not visible yet.
        frequencies = {word: min(count, passages) for word, count in counted.items()}
        return moment, statistics_of(moment.counts, moment.words, frequencies)

    def _chosen(
        self,
        question: Question,
        limit: int,
        condition: str | None,
        moment: Moment,
        change: str,
        statistics: Statistics,
    ) -> list[tuple[rows.Row, rows.Known]]:
        """The `limit` nearest and the `limit` best by BM25 that meet the condition."""
        if condition is None:
            return []
        fetched = limit + SPARE
        while True:
            hits = self._hits(question, fetched, condition, statistics)
            there = self._visible(hits, moment, change)
            # Passages that are being written are invisible, but crowd out visible ones.
            surely = fetched - (len(hits) - len(there))
            weighed = self._index.mean_length
            chosen, sure = _chosen(question, there, statistics, weighed, limit, surely)
            if sure or len(hits) < fetched or fetched >= MAX:
                return chosen
            fetched = min(MAX, 4 * fetched)

    def _count(self, word: str) -> int:
        return self._engine.count(self._index.passages, _holds([word]))

    def _hits(
        self, question: Question, limit: int, condition: str, statistics: Statistics
    ) -> list[rows.Row]:
        """The passages that Milvus returns, `limit` by vector and `limit` by words."""
        from pymilvus import AnnSearchRequest, RRFRanker

        most = min(limit, MAX)
        near: dict[str, Any] = {"metric_type": "IP"}
        if self._index.address.index.get("index_type") == "HNSW":
            near["params"] = {"ef": _DEPTH * most}
        asked = [AnnSearchRequest([question.vector], "vector", near, most, expr=condition)]
        if question.words:
            idf = {rows.slot(word): statistics.idf(word) for word in question.words}
            sparse = {"metric_type": "IP"}
            asked.append(AnnSearchRequest([idf], self._index.weights, sparse, most, expr=condition))
        (found,) = self._engine(
            "hybrid_search",
            self._index.passages,
            asked,
            RRFRanker(),
            limit=len(asked) * most,
            output_fields=list(_FOUND),
        )
        return [{"id": hit["id"], **hit["entity"]} for hit in found]

    def _visible(
        self, hits: Sequence[rows.Row], moment: Moment, change: str
    ) -> list[tuple[rows.Row, rows.Known]]:
        """The passages of visible editions of documents."""
        known = moment.known
        if moment.change != change:
            owners = sorted({str(hit["document"]) for hit in hits})
            found = self._engine.query(self._index.documents, among("id", owners), rows.DOCUMENT)
            known = rows.known(found)
        owned = [(hit, known.get(hit["document"])) for hit in hits]
        return [(hit, one) for hit, one in owned if one and one.edition == hit["edition"]]

    def _candidates(self, chosen: Sequence[tuple[rows.Row, rows.Known]]) -> list[Candidate]:
        """The stored passages, without those deleted since the search."""
        editions = {one.edition for _, one in chosen}
        reading = self._pool.submit(self._view.texts, editions)
        ids = [str(hit["id"]) for hit, _ in chosen]
        fetching = [
            self._pool.submit(
                self._engine.query,
                self._index.passages,
                among("id", ids[at : at + _FETCHED]),
                ("id", "kept"),
            )
            for at in range(0, len(ids), _FETCHED)
        ]
        kept = {row["id"]: rows.unpacked(row) for some in fetching for row in some.result()}
        texts = reading.result()
        whole = [
            (texts[one.edition], *kept[hit["id"]], hit)
            for hit, one in chosen
            if hit["id"] in kept and one.edition in texts
        ]
        whole.sort(key=lambda found: (found[0].name, found[1][0]))
        passages = [(document, row, partial(tuple, said)) for document, row, said, _ in whole]
        return candidates(passages, rows.vectors([hit for *_, hit in whole]))


def _condition(names: Collection[str] | None, holding: Collection[Collection[str]]) -> str:
    within = [] if names is None else [among("document", sorted(map(rows.key, names)))]
    return " and ".join([*within, *map(_holds, holding)])


def _holds(some: Collection[str]) -> str:
    """The condition that passages contain one of these words."""
    return f"TEXT_MATCH(words, '{' '.join(sorted(map(rows.token, some)))}')"


def _chosen(
    question: Question,
    there: Sequence[tuple[rows.Row, rows.Known]],
    statistics: Statistics,
    weighed: float,
    limit: int,
    surely: int,
) -> tuple[list[tuple[rows.Row, rows.Known]], bool]:
    """The `limit` nearest and the `limit` best by BM25, as a folder would choose them.

    weighed: the mean length that the word weights in Milvus depend on
    surely: the number of best passages of each kind, in Milvus' order, that were fetched
    Also returns whether the result is certain: no passage that was not fetched can be as good.
    """
    if not there:
        return [], False
    marks = np.array([mark(one.name, hit["start"]) for hit, one in there], np.uint32)
    exact = cosines(rows.vectors([hit for hit, _ in there]), question.vector)
    products = exact.round(DIGITS)
    words = [Counter(hit["words"].split()) for hit, _ in there]
    lengths = np.array([held.total() for held in words], np.float64)
    asked = sorted(set(question.words))
    found = [[held[rows.token(word)] for held in words] for word in asked]
    counts = np.array(found, np.float32).reshape(len(asked), len(there))
    holds = np.nonzero(counts)
    sizes = np.bincount(holds[0], minlength=len(asked)).tolist()
    postings = Postings(asked, sizes, holds[1], counts[holds])
    weights = weights_of(question.words, statistics)

    def share(mean_length: float) -> NDArray[np.float32]:
        halves = length_norm(lengths, mean_length).astype(np.float32)
        return bm25(halves, postings, weights)

    mean = statistics.passage_length or 1.0
    shares = share(mean)
    by_words = np.flatnonzero(shares)
    kinds = (
        (0, np.arange(len(there)), products, marks),
        (0, by_words, shares[by_words], marks[by_words]),
    )
    both = np.array([row for _, row in best([kinds[0]], limit) | best([kinds[1]], limit)])
    chosen = best([(0, both, exact[both] + shares[both], marks[both])], limit)
    # By this factor, the word score of a passage that was not fetched may exceed that in Milvus.
    more = max(1.0, mean / weighed) + _ROUNDING
    sure = _sure(products, products, limit, surely) and _sure(
        shares[by_words], more * share(weighed)[by_words], limit, surely
    )
    return [there[row] for _, row in sorted(chosen)], sure


def _sure(scores: NDArray[np.float32], seen: NDArray[np.float32], limit: int, surely: int) -> bool:
    """Whether the last of the `limit` best beats any passage that was not fetched.

    seen: upper bounds for passages with a lower score in Milvus, in the order of the scores
    """
    if len(scores) < surely:  # there are no other passages
        return True
    return surely > limit and bool(np.sort(seen)[-surely] < np.sort(scores)[-limit])
