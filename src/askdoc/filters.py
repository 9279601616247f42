"""Filters of documents in a question: `after:2015-09 before:2016 in:reports/ type:pdf`.

In doubt a word is searched like any other: `after:noon` and `type:blood` are no filters.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from askdoc.errors import QuestionError
from askdoc.messages import tr

_DATE = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_FILTER = re.compile(r'(?<!\S)(after|before|in|type):("[^"]+"|[^\s"?!]+)(?=[?!]*(?:\s|$))', re.I)
# A place looks like a folder, a file with extension or a pattern, or is quoted.
_PLACE = re.compile(r'[/\\.*"]')
# Names for kinds of files -> their extensions.
_TYPES = {
    "word": "docx doc odt rtf",
    "excel": "xlsx xls ods csv",
    "powerpoint": "pptx ppt odp",
    "slides": "pptx ppt odp",
    "web": "html htm xhtml",
    "html": "html htm xhtml",
    "mail": "eml msg",
    "markdown": "md markdown",
    "book": "epub fb2",
    "text": "txt",
    "table": "csv tsv xlsx xls ods",
    "subtitles": "vtt srt",
    "notebook": "ipynb",
}
_ENDINGS = frozenset(
    "txt md markdown rst org html htm xhtml epub fb2 pdf docx csv tsv eml ipynb odp vtt srt pptx "
    "xlsx odt ods rtf doc xls ppt msg".split()
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents a question is for.

    after: YYYY, YYYY-MM or YYYY-MM-DD; documents of that day or later, "" for any
    before: the same; documents of an earlier day
    places: names or paths of folders or documents, or patterns such as "*/2015-*"; one of them
    must match
    types: file extensions or kinds of files, such as "pdf" or "word"; one of them must match

    Raises `QuestionError` for an invalid date or an unknown kind of file.
    """

    after: str = ""
    before: str = ""
    places: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, date in ("after", self.after), ("before", self.before):
            if date and not _is_date(date):
                raise QuestionError(
                    tr(
                        "{date} is not a date; write it like 2015, 2015-09 or 2015-09-19",
                        date=f"{name}:{date}",
                    )
                )
        for one in self.types:
            if not _is_type(one):
                raise QuestionError(
                    tr(
                        "{type} is not a file type; use an extension such as pdf, or one of "
                        "{types}",
                        type=f"type:{one}",
                        types=", ".join(_TYPES),
                    )
                )

    def over(self, others: Filters) -> Filters:
        """These filters, completed by those of `others`."""
        return Filters(
            self.after or others.after,
            self.before or others.before,
            self.places or others.places,
            self.types or others.types,
        )

    def __bool__(self) -> bool:
        return bool(self.after or self.before or self.places or self.types)

    def __str__(self) -> str:
        dated = [f"{k}:{v}" for k, v in (("after", self.after), ("before", self.before)) if v]
        return " ".join(
            [
                *dated,
                *(f"in:{_quoted(place)}" for place in self.places),
                *(f"type:{kind}" for kind in self.types),
            ]
        )

    @property
    def dated(self) -> bool:
        """Whether a date is filtered."""
        return bool(self.after or self.before)

    def allow(self, name: str, date: str, file: Path | None = None) -> bool:
        """Whether a document passes, by its name, its date, "" if it has none, and its file."""
        return self.allow_name(name, file) and self.allow_date(date)

    def allow_name(self, name: str, file: Path | None = None) -> bool:
        """Whether a document passes, ignoring its date.

        file: where it was read from: its name starts below the folder that was given
        """
        ending = PurePosixPath(name).suffix.lower().lstrip(".")
        endings = [known for one in self.types for known in _endings(one)]
        ways = [name, *(_ways(name, file) if file else ())]
        in_place = not self.places or any(_is_in(way, one) for way in ways for one in self.places)
        return in_place and (not endings or ending in endings)

    def allow_date(self, date: str) -> bool:
        """Whether a date passes; "" passes no date filter.

        A document of a whole month or year passes if any of its days does.
        """
        if not self.dated:
            return True
        return bool(date) and (
            (not self.after or _last(date) >= _first(self.after))
            and (not self.before or _first(date) < _first(self.before))
        )


def in_question(question: str) -> tuple[str, Filters]:
    """A question -> (the question without filters, the filters).

    `What did Kerry say? after:2015-09 type:pdf` -> `What did Kerry say?`, after 2015-09, pdf

    Raises `QuestionError` for a date that does not exist, such as `after:2015-13`.
    """
    found: dict[str, list[str]] = {"after": [], "before": [], "in": [], "type": []}

    def taken(match: re.Match[str]) -> str:
        kind, value = match[1].lower(), match[2].strip('"').rstrip(",;")
        meant = {"in": bool(_PLACE.search(match[2])), "type": _is_type(value)}.get(
            kind, bool(_DATE.fullmatch(value))
        )
        if not meant:
            return match[0]
        found[kind].append(value)
        return ""

    asked = _FILTER.sub(taken, question)
    if not any(found.values()):
        return question, Filters()
    made = Filters(
        max(found["after"], key=_first, default=""),
        min(found["before"], key=_first, default=""),
        tuple(found["in"]),
        tuple(map(_plain, found["type"])),
    )
    return re.sub(r"\s+(?=[?.!]*$)", "", " ".join(asked.split())), made


def span(dates: Iterable[str]) -> str:
    """The first and the last date: "2015-09-20 to 2019"; "" if there is none."""
    known = sorted(date for date in dates if date)
    return " to ".join(dict.fromkeys([known[0], known[-1]])) if known else ""


def _is_in(name: str, place: str) -> bool:
    """Whether a document is in a folder, has this name or matches the pattern; \\ counts as /."""
    name, place = (normalize("NFC", one.replace("\\", "/")).lower() for one in (name, place))
    place = place.removeprefix("./")
    return name == place or name.startswith(f"{place.rstrip('/')}/") or fnmatchcase(name, place)


def _ways(name: str, file: Path) -> list[str]:
    """The paths that identify a file: as given, from a parent folder of the name on, or absolute.

    `a.txt`, `data/reports/a.txt` -> `data/reports/a.txt`, `reports/a.txt`, and from `/` on
    """
    parts = file.as_posix().split("/")
    ends = range(len(parts) - name.count("/") - 1)
    return [*("/".join(parts[start:]) for start in ends), file.absolute().as_posix()]


def _is_type(word: str) -> bool:
    return _plain(word) in _ENDINGS | _TYPES.keys()


def _plain(kind: str) -> str:
    """ ".PDF" -> "pdf" """
    return kind.lower().lstrip(".")


def _endings(kind: str) -> list[str]:
    plain = _plain(kind)
    return _TYPES.get(plain, plain).split()


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if not match or not int(match[1]):
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _first(date: str) -> tuple[int, int, int]:
    """The first day of a year or month, or the day itself."""
    year, *rest = map(int, date.split("-"))
    month, day = (*rest, *(1, 1)[len(rest) :])
    return year, month, day


def _last(date: str) -> tuple[int, int, int]:
    """The last possible day of a year or month, or the day itself."""
    year, *rest = map(int, date.split("-"))
    month, day = (*rest, *(12, 31)[len(rest) :])
    return year, month, day


def _quoted(place: str) -> str:
    return f'"{place}"' if " " in place else place
