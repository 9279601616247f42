"""The date of a document, from its first lines, its metadata or its file name."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import PurePosixPath

from askdoc.dates import dates
from askdoc.types import Document

# How far from the start a dateline or date line is, and how long it is at most.
_HEAD, _LINE = 1_000, 80
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
# "LONDON, Sept. 19, 2015 (Reuters) - ", before the text of a report.
_BEFORE_TEXT = re.compile(r"(?:\([^)\n]{1,30}\)\s*)?[—–:-]+\s")
_SAID = re.compile(r"\b(?:published|updated|posted|dated?|released|issued)\b", re.IGNORECASE)
# Such a line has few other words, and none that indicates the date of something else.
_BESIDE = 6
_LABEL = re.compile(r"[^\W\d]:\s*$")
_OF_OTHERS = re.compile(
    r"\b(?:born|died|founded|established|since|until|till|before|after|due|deadline|expires?|valid|"
    r"effective|opens?|opened|closes?|closed|signed|starts?|begins?|ends?)\b",
    re.IGNORECASE,
)
_IN_NAME = re.compile(
    r"(?<![A-Za-z\d])((?:19|20)\d\d)(?:([-_.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?![A-Za-z\d])"
)


def date_of(document: Document) -> str:
    """YYYY-MM-DD, YYYY-MM or YYYY, as far as it is certain; "" if unknown.

    The text comes before the metadata, which may say when a file was converted.
    """
    if said := _in_text(document.text[:_HEAD]):
        return said
    if _ISO.fullmatch(document.facts.date or ""):
        return document.facts.date or ""
    found = _IN_NAME.search(PurePosixPath(document.name).stem)
    return "-".join(part for part in (found[1], found[3], found[4]) if part) if found else ""


def _in_text(text: str) -> str:
    """The first date in the head that is in a dateline, or in a short separate line."""
    readings: dict[int, list[str]] = {}
    ends: dict[int, int] = {}
    for date, start, end in dates(text):
        if _ISO.fullmatch(date):
            readings.setdefault(start, []).append(date)
            ends[start] = end
    for start in sorted(readings):
        first = text.rfind("\n", 0, start) + 1
        line = text[first:].partition("\n")[0]
        before = text[first:start]
        short = _is_date_line(line, start - first, ends[start] - first)
        dateline = len(before) <= _LINE and _BEFORE_TEXT.match(text[ends[start] :].lstrip(" ,."))
        if short or dateline or (len(before) <= _LINE and _SAID.search(before)):
            return _sure(readings[start])
    return ""


def _is_date_line(line: str, start: int, end: int) -> bool:
    """Whether a line with a date from start to end only gives the date of the document."""
    beside = f"{line[:start]} {line[end:]}".strip()
    words = beside.split()
    return (
        len(words) <= _BESIDE
        and not beside.endswith((".", "?", "!"))
        and not _OF_OTHERS.search(beside)
        and (not _LABEL.search(line[:start]) or bool(_SAID.search(line[:start])))
    )


def _sure(readings: list[str]) -> str:
    """Only the year of a date such as 3/4/2021, which may be in March or April."""
    parts = zip(*(date.split("-") for date in readings), strict=False)
    same = takewhile(lambda some: len(set(some)) == 1, parts)
    return "-".join(some[0] for some in same)
