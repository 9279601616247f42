"""What a page shows of a visit: the conversation, the article, the panel, what is offered."""

from __future__ import annotations

import itertools
from contextlib import suppress
from typing import Any

from askdoc.chat import pane, scope, sources, starters, turns
from askdoc.chat.uploads import Uploads
from askdoc.chat.visits import Key, Limits, Visit, Visits
from askdoc.errors import AskdocError
from askdoc.library import Library
from askdoc.types import Reply

# What a page says and is told: a JSON object.
Said = dict[str, Any]


class View:
    """The visits of one chat, and what pages are shown of them, as HTML that is safe."""

    def __init__(self, library: Library, limits: Limits, voting: bool = False) -> None:
        self.library = library
        self.visits = Visits(library, limits)
        self.uploads = Uploads(self.visits)
        self.voting = voting
        self.renders = itertools.count()
        self.starters = starters.starters(library.documents, lambda q: library.ask(q, 1))
        alone = len(library.documents) == 1
        self.of_shared = {library.documents[0].name: self.starters} if alone else {}

    def whole(self, visit: Visit) -> Said:
        """All that a page shows."""
        return {
            "turns": turns.as_html(visit.turns, self.look(visit)),
            "count": len(visit.turns),
            "pane": self.pane(visit),
            "chips": "" if visit.turns else self.begin(visit),
            **self.panel(visit),
        }

    def panel(self, visit: Visit, wanted: str = "") -> Said:
        """What is asked, and the sources panel."""
        documents = self.visits.documents(visit)
        return {
            "scope": scope.told(visit, documents, self.visits.asked(visit)),
            "sources": sources.as_html(visit, documents, self.visits.limits, wanted),
            "many": sources.many(documents),
            "reading": [u.name for u in visit.uploads if u.pending],
            "failed": [u.said for u in visit.uploads if u.state == "failed"],
            "pins": len(visit.pins),
        }

    def look(self, visit: Visit) -> turns.Look:
        return turns.Look(
            voting=self.voting,
            several=len(self.visits.documents(visit)) > 1,
            pins=frozenset((turn.number, rank) for turn, rank in visit.pins),
        )

    def pane(self, visit: Visit, at: int | None = None) -> str:
        """The article, at the answer that is shown unless another place is wanted."""
        if visit.shown:
            turn, rank = visit.shown
            answer = turn.reply[rank]
            view = pane.View(answer.document, answer.sentence.start, turn.reply, rank)
        else:
            documents = self.visits.documents(visit)
            asked = self.visits.asked(visit) or documents
            if not documents:
                return ""
            opened = visit.opened if visit.opened in documents else next(iter(asked))
            view = pane.View(documents[opened])
        if at is not None:
            place = min(at, len(view.document.text))
            view = pane.View(view.document, place, view.reply, view.answer)
        return pane.as_html(view, next(self.renders))

    def begin(self, visit: Visit) -> str:
        """Questions to begin with."""
        documents = list(self.visits.asked(visit).values())
        found = self.starters
        if documents != list(self.visits.shared()):
            with suppress(AskdocError):
                found = starters.starters(documents, lambda q: self.visits.ask(visit, q, 1))
        return starters.as_html(found, began=False)

    def offered(self, visit: Visit, reply: Reply) -> list[str]:
        """Starters of the document that answers best, made when it does so first."""
        if not reply.answers:
            return []
        document, library, made = reply[0].document, self.library, self.of_shared
        if visit.own and document in visit.own.documents:
            library, made = visit.own, visit.offered
        if document.name not in made:
            within = [document.name]
            made[document.name] = starters.starters(
                [document], lambda q: library.ask(q, 1, documents=within)
            )
        return made[document.name]


def key_of(said: Said) -> Key:
    """The document that a page names."""
    return str(said.get("where", "")), str(said.get("name", ""))
