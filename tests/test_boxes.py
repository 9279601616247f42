"""Where the words of a PDF stand: PDFium, asked what is inside the boxes, is the oracle."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from conftest import fake_library
from pypdfium2 import raw

from askdoc.errors import LoadError
from askdoc.load import load, page_picture
from askdoc.show import as_json
from askdoc.split import split
from askdoc.store.stored import details, document_of, encoded
from askdoc.types import Box, Boxes, Document

pytestmark = pytest.mark.usefixtures("read_here")

FILES = Path(__file__).parent / "golden" / "files"
PDFS = sorted(FILES.glob("*.pdf"))
# Of boxes of characters, which are larger than the letters.
MARGIN = 0.3


def letters(text: str) -> Counter[str]:
    return Counter(c.lower() for c in text if c.isalnum())


def on_page(page: pypdfium2.PdfPage, box: Box) -> tuple[float, float, float, float]:
    """left, bottom, right, top of a box on the page before it is turned and cropped."""
    page_box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, page_box)
    _, x0, y0, x1, y1 = box
    return {
        0: (page_box.left + x0, page_box.top - y1, page_box.left + x1, page_box.top - y0),
        90: (page_box.left + y0, page_box.bottom + x0, page_box.left + y1, page_box.bottom + x1),
        180: (page_box.right - x1, page_box.bottom + y0, page_box.right - x0, page_box.bottom + y1),
        270: (page_box.right - y1, page_box.top - x1, page_box.right - y0, page_box.top - x0),
    }[page.get_rotation()]


def read_inside(pdf: pypdfium2.PdfDocument, boxes: Sequence[Box]) -> Counter[str]:
    found: Counter[str] = Counter()
    for box in boxes:
        page = pdf[box.page - 1]
        left, bottom, right, top = on_page(page, box)
        text = page.get_textpage().get_text_bounded(
            left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN
        )
        found += letters(text)
    return found


def wrong(document: Document, pdf: pypdfium2.PdfDocument) -> list[str]:
    """The sentences whose boxes hold other letters than they do."""
    sentences = [s for p in split(document, lambda text: len(text) // 4, 256) for s in p.sentences]
    assert len(sentences) > 20
    return [
        s.text
        for s in sentences
        if read_inside(pdf, document.boxes.within(s.start, s.end)) != letters(s.text)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_boxes_contain_the_letters_of_their_sentence(path: Path) -> None:
    assert wrong(load(path), pypdfium2.PdfDocument(path)) == []


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_on_pages_that_are_turned_and_cropped(turn: int, cropped: bool, tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(FILES / "libreoffice.pdf")
    for page in pdf:
        page.set_rotation(turn)
        if cropped:
            left, bottom, right, top = page.get_mediabox()
            page.set_cropbox(left + 20, bottom + 30, right - 10, top - 15)
    path = tmp_path / "turned.pdf"
    pdf.save(path)
    assert wrong(load(path), pypdfium2.PdfDocument(path)) == []


@pytest.mark.slow
def test_a_sentence_over_two_pages_has_boxes_on_both() -> None:
    document = load(FILES / "weasyprint.pdf")
    second = document.pages[1]
    boxes = document.boxes.within(second - 30, second + 30)
    assert {box.page for box in boxes} == {1, 2}


@pytest.mark.slow
def test_a_box_for_each_line() -> None:
    document = load(FILES / "chromium.pdf")
    (passage, *_) = split(document, lambda text: len(text) // 4, 256)
    boxes = document.boxes.within(passage.start, passage.end)
    heights = [round(box.y1 - box.y0) for box in boxes]
    assert len(set(heights)) <= 3  # headings and text, but no box that holds two lines
    assert max(heights) < 40


LINE = Boxes.of(
    [
        (0, 4, Box(1, 10, 20, 30, 32), False),
        (5, 9, Box(1, 33, 20, 53, 32), False),
        (10, 14, Box(1, 10, 34, 30, 46), False),
        (15, 19, Box(2, 10, 20, 22, 60), True),
    ]
)


@pytest.mark.parametrize(
    ("start", "end", "boxes"),
    [
        (0, 9, [(1, 10, 20, 53, 32)]),
        (0, 14, [(1, 10, 20, 53, 32), (1, 10, 34, 30, 46)]),
        (5, 14, [(1, 33, 20, 53, 32), (1, 10, 34, 30, 46)]),
        (2, 4, [(1, 20, 20, 30, 32)]),
        (4, 5, []),
        (15, 17, [(2, 10, 20, 22, 40)]),
        (30, 40, []),
    ],
)
def test_parts(start: int, end: int, boxes: list[tuple[float, ...]]) -> None:
    assert LINE.within(start, end) == tuple(Box(*box) for box in boxes)  # type: ignore[arg-type]


def test_what_lies_outside_of_every_page_is_left_out() -> None:
    places = [(0, 3, Box(1, -1, 5, 9, 9), False), (4, 7, Box(1, 2, 5, 1e6, 9), False)]
    assert Boxes.of(places).packed == b""


@pytest.mark.slow
def test_boxes_are_saved() -> None:
    assert Boxes.decoded(LINE.coded()) == LINE
    assert Boxes.decoded(Boxes().coded()) == Boxes()
    document = load(FILES / "chromium.pdf")
    row = document.name, document.title, encoded(document.text), document.sha256
    assert document_of(*row, details(document)) == document


@pytest.mark.slow
def test_in_json() -> None:
    document = load(FILES / "chromium.pdf")
    (answer, *_) = answers = fake_library(document.text).ask("What was filed?")
    assert answer.boxes == ()
    assert json.loads(as_json(answers))["answers"][0]["boxes"] == []


@pytest.mark.slow
def test_a_page_is_drawn_as_it_is_shown(tmp_path: Path) -> None:
    from PIL import Image

    pdf = pypdfium2.PdfDocument(FILES / "chromium.pdf")
    pdf[0].set_rotation(90)
    pdf.save(path := tmp_path / "turned.pdf")
    width, height = pypdfium2.PdfDocument(path)[0].get_size()
    picture = page_picture("turned.pdf", path.read_bytes(), 1, 500)
    image = Image.open(io.BytesIO(picture.png))
    assert (picture.width, picture.height) == pytest.approx((width, height))
    assert image.width == pytest.approx(500, abs=1)
    assert image.height == pytest.approx(500 * height / width, abs=2)
    assert len(image.convert("L").getcolors() or ()) > 10


@pytest.mark.slow
@pytest.mark.parametrize(("data", "page"), [(b"%PDF-1.7 cut", 1), (None, 99), (None, 0)])
def test_a_page_that_cannot_be_drawn(data: bytes | None, page: int) -> None:
    data = data or (FILES / "chromium.pdf").read_bytes()
    with pytest.raises(LoadError, match=rf"^a.pdf, page {page}: "):
        page_picture("a.pdf", data, page)
