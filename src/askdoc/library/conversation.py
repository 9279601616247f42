"""Reply to the turns of a conversation: small talk, doubts, questions about the document itself,
and all others, which `search.py` answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askdoc.about import counted, kind_of, places, unknown
from askdoc.forms import normalized
from askdoc.library.asking import asked_in
from askdoc.library.search import Search, SearchResult
from askdoc.messages import tr
from askdoc.rank import rank
from askdoc.smalltalk import reply_to, talk_of
from askdoc.types import Answer, Candidate, Document, Entry, Reply

# Facts about the document are recognized by their form, not by a score.
CERTAIN = 0.95

# What several documents are about is said of each.
_OF_EACH = frozenset({"subject", "summary"})


@dataclass(frozen=True)
class Conversation:
    """A conversation about the documents of a search."""

    search: Search

    def reply(self, question: str, asked: str, history: Sequence[str | Reply]) -> Reply:
        """The reply to a turn of a conversation.

        question: the turn, normalized; asked: as it was typed
        """
        kind = talk_of(asked) or talk_of(question)
        if said := reply_to(kind):
            return Reply(asked, asked, "answered", (), note=said)
        history = [turn for turn in history if not _is_talk(turn)]
        if history and kind == "again":
            return self._again(asked_in(history[-1]), history[:-1])
        if history and kind == "more":
            return self._more(asked_in(history[-1]), history)
        return self._answered(question, asked, history)

    def _answered(self, question: str, asked: str, history: Sequence[str | Reply]) -> Reply:
        before = normalized(asked_in(history[-1])) if history else ""
        kind = kind_of(question, before)
        reply = self._about(kind, question, history) if kind else None
        if reply is not None:
            return reply
        reply = self.search.best(question, history).reply(asked, self.search.top_k)
        if reply.answered or (why := unknown(kind)) is None:
            return reply
        return replace(reply, reason=why)

    def _again(self, last: str, history: Sequence[str | Reply]) -> Reply:
        """The answers to the last question, if the reader doubts them."""
        reply = self._answered(normalized(last), last, history)
        return replace(reply, note=tr("All I can show is what the text says:"))

    def _more(self, last: str, history: Sequence[str | Reply]) -> Reply:
        """The passages that follow those already shown for the last question."""
        shown = {
            (answer.document.name, answer.start)
            for turn in history
            if isinstance(turn, Reply) and turn.searched == last
            for answer in turn
        }
        seen = len(shown) or self.search.top_k
        found = replace(self.search, top_k=seen + self.search.top_k).find(last)
        answers = found.answers if shown else found.answers[seen:]
        left = [a for a in answers if (a.document.name, a.start) not in shown][: self.search.top_k]
        if not left:
            return Reply(last, last, "answered", (), note=tr("There are no other passages."))
        return Reply(last, last, "perhaps", tuple(left), note=tr("Other passages:"))

    def _about(self, kind: str, question: str, history: Sequence[str | Reply]) -> Reply | None:
        """The reply to a question about the document itself; None if the document does not say, or
        if several documents could be meant. What a few documents are about is said of each."""
        documents = self._meant(history, self.search.top_k if kind in _OF_EACH else 1)
        found = self.search.find(question)
        stated, note = [], None
        for document in documents:
            entry = self.search.store.same_text(document)
            if entry is None or not entry.passages:
                continue
            note = counted(kind, document, entry.passages)
            stated.append(list(self._stated(kind, document, entry, found)))
        answers = [answer for each in stated for answer in each][: self.search.top_k]
        if not answers and note is None:
            return None
        return Reply(question, question, "answered", tuple(answers), note=note)

    def _stated(
        self, kind: str, document: Document, entry: Entry, found: SearchResult
    ) -> Iterator[Answer]:
        """The sentences of a document that state it."""
        for place in places(kind, document, entry.passages)[: self.search.top_k]:
            for passage, embedded in zip(entry.passages, entry.embedded, strict=True):
                for sentence in passage.sentences:
                    if sentence.start <= place[0] < sentence.end:
                        candidate = Candidate(
                            document,
                            passage.start,
                            passage.end,
                            passage.heading,
                            embedded,
                            lambda passage=passage: passage.sentences,  # type: ignore[misc]
                        )
                        (answer,) = rank(found.question, [candidate], found.statistics, 1)
                        yield replace(answer, sentence=sentence, confidence=CERTAIN)

    def _meant(self, history: Sequence[str | Reply], most: int) -> list[Document]:
        """The document of the last reply, or all, if there are no more than `most`."""
        names = list(self.search.documents or self.search.store.hashes)
        last = history[-1] if history else None
        first = last[0] if isinstance(last, Reply) and last.answers else None
        if len(names) > 1 and first and first.document.name in names:
            names = [first.document.name]
        if len(names) > most:
            return []
        return [document for document in self.search.store.documents if document.name in names]


def _is_talk(turn: str | Reply) -> bool:
    """Whether it is small talk, which no follow-up refers to."""
    asked = asked_in(turn)
    return reply_to(talk_of(asked) or talk_of(normalized(asked))) is not None
