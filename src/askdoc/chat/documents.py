"""The actions of a reader on documents. Each returns the updates of the page."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from askdoc.chat import snapshot
from askdoc.chat.view import Json, View, key_of
from askdoc.chat.visits import UNDO_SECONDS, Turn, Undo, Visit
from askdoc.messages import joined, laters, tr, trn

_ANSWERS_OF_IT = laters(
    "Deleted {what} and {n} answer from it.", "Deleted {what} and {n} answers from it."
)
_ANSWERS_OF_THEM = laters(
    "Deleted {what} and {n} answer from them.", "Deleted {what} and {n} answers from them."
)


class DocumentActions:
    """Its public methods are the actions that a page can call."""

    def __init__(self, view: View) -> None:
        self.view, self.visits, self.uploads = view, view.visits, view.uploads

    def here(self, visit: Visit, request: Json) -> Json:
        """The progress of uploads, which the page polls, and new documents."""
        shown = self.view.panel(visit, str(request.get("filter", "")))
        visit.uploads = [upload for upload in visit.uploads if upload.state != "read"]
        if visit.news and not shown["reading"]:
            visit.news = False
            shown |= {**self.view.reading(visit), "news": True, "chips": self.view.ready(visit)}
        return shown

    def bring(self, visit: Visit, request: Json, path: Path) -> Json:
        """Queue an uploaded file to be read."""
        upload = self.uploads.add(visit, path, str(request.get("name") or "document"))
        return {**self.view.panel(visit), "added": upload.number}

    def cancel(self, visit: Visit, request: Json) -> Json:
        self.uploads.cancel(visit, request.get("upload"))
        return self.view.panel(visit)

    def tick(self, visit: Visit, request: Json) -> Json:
        """Select or deselect a document; all of them if no name is given."""
        documents, key = self.visits.documents(visit), key_of(request)
        keys = {key} if key in documents else set(documents)
        on = request.get("on") is True
        visit.deselected = visit.deselected - keys if on else visit.deselected | keys
        shown = self.view.panel(visit, str(request.get("filter", "")))
        return shown | ({} if visit.turns else {"chips": self.view.ready(visit)})

    def restore(self, visit: Visit, request: Json) -> Json:
        """Restore the selection and pins of a visit that ended; report what cannot be restored."""
        lost = snapshot.tick(visit, self.visits.documents(visit), request.get("ticks"))
        lost += snapshot.pin(visit, self.visits, request.get("pins"))
        warned = tr("Not restored: {what}.", what=joined(lost)) if lost else ""
        return {**self.view.whole(visit), "warned": warned}

    def remove(self, visit: Visit, request: Json) -> Json:
        """Delete one or all of the visitor's own documents, with the answers from them."""
        key = key_of(request)
        names = {document.name for document in visit.documents}
        names = {key[1]} & names if key[1] else names
        visit.commit()
        gone = [turn for turn in visit.turns if _quotes(turn, visit, names)]
        before = visit.turns, visit.pins, visit.shown
        visit.removed |= names
        visit.turns = [turn for turn in visit.turns if turn not in gone]
        visit.pins = [one for one in visit.pins if one[0] not in gone]
        visit.shown = visit.shown if visit.shown and visit.shown[0] in visit.turns else None

        def restore() -> None:
            visit.removed -= names
            visit.turns, visit.pins, visit.shown = before

        def commit() -> None:
            # subtle: in a thread, because a long file may be read at the moment
            threading.Thread(target=_delete, args=(visit, names), daemon=True).start()

        visit.undo = Undo(restore, commit, time.monotonic() + UNDO_SECONDS)
        n = len(names)
        what = next(iter(names)) if n == 1 else trn("{n} document", "{n} documents", n)
        forms = _ANSWERS_OF_IT if n == 1 else _ANSWERS_OF_THEM
        undo = trn(*forms, n=len(gone), what=what) if gone else tr("Deleted {what}.", what=what)
        return {**self.view.whole(visit), "undo": undo}

    def undo(self, visit: Visit, _: Json) -> Json:
        """Undo the last deletion, if it has not been committed."""
        undo, visit.undo = visit.undo, None
        if undo is None:
            return {**self.view.whole(visit), "warned": tr("This can no longer be undone.")}
        undo.restore()
        return {**self.view.whole(visit), "undone": True}


def _delete(visit: Visit, names: set[str]) -> None:
    """Delete own documents, which are already hidden, permanently."""
    with visit.writing:
        if visit.own:
            visit.own.remove(names)
            for name in names:
                visit.originals.pop(name, None)
            visit.own = visit.own if visit.own.documents else None
        visit.offered, visit.suggested = {}, None
        visit.replies.clear()
        visit.removed -= names


def _quotes(turn: Turn, visit: Visit, names: set[str]) -> bool:
    """Whether an answer is from one of the visitor's own documents with these names."""
    own = {id(d): d for d in visit.documents if d.name in names}.values()
    return any(answer.document in own for answer in turn.reply)
