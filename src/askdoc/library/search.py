"""Search a question in the variants that `Library.ask` compares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from askdoc.confidence import calibrated, log_odds, state
from askdoc.definitions import simplified
from askdoc.embed import embed_question
from askdoc.followup import EXAMINED, complete, completions, depends_on_history, is_joined
from askdoc.forms import normalized, with_names, with_question_mark
from askdoc.library.asking import asked_in, demands
from askdoc.operators import Operators
from askdoc.rank import rank
from askdoc.reasons import Reason, reason
from askdoc.rerank import Reranker
from askdoc.speakers import asked_speaker
from askdoc.spelling import correct
from askdoc.types import (
    Answer,
    Calibration,
    Candidate,
    Embedder,
    Question,
    Reply,
    State,
    Statistics,
    Store,
)
from askdoc.words import demanded_stems, stems

# More are ranked than shown. Of 1,030 questions, each to all articles of its set at once, every one
# has the same first answer with 24 as with 200.
MIN_CANDIDATES = 24

# How many of the best answers a reranker gets: the right one is almost always among them.
RERANKED = 20


@dataclass(frozen=True)
class SearchResult:
    """The result of a search.

    searched: the question with its operators; question: without them, with its embedding
    answers: best first; unmet: the operators that no passage satisfies
    corrected: the words of it that were mistyped -> as they were typed
    """

    searched: str
    question: Question
    candidates: Sequence[Candidate]
    statistics: Statistics
    answers: tuple[Answer, ...]
    unmet: Operators
    corrected: Mapping[str, str] = field(default_factory=dict)

    @property
    def probable(self) -> float:
        """The confidence of the first answer, 0 without any; half if an operator is unmet."""
        confidence = self.answers[0].confidence if self.answers else 0.0
        return confidence / 2 if self.unmet else confidence

    def reply(self, asked: str, top_k: int) -> Reply:
        """The reply with at most `top_k` answers, and the reason if the question is not answered.

        asked: the question as it was typed
        """
        why = Reason(None)
        if self.state != "answered":
            why = reason(
                self.question, self.candidates, self.statistics, self.unmet, self.corrected
            )
        return Reply(
            asked,
            self.searched,
            self.state,
            self.answers[:top_k],
            why.text,
            str(self.unmet),
            missing=why.missing,
        )

    @property
    def state(self) -> State:
        """Whether the first answer answers; at most "perhaps" if an operator is unmet."""
        if not self.answers:
            return "not"
        first = state(self.answers[0].confidence)
        return "perhaps" if self.unmet and first == "answered" else first


@dataclass(frozen=True)
class Search:
    """Searches a library.

    top_k: how many answers are wanted; documents: the names of those to look in, None for all
    """

    store: Store
    embedder: Embedder
    reranker: Reranker | None
    top_k: int
    documents: Sequence[str] | None

    def best(self, question: str, history: Sequence[str | Reply]) -> SearchResult:
        """The question, with the completion from the history that makes an answer most probable.

        Typos are corrected if they are certain or if the correction makes an answer more probable.
        """
        turns = [(turn, normalized(asked_in(turn))) for turn in history]
        turns = [(turn, text) for turn, text in turns if text.strip()]
        earlier = [text for _, text in turns]
        if not depends_on_history(question, earlier):
            return self._corrected(self.find(question))
        before = self._before(turns[-1][0], earlier)
        if before:  # "and hammond?"
            known = [before.document.text[:EXAMINED]]
            question, *earlier = (with_names(text, known) for text in (question, *earlier))
            tried = completions(
                question, earlier, before.sentence.text, before.speaker, before.document.text
            )
        else:
            tried = completions(question, earlier, "", None)
        base = complete(earlier[-1], earlier[:-1])
        if not stems(question):  # "Why?" asks about the sentence that answered
            before = None
        found = [self.find(text, before=before) for text in tried]
        return self._corrected(max(found, key=lambda one: one.probable * _new(one, base)))

    def _before(self, last: str | Reply, earlier: Sequence[str]) -> Answer | None:
        """The answer to the previous question, if any."""
        if isinstance(last, Reply):
            return last[0] if last.answers and last.state != "not" else None
        found = self.find(complete(earlier[-1], earlier[:-1]))
        return found.answers[0] if found.answers and found.state != "not" else None

    def _corrected(self, found: SearchResult) -> SearchResult:
        """The same with typos corrected, if that is certain or makes no answer less probable."""
        right = correct(
            found.searched,
            found.question.missing(found.statistics),
            [candidate.text for candidate in found.candidates],
            self._is_word,
        )
        if right.question == found.searched:
            return found
        again = self.find(right.question, found.candidates, found.question.before)
        if right.certain or again.probable >= found.probable:
            return replace(again, corrected=right.corrected)
        return found

    def find(
        self, searched: str, more: Sequence[Candidate] = (), before: Answer | None = None
    ) -> SearchResult:
        """The answers to one question.

        searched: the question with its operators; more: further candidates, besides what it finds
        before: the answer to the question that this one depends on
        Raises `QuestionError` if the operators contradict each other.
        """
        text, demanded = demands(searched)
        question = embed_question(with_question_mark(text), self.embedder)
        depth = max(self.top_k, RERANKED) if self.reranker else self.top_k
        unmet = Operators()
        candidates, statistics = self._candidates(question, depth, demanded)
        while not candidates and demanded:  # show the closest passages
            if demanded.phrases:
                unmet, demanded = Operators(demanded.phrases), demanded.without_phrases()
            else:
                unmet, demanded = Operators(unmet.phrases, demanded.excluded), Operators()
            candidates, statistics = self._candidates(question, depth, demanded)
        known = {(c.document.name, c.start) for c in candidates}
        candidates += [
            c for c in more if (c.document.name, c.start) not in known and demanded.allow(c.text)
        ]
        if (plain := simplified(text, (candidate.text for candidate in candidates))) != text:
            question = embed_question(plain, self.embedder)
        named = with_names(text, [candidate.text for candidate in candidates])
        question = replace(
            question.understood(statistics),
            speaker=frozenset(stems(asked_speaker(named) or "")),
            before=before,
        )
        answers = rank(question, candidates, statistics, depth)
        if self.reranker:
            answers = self.reranker.rerank(text, answers)
        if (fitted := self.store.calibration) != Calibration():
            answers = tuple(
                replace(a, confidence=calibrated(log_odds(a.confidence, Calibration()), fitted))
                for a in answers
            )
        return SearchResult(searched, question, candidates, statistics, answers, unmet)

    def _candidates(
        self, question: Question, depth: int, demanded: Operators
    ) -> tuple[list[Candidate], Statistics]:
        """Candidates that satisfy the operators, with enough distinct texts for `depth` answers."""
        holding = [group for phrase in demanded.phrases for group in demanded_stems(phrase)]
        limit = max(MIN_CANDIDATES, 2 * depth)
        while True:
            found, statistics = self.store.search(question, limit, self.documents, holding)
            demanded = _not_switches(demanded, found)
            allowed = [c for c in found if not demanded or demanded.allow(c.text)]
            texts = {candidate.text for candidate in allowed}
            if len(texts) >= depth or len(found) < limit or limit >= statistics.passages:
                return allowed, statistics
            limit *= 10

    def _is_word(self, word: str) -> bool:
        """Whether this word is a single token of the model."""
        return self.embedder.count_tokens(word) == self.embedder.count_tokens("a")


def _new(found: SearchResult, base: str) -> float:
    """Half for a question that contains the one before and finds its passage again, else 1.

    That one alone would find it, so it says little about the rest.
    """
    before, answers = found.question.before, found.answers
    again = before and answers and _place(before) == _place(answers[0])
    return 0.5 if again and is_joined(found.searched, base) else 1.0


def _place(answer: Answer) -> tuple[str, int]:
    return answer.document.name, answer.start


def _not_switches(demanded: Operators, found: Sequence[Candidate]) -> Operators:
    """Remove -words that the documents write with a dash, such as `tar -xvf`."""
    written = tuple(
        word
        for word in demanded.excluded
        if not any(re.search(rf"(?<![\w-])-{re.escape(word)}\b", c.text, re.I) for c in found)
    )
    return demanded if written == demanded.excluded else Operators(demanded.phrases, written)
