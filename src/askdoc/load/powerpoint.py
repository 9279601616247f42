"""Presentations of PowerPoint up to 2003, .ppt: the texts of each slide and its notes, without
those of the masters that the slides are made from."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import olefile

from askdoc.load.extract import Refusal
from askdoc.messages import tr

# The kinds of records.
_NOTES_OF, _SLIDE_OF, _OUTLINE_REFERENCE, _HEADER = 1009, 1011, 3998, 3999
_CHARACTERS, _BYTES, _LISTED = 4000, 4008, 4080
_SLIDES, _NOTES_LIST = 0, 2  # which list it is
_ENCRYPTED = 0xF3D1C4DF
_DEEPEST = 30  # records inside of records
_MAX = 100_000  # versions of a file that was saved again and again
DAMAGED = (OSError, ValueError, KeyError, RuntimeError, struct.error)
_CONTROL = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\x7f\xad]")  # and the optional hyphen


class _Record(NamedTuple):
    """instance: which of its kind it is; from `start` to `end` in the stream"""

    kind: int
    instance: int
    start: int
    end: int
    holds: bool  # other records


def slides(data: bytes) -> list[str]:
    """A file -> the text of each slide; empty if it holds no slides that can be found. Raises
    `Refusal` if it is encrypted, and one of `DAMAGED`."""
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        stream, user = (
            file.openstream(name).read() for name in ("PowerPoint Document", "Current User")
        )
    return slides_of(stream, user)


def slides_of(stream: bytes, user: bytes) -> list[str]:
    """`slides` of the stream of a presentation and that which says how it was saved."""
    token, edit = struct.unpack_from("<2I", user, 12)
    if token == _ENCRYPTED:
        raise Refusal(tr("it is encrypted; save a copy without a password"))
    return list(_Presentation(stream, edit).slides())


class _Presentation:
    def __init__(self, stream: bytes, edit: int) -> None:
        self._stream = stream
        self._places: dict[int, int] = {}  # of slides and the like, by their numbers
        document: int | None = None
        for _ in range(_MAX):  # from the last time that it was saved to the first
            before, places, number = struct.unpack_from("<3I", stream, edit + 16)
            document = number if document is None else document
            self._add(places)
            if not 0 < before < edit:
                break
            edit = before
        self._document = self._records(self._places[document or 0], once=True)

    def _add(self, start: int) -> None:
        for record in self._records(start, once=True):
            self._add_inside(record)

    def _add_inside(self, record: _Record) -> None:
        at = record.start
        while at + 4 <= record.end:
            (packed,) = struct.unpack_from("<I", self._stream, at)
            first, count = packed & 0xFFFFF, packed >> 20
            for i, place in enumerate(struct.unpack_from(f"<{count}I", self._stream, at + 4)):
                self._places.setdefault(first + i, place)
            at += 4 + 4 * count

    def _records(self, start: int, end: int | None = None, once: bool = False) -> Iterator[_Record]:
        end = len(self._stream) if end is None else end
        while start + 8 <= end:
            version, kind, length = struct.unpack_from("<2HI", self._stream, start)
            start += 8
            yield _Record(kind, version >> 4, start, min(start + length, end), version & 15 == 15)
            start += length
            if once:
                return

    def slides(self) -> Iterator[str]:
        lists: dict[int, list[tuple[int, int, list[str]]]] = {}
        for document in self._document:
            for record in self._records(document.start, document.end):
                if record.kind == _LISTED:
                    lists[record.instance] = list(self._listed(record))
        notes: dict[int, list[str]] = {}
        for place, _, outline in lists.get(_NOTES_LIST, []):
            for part in self._at(place):
                of = [one for one in self._inside(part) if one.kind == _NOTES_OF]
                if of:
                    (slide,) = struct.unpack_from("<I", self._stream, of[0].start)
                    notes[slide] = list(self._texts(part, outline))
        for place, number, outline in lists.get(_SLIDES, []):
            texts = [text for part in self._at(place) for text in self._texts(part, outline)]
            if noted := notes.get(number):
                texts += ["Notes:", *noted]
            yield "\n\n".join(texts)

    def _at(self, number: int) -> Iterator[_Record]:
        if number in self._places:
            yield from self._records(self._places[number], once=True)

    def _inside(self, record: _Record) -> Iterator[_Record]:
        return self._records(record.start, record.end)

    def _listed(self, record: _Record) -> Iterator[tuple[int, int, list[str]]]:
        """(number of its place, its own number, the texts of its outline) of each slide."""
        entry: tuple[int, int, list[str]] | None = None
        for part in self._inside(record):
            if part.kind == _SLIDE_OF:
                if entry:
                    yield entry
                place, _, _, number = struct.unpack_from("<4I", self._stream, part.start)
                entry = place, number, []
            elif entry and part.kind == _HEADER:
                entry[2].append("")
            elif entry and entry[2] and part.kind in (_CHARACTERS, _BYTES):
                entry[2][-1] = self._text(part)
        if entry:
            yield entry

    def _texts(self, record: _Record, outline: Sequence[str], depth: int = 0) -> Iterator[str]:
        """The texts in a slide in the order in which it draws them."""
        for part in self._inside(record):
            text = ""
            if part.kind in (_CHARACTERS, _BYTES):
                text = self._text(part)
            elif part.kind == _OUTLINE_REFERENCE:
                (at,) = struct.unpack_from("<I", self._stream, part.start)
                text = outline[at] if at < len(outline) else ""
            elif part.holds and depth < _DEEPEST:
                yield from self._texts(part, outline, depth + 1)
            if text.strip(" \n*"):  # a star stands for the number of the slide
                yield text

    def _text(self, part: _Record) -> str:
        data = self._stream[part.start : part.end]
        text = data.decode("utf-16-le" if part.kind == _CHARACTERS else "latin-1", "replace")
        return _CONTROL.sub("", text.replace("\r", "\n").replace("\v", "\n")).strip()
