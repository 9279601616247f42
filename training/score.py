"""The ranking score of askdoc in torch, computed for a batch and differentiable.

Unlike `askdoc.rank`, it ignores headings, which count half there, and names of speakers that are
not in the sentence, which have no vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from examples import Batch, Example
from torch import Tensor

from askdoc.features import BM25_WEIGHT, COSINE_WEIGHT, MATCH_WEIGHT


@dataclass
class Scores:
    """(questions, texts) each; the score of a passage includes its best sentence, as in askdoc."""

    passages: Tensor
    sentences: Tensor


class Encoder(torch.nn.Module):
    """The default model and the projection of words. bert: a `BertModel` without a pooler"""

    def __init__(self, bert: Any, word_dim: int) -> None:
        super().__init__()
        self.bert = bert
        self.words = torch.nn.Linear(bert.config.hidden_size, word_dim, bias=False)

    def read(self, texts: list[list[int]], groups: int) -> Tensor:
        """Token ids of n texts -> (n, longest, dim); texts of similar length are batched."""
        device = self.words.weight.device
        longest = max(map(len, texts))
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        size = -(-len(texts) // groups)
        parts = []
        for at in range(0, len(order), size):
            group = [texts[i] for i in order[at : at + size]]
            width = max(map(len, group))
            ids = torch.tensor([text + [0] * (width - len(text)) for text in group])
            mask = torch.tensor([[1] * len(t) + [0] * (width - len(t)) for t in group])
            found = self.bert(input_ids=ids.to(device), attention_mask=mask.to(device))
            parts.append(F.pad(found.last_hidden_state, (0, 0, 0, longest - width)))
        back = torch.tensor(order, device=device).argsort()
        return torch.cat(parts)[back]

    def forward(self, batch: Batch, questions: list[Example]) -> Scores:
        device = self.words.weight.device
        tokens = _Sums(self.read(batch.windows, 2))
        asked = _Sums(self.read([question.ids for question in questions], 3))
        whole = [(i, 0, len(question.ids)) for i, question in enumerate(questions)]
        vectors = F.normalize(asked.means(torch.tensor(whole)), dim=-1)
        passages, sentences = (
            F.normalize(tokens.means(torch.from_numpy(places)), dim=-1)
            for places in (batch.passages, batch.sentences)
        )
        words = self._project(tokens.means(torch.from_numpy(batch.words)))
        places = [(i, a, b) for i, question in enumerate(questions) for a, b in question.words]
        wanted = asked.means(torch.tensor(places, dtype=torch.int64).reshape(-1, 3))
        owners = torch.tensor([i for i, _, _ in places], dtype=torch.int64, device=device)
        idf = torch.cat([torch.from_numpy(question.idf) for question in questions]).to(device)
        similarity = (self._project(wanted) @ words.T).clamp(0, 1)
        in_sentence = torch.from_numpy(batch.word_sentences).to(device)
        in_passage = torch.from_numpy(batch.sentence_passages).to(device)
        best = _best(similarity, in_sentence, len(sentences))
        n = len(questions)
        of_sentences = _score(
            vectors @ sentences.T,
            _stacked([question.sentence_bm25 for question in questions], device),
            _weighted(best, idf, owners, n),
        )
        of_passages = _score(
            vectors @ passages.T,
            _stacked([question.passage_bm25 for question in questions], device),
            _weighted(_best(best, in_passage, len(passages)), idf, owners, n),
        )
        strongest = _best(of_sentences, in_passage, len(passages), least=-1.0)
        return Scores((of_passages + strongest) / 2, of_sentences)

    def _project(self, rows: Tensor) -> Tensor:
        return F.normalize(self.words(rows), dim=-1)


class _Sums:
    """Means of neighbouring tokens."""

    def __init__(self, tokens: Tensor) -> None:
        self._width = tokens.shape[1] + 1
        sums = F.pad(tokens.float().cumsum(1), (0, 0, 1, 0))
        self._sums = sums.reshape(-1, tokens.shape[2])

    def means(self, places: Tensor) -> Tensor:
        """(n, 3): text, first token, last + 1 -> (n, dim); zeros where there is no token."""
        text, low, high = places.to(self._sums.device).T
        rows = self._sums[text * self._width + high] - self._sums[text * self._width + low]
        found: Tensor = rows / (high - low).clamp(min=1)[:, None]
        return found


def _best(values: Tensor, owners: Tensor, n: int, least: float = 0.0) -> Tensor:
    """(m, k), the owner of each of k -> (m, n): the highest value of each owner"""
    found = values.new_full((len(values), n), least)
    return found.scatter_reduce(1, owners.expand(len(values), -1), values, "amax")


def _weighted(best: Tensor, idf: Tensor, owners: Tensor, n: int) -> Tensor:
    """(words of all questions, k) -> (n questions, k): the mean, weighted by idf"""
    sums = best.new_zeros((n, best.shape[1])).index_add(0, owners, best * idf[:, None])
    weights = idf.new_zeros(n).index_add(0, owners, idf)
    return sums / weights.clamp(min=1e-6)[:, None]


def _score(cosine: Tensor, bm25: Tensor, match: Tensor) -> Tensor:
    total = COSINE_WEIGHT * cosine + BM25_WEIGHT * bm25 + MATCH_WEIGHT * match
    return total / (COSINE_WEIGHT + BM25_WEIGHT + MATCH_WEIGHT)


def _stacked(rows: list[Any], device: Any) -> Tensor:
    return torch.stack([torch.from_numpy(row) for row in rows]).to(device)
