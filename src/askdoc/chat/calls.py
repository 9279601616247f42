"""Handles the calls of pages: validates them, schedules them fairly, and explains errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anyio import to_thread

from askdoc.chat import scope
from askdoc.chat.asking import Asking
from askdoc.chat.fair import Party, Queue
from askdoc.chat.holding import Holding
from askdoc.chat.tools import Tools
from askdoc.chat.view import Said, View
from askdoc.chat.visits import Visit
from askdoc.errors import AskdocError, Busy, IndexLocked, IndexUnavailable, QuestionError
from askdoc.messages import later, tr

Action = Callable[[Visit, Said], Said]

# Actions that search are scheduled; those that only read are not.
_SEARCHING = "start ask follow tick restore remove clear undo check sheet cells".split()
_LOOKING = "here show page pinned export cancel vote pin".split()

# How many replies are kept for a page that lost one and repeats its call.
_KEPT = 3

STALE = later("This page is out of date; reload it.")
_BROKEN = later("Something went wrong in the server; it has been written to its log. Try again.")


class Calls:
    """What pages call. A secret identifies each page."""

    def __init__(
        self, view: View, asking: Asking, holding: Holding, tools: Tools, queue: Queue
    ) -> None:
        self.view, self.holding, self.queue = view, holding, queue
        does = asking, holding, tools, view
        self.actions: dict[str, Action] = {
            name: next(getattr(one, name) for one in does if hasattr(one, name))
            for name in (*_SEARCHING, *_LOOKING)
        }

    async def call(self, said: object, host: str) -> Said:
        """-> what the page then shows, or {"error": message, "retry": whether that may help}"""
        said = clean(said)
        if not isinstance(said, dict) or not re.fullmatch("[0-9a-f]{32}", str(said.get("visit"))):
            return {"error": tr(STALE)}
        name, tab = str(said.get("action")), str(said["visit"])
        if name == "leave":
            self.view.visits.leave(tab)
            return {}
        if name not in self.actions:
            return {"error": tr(STALE)}
        party = ("page", host, tab) if name in _SEARCHING else None
        return await self._done(name, party, lambda: self._once(self.actions[name], tab, said))

    async def bring(self, said: object, path: Path) -> Said:
        """Handle an uploaded file, which is at `path` and is deleted."""
        said = clean(said)
        if not isinstance(said, dict) or not re.fullmatch("[0-9a-f]{32}", str(said.get("visit"))):
            path.unlink(missing_ok=True)
            return {"error": tr(STALE)}
        tab = str(said["visit"])

        def bring(visit: Visit, said: Said) -> Said:
            return self.holding.bring(visit, said, path)

        found = await self._done("bring", None, lambda: self._once(bring, tab, said))
        if "added" not in found:
            path.unlink(missing_ok=True)
        return found

    async def _done(self, name: str, party: Party | None, work: Callable[[], Said]) -> Said:
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

    def _once(self, action: Action, tab: str, said: Said) -> Said:
        """Run an action once, even if the page repeats the call because the reply was lost."""
        looks = action.__name__ == "here"
        visit = self.view.visits.of(tab, does=not looks)
        if gone := scope.read(said.get("seen")).gone(visit):
            return dict(clean({**self.view.whole(visit), "gone": gone}))
        if looks or action.__name__ in ("show", "page"):  # these need no lock
            return dict(clean(action(visit, said)))
        number = str(said.get("id", ""))
        with visit.asking:
            if number and number in visit.done:
                return visit.done[number]
            found: Said = clean(action(visit, said))
            visit.done[number] = found
            while len(visit.done) > _KEPT:
                del visit.done[next(iter(visit.done))]
        return found


def clean(said: Any) -> Any:
    """The value without lone surrogates, which JSON can contain and no encoding can."""
    if isinstance(said, str):
        return said.encode("utf-8", "replace").decode()
    if isinstance(said, dict):
        return {clean(key): clean(value) for key, value in said.items()}
    return [clean(one) for one in said] if isinstance(said, list) else said
