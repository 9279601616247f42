"""The title, author and date of a file of Office up to 2003, from its summary."""

from __future__ import annotations

import codecs
import io
from datetime import datetime
from typing import Any

import olefile

from askdoc.load.facts import author_of, title_of

# Dates of the templates of python-docx and python-pptx, in any time zone.
_OF_TEMPLATES = frozenset(("2013-12-23", "2013-12-24", "2013-01-27", "2013-01-28"))
_EPOCH = 1980  # before it, no such file was made


def about(data: bytes) -> tuple[str | None, str | None, str | None]:
    """-> (title, author, date); None for each that the file does not say."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            said = file.get_metadata()
    except (OSError, ValueError, TypeError, IndexError):  # damaged, or without a summary
        return None, None, None
    made = said.create_time
    date = made.date().isoformat() if isinstance(made, datetime) and made.year >= _EPOCH else None
    title = title_of(_text(said.title, said)) or title_of(_text(said.subject, said))
    author = author_of(*(_text(said.author, said) or "").split(";"))
    return title, author, None if date in _OF_TEMPLATES else date


def _text(value: Any, said: Any) -> str | None:
    """A text in the code page of the file; None if it is damaged."""
    if isinstance(value, bytes):
        value = value.decode(encoding_of(said.codepage), "replace")
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
