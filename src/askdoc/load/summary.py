"""The title, author and date of a file of Office up to 2003, from its summary."""

from __future__ import annotations

import codecs
import io
from datetime import datetime
from typing import Any

import olefile

from askdoc.load.facts import author_of, title_of
from askdoc.load.word.old_file import BROKEN

# Dates of the templates of python-docx and python-pptx, in any time zone.
_OF_TEMPLATES = frozenset(("2013-12-23", "2013-12-24", "2013-01-27", "2013-01-28"))
_LIST = 0x1000  # a flag of the kind of a property
_STREAM = "\x05SummaryInformation"
_CODE_PAGE, _TITLE, _SUBJECT, _AUTHOR, _MADE = 1, 2, 3, 4, 12  # the numbers of its properties
_EPOCH = 1980  # before it, no such file was made


class _File(olefile.OleFileIO):  # type: ignore[misc]
    def _parse_property(self, *said: Any) -> Any:
        """Read no lists: these properties are none, and a damaged file's may be endless."""
        _, _, _, kind, *_ = said
        return None if kind & _LIST else super()._parse_property(*said)


def about(data: bytes) -> tuple[str | None, str | None, str | None]:
    """-> (title, author, date); None for each that the file does not say."""
    try:
        with _File(io.BytesIO(data)) as file:
            said = file.getproperties(_STREAM, convert_time=True)
    except (*BROKEN, TypeError):  # damaged, or without a summary
        return None, None, None
    made = said.get(_MADE)
    date = made.date().isoformat() if isinstance(made, datetime) and made.year >= _EPOCH else None
    title = title_of(_text(said, _TITLE)) or title_of(_text(said, _SUBJECT))
    author = author_of(*(_text(said, _AUTHOR) or "").split(";"))
    return title, author, None if date in _OF_TEMPLATES else date


def _text(said: dict[int, Any], number: int) -> str | None:
    """A text in the code page of the file; None if it is damaged."""
    value = said.get(number)
    if isinstance(value, bytes):
        value = value.decode(encoding_of(said.get(_CODE_PAGE, 0)), "replace")
    if not isinstance(value, str):
        return None
    text = value.rstrip("\0")
    return text if text.isprintable() and "\ufffd" not in text else None


def encoding_of(page: int) -> str:
    """The encoding of a code page; that of Western Europe if it is unknown."""
    named = {10000: "mac_roman", 65001: "utf-8", -535: "utf-8", -32768: "mac_roman"}
    name = named.get(page) or f"cp{page}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
