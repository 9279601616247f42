"""Documents, and what is known about the files they were read from."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from askdoc.messages import tr
from askdoc.types.boxes import Boxes


@dataclass(frozen=True, slots=True)
class Facts:
    """The metadata of a file, as written there; None where it is missing.

    date: when it was published or written; language: a code such as "en" or "de-CH"
    """

    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    language: str | None = None


_UNCERTAIN = frozenset(("damaged character", "glyph without letters"))


@dataclass(frozen=True, slots=True)
class Omitted:
    """A part of a file that is not in the text of its document.

    kind: in the singular: "running head", "page number", "missing chapter"
    text: its text; None if it could not be read
    name: its name, if it has one, such as a chapter of a book
    page: its page, from 1; None without pages
    start: its place in `Document.text`, if it was appended there; see `with_omitted`
    """

    kind: str
    text: str | None = None
    name: str = ""
    page: int | None = None
    start: int | None = None

    @property
    def uncertain(self) -> bool:
        """Whether it is in the text after all: guessed, or shown as U+FFFD."""
        return self.kind in _UNCERTAIN and not self.name.endswith("left out")

    def __str__(self) -> str:
        """ "missing chapter c.xhtml", "running head on page 3" """
        page = tr("on page {number}", number=self.page) if self.page else ""
        return " ".join(filter(None, (tr(self.kind), self.name, page)))


@dataclass(frozen=True, slots=True)
class Document:
    """A text you can ask.

    name: how it is shown, unique in a library
    text: exactly what the file says, decoded; all offsets refer to it
    title: its heading or headline, or else its file name without the ending
    pages: the offset at which each page starts, ascending; empty without pages
    sha256: of the file it was read from; without a file, of the text in UTF-8
    page_names: the name of each page, such as "page iv" or "slide 3"; empty if pages are numbered
    scans: (page, confidence 0..1) of each page that was read from a scan
    times: (offset in `text`, seconds from the start of a recording), ascending
    facts: the metadata of the file
    omitted: the parts of the file that are not in `text`
    block_quotes: (start, end) of each, in order, if it was a web page or a Word document; those of
    plain text are recognized in the text
    headings: (start, end, level from 1) of each, in order, if the file marks them; those of
    Markdown are recognized in the text
    boxes: where its words are on the pages of a PDF
    language: its ISO 639-1 code, "" if unknown; set when a library adds it
    date: YYYY-MM-DD, YYYY-MM or YYYY, "" if unknown; set when a library adds it
    """

    name: str
    text: str
    title: str
    pages: tuple[int, ...] = ()
    sha256: str = ""
    page_names: tuple[str, ...] = ()
    scans: tuple[tuple[int, float], ...] = ()
    times: tuple[tuple[int, float], ...] = ()
    facts: Facts = field(default_factory=Facts)
    omitted: tuple[Omitted, ...] = ()
    block_quotes: tuple[tuple[int, int], ...] = ()
    headings: tuple[tuple[int, int, int], ...] = ()
    boxes: Boxes = field(default=Boxes(), repr=False)
    language: str = field(default="", compare=False)
    date: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.sha256:
            data = self.text.encode("utf-8", errors="surrogatepass")
            object.__setattr__(self, "sha256", hashlib.sha256(data).hexdigest())

    def with_omitted(self) -> Document:
        """A copy that has the omitted parts at the end of its text, so that they are searched."""
        text, omitted = self.text, []
        for one in self.omitted:
            if one.text and one.start is None:
                text = f"{text}\n\n"
                one = replace(one, start=len(text))
                text += one.text or ""
            omitted.append(one)
        # parts in the text come first, in order
        omitted.sort(key=lambda one: (one.start is None, one.start or 0))
        return replace(self, text=text, omitted=tuple(omitted))

    def page_at(self, offset: int) -> int | None:
        """The page of `offset`, from 1; None for a text without pages."""
        starts = [one.start for one in self.omitted if one.start is not None]
        if starts and offset >= starts[0]:
            held = [one for one in self.omitted if one.start is not None]
            return held[bisect_right(starts, offset) - 1].page
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def page_name_at(self, offset: int) -> str | None:
        """The name of that page, such as "page 3"; None for a text without pages."""
        page = self.page_at(offset)
        if page is None:
            return None
        return self.page_names[page - 1] if self.page_names else tr("page {number}", number=page)

    def scanned_at(self, offset: int) -> float | None:
        """How reliable the OCR of that page is, 0..1; None if it was not scanned."""
        return dict(self.scans).get(self.page_at(offset) or 0)

    def time_at(self, offset: int) -> float | None:
        """The second of a recording at which `offset` is said; None if unknown."""
        at = bisect_right([start for start, _ in self.times], offset)
        return self.times[at - 1][1] if at else None

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.text)} characters)"
