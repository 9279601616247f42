"""Files of Office up to 2003 by what they contain; mails of Outlook as kreuzberg reads them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import kreuzberg
import olefile
from lxml import html as lxml_html

from askdoc.load import powerpoint, rtf, xls
from askdoc.load.extract import DAMAGED, Extract, Refusal, one_line
from askdoc.load.facts import author_of, title_of
from askdoc.load.paged import paged
from askdoc.load.summary import about
from askdoc.load.web.markup import text_of
from askdoc.load.word import old
from askdoc.load.word.old_file import BROKEN
from askdoc.messages import tr
from askdoc.types.documents import Facts, Omitted

_typed: Any = kreuzberg  # its type hints are incomplete
_POWERPOINT = "application/vnd.ms-powerpoint"
_MAIL = "application/vnd.ms-outlook"
_INTERNAL = re.compile(r" ?</o=[^<>\n]*>", re.IGNORECASE)  # an address inside of Exchange
# The stream that identifies a kind which kreuzberg reads; others, if damaged, may make it hang.
_STREAMS = {"__properties_version1.0": _MAIL, "PowerPoint Document": _POWERPOINT}


def extract(data: bytes) -> Extract:
    """A file -> its text; a slide or a sheet is a page. Raises `Refusal`."""
    if data.startswith(b"{\\rtf"):  # which Word also saves with the ending of its own format
        return rtf.extract(data)
    title, author, date = about(data)
    streams = _streams(data)
    for names, reader in ({"worddocument"}, old.extract), ({"workbook", "book"}, xls.extract):
        if names & streams:
            document = reader(data)
            return replace(document, title=title or document.title, facts=Facts(author, date))
    kind = _kind(data, streams)
    try:
        form = "plain" if kind == _MAIL else "html"
        found = _read(data, kind, form)
    except (kreuzberg.KreuzbergError, RuntimeError) as error:
        raise Refusal(tr(DAMAGED, error=type(error).__name__)) from None
    meta = {key: value for key, value in found.metadata.items() if value}
    omitted = tuple(Omitted("attachment", name=str(name)) for name in meta.get("attachments", []))
    title = title or title_of(meta.get("title")) or title_of(meta.get("subject"))
    facts = _facts(meta)
    facts = replace(facts, author=author or facts.author, date=date or facts.date)
    if kind == _POWERPOINT and (old_slides := _old_slides(data)):
        text, starts = paged(old_slides)
        return Extract(text, title, starts, _numbered("slide", len(starts)), facts, omitted)
    if kind == _MAIL:
        text = _INTERNAL.sub("", found.content.replace("\r\n", "\n")).strip()
    else:
        text = text_of(lxml_html.document_fromstring(found.content or "<p/>"))
    return Extract(text, title, facts=facts, omitted=omitted)


def _old_slides(data: bytes) -> list[str]:
    """The slides of a .ppt; empty if they cannot be found, so that kreuzberg's text is used."""
    try:
        return powerpoint.slides(data)
    except powerpoint.DAMAGED:
        return []


def _streams(data: bytes) -> set[str]:
    """The names of what a file of Office consists of, in lower case; empty if it is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return {path[0].lower() for path in file.listdir()}
    except BROKEN:
        return set()


def _kind(data: bytes, streams: set[str]) -> str:
    """Its MIME type. Raises `Refusal` if it is unknown."""
    for name, kind in _STREAMS.items():
        if name.lower() in streams or (not streams and name.encode("utf-16-le") in data):
            return kind
    raise Refusal(tr("its format is unknown; open it and save it again"))


def _read(data: bytes, kind: str, form: str) -> Any:
    config = _typed.ExtractionConfig(
        output_format=form,
        use_cache=False,
        disable_ocr=True,
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
    )
    return kreuzberg.extract_bytes_sync(data, kind, config)


def _facts(meta: dict[str, Any]) -> Facts:
    authors = meta.get("authors") or [meta.get("initial_creator")]
    date = re.match(r"(?!0000)\d{4}-\d\d-\d\d", str(meta.get("created_at", "")))
    return Facts(
        author=author_of(*authors) or one_line(meta.get("from_email")),
        date=date[0] if date else None,
        language=one_line(meta.get("language")),
    )


def _numbered(what: str, count: int) -> tuple[str, ...]:
    return tuple(f"{what} {number + 1}" for number in range(count))
