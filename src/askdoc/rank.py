"""Rank candidates and turn them into answers. `features.py` computes what this page defines.

Three signals tell whether a text answers a question: what it is about, which words of the question
it contains, and which other words in it have the same meaning there. Each is computed for the
passage and for each of its sentences:

    cosine   cosine similarity of the embeddings of question and text
    bm25     BM25 as a share of its highest possible value for this question
    match    late interaction (MaxSim): for each word of the question, the highest cosine with a
             word of the text in its context, averaged with idf weights

    score of a text = (cosine + bm25 / 2 + 2 x match) / 3.5
    score of a passage = the mean of its own and its best sentence's
    the marked sentence is chosen by (cosine + match) / 2, because within a passage, a sentence that
    repeats the words of the question seldom answers it. The words of a heading count for all
    sentences under it: what it names, they need not repeat; rows of a table, which share the
    words of its head, are chosen by their score

`match` is the late interaction of ColBERT (Khattab and Zaharia, 2020), between
the words of any sentence-transformers model. The default model is trained under these
weights. Refitted on the documents that training holds out (bench/calibrate.py) they come
out at 1 : .8 : 1.6 for passages, which gains less than .01 there, and at 1 : 0 : 1 for the
sentences of a right passage (.866 right before, .874 so; without a word in common .618, .657).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from askdoc.answer_type import asks
from askdoc.bm25 import Row
from askdoc.by_speaker import (
    is_by_another,
    speaks,
    without_unknown_role,
)
from askdoc.cells import answering_cell, is_row
from askdoc.confidence import confidence
from askdoc.features import CONTRARY, Features, measure
from askdoc.marking import lacks_kind, leads, marked, rest_of_list
from askdoc.names import names_among
from askdoc.particulars import Particulars
from askdoc.types import (
    Answer,
    Candidate,
    Evidence,
    Question,
    Sentence,
    Statistics,
    Why,
)

# The words of another speaker may report what somebody said, but often do not.
_OTHERS = 0.5


def rank(
    question: Question, candidates: Iterable[Candidate], statistics: Statistics, top_k: int
) -> tuple[Answer, ...]:
    """The best `top_k` answers, best first; of equal ones the newest
    document's, then the order of the text.

    Passages of the same text, as in duplicate documents, are given once: reading
    one twice helps nobody. For the same reason there may be fewer answers: a passage that an
    earlier answer contains, as an item of its list, is omitted.
    """
    found = list(candidates)
    if not found:
        return ()
    if question.speaker:
        question = without_unknown_role(question, found)
    features = measure(question, found, statistics)
    order = _single(found, _order(found, features.scores), max(top_k, 2))
    scores = [float(features.scores[i]) for i in order]
    leads = [score - scores[0] for score in scores]
    leads[0] = scores[0] - scores[1] if len(scores) > 1 else 0.0
    context = _Context(question, statistics)
    answers: list[Answer] = []
    for i, lead in zip(order[:top_k], leads, strict=False):
        answer = _answer(context, found[i], features, i, lead)
        if not any(_within(answer, earlier) for earlier in answers):
            answers.append(answer)
    return tuple(answers)


def _within(answer: Answer, other: Answer) -> bool:
    """Whether another answer contains this one, as an item of the list that it announces."""
    same = answer.document.name == other.document.name
    return same and other.start < answer.start and answer.end <= other.end


def _order(found: Sequence[Candidate], scores: Row) -> NDArray[np.int64]:
    """Best first; ties go to the newest document, then keep their order."""
    dates = sorted({one.document.date for one in found})
    newest = np.array([dates.index(one.document.date) for one in found])
    return np.lexsort((-newest, -scores))


def _single(candidates: Sequence[Candidate], order: NDArray[np.int64], most: int) -> list[int]:
    """The first `most` of these with different texts."""
    found: dict[str, int] = {}
    for i in order.tolist():
        found.setdefault(candidates[i].text, i)
        if len(found) == most:
            break
    return list(found.values())


class _Context:
    """A question, and its words that no passage contains."""

    def __init__(self, question: Question, statistics: Statistics) -> None:
        self.question = question
        self.particulars = Particulars(question.text)
        self.forms = question.forms or question.words
        self.passages = statistics.passages
        missing = set(question.missing(statistics))
        names = set(names_among(missing, question.text))
        self._names = [place for place, form in enumerate(self.forms) if form in names]
        self.lacks_number = any(any(map(str.isdigit, form)) for form in missing)

    def lacks_name(self, word_match: Row) -> float:
        """The distance of a passage from a name that no passage contains, by its word matches."""
        return max((1 - float(word_match[place]) for place in self._names), default=0.0)


def _under_headings(word_match: Row, sentences: Sequence[Sentence]) -> Row:
    """Word matches of sentences; a heading is about all that follows it, so its words count there.

    word_match: (question words, sentences)
    """
    found = word_match.copy()
    heading = None
    for n, sentence in enumerate(sentences):
        if sentence.heading:
            heading = n
        elif heading is not None:
            found[:, n] = np.maximum(found[:, n], word_match[:, heading])
    return found


def _answer(
    context: _Context, candidate: Candidate, features: Features, i: int, lead: float
) -> Answer:
    passage, question, first = candidate.passage, context.question, int(features.first[i])
    told, here = features.sentences, slice(first, first + len(passage.sentences))
    rows = any(is_row(sentence) for sentence in passage.sentences)
    match = features.weights @ _under_headings(told.word_match[:, here], passage.sentences)
    alone = told.scores[here] if rows else (told.cosine[here] + told.match[here]) / 2
    alone = alone - features.penalties[here]
    if context.particulars.exact:
        lacking = [context.particulars.lacks(sentence.text) for sentence in passage.sentences]
        # another sentence of the passage may have the number: here it is only a hint
        alone = alone - CONTRARY * np.array(lacking)
    scores = alone if rows else alone + (match - told.match[here]) / 2
    number, all_marked = marked(question.text, passage.sentences, scores.tolist(), alone.tolist())
    sentence, best = passage.sentences[number], first + number
    text = passage.document.text
    items = rest_of_list(text, passage.sentences, number)
    end = items[-1].end if items else passage.end
    # an answer need not repeat the words of the question before it
    strongest = int(np.argmax(scores))
    after_a_question = leads(passage.sentences, strongest)
    evidence = Evidence(
        score=float(features.scores[i]),
        lead=lead,
        cosine=float(features.passages.cosine[i]),
        match=float(max(match[number], match[strongest] if after_a_question else 0)),
        lacks_name=context.lacks_name(features.passages.word_match[:, i]),
        lacks_number=context.lacks_number,
        lacks_kind=lacks_kind(question.text, sentence.text),
        other_speaker=bool(question.speaker) and not speaks(question, sentence),
        asks=asks(sentence.text),
        words=len(question.words),
        passages=context.passages,
    )
    return Answer(
        document=passage.document,
        text=text[passage.start : end],
        start=passage.start,
        end=end,
        sentence=sentence,
        score=evidence.score,
        confidence=confidence(evidence) * (_OTHERS if is_by_another(question, sentence) else 1),
        why=Why(
            features.passages.signals(i),
            features.sentences.signals(best),
            tuple(zip(context.forms, features.passages.word_match[:, i].tolist(), strict=True)),
            evidence,
        ),
        cell=answering_cell(question.text, sentence),
        sentences=tuple(
            one
            for n, one in enumerate(passage.sentences)
            if n == number or (n in all_marked and not is_by_another(question, one))
        )
        + tuple(items),
    )
