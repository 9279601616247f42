"""The view of a visit: the conversation, the article, the sources panel and suggestions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from askdoc.chat import pane, scope, snapshot, sources, starters, turns
from askdoc.chat.offers import Offer
from askdoc.chat.originals import Originals, boxes
from askdoc.chat.pane import PaneView
from askdoc.chat.uploads import Uploads
from askdoc.chat.visits import Key, Limits, Visit, Visits
from askdoc.errors import AskdocError
from askdoc.library import Library
from askdoc.types import Reply

# A call of a page, or the response to it.
Json = dict[str, Any]


class View:
    """The visits of one chat, and their views as safe HTML."""

    def __init__(
        self,
        library: Library,
        limits: Limits,
        voting: bool = False,
        sources: Iterable[str | Path] = (),
    ) -> None:
        self.library = library
        self.originals = Originals(sources)
        self.visits = Visits(library, limits)
        self.uploads = Uploads(self.visits, self.originals)
        self.voting = voting
        self.renders = itertools.count()
        self.versions = itertools.count()
        self.starters = starters.starters(
            library.documents, lambda q: library.ask(q, starters.PASSAGES)
        )
        alone = len(library.documents) == 1
        self.of_shared = {library.documents[0].name: self.starters} if alone else {}

    def whole(self, visit: Visit) -> Json:
        """The complete view of a page."""
        return {
            "turns": turns.as_html(visit.turns, self.look(visit)),
            "count": len(visit.turns),
            "chips": self.ready(visit),
            **self.reading(visit),
            **self.panel(visit),
        }

    def panel(self, visit: Visit, wanted: str = "") -> Json:
        """The selection, and the sources panel.

        Responses may overtake each other; a page ignores one whose version is not the latest.
        """
        version = next(self.versions)  # before the state is read, so a later one is no older
        documents = self.visits.documents(visit)
        return {
            "version": version,
            "scope": scope.selection(visit, documents, self.visits.asked(visit)),
            "sources": sources.as_html(visit, documents, self.visits.limits, wanted),
            "many": sources.many(documents),
            "reading": [u.name for u in visit.uploads if u.pending],
            "failed": [u.said for u in visit.uploads if u.state == "failed"],
            "pins": len(visit.pins),
            "kept": snapshot.record(visit, documents),
        }

    def look(self, visit: Visit) -> turns.Look:
        return turns.Look(
            voting=self.voting,
            several=len(self.visits.documents(visit)) > 1,
            pins=frozenset((turn.number, rank) for turn, rank in visit.pins),
        )

    def reading(self, visit: Visit, at: int | None = None, end: int | None = None) -> Json:
        """The article at the current answer or another place, and the number of that answer.

        end: where that place ends, if it is to be marked
        """
        found = self.in_pane(visit)
        if found is None:
            return {"pane": "", "shown": None}
        key, view = found
        shown = {"turn": visit.shown[0].number, "answer": visit.shown[1]} if visit.shown else None
        if at is not None:
            place = min(at, len(view.document.text))
            marked = (place, min(end, len(view.document.text))) if end else None
            view = PaneView(view.document, place, view.reply, view.answer, marked)
        paged = self.originals.has(visit, key, view.document)
        return {"pane": pane.as_html(view, next(self.renders), paged), "shown": shown}

    def in_pane(self, visit: Visit) -> tuple[Key, PaneView] | None:
        """The document in the pane and the shown evidence; None if there is none."""
        documents = self.visits.documents(visit)
        if visit.shown:
            turn, rank = visit.shown
            answer = turn.reply[rank]
            own = answer.document in visit.documents
            key = "own" if own else "shared", answer.document.name
            return key, PaneView(answer.document, answer.sentence.start, turn.reply, rank)
        asked = self.visits.asked(visit) or documents
        if not documents:
            return None
        opened = visit.opened if visit.opened in documents else next(iter(asked))
        return opened, PaneView(documents[opened])

    def page(self, visit: Visit, request: Json) -> Json:
        """A page of the document in the pane as a picture, and the marks on it."""
        number, width = request.get("page"), request.get("width")
        found = self.in_pane(visit)
        if found is None or type(number) is not int or type(width) is not int:
            return {}
        key, view = found
        picture = self.originals.picture(visit, key, view.document, number, width)
        return {"page": number, **picture, "boxes": boxes(view.answers, view.answer, number)}

    def ready(self, visit: Visit) -> str | None:
        """Suggested questions for a new conversation; None if they are not generated yet."""
        if visit.turns:
            return ""
        if visit.suggested and visit.suggested[0] == scope.digest(self.visits.asked(visit)):
            return visit.suggested[1]
        shared = list(self.visits.asked(visit).values()) == list(self.visits.shared())
        return starters.as_html(self.starters, began=False) if shared else None

    def suggestions(self, visit: Visit) -> str:
        """Suggested questions for a new conversation, generated if necessary."""
        ready = self.ready(visit)
        if ready is not None:
            return ready
        asked, found = self.visits.asked(visit), self.starters
        with suppress(AskdocError):
            # the document in view first, and own documents before shared ones
            keys = sorted(asked, key=lambda key: (key != visit.opened, key[0] != "own"))
            documents = [asked[key] for key in keys]
            found = starters.starters(
                documents, lambda q: self.visits.ask(visit, q, starters.PASSAGES)
            )
        shown = starters.as_html(found, began=False)
        visit.suggested = scope.digest(asked), shown
        return shown

    def offered(self, visit: Visit, reply: Reply) -> list[Offer]:
        """Suggested questions about the document that answers best, generated once."""
        if not reply.answers:
            return []
        document, library, made = reply[0].document, self.library, self.of_shared
        if visit.own and document in visit.own.documents:
            library, made = visit.own, visit.offered
        if document.name not in made:
            within = [document.name]
            made[document.name] = starters.starters(
                [document], lambda q: library.ask(q, starters.PASSAGES, documents=within)
            )
        return made[document.name]


def key_of(request: Json) -> Key:
    """The key of the document in a call."""
    return str(request.get("where", "")), str(request.get("name", ""))
