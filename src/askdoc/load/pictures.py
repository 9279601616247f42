"""The pages of a PDF as pictures, rendered in a separate process like all parsing."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass

from askdoc.errors import LoadError
from askdoc.load.confined import run
from askdoc.load.extract import Refusal
from askdoc.messages import tr

# CPU seconds: most pages take 0.1, a map several.
MAX_SECONDS = 15
# Pixels: the width of a page on a large screen.
MAX_WIDTH = 2400


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A rendered page. png: the picture; width, height: of the page, in points"""

    png: bytes
    width: float
    height: float


def page_picture(name: str, data: bytes, page: int, width: int = 1200) -> PagePicture:
    """Render a page of a PDF, from 1, with a width in pixels.

    name: the file in error messages. Raises `LoadError` if there is no such page, or if it cannot
    be rendered or takes too long.
    """
    given = {"page": page, "width": max(1, min(width, MAX_WIDTH))}
    try:
        found = run("pdf.picture", "pypdfium2", data, given, MAX_SECONDS)
    except Refusal as refusal:
        raise LoadError(
            tr("{name}, page {page}: {refusal}", name=name, page=page, refusal=refusal)
        ) from None
    return PagePicture(b64decode(found["png"]), found["width"], found["height"])
