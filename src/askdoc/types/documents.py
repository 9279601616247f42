"""A text to be asked, and what is known of the file it was read from."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from askdoc.types.boxes import Boxes


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file's metadata says of it, as it is written there; None where it is silent.

    date: when it was published or written; language: a code such as "en" or "de-CH"
    """

    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Omitted:
    """Something in a file that is not in the text of its document.

    kind: what it is, in the singular: "running head", "page number", "missing chapter"
    text: what it says; None if it could not be read, which is a loss
    name: which one it is, where it has a name, as a chapter of a book has
    page: on which page it stands, from 1; None without pages
    start: where it stands in `Document.text`, if that was made to hold it; see `with_omitted`
    """

    kind: str
    text: str | None = None
    name: str = ""
    page: int | None = None
    start: int | None = None

    def __str__(self) -> str:
        """ "missing chapter c.xhtml", "running head on page 3" """
        page = f"on page {self.page}" if self.page else ""
        return " ".join(filter(None, (self.kind, self.name, page)))


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be asked.

    name: how it is shown and told from others, unique in a library
    text: exactly what the file says, decoded; all offsets refer to it
    title: its heading or headline, else its file name without the ending
    pages: where each page starts in `text`, ascending; empty without pages
    sha256: of the file it was read from; where there was none, of the text in UTF-8
    page_names: what each page is called, as "page iv" or "slide 3"; empty if by its number
    scans: (page, confidence) of each page whose text was read from a picture of it, 0..1
    times: (place in `text`, seconds from the start of a recording), ascending
    facts: what the file's metadata says
    omitted: what of the file is not in `text`
    block_quotes: (start, end) of each in `text`, in order, as far as a page or a Word document
    tells them; those of plain text are seen by their marks
    boxes: where its words stand on the pages, if it was a PDF
    language: its ISO 639-1 code, "" if it is not known; a library tells it
    date: YYYY-MM-DD, YYYY-MM or YYYY, "" if it is not known; a library tells it
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
    boxes: Boxes = field(default=Boxes(), repr=False)
    language: str = field(default="", compare=False)
    date: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.sha256:
            data = self.text.encode("utf-8", errors="surrogatepass")
            object.__setattr__(self, "sha256", hashlib.sha256(data).hexdigest())

    def with_omitted(self) -> Document:
        """The same with what was left out at the end of its text, so that it is searched, too."""
        text, omitted = self.text, []
        for one in self.omitted:
            if one.text and one.start is None:
                text = f"{text}\n\n"
                one = replace(one, start=len(text))
                text += one.text or ""
            omitted.append(one)
        # what is held comes first, in the order of its places
        omitted.sort(key=lambda one: (one.start is None, one.start or 0))
        return replace(self, text=text, omitted=tuple(omitted))

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds `offset`, None for a text without pages."""
        starts = [one.start for one in self.omitted if one.start is not None]
        if starts and offset >= starts[0]:
            held = [one for one in self.omitted if one.start is not None]
            return held[bisect_right(starts, offset) - 1].page
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def page_name_at(self, offset: int) -> str | None:
        """What that page is called, "page 3" by its number; None for a text without pages."""
        page = self.page_at(offset)
        if page is None:
            return None
        return self.page_names[page - 1] if self.page_names else f"page {page}"

    def scanned_at(self, offset: int) -> float | None:
        """How sure the reading of that page from a picture is, 0..1; None if it has letters."""
        return dict(self.scans).get(self.page_at(offset) or 0)

    def time_at(self, offset: int) -> float | None:
        """The seconds into a recording at which `offset` is said, None where that is unknown."""
        at = bisect_right([start for start, _ in self.times], offset)
        return self.times[at - 1][1] if at else None

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.text)} characters)"
