"""Files that are not what they seem: one clear line each, in little time and memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import files
import pytest
from conftest import _png, load_all
from files import lines
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import askdoc
from askdoc.load import confined, load

# Most of them start a process of their own, some until it is ended.
pytestmark = pytest.mark.slow

Make = Callable[[Path], Path]


def raw(name: str, data: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def renamed(make: Make, name: str) -> Make:
    return lambda folder: make(folder).rename(folder / name)


def cut(make: Make, share: float) -> Make:
    """The first part of a file."""

    def cut_off(folder: Path) -> Path:
        path = make(folder)
        data = path.read_bytes()
        path.write_bytes(data[: int(share * len(data))])
        return path

    return cut_off


def a_pdf(folder: Path) -> Path:
    return files.pdf(folder / "a.pdf", [lines("It rained.")])


def a_word(folder: Path) -> Path:
    return files.word(folder / "a.docx")


def an_epub(folder: Path) -> Path:
    return files.epub(folder / "a.epub", {"a.xhtml": files.xhtml("<p>It rained.</p>")})


def encrypted_pdf(folder: Path) -> Path:
    return files.pdf(folder / "a.pdf", [lines("It rained.")], encrypt="secret")


def scanned_pdf(folder: Path) -> Path:
    (folder / "scan").write_bytes(_png())
    canvas = Canvas(str(folder / "a.pdf"), pagesize=A4)
    canvas.drawImage(ImageReader(str(folder / "scan")), 0, 0, 500, 700)
    canvas.save()
    return folder / "a.pdf"


def encrypted_word(folder: Path) -> Path:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    return raw("a.docx", ole + bytes(1000))(folder)


def protected_epub(folder: Path) -> Path:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
        'xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData>'
        '<CipherReference URI="OEBPS/a.xhtml"/></CipherData></EncryptedData></encryption>'
    )
    return files.changed(an_epub(folder), {"META-INF/encryption.xml": encryption.encode()})


def epub_without_a_chapter(folder: Path) -> Path:
    path = an_epub(folder)
    package = files.member(path, "OEBPS/book.opf").replace(b'href="a.xhtml"', b'href="gone.xhtml"')
    return files.changed(path, {"OEBPS/book.opf": package})


def zip_bomb(make: Make, member: str) -> Make:
    return lambda folder: files.changed(make(folder), {member: b"<a>" + bytes(300_000_000)})


def zip_bomb_that_lies(folder: Path) -> Path:
    """The sizes in its index say 100 bytes."""
    path = zip_bomb(a_word, "word/document.xml")(folder)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 100)))
    return path


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
LAUGHS = f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'
SECRET = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def word_with(doctype: str, entity: str, encoding: str = "utf-8") -> Make:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<w:document xmlns:w="{main}">'
        f"<w:body><w:p><w:r><w:t>It rained.{entity}</w:t></w:r></w:p></w:body></w:document>"
    )
    parts = {"word/document.xml": text.encode(encoding)}
    return lambda folder: files.changed(a_word(folder), parts)


def pdf_of(*objects: bytes) -> Make:
    return raw("a.pdf", files.raw_pdf(*objects))


def stream_bomb(megabytes: int) -> Make:
    packer = zlib.compressobj(9)
    block = b"BT /F1 9 Tf (rain) Tj ET\n" * 40_000
    packed = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    twice = zlib.compress(packed, 9)
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
        % (len(twice), twice),
    )


CATALOG = b"<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>"
OUTLINE = b"<< /First 3 0 R /Last 3 0 R /Next 3 0 R /Parent 3 0 R /Title (x) >>"

ANEW = "open it and save it again"
CUT = "{path}: it is damaged or cut off; get the file again, or open it and save it again"
NO_TEXT = "{path}: it contains no text; choose a file with text"
BOMB = "{path}: it would be far too large when unpacked, like a zip bomb; do not trust it"
ENTITIES = "{path}: its word/document.xml declares XML entities, which Office never does; do not"
PASSWORD = "{path}: it is encrypted; save a copy without a password"
SAVE_AS = "; choose a document, or save it as one of .pdf .docx .epub .html"

BAD: dict[str, tuple[Make, str]] = {
    # what it is not
    "png.pdf": (
        raw("a.pdf", _png()),
        "{path}: not a PDF (it looks like a PNG picture)" + SAVE_AS,
    ),
    "html.docx": (
        raw("a.docx", b" <!DOCTYPE html><p>x"),
        "{path}: not a Word document (it looks like HTML); rename it to end in .html",
    ),
    "pdf.txt": (
        renamed(a_pdf, "a.txt"),
        "{path}: not a text file (it looks like a PDF); rename it to end in .pdf",
    ),
    "docx.md": (
        renamed(a_word, "a.md"),
        "{path}: not a text file (it looks like a Word document); rename it to end in .docx",
    ),
    "docx.epub": (
        renamed(a_word, "a.epub"),
        "{path}: not an EPUB book (it looks like a Word document); rename it to end in .docx",
    ),
    "zip.docx": (
        lambda folder: files.packed(folder / "a.docx", {"a.txt": "x"}),
        "{path}: not a Word document (it looks like a zip archive)" + SAVE_AS,
    ),
    "rtf.docx": (
        raw("a.docx", b"{\\rtf1 x}"),
        "{path}: not a Word document (it looks like rich text (RTF)); rename it to end in .rtf",
    ),
    "binary.html": (
        raw("a.html", bytes(range(256)) * 9),
        "{path}: not HTML (it looks like binary data); choose a document",
    ),
    "text.pdf": (
        raw("a.pdf", b"It rained."),
        "{path}: not a PDF (it looks like plain text); rename it to end in .txt",
    ),
    "noise.docx": (raw("a.docx", bytes(range(256))), CUT),
    "doc": (raw("a.doc", b"x"), "{path}: not an old Office document (it looks like plain text); "),
    "wpd": (raw("a.wpd", b"x"), "{path}: askdoc does not read .wpd files; save it as .txt, "),
    # empty
    **{f"empty {e}": (raw("a" + e, b" \n"), NO_TEXT) for e in (".pdf", ".docx", ".epub", ".html")},
    "html without words": (raw("a.html", b"<html><script>x</script></html>"), NO_TEXT),
    "epub without words": (lambda f: files.epub(f / "a.epub", {"a.xhtml": "<p/>"}), NO_TEXT),
    # locked
    "encrypted pdf": (encrypted_pdf, PASSWORD),
    "encrypted docx": (
        encrypted_word,
        "{path}: not a Word document (it looks like an encrypted Office document); "
        "open it in Word and save a copy without a password",
    ),
    "protected epub": (protected_epub, "{path}: it is protected against copying (DRM); get a"),
    "scanned pdf": (
        scanned_pdf,
        "{path}: it contains pictures of pages",
    ),
    # cut off
    "half a docx": (cut(a_word, 0.5), CUT),
    "half an epub": (cut(an_epub, 0.5), CUT),
    "a tenth of a pdf": (cut(a_pdf, 0.1), CUT),
    "most of a pdf": (cut(a_pdf, 0.8), CUT),
    "damaged docx": (
        lambda folder: files.changed(a_word(folder), {"word/document.xml": b"<w:document"}),
        "{path}: it seems damaged (XMLSyntaxError); " + ANEW,
    ),
    "epub without chapters": (
        lambda folder: files.packed(folder / "a.epub", {"META-INF/container.xml": "<container/>"}),
        "{path}: it is a zip file without a book; ",
    ),
    "epub without one of its chapters": (
        epub_without_a_chapter,
        "{path}: its chapter OEBPS/gone.xhtml is missing; get the file again",
    ),
    # made to harm
    "zip bomb docx": (zip_bomb(a_word, "word/document.xml"), BOMB),
    "zip bomb epub": (zip_bomb(an_epub, "OEBPS/a.xhtml"), BOMB),
    "zip bomb that lies": (zip_bomb_that_lies, "{path}: "),
    "billion laughs": (word_with(LAUGHS, "&l9;"), ENTITIES),
    "billion laughs in UTF-16": (word_with(LAUGHS, "&l9;", "utf-16"), ENTITIES),
    "external entity": (word_with(SECRET, "&x;"), ENTITIES),
    "nested html": (raw("a.html", b"<div>" * 100_000 + b"It rained."), NO_TEXT),
    "nested epub": (
        lambda f: files.epub(
            f / "a.epub", {"a.xhtml": "<div>" * 100_000 + "x" + "</div>" * 100_000}
        ),
        NO_TEXT,
    ),
    "pages without end": (
        pdf_of(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>", OUTLINE),
        CUT,
    ),
    "a billion pages": (
        pdf_of(CATALOG, b"<< /Type /Pages /Kids [4 0 R] /Count 1000000000 >>", OUTLINE),
        CUT,
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_one_clear_line(tmp_path: Path, case: str) -> None:
    make, message = BAD[case]
    path = make(tmp_path)
    with pytest.raises(askdoc.LoadError) as error:
        load(path)
    assert str(error.value).startswith(message.format(path=path))
    assert "\n" not in str(error.value)


def test_bad_files_in_a_folder_are_skipped_and_reported(tmp_path: Path) -> None:
    a_word(tmp_path)
    encrypted_pdf(tmp_path)
    raw("b.wpd", b"x")(tmp_path)
    raw("b.jpg", b"x")(tmp_path)
    documents, errors = load_all([tmp_path])
    assert [document.name for document in documents] == ["a.docx"]
    assert [str(error).split(":")[0] for error in errors] == [
        str(tmp_path / name) for name in ("a.pdf", "b.wpd")
    ]


# --- bounds


def test_entities_of_a_book_are_not_expanded(tmp_path: Path) -> None:
    chapter = f"{LAUGHS}<html><body><p>It rained.&l9;</p></body></html>"
    secret = f"{SECRET}<html><body><p>We left.&x;</p></body></html>"
    path = files.epub(tmp_path / "a.epub", {"a.xhtml": chapter, "b.xhtml": secret})
    assert load(path).text == "It rained.\n\nWe left."


def test_page_that_unpacks_without_end_is_refused_in_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MAX_SECONDS", 3)
    path = stream_bomb(400)(tmp_path)
    assert path.stat().st_size < 100_000
    with pytest.raises(askdoc.LoadError) as error:
        load(path)
    assert str(error.value) in {
        f"{path}: reading it takes more than 3 seconds; split it, or do not trust it",
        f"{path}: it seems damaged (its reader crashed); open it and save it again",
    }


def test_reader_that_takes_too_much_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MAX_MEGABYTES", 300)
    path = raw("a.html", b"<p>It rained.</p>" * 500_000)(tmp_path)
    with pytest.raises(
        askdoc.LoadError, match="reading it takes more than 300 MB of memory; split"
    ):
        load(path)


def test_long_word_document_is_read(tmp_path: Path) -> None:
    report = docx.Document()
    for i in range(1500):
        report.add_paragraph(f"Paragraph {i} says the same as the others. " * 5)
    report.save(str(tmp_path / "a.docx"))
    assert load(tmp_path / "a.docx").text.count("\n\n") == 1499


@pytest.mark.parametrize(
    ("make", "package"),
    [(a_pdf, "pypdfium2"), (a_word, "lxml"), (raw("a.html", b"<p>Rain."), "trafilatura")],
)
def test_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Make, package: str
) -> None:
    error = f"raise ModuleNotFoundError('No module named {package}', name='{package}')"
    (tmp_path / f"{package}.py").write_text(error)
    path = make(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(askdoc.LoadError) as caught:
        load(path)
    assert str(caught.value) == (
        f"{path}: reading it needs the package {package} ({package} is missing); "
        f"run: pip install {package}"
    )
