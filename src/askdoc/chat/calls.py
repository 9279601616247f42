"""Handles the calls of pages: validates them, schedules them fairly, and explains errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeGuard

from anyio import to_thread

from askdoc.chat import scope
from askdoc.chat.documents import DocumentActions
from askdoc.chat.questions import QuestionActions
from askdoc.chat.scheduling import FairQueue, Party
from askdoc.chat.tools import Tools
from askdoc.chat.view import Json, View
from askdoc.chat.visits import Visit
from askdoc.errors import AskdocError, Busy, IndexLocked, IndexUnavailable, QuestionError
from askdoc.messages import later, tr

Action = Callable[[Visit, Json], Json]

# Actions that search are scheduled; those that only read run at once.
_SEARCHING = "start ask follow tick restore remove clear undo check sheet cells".split()
_READING = "here show page pinned export cancel vote pin".split()

# How many replies are saved for a page that lost one and repeats its call.
_MAX_REPLIES = 3

STALE = later("This page is out of date; reload it.")
_BROKEN = later("Something went wrong in the server; it has been written to its log. Try again.")


class Calls:
    """Dispatches the calls of pages. A secret identifies each page."""

    def __init__(
        self,
        view: View,
        questions: QuestionActions,
        documents: DocumentActions,
        tools: Tools,
        queue: FairQueue,
    ) -> None:
        self.view, self.documents, self.queue = view, documents, queue
        owners = questions, documents, tools, view
        self.actions: dict[str, Action] = {
            name: next(getattr(one, name) for one in owners if hasattr(one, name))
            for name in (*_SEARCHING, *_READING)
        }

    async def call(self, request: object, host: str) -> Json:
        """-> the updates of the page, or {"error": message, "retry": whether that may help}"""
        request = clean(request)
        if not _is_call(request):
            return {"error": tr(STALE)}
        name, tab = str(request.get("action")), str(request["visit"])
        if name == "leave":
            self.view.visits.leave(tab)
            return {}
        if name not in self.actions:
            return {"error": tr(STALE)}
        party = ("page", host, tab) if name in _SEARCHING else None
        return await self._done(name, party, lambda: self._once(self.actions[name], tab, request))

    async def bring(self, request: object, path: Path) -> Json:
        """Handle an uploaded file, which is at `path` and is deleted."""
        request = clean(request)
        if not _is_call(request):
            path.unlink(missing_ok=True)
            return {"error": tr(STALE)}
        tab = str(request["visit"])

        def bring(visit: Visit, request: Json) -> Json:
            return self.documents.bring(visit, request, path)

        found = await self._done("bring", None, lambda: self._once(bring, tab, request))
        if "added" not in found:
            path.unlink(missing_ok=True)
        return found

    async def _done(self, name: str, party: Party | None, work: Callable[[], Json]) -> Json:
        try:
            return await (self.queue.run(party, work) if party else to_thread.run_sync(work))
        except AskdocError as error:
            retry = isinstance(error, (Busy, IndexLocked, IndexUnavailable))
            said = str(error)
            if isinstance(error, QuestionError):  # others begin with the name of a file
                said = said[:1].upper() + said[1:]
            return {"error": said, "retry": retry}
        except Exception:
            logging.getLogger("askdoc").exception("%s failed", name)
            return {"error": tr(_BROKEN), "retry": True}

    def _once(self, action: Action, tab: str, request: Json) -> Json:
        """Run an action once, even if the page repeats the call because the reply was lost."""
        polls = action.__name__ == "here"
        visit = self.view.visits.get(tab, active=not polls)
        if gone := scope.read(request.get("seen")).deleted(visit):
            return dict(clean({**self.view.whole(visit), "gone": gone}))
        if polls or action.__name__ in ("show", "page"):  # these need no lock
            return dict(clean(action(visit, request)))
        number = str(request.get("id", ""))
        with visit.asking:
            if number and number in visit.replies:
                return visit.replies[number]
            found: Json = clean(action(visit, request))
            visit.replies[number] = found
            while len(visit.replies) > _MAX_REPLIES:
                del visit.replies[next(iter(visit.replies))]
        return found


def _is_call(request: object) -> TypeGuard[Json]:
    """Whether a request is a JSON object with the secret of a page."""
    if not isinstance(request, dict):
        return False
    return bool(re.fullmatch("[0-9a-f]{32}", str(request.get("visit"))))


def clean(value: Any) -> Any:
    """The value without lone surrogates, which JSON can contain and no encoding can."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    return [clean(one) for one in value] if isinstance(value, list) else value
