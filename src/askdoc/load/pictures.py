"""The pages of a PDF as pictures, rendered in a separate process like all parsing."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass

from askdoc.errors import LoadError
from askdoc.load.confined import run
from askdoc.load.extract import Refusal
from askdoc.messages import tr

# Of CPU time: most pages take a tenth of a second, a map some seconds.
MAX_SECONDS = 15
# Dots: as wide as a page is shown on a large screen.
MAX_WIDTH = 2400


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A rendered page. png: the picture; width, height: of the page, in points"""

    png: bytes
    width: float
    height: float


def page_picture(name: str, data: bytes, page: int, width: int = 1200) -> PagePicture:
    """A page of a PDF, from 1, as a picture of so many dots in width.

    name: of the file, for messages. Raises `LoadError` if there is no such page, it cannot be
    drawn, or takes too long.
    """
    given = {"page": page, "width": max(1, min(width, MAX_WIDTH))}
    try:
        found = run("pdf.picture", "pypdfium2", data, given, MAX_SECONDS)
    except Refusal as refusal:
        raise LoadError(
            tr("{name}, page {page}: {refusal}", name=name, page=page, refusal=refusal)
        ) from None
    return PagePicture(b64decode(found["png"]), found["width"], found["height"])
