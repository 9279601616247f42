"""The actions of a reader on questions and answers. Each returns the updates of the page."""

from __future__ import annotations

import base64
import time
from contextlib import suppress
from pathlib import Path

from askdoc import show, unanswered
from askdoc.chat import exports, feedback, scope, snapshot, starters, turns
from askdoc.chat.offers import Offer
from askdoc.chat.view import Json, View, key_of
from askdoc.chat.visits import UNDO_SECONDS, Turn, Undo, Visit
from askdoc.errors import AskdocError, DocumentError, IndexUnavailable, QuestionError
from askdoc.messages import tr
from askdoc.types import Reply

# The most questions of a conversation.
_MAX_QUESTIONS = 500


class QuestionActions:
    """Its public methods are the actions that a page can call.

    golden, refused: the files for votes and refused questions; None saves none
    """

    def __init__(self, view: View, golden: Path | None, refused: Path | None) -> None:
        self.view, self.visits = view, view.visits
        self.golden, self.refused = golden, refused

    def start(self, visit: Visit, _: Json) -> Json:
        return self.view.whole(visit)

    def ask(self, visit: Visit, request: Json) -> Json:
        """Refuse if the page shows another conversation, or other documents, than the server."""
        asked = self.visits.asked(visit)
        if scope.read(request.get("seen")).differs(len(visit.turns), asked):
            return {**self.view.whole(visit), "again": tr(scope.CHANGED)}
        visit.commit()
        turn = self._answered(visit, str(request.get("question", "")))
        return {
            "turn": turns.turn_html(turn, self.view.look(visit)),
            "count": len(visit.turns),
            **self.view.reading(visit),
            "warned": self._save_refused(visit, turn.reply),
        }

    def _answered(self, visit: Visit, question: str) -> Turn:
        if len(visit.turns) >= _MAX_QUESTIONS:
            raise QuestionError(tr("the conversation is very long; save it and start a new one"))
        asked, documents = self.visits.asked(visit), self.visits.documents(visit)
        reply = self.visits.ask(visit, question)
        own = any(answer.document in visit.documents for answer in reply)
        turn = Turn(visit.asked, reply, scope.refusal(asked, len(documents)), own)
        visit.asked += 1
        visit.turns.append(turn)
        if reply.answers and reply.state != "not":  # if nothing answers, the article stays as it is
            visit.shown = turn, 0
        return turn

    def _save_refused(self, visit: Visit, reply: Reply) -> str:
        """Save a refused question -> an error message, "" if there is none."""
        if self.refused and not visit.own:  # nothing about a visitor's own documents is saved
            try:
                unanswered.write(self.refused, reply)
            except AskdocError as error:
                return str(error)
        return ""

    def follow(self, visit: Visit, _: Json) -> Json:
        """Suggested questions, which the page requests after it shows the answer."""
        if not visit.turns:
            return {"chips": self.view.suggestions(visit)}
        found: list[Offer] = []
        with suppress(IndexUnavailable):  # asking reports it
            found = starters.follow_ups(
                [turn.reply for turn in visit.turns],
                lambda question: self.visits.ask(visit, question, 1),
                self.view.offered(visit, visit.turns[-1].reply),
            )
        return {"chips": starters.as_html(found, began=True)}

    def show(self, visit: Visit, request: Json) -> Json:
        """Show an answer, a document, or a character of the current document in the pane."""
        turn, rank = visit.turn(request.get("turn")), request.get("answer")
        at, end = request.get("at"), request.get("end")
        key = key_of(request)
        if key[1] and key not in self.visits.documents(visit):
            raise DocumentError(tr("{name} is not among the documents here", name=key[1]))
        if key in self.visits.documents(visit):
            visit.opened, visit.shown = key, None
        elif type(rank) is int and at is None:
            turn = turn or (visit.shown[0] if visit.shown else None)
            if turn is None or not 0 <= rank < len(turn.reply):
                return {}
            visit.shown = turn, rank
        if type(at) is not int or at < 0:
            return self.view.reading(visit)
        return self.view.reading(visit, at, end if type(end) is int and end > at else None)

    def vote(self, visit: Visit, request: Json) -> Json:
        """Save a thumb as a golden row; the same thumb again removes it, the other replaces it."""
        turn, rank = visit.turn(request.get("turn")), request.get("answer")
        vote = request.get("vote")
        if self.golden is None or turn is None or turn.own or vote not in ("up", "down"):
            return {}
        if type(rank) is not int or not 0 <= rank < len(turn.reply):
            return {}
        before = turn.votes.pop(rank, None)
        if before:
            feedback.take_back(self.golden, turn.reply, rank, before)
        if vote != before:
            turn.votes[rank] = vote
            feedback.write(self.golden, turn.reply, rank, vote)
        return {"voted": turn.votes.get(rank, "")}

    def pin(self, visit: Visit, request: Json) -> Json:
        """Pin an answer, or unpin it."""
        turn, rank = visit.turn(request.get("turn")), request.get("answer")
        visit.pins = [
            (other, at)
            for other, at in visit.pins
            if (other.number, at) != (request.get("turn"), rank)
        ]
        if turn and request.get("on") is True and type(rank) is int and 0 <= rank < len(turn.reply):
            visit.pins.append((turn, rank))
        return {
            "version": next(self.view.versions),
            "pins": len(visit.pins),
            "kept": snapshot.record(visit, self.visits.documents(visit)),
        }

    def pinned(self, visit: Visit, _: Json) -> Json:
        look = self.view.look(visit)
        shown = "".join(
            f"<h3><bdi>{show.in_page(turn.reply.question)}</bdi></h3>"
            f"{turns.answer_html(turn, rank, look)}"
            for turn, rank in visit.pins
        )
        return {"html": shown}

    def export(self, visit: Visit, request: Json) -> Json:
        wanted = exports.FORMATS.get(str(request.get("format")))
        if wanted is None:
            raise QuestionError(tr("the formats are {formats}", formats=", ".join(exports.FORMATS)))
        pinned = request.get("what") == "pinned"
        made = wanted.write(exports.rows(visit, pinned, str(request.get("address", ""))))
        found = {"type": wanted.mime, "ending": wanted.ending}
        if isinstance(made, bytes):
            return {"base64": base64.b64encode(made).decode(), **found}
        return {"text": made, **found}

    def clear(self, visit: Visit, _: Json) -> Json:
        """Start a new conversation with the same documents and pins."""
        visit.commit()
        before = visit.turns, visit.shown
        visit.turns, visit.shown = [], None

        def restore() -> None:
            visit.turns, visit.shown = before

        visit.undo = Undo(restore, lambda: None, time.monotonic() + UNDO_SECONDS)
        return {**self.view.whole(visit), "undo": tr("A new conversation has started.")}
