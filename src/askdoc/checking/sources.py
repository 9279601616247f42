"""Find the words of a quotation in the sources with posting lists, or the most similar place."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from askdoc.quoting import Token, is_word, token_texts, tokens
from askdoc.types import Document
from askdoc.words import stems

# The most words that an ellipsis may leave out: about a page.
LEFT_OUT = 500
# The most words that brackets may replace: a name with titles, or a short clause.
REPLACED = 12
# A changed quotation is searched in the 100 documents that share its rarest words, then in the 8 of
# them that share most of its word pairs. Its ends are moved by at most 12 words to find the best
# alignment.
_SHARING, _NEAREST, _MOVED = 100, 8, 12


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words of a quotation.

    gap: the most words that may stand between the previous run and this one
    any_case: whether the case of the first letter may differ, as at the start of a quotation
    """

    words: tuple[str, ...]
    gap: int = 0
    any_case: bool = False

    def as_in(self, there: Sequence[str]) -> tuple[str, ...]:
        """Its words, with the first letter in the case of the source if `any_case` allows that."""
        first = self.words[0]
        if self.any_case and there and there[0] == first[0].swapcase() + first[1:]:
            return (there[0], *self.words[1:])
        return self.words


@dataclass(frozen=True, slots=True)
class Place:
    """The place of runs in a source: for each, its first token and the one after its last.

    likeness: the share of the words of the quotation that are there, in order, 0..1
    """

    source: Source
    runs: tuple[tuple[int, int], ...]
    likeness: float = 1.0

    @property
    def start(self) -> int:
        return self.source.tokens[self.runs[0][0]].start

    @property
    def end(self) -> int:
        return self.source.tokens[self.runs[-1][1] - 1].end


class Source:
    """A document, prepared for searching."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.joined = f" {' '.join(token_texts(document.text))} "

    @cached_property
    def tokens(self) -> list[Token]:
        return list(tokens(self.document.text))

    @cached_property
    def words(self) -> list[str]:
        return self.joined.split()

    def exact(self, runs: Sequence[Run]) -> Place | None:
        """The shortest place with these runs in order; None if there is none."""
        places = list(self._places(runs))
        return min(places, key=lambda place: place.runs[-1][1] - place.runs[0][0], default=None)

    def _places(self, runs: Sequence[Run]) -> Iterator[Place]:
        for first in self._starts(runs[0], 0, len(self.joined)):
            found, at = [first], first
            for run in runs[1:]:
                after = at[1]
                limit = self._beyond(after, run.gap)
                nearest = next(self._starts(run, after, limit), None)
                if nearest is None:
                    break
                at = nearest
                found.append(at)
            else:
                yield Place(self, tuple((self._count(s), self._count(e)) for s, e in found))

    def _starts(self, run: Run, start: int, limit: int) -> Iterator[tuple[int, int]]:
        """The spans of a run in `joined`, from the space before it to the space after it."""
        wanted = f" {' '.join(run.words)} "
        pattern = re.escape(wanted)
        if run.any_case and wanted[1].isalpha():
            pattern = f" (?i:{re.escape(wanted[1])}){re.escape(wanted[2:])}"
        for found in re.compile(pattern).finditer(self.joined, start):
            if found.start() > limit:
                return
            yield found.start(), found.end() - 1

    def _beyond(self, start: int, words: int) -> int:
        """The offset in `joined` that is `words` words after another."""
        for _ in range(words):
            found = self.joined.find(" ", start + 1)
            if found < 0:
                return len(self.joined)
            start = found
        return start

    def _count(self, at: int) -> int:
        return self.joined.count(" ", 0, at)


class Sources:
    """All documents, with an inverted index of their words."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.all = [Source(document) for document in documents]
        self._postings: dict[str, set[int]] = defaultdict(set)
        for number, source in enumerate(self.all):
            for word in set(source.joined.split()):
                self._postings[word].add(number)

    def exact(self, runs: Sequence[Run]) -> list[Place]:
        """One place in each document that contains the runs."""
        words = {word for run in runs for word in run.words[run.any_case :]}
        lists = sorted((self._postings.get(word, set()) for word in words), key=len)
        if not lists:
            return []
        numbers = set.intersection(*lists)
        found = (self.all[number].exact(runs) for number in sorted(numbers))
        return [place for place in found if place]

    def nearest(self, runs: Sequence[Run]) -> Place | None:
        """The place that is most similar to a quotation; None if no word is shared."""
        words = {word for run in runs for word in run.words if is_word(word)}
        weights = {word: self._weight(word) for word in words if self._postings.get(word)}
        score: Counter[int] = Counter()
        for word, weight in weights.items():
            for number in self._postings[word]:
                score[number] += weight  # type: ignore[assignment]
        sharing = sorted(score, key=lambda number: (-score[number], number))[:_SHARING]
        pairs = [f" {a} {b} " for run in runs for a, b in pairwise(run.words)]
        held = {n: sum(pair in self.all[n].joined for pair in pairs) for n in sharing}
        likely = sorted(sharing, key=lambda number: -held[number])[:_NEAREST]
        found = [_nearest(self.all[number], runs, weights) for number in likely]
        places = [place for place in found if place]
        return max(places, key=lambda place: place.likeness, default=None)

    def _weight(self, word: str) -> float:
        """The idf weight of a word; a tenth of it for a stop word."""
        return math.log(1 + len(self.all) / len(self._postings[word])) * (1 if stems(word) else 0.1)


def _nearest(source: Source, runs: Sequence[Run], weights: dict[str, float]) -> Place | None:
    length = sum(len(run.words) for run in runs) + sum(min(run.gap, len(run.words)) for run in runs)
    begin = _densest(source.words, weights, length)
    # The longest run is aligned first, then the others before and after it.
    order = sorted(range(len(runs)), key=lambda i: -len(runs[i].words))
    placed: dict[int, tuple[int, int]] = {}
    for i in order:
        size = len(runs[i].words)
        low, high = max(0, begin - size), begin + length + size
        before = [placed[j][1] for j in placed if j < i]
        after = [placed[j][0] for j in placed if j > i]
        if before or after:
            low = max(before) if before else max(0, min(after) - size - runs[i + 1].gap)
            high = min(after) if after else max(before) + size + runs[i].gap
        window = _fitted(source.words, runs[i].words, low, min(high, len(source.words)))
        if window is None:
            return None
        placed[i] = window
    spans = [placed[i] for i in range(len(runs))]
    matched = total = 0
    for run, (start, end) in zip(runs, spans, strict=True):
        blocks = matching(run.as_in(source.words[start:end]), source.words[start:end])
        matched += sum(is_word(run.words[i]) for a, _, n in blocks for i in range(a, a + n))
        total += sum(map(is_word, run.words))
    return Place(source, tuple(spans), matched / max(1, total)) if matched else None


def _densest(words: Sequence[str], weights: dict[str, float], length: int) -> int:
    """The start of the window of `length` words with the highest total weight."""
    places = [i for i, word in enumerate(words) if word in weights]
    inside: Counter[str] = Counter()
    best, begin, last, total = 0.0, 0, 0, 0.0
    for first in places:
        while last < len(places) and places[last] < first + length:
            word = words[places[last]]
            total += weights[word] if not inside[word] else 0
            inside[word] += 1
            last += 1
        if total > best + 1e-9:
            best, begin = total, first
        inside[words[first]] -= 1
        total -= weights[words[first]] if not inside[words[first]] else 0
    return begin


def _fitted(
    words: Sequence[str], wanted: Sequence[str], low: int, high: int
) -> tuple[int, int] | None:
    """The span in words[low:high] that is most similar to the wanted words."""
    there = words[low:high]
    found = fuzz.partial_ratio_alignment(list(wanted), list(there)) if there else None
    if found is None or found.dest_start == found.dest_end:
        return None
    first, end = low + found.dest_start, low + found.dest_end
    if len(wanted) > len(there):  # partial_ratio aligned the shorter one
        first, end = low, high
    starts = range(max(low, first - _MOVED), min(first + _MOVED, high) + 1)
    ends = range(max(low, end - _MOVED), min(end + _MOVED, high) + 1)
    spans = [(s, e) for s in starts for e in ends if s < e]
    likeness = {s: Indel.normalized_similarity(wanted, words[s[0] : s[1]]) for s in spans}
    best = max(spans, key=lambda s: (likeness[s], s[0] - s[1]), default=None)
    if best is None or not likeness[best]:
        return None
    # include a replaced word at either end, so that the diff shows it
    blocks = matching(wanted, words[best[0] : best[1]])
    before, after = blocks[0][0], len(wanted) - blocks[-1][0] - blocks[-1][2]
    return max(low, best[0] - before), min(high, best[1] + after)


def matching(wanted: Sequence[str], there: Sequence[str]) -> list[tuple[int, int, int]]:
    """The matching blocks of two sequences of words, as (index, index, length)."""
    matcher = difflib.SequenceMatcher(None, wanted, there, autojunk=False)
    return [tuple(block) for block in matcher.get_matching_blocks() if block.size]  # type: ignore[misc]
