"""The boxes of the words of a text on its pages."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from askdoc.load.pdf.hyphens import plain
from askdoc.load.pdf.layout import Placed
from askdoc.load.pdf.line import Word
from askdoc.types.boxes import Box, Boxes

# What may separate two words of a line: spaces, and the bar between two cells.
_BETWEEN = " |\n"
# A joined word, as at a hyphen, is searched in this many following characters.
_NEAR = 40


def boxes_of(
    pdf: pypdfium2.PdfDocument,
    text: str,
    placed: Sequence[Placed],
    recognized: Container[int],
) -> Boxes:
    """The boxes of all words of a text that are found in its lines.

    recognized: the numbers of pages, from 0, that were read by OCR, as displayed
    """
    views = {
        page: _View(pdf, page, turned=page not in recognized)
        for page in {page for _, page, _ in placed}
    }
    found: list[tuple[int, int, Box, bool]] = []
    ends = [start for start, _, _ in placed[1:]] + [len(text)] * bool(placed)
    for (start, page, line), end in zip(placed, ends, strict=True):
        for first, last, word in _found(text, start, end, line.words):
            view = views[page]
            found.append((first, last, Box(page + 1, *view.shown(word)), view.is_turned(word)))
    return Boxes.of(found)


def _found(
    text: str, start: int, end: int, words: Sequence[Word]
) -> Iterator[tuple[int, int, Word]]:
    """(start, end, word) of the words of a line that are in `text[start:end]` one after another."""
    at = start
    for word in words:
        while at < end and text[at] in _BETWEEN:
            at += 1
        if text.startswith(word.text, at):  # true for nearly all words
            first, last = at, at + len(word.text)
        else:
            first, last = _approximate(text, at, end, word.text)
        if first < last:
            yield first, last, word
            at = last


def _approximate(text: str, start: int, end: int, word: str) -> tuple[int, int]:
    """The place of a word shortly after `start`, without invisible characters, and perhaps without
    the hyphen at the end of its line; (start, start) if it is not there."""
    written = plain(word)
    for one in written, written.rstrip("-\u00ad\u2010"):
        found = text.find(one, start, min(end, start + len(one) + _NEAR)) if one else -1
        if found >= 0:
            return found, found + len(one)
    return start, start


class _View:
    """A page as displayed: cropped and rotated.

    turned: whether the positions of words are those before the rotation of the page
    """

    def __init__(self, pdf: pypdfium2.PdfDocument, number: int, turned: bool) -> None:
        page = pdf[number]
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        self._edges = box.left, box.right, box.bottom, box.top
        self._turn = page.get_rotation() // 90
        if not turned:
            width, height = page.get_size()
            self._edges, self._turn = (0.0, width, 0.0, height), 0
        page.close()

    def is_turned(self, word: Word) -> bool:
        """Whether it runs down or up the displayed page."""
        return word.turn >= 0 and (word.turn + self._turn) % 2 == 1

    def shown(self, word: Word) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 from the upper left corner."""
        left, right, bottom, top = self._edges
        if self._turn == 1:  # clockwise
            return word.bottom - bottom, word.left - left, word.top - bottom, word.right - left
        if self._turn == 2:
            return right - word.right, word.bottom - bottom, right - word.left, word.top - bottom
        if self._turn == 3:
            return top - word.top, right - word.right, top - word.bottom, right - word.left
        return word.left - left, top - word.top, word.right - left, top - word.bottom
