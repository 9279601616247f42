"""Reply to the turns of a conversation: small talk, doubts, questions about the document itself,
and all others, which `search.py` answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askdoc.about import counted, kind_of, places, unknown
from askdoc.filters import Filters, in_question
from askdoc.followup import depends_on_history
from askdoc.forms import normalized
from askdoc.languages import Talk
from askdoc.library.asking import asked_in, searched_in
from askdoc.library.search import Search, SearchResult
from askdoc.messages import tr
from askdoc.rank import rank
from askdoc.smalltalk import reply_to, talk_of
from askdoc.types import Answer, Candidate, Document, Embedded, Entry, Passage, Reply

# Facts about the document are recognized by their form, not by a score.
CERTAIN = 0.95

# What several documents are about is said of each.
_OF_EACH = frozenset({"subject", "summary"})


@dataclass(frozen=True)
class Conversation:
    """A conversation about the documents of a search."""

    search: Search

    def reply(self, question: str, history: Sequence[str | Reply]) -> Reply:
        """The reply to a turn; its `question` and `searched` are without filters.

        question: as it was typed, without filters
        history: earlier questions, or the replies to them, oldest first
        Raises `QuestionError` if the operators of the question contradict each other.
        """
        kind = _talk_of(question)
        if note := reply_to(kind):
            return Reply(question, question, "answered", (), note=note)
        history = [turn for turn in history if not _is_answered_by_talk(turn)]
        if history and kind == "doubt":
            return self._last_answers(question, asked_in(history[-1]), history[:-1])
        if history and kind == "more":
            return self._further_passages(question, asked_in(history[-1]), history)
        return self._answers(question, history)

    def _answers(self, asked: str, history: Sequence[str | Reply]) -> Reply:
        question = normalized(asked)
        before = normalized(asked_in(history[-1])) if history else ""
        kind = kind_of(question, before)
        # subtle: a reply may consist of a note alone, and is then false
        if kind and (about := self._about(kind, question, history)) is not None:
            return about
        reply = self.search.best(question, history).reply(asked, self.search.top_k)
        if reply.answered or (why := unknown(kind)) is None:
            return reply
        return replace(reply, reason=why)

    def _last_answers(self, asked: str, last: str, history: Sequence[str | Reply]) -> Reply:
        """The answers to the last question, which the reader doubts."""
        reply = self._answers(last, history)
        return replace(reply, question=asked, note=tr("All I can show is what the text says:"))

    def _further_passages(self, asked: str, last: str, history: Sequence[str | Reply]) -> Reply:
        """The passages that follow the ones already shown for the last question."""
        top_k = self.search.top_k
        shown = {
            (answer.document.name, answer.start)
            for turn in history
            if isinstance(turn, Reply) and asked_in(turn) == last
            for answer in turn
        }
        seen = len(shown) or top_k
        found = replace(self.search, top_k=seen + top_k).find(last).answers
        # subtle: a question alone, without its reply, counts as shown with the first `top_k`
        further = found if shown else found[seen:]
        answers = [a for a in further if (a.document.name, a.start) not in shown][:top_k]
        if not answers:
            return Reply(asked, last, "answered", (), note=tr("There are no other passages."))
        return Reply(asked, last, "perhaps", tuple(answers), note=tr("Other passages:"))

    def _about(self, kind: str, question: str, history: Sequence[str | Reply]) -> Reply | None:
        """The reply to a question about the document itself; None if the document does not say, or
        if several documents could be meant."""
        documents = self._meant(history, self.search.top_k if kind in _OF_EACH else 1)
        if not documents:
            return None
        found = self.search.find(question)
        answers: list[Answer] = []
        note = None
        for document in documents:
            entry = self.search.store.same_text(document)
            if entry is not None and entry.passages:
                note = counted(kind, document, entry.passages)
                answers += self._stating(kind, document, entry, found)
        if not answers and note is None:
            return None
        return Reply(question, question, "answered", tuple(answers[: self.search.top_k]), note=note)

    def _stating(
        self, kind: str, document: Document, entry: Entry, found: SearchResult
    ) -> Iterator[Answer]:
        """The sentences of a document that state it, each once, as answers."""
        stated = {
            sentence.start: (passage, embedded, sentence)
            for place in places(kind, document, entry.passages)
            for passage, embedded in zip(entry.passages, entry.embedded, strict=True)
            for sentence in passage.sentences
            if sentence.start <= place < sentence.end
        }
        for passage, embedded, sentence in list(stated.values())[: self.search.top_k]:
            candidate = _candidate(document, passage, embedded)
            (answer,) = rank(found.question, [candidate], found.statistics, 1)
            yield replace(answer, sentence=sentence, confidence=CERTAIN)

    def _meant(self, history: Sequence[str | Reply], most: int) -> list[Document]:
        """The document of the last reply, or all, if there are no more than `most`."""
        names = list(self.search.documents or self.search.store.hashes)
        last = history[-1] if history else None
        if isinstance(last, Reply) and last.answers and last[0].document.name in names:
            names = [last[0].document.name]
        if len(names) > most:
            return []
        return [self.search.store.document(name) for name in sorted(names)]


def _candidate(document: Document, passage: Passage, embedded: Embedded) -> Candidate:
    start, end = passage.start, passage.end
    return Candidate(document, start, end, passage.heading, embedded, lambda: passage.sentences)


def continued_filters(question: str, history: Sequence[str | Reply]) -> Filters:
    """The filters of the question that a follow-up continues; none for other questions.

    question: without its own filters
    """
    found = Filters()
    asked = [in_question(text) for text in map(searched_in, history) if text.strip()]
    while any(narrowed for _, narrowed in asked) and _continues(question, asked[-1][0]):
        question, narrowed = asked.pop()
        found = found.over(narrowed)
    return found


def _continues(question: str, before: str) -> bool:
    if _talk_of(question) in ("doubt", "more"):
        return True
    return depends_on_history(normalized(question), [normalized(before)])


def _talk_of(turn: str) -> Talk | None:
    """The kind of small talk: "Could you tell me more?" is "more" without its politeness."""
    return talk_of(turn) or talk_of(normalized(turn))


def _is_answered_by_talk(turn: str | Reply) -> bool:
    """Whether a turn got no passages, so that no follow-up refers to it."""
    return reply_to(_talk_of(asked_in(turn))) is not None
