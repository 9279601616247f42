"""Candidates from Milvus: its indexes find, and what they find is scored here once more.

One round trip brings the passages nearest by vector and best by BM25, in Milvus' own full-text
index, and beside them how many passages hold each word; a second one what is kept of the best.
Milvus counts words by segment or by shard, deleted ones too, and orders equal scores in its own
way. So more are fetched than wanted, and the best of them chosen by exact statistics and in the
order of a folder: the same come out. Where so many are equal that some may be missing, more are
fetched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import half_count
from askdoc.store.best import best, bm25
from askdoc.store.milvus import rows
from askdoc.store.milvus.engine import among
from askdoc.store.milvus.index import MilvusIndex
from askdoc.store.milvus.seen import Moment, Seen
from askdoc.store.stored import candidates, mark
from askdoc.store.vectors import DIGITS
from askdoc.types import Candidate, Question, Statistics

# So many more are fetched of each kind than are wanted.
SPARE = 30
# Milvus gives no more at once; half of it by vector, half by words.
MOST = 16_384 // 2
# A search is made again if somebody wrote meanwhile, so often at most.
_TRIES = 5
# So many threads ask at once; what is kept of so many passages is fetched at once.
_THREADS, _FETCHED = 16, 500

# How far an HNSW index looks, for each one wanted.
_DEPTH = 4

_FOUND = ("document", "edition", "start", "words", "vector")


class Searcher:
    """Searches an index; any number of threads may."""

    def __init__(self, index: MilvusIndex, seen: Seen) -> None:
        self._index = index
        self._engine = index.engine
        self._seen = seen
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="askdoc-milvus")
        # After a change: how many passages hold a word.
        self._frequencies: tuple[str, dict[str, int]] = ("", {})

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None,
        holding: Collection[str],
    ) -> tuple[list[Candidate], Statistics]:
        """See `Store.search`; `limit` is at most MOST less SPARE."""
        dim = self._index.dim
        if dim is None:
            return [], Statistics(0, 0.0, 0.0, dict.fromkeys([*question.words, *holding], 0))
        if question.vector.shape != (dim,):
            raise ValueError(f"a vector of {dim} is needed, not {question.vector.shape}")
        for _ in range(_TRIES):
            before = self._pool.submit(self._seen.change)
            found, statistics = self._search(question, limit, names, holding, before)
            if self._seen.change() == before.result():
                break
        return found, statistics

    def _search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None,
        holding: Collection[str],
        changing: Future[str],
    ) -> tuple[list[Candidate], Statistics]:
        words = list(dict.fromkeys([*question.words, *holding]))
        known_to, known = self._frequencies
        counting = {w: self._pool.submit(self._count, w) for w in words if w not in known}
        condition = _condition(names, holding)
        fetched = limit + SPARE
        hits = [] if names is not None and not names else self._hits(question, fetched, condition)
        change = changing.result()
        if change != known_to:
            known = {}
            counting |= {w: self._pool.submit(self._count, w) for w in words if w not in counting}
        moment = self._seen.at(change)
        counted = {w: counting[w].result() if w in counting else known[w] for w in words}
        self._frequencies = change, {**known, **counted}
        statistics = Statistics(
            passages=moment.counts.passages,
            passage_length=moment.words / max(1, moment.counts.passages),
            sentence_length=moment.words / max(1, moment.counts.sentences),
            frequencies=counted,
        )
        while True:
            there = self._visible(hits, moment, change)
            # What is being written is not seen yet, but takes the place of what is.
            surely = fetched - (len(hits) - len(there))
            chosen, sure = _chosen(question, there, statistics, limit, surely)
            if sure or len(hits) < fetched or fetched >= MOST:
                return self._candidates(chosen), statistics
            fetched = min(MOST, 4 * fetched)
            hits = self._hits(question, fetched, condition)

    def _count(self, word: str) -> int:
        return self._engine.count(self._index.passages, _holds(word))

    def _hits(self, question: Question, limit: int, condition: str) -> list[rows.Row]:
        """The passages that Milvus finds, `limit` by vector and `limit` by words."""
        from pymilvus import AnnSearchRequest, RRFRanker

        most = min(limit, MOST)
        near: dict[str, Any] = {"metric_type": "IP"}
        if self._index.address.index.get("index_type") == "HNSW":
            near["params"] = {"ef": _DEPTH * most}
        asked = [AnnSearchRequest([question.vector], "vector", near, most, expr=condition)]
        if question.words:
            text = " ".join(rows.token(word) for word in question.words)
            full = {"metric_type": "BM25"}
            asked.append(AnnSearchRequest([text], "bm25", full, most, expr=condition))
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
        """The passages whose documents are seen, and not in another edition."""
        known = moment.known
        if moment.change != change:
            owners = sorted({str(hit["document"]) for hit in hits})
            found = self._engine.query(self._index.documents, among("id", owners), rows.DOCUMENT)
            known = rows.known(found)
        owned = [(hit, known.get(hit["document"])) for hit in hits]
        return [(hit, one) for hit, one in owned if one and one.edition == hit["edition"]]

    def _candidates(self, chosen: Sequence[tuple[rows.Row, rows.Known]]) -> list[Candidate]:
        """The passages with all that is kept of them, but for those that are gone meanwhile."""
        editions = {one.edition for _, one in chosen}
        reading = self._pool.submit(self._seen.texts, editions)
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
        kept = {row["id"]: rows.kept(row) for some in fetching for row in some.result()}
        texts = reading.result()
        whole = [
            (texts[one.edition], *kept[hit["id"]], hit)
            for hit, one in chosen
            if hit["id"] in kept and one.edition in texts
        ]
        whole.sort(key=lambda found: (found[0].name, found[1][0]))
        documents, passages, sentences, hits = zip(*whole, strict=True) if whole else ((),) * 4
        return candidates(documents, passages, sentences, rows.vectors(hits))


def _condition(names: Collection[str] | None, holding: Collection[str]) -> str:
    within = [] if names is None else [among("document", sorted(map(rows.key, names)))]
    return " and ".join([*within, *map(_holds, holding)])


def _holds(word: str) -> str:
    return f"TEXT_MATCH(words, '{rows.token(word)}')"


def _chosen(
    question: Question,
    there: Sequence[tuple[rows.Row, rows.Known]],
    statistics: Statistics,
    limit: int,
    surely: int,
) -> tuple[list[tuple[rows.Row, rows.Known]], bool]:
    """The `limit` nearest and the `limit` best by BM25, as a folder would choose them.

    surely: so many of the best of each kind are there
    And whether these are all: not if what was not fetched may be as good as the last of them.
    """
    if not there:
        return [], False
    marks = np.array([mark(one.name, hit["start"]) for hit, one in there], np.uint32)
    products = (rows.vectors([hit for hit, _ in there]) @ question.vector).round(DIGITS)
    words = [Counter(hit["words"].split()) for hit, _ in there]
    lengths = np.array([held.total() for held in words], np.float64)
    halves = half_count(lengths, statistics.passage_length or 1.0).astype(np.float32)
    counts = {w: np.array([held[rows.token(w)] for held in words], "f4") for w in question.words}
    held = {w: (np.flatnonzero(found), found[found > 0]) for w, found in counts.items()}
    scores = bm25(halves, held, question.words, statistics)
    by_words = np.flatnonzero(scores)
    kinds = (
        (0, np.arange(len(there)), products, marks),
        (0, by_words, scores[by_words], marks[by_words]),
    )
    found = best([kinds[0]], limit) | best([kinds[1]], limit)
    sure = all(_sure(kind[2], limit, surely) for kind in kinds)
    return [there[row] for _, row in sorted(found)], sure


def _sure(scores: NDArray[np.float32], limit: int, surely: int) -> bool:
    """Is the last of the `limit` best better than the last that was surely fetched?"""
    if len(scores) < surely:  # there are no more
        return True
    first = -np.sort(-scores)
    return surely > limit and bool(first[surely - 1] < first[limit - 1])
