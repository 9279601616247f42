"""Show the pages of the PDFs that documents were read from.

The files of the library are read again, and shown only if they are unchanged. The files of visitors
stay in memory as long as their documents, up to a limit.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from askdoc.chat.visits import Key, Visit
from askdoc.errors import LoadError
from askdoc.load import PagePicture, find, page_picture
from askdoc.messages import tr
from askdoc.types import Answer, Document

# The limit for the files of one visitor, in bytes.
MAX_FILE_BYTES = 40_000_000
# The size of the cache of page images in bytes, and the maximum width of an image in pixels.
MAX_CACHE_BYTES = 20_000_000
MAX_WIDTH = 1_800


class Originals:
    """Renders pages of documents, with a cache of the latest images."""

    def __init__(self, sources: Iterable[str | Path] = ()) -> None:
        files = find(list(sources)).files if sources else ()
        self._paths = {file.name: file.path for file in files}
        self._pictures: OrderedDict[tuple[str, int, int], PagePicture] = OrderedDict()
        self._lock = threading.Lock()

    def has(self, visit: Visit, key: Key, document: Document) -> bool:
        """Whether its pages can be shown, which is possible for PDFs only."""
        if not document.boxes.packed:
            return False
        return key[1] in (visit.originals if key[0] == "own" else self._paths)

    def store(self, visit: Visit, document: Document, path: Path) -> None:
        """Store the file of a visitor's document, if it is a PDF and within the limit."""
        size = sum(map(len, visit.originals.values()))
        if document.boxes.packed and size + path.stat().st_size <= MAX_FILE_BYTES:
            visit.originals[document.name] = path.read_bytes()

    def picture(self, visit: Visit, key: Key, document: Document, page: int, width: int) -> Any:
        """A page as an image: {"picture": a data URL, "width", "height": in points}.

        Raises `LoadError` if it cannot be shown, or if the file has changed.
        """
        width = max(100, min(width, MAX_WIDTH))
        wanted = document.sha256, page, width
        with self._lock:
            found = self._pictures.get(wanted)
        if found is None:
            found = page_picture(document.name, self._data(visit, key, document), page, width)
            with self._lock:
                self._pictures[wanted] = found
                while sum(len(one.png) for one in self._pictures.values()) > MAX_CACHE_BYTES:
                    self._pictures.popitem(last=False)
        png = base64.b64encode(found.png).decode()
        return {
            "picture": f"data:image/png;base64,{png}",
            "width": found.width,
            "height": found.height,
        }

    def _data(self, visit: Visit, key: Key, document: Document) -> bytes:
        if key[0] == "own":
            if (data := visit.originals.get(key[1])) is None:
                raise LoadError(
                    tr("{name}: its pages are not stored; add the file again", name=document.name)
                )
            return data
        try:
            data = self._paths[key[1]].read_bytes()
        except (KeyError, OSError):
            raise LoadError(tr("{name}: the file no longer exists", name=document.name)) from None
        if hashlib.sha256(data).hexdigest() != document.sha256:
            raise LoadError(
                tr("{name}: the file has changed since it was read", name=document.name)
            )
        return data


def boxes(answers: Sequence[tuple[int, Answer]], shown: int | None, page: int) -> list[Any]:
    """The marks on a page: {"kind", "x0", "y0", "x1", "y1"} in points; the current sentence is the
    last, so that it is drawn on top."""
    found = []
    for number, answer in sorted(answers, key=lambda one: one[0] == shown):
        here = " here" if number == shown else ""
        parts = [("passage", answer.document.boxes.within(answer.start, answer.end))]
        parts += [("sentence", answer.boxes)]
        for kind, places in parts:
            found += [{"kind": kind + here, **box._asdict()} for box in places if box.page == page]
    return found
