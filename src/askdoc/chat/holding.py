"""What a reader does with documents; each action gives what the page then shows."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from askdoc.chat import snapshot
from askdoc.chat.view import Said, View, key_of
from askdoc.chat.visits import UNDO, Turn, Undo, Visit
from askdoc.messages import joined, laters, tr, trn

_ANSWERS_OF_IT = laters(
    "Deleted {what} and {n} answer from it.", "Deleted {what} and {n} answers from it."
)
_ANSWERS_OF_THEM = laters(
    "Deleted {what} and {n} answer from them.", "Deleted {what} and {n} answers from them."
)


class Holding:
    """Its public methods are what a page may call."""

    def __init__(self, view: View) -> None:
        self.view, self.visits, self.uploads = view, view.visits, view.uploads

    def here(self, visit: Visit, said: Said) -> Said:
        """How far the reading is, and what has come of it."""
        shown = self.view.panel(visit, str(said.get("filter", "")))
        visit.uploads = [upload for upload in visit.uploads if upload.state != "read"]
        if visit.news and not shown["reading"]:
            visit.news = False
            shown |= {**self.view.reading(visit), "news": True, "chips": self.view.ready(visit)}
        return shown

    def bring(self, visit: Visit, said: Said, path: Path) -> Said:
        """A file that the page has sent is read."""
        upload = self.uploads.add(visit, path, str(said.get("name") or "document"))
        return {**self.view.panel(visit), "added": upload.number}

    def cancel(self, visit: Visit, said: Said) -> Said:
        self.uploads.cancel(visit, said.get("upload"))
        return self.view.panel(visit)

    def tick(self, visit: Visit, said: Said) -> Said:
        """A document is asked, or not; without a name all are."""
        documents, key, on = self.visits.documents(visit), key_of(said), said.get("on") is True
        keys = {key} if key in documents else set(documents)
        visit.unasked = visit.unasked - keys if on else visit.unasked | keys
        shown = self.view.panel(visit, str(said.get("filter", "")))
        return shown | ({} if visit.turns else {"chips": self.view.ready(visit)})

    def restore(self, visit: Visit, said: Said) -> Said:
        """What was ticked and pinned before the server forgot it; what does not fit is said."""
        lost = snapshot.tick(visit, self.visits.documents(visit), said.get("ticks"))
        lost += snapshot.pin(visit, self.visits, said.get("pins"))
        warned = tr("Not restored: {what}.", what=joined(lost)) if lost else ""
        return {**self.view.whole(visit), "warned": warned}

    def remove(self, visit: Visit, said: Said) -> Said:
        """One document of one's own is forgotten, or all, with the answers from them."""
        key = key_of(said)
        names = {document.name for document in visit.documents}
        names = {key[1]} & names if key[1] else names
        visit.settle()
        gone = [turn for turn in visit.turns if _quotes(turn, visit, names)]
        before = visit.turns, visit.pins, visit.shown
        visit.removed |= names
        visit.turns = [turn for turn in visit.turns if turn not in gone]
        visit.pins = [one for one in visit.pins if one[0] not in gone]
        visit.shown = visit.shown if visit.shown and visit.shown[0] in visit.turns else None

        def back() -> None:
            visit.removed -= names
            visit.turns, visit.pins, visit.shown = before

        def forget() -> None:
            # subtle: a long file may be being read, which nobody who asks shall wait for
            threading.Thread(target=_drop, args=(visit, names), daemon=True).start()

        visit.undo = Undo(back, forget, time.monotonic() + UNDO)
        n = len(names)
        what = next(iter(names)) if n == 1 else trn("{n} document", "{n} documents", n)
        forms = _ANSWERS_OF_IT if n == 1 else _ANSWERS_OF_THEM
        undo = trn(*forms, n=len(gone), what=what) if gone else tr("Deleted {what}.", what=what)
        return {**self.view.whole(visit), "undo": undo}

    def undo(self, visit: Visit, _: Said) -> Said:
        """What was forgotten last is here again, unless too much time has passed."""
        undo, visit.undo = visit.undo, None
        if undo is None:
            return {**self.view.whole(visit), "warned": tr("This can no longer be undone.")}
        undo.back()
        return {**self.view.whole(visit), "undone": True}


def _drop(visit: Visit, names: set[str]) -> None:
    """Own documents, hidden already, are forgotten for good."""
    with visit.writing:
        if visit.own:
            visit.own.remove(names)
            for name in names:
                visit.originals.pop(name, None)
            visit.own = visit.own if visit.own.documents else None
        visit.offered, visit.began = {}, None
        visit.done.clear()
        visit.removed -= names


def _quotes(turn: Turn, visit: Visit, names: set[str]) -> bool:
    """Is an answer from one of a visitor's own documents of these names?"""
    own = {id(d): d for d in visit.documents if d.name in names}.values()
    return any(answer.document in own for answer in turn.reply)
