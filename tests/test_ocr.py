"""Pages that are pictures are read by Tesseract, and said to be so."""

from __future__ import annotations

import io
import json
import random
import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import askdoc
from askdoc import show
from askdoc.load import load, reporting, scans

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

PRINTED = Path(__file__).parent / "golden" / "files" / "weasyprint.pdf"


def scan(
    path: Path, pages: range, dots: int = 150, noise: int = 0, text: str = "", stamp: str = ""
) -> Path:
    """Pictures of pages of a printed article, and a page of letters at the end if there is text.

    stamp: of a court or an archive, above each picture
    """
    source = pypdfium2.PdfDocument(PRINTED)
    canvas = Canvas(str(path))
    chance = random.Random(1)
    for number in pages:
        page = source[number]
        picture = page.render(scale=dots / 72, grayscale=True).to_pil()
        if noise:
            speckled = bytearray(picture.tobytes())
            for _ in range(len(speckled) * noise // 1000):
                speckled[chance.randrange(len(speckled))] = chance.choice((0, 90, 255))
            picture = Image.frombytes("L", picture.size, bytes(speckled)).rotate(0.4, fillcolor=255)
        file = io.BytesIO()
        picture.save(file, "PNG")
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(file), 0, 0, *page.get_size())
        canvas.drawString(72, page.get_height() - 20, stamp)
        canvas.showPage()
    if text:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return path


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def recall(found: str, expected: str) -> float:
    """The share of the words that were found, each as often as it is there."""
    left = words(found)
    there = words(expected)
    hits = 0
    for word in there:
        if word in left:
            left.remove(word)
            hits += 1
    return hits / len(there)


@pytest.mark.parametrize(("dots", "noise"), [(150, 0), (110, 4)])
def test_a_scan_is_read(dots: int, noise: int, tmp_path: Path) -> None:
    document = load(scan(tmp_path / "a.pdf", range(2), dots, noise))
    loaded = load(PRINTED)
    printed = loaded.text[: loaded.pages[2]]
    assert recall(document.text, printed) >= 0.9
    assert [page for page, _ in document.scans] == [1, 2]
    assert all(0.6 <= confidence <= 1 for _, confidence in document.scans)
    assert "\n\n" in document.text


def test_scans_with_a_stamp_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = "Case 7:19-cv-0081 Document 12 Filed 03/04/2019"
    stamped = load(scan(tmp_path / "a.pdf", range(1), stamp=stamp))
    plain = load(scan(tmp_path / "b.pdf", range(1)))
    assert recall(stamped.text, plain.text) > 0.95
    assert stamped.text.count(stamp) == 1
    assert stamped.title == plain.title
    assert stamped.omitted == plain.omitted
    monkeypatch.setattr(scans, "_can_see", lambda: False)
    document = load(scan(tmp_path / "c.pdf", range(1), stamp=stamp))
    assert document.text == stamp
    assert [str(one) for one in document.omitted] == ["picture of a page on page 1"]


def test_an_answer_says_that_it_was_read_from_a_picture(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf", range(1), text="The weir was painted red in 1999.")
    library = askdoc.open(path)
    seen = library.ask("When did the mill grind its last corn?")
    assert "1951" in seen[0].text
    assert seen[0].scanned is not None
    assert f"read by OCR, {seen[0].scanned:.0%} reliable" in show.place(seen[0])
    assert json.loads(show.as_json(seen))["answers"][0]["scanned"] == seen[0].scanned
    printed = library.ask("When was the weir painted red?")
    assert printed[0].page == 2
    assert printed[0].scanned is None
    assert "picture" not in show.place(printed[0])


def test_a_stopped_run_resumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scan(tmp_path / "a.pdf", range(2))
    shares: list[float] = []
    with reporting(shares.append):
        text = load(path).text
    assert shares == [0.5, 1.0]

    def no_more(*_: object) -> None:
        raise AssertionError("it was read before")

    monkeypatch.setattr(scans, "_keep", no_more)
    assert load(path).text == text


def test_a_page_that_is_hard_to_read_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MIN_CONFIDENCE", 0.999)
    document = load(scan(tmp_path / "a.pdf", range(1), text="The weir was painted red."))
    assert document.text == "The weir was painted red."
    assert [str(one) for one in document.omitted] == ["picture of a page on page 1"]
    with pytest.raises(askdoc.LoadError, match="it contains pictures of pages"):
        load(scan(tmp_path / "b.pdf", range(1), dots=152))


def test_a_page_that_takes_too_long_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MAX_PICTURES", 1)
    document = load(scan(tmp_path / "a.pdf", range(2), dots=149))
    assert [page for page, _ in document.scans] == [1]
    assert [(one.kind, one.page) for one in document.omitted if one.text is None] == [
        ("picture of a page", 2)
    ]


def test_without_tesseract_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "_can_see", lambda: False)
    with pytest.raises(askdoc.LoadError) as error:
        load(scan(tmp_path / "a.pdf", range(1)))
    assert str(error.value).endswith(
        "it contains pictures of pages and no text; to read them, run: pip install 'askdoc[ocr]'"
    )
