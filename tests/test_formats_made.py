"""One article, `golden/files/mill.md`, made into files by other programs and read from each.

LibreOffice 7.4, pandoc 2.17, AbiWord 3.0, Chromium, WeasyPrint and groff 1.22 with Ghostscript
made them; nothing of these is needed here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import askdoc
from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

FILES = Path(__file__).parent / "golden" / "files"
MADE = sorted(path.name for path in FILES.iterdir() if path.suffix != ".md")
PDFS = [name for name in MADE if name.endswith(".pdf")]
# groff knows no Greek and no Cyrillic; LibreOffice draws the ῶ from another font, after its line.
LACKS = {"groff-columns.pdf": ["γνῶθι"], "libreoffice.pdf": ["γνῶθι"]}
TITLE = "The Mill at Ashford Bridge"


@cache
def read(name: str) -> askdoc.Document:
    return load(FILES / name)


def plain(text: str) -> str:
    """Without the marks of notes and lists."""
    return re.sub(r"\[\d\]|^ *(?:[-•]|\d\.?) ", "", text, flags=re.MULTILINE)


def article() -> tuple[list[str], list[str]]:
    """The paragraphs and headings of mill.md in order, and the rest: list items, cells, notes."""
    text = (FILES / "mill.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    text = re.sub(r"\[([^^\]]+)\]\([^)]+\)", r"\1", text)  # links
    text = re.sub(r"(?<=\S)\[\^\d\]", "", text)
    prose, rest = [], []
    for block in text.strip().split("\n\n"):
        if block.startswith("|"):
            rows = [row for row in block.splitlines() if "--" not in row]
            rest += [cell.strip() for row in rows for cell in row.strip("|").split("|")]
        elif re.match(r"[-\d]|\[\^", block):
            items = re.split(r"(?:^|\n)(?:-|\d\.|\[\^\d\]:) ", block)
            rest += [" ".join(item.split()) for item in items if item]
        else:
            words = " ".join(re.sub(r"^(?:#+|>) ?", "", block, flags=re.MULTILINE).split())
            words = re.sub(r'(^|(?<=\s))"', "“", words).replace('"', "”").replace("'", "’")
            prose.append(words)
    return prose, rest


@pytest.mark.parametrize("name", MADE)
def test_every_paragraph_is_read_completely_and_in_order(name: str) -> None:
    prose, _ = article()
    wanted = [p for p in prose if not any(word in p for word in LACKS.get(name, []))]
    found = plain(read(name).text).split("\n\n")
    assert [paragraph for paragraph in found if paragraph in wanted] == wanted


@pytest.mark.parametrize("name", MADE)
def test_every_item_cell_and_note_is_read(name: str) -> None:
    text = plain(read(name).text)
    missing = [words for words in article()[1] if words not in text]
    wanted = {
        "libreoffice.epub": ["Year", "Work", "Cost"],  # LibreOffice leaves the head out
    }
    assert missing == wanted.get(name, [])


@pytest.mark.parametrize("name", MADE)
def test_title(name: str) -> None:
    wanted = {
        "abiword.docx": "A wheel that turned for six centuries",  # its title has no style
        "groff-columns.pdf": "groff-columns",  # it has none
    }
    assert read(name).title == wanted.get(name, TITLE)


@pytest.mark.parametrize("name", PDFS)
def test_running_heads_and_page_numbers_are_left_out(name: str) -> None:
    text = read(name).text
    assert text.count("The County Record") <= 1  # the author
    assert "Mills" not in text
    assert not re.search(r"^\d+(?: / \d+)?$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "count", "last"),
    [
        ("chromium.pdf", 2, "Who is against it"),
        ("groff-columns.pdf", 1, ""),
        ("libreoffice.pdf", 2, "does not share this fear"),
        ("weasyprint-columns.pdf", 3, "The price includes"),
        ("weasyprint.pdf", 4, "The price includes"),
    ],
)
def test_pages(name: str, count: int, last: str) -> None:
    document = read(name)
    assert len(document.pages) == count
    assert document.page_at(document.text.index(last)) == count
