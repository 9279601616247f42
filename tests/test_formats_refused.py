"""Files that no other test foresees: what they are is told from how they begin."""

from __future__ import annotations

from pathlib import Path

import files
import pytest

import askdoc
from askdoc.load import load
from askdoc.load.kinds import kind_of

MHTML = (
    b"From: <Saved by Blink>\r\nSubject: Floods\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n<html>'
)
FLAT = b"<?xml version='1.0'?>\n<office:document xmlns:office='x'><office:body/>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xef\xbb\xbf \n%PDF-1.4", "a PDF"),
        (b"junk\n%PDF-1.4 1 0 obj endobj", "a PDF"),
        (b"A PDF begins with %PDF-1.4 and a line of binary.", None),
        (MHTML, "a web archive (MHTML)"),
        (b"Subject: a letter\nContent-Type: text/plain\n\nIt rained.", None),
        (b"Received: from a\r\n\tby b\r\n" * 60 + b"Subject: a letter\r\n\r\nIt rained.", None),
        (FLAT, "a flat OpenDocument file"),
        (b'<?xml version="1.0"?><w:wordDocument>', "a Word document of 2003 in XML"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (bytes(60) + b"BOOKMOBI", "a Kindle book"),
        (b"bplist00", "a web archive of Safari"),
        (b"It rained.", None),
    ],
)
def test_kind(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize("ending", ["txt", "md", "html", "docx", "pdf", "epub"])
@pytest.mark.parametrize("data", [MHTML, FLAT, b"%!PS It rained."])
def test_what_is_no_text_is_named_whatever_its_ending(
    tmp_path: Path, ending: str, data: bytes
) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    with pytest.raises(askdoc.LoadError) as error:
        load(path)
    assert str(error.value).endswith(
        f"(it looks like {kind_of(data)}); "
        "choose a document, or save it as one of .pdf .docx .epub .html"
    )


CODES = b"".join(b"<%02x> <%04x>\n" % (code, 0xE000 + code) for code in range(32, 122))
TO_PRIVATE = (
    b"1 begincodespacerange <00> <ff> endcodespacerange 90 beginbfchar %s endbfchar" % CODES
)
PDFS = {
    "letters without names": (
        files.pdf_page(
            "It rained all day in Ely.",
            b"",
            b"/ToUnicode 6 0 R",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(TO_PRIVATE), TO_PRIVATE),
        ),
        "its fonts do not map glyphs to letters; add a text layer first "
        "(for example: ocrmypdf --force-ocr broken.pdf text.pdf)",
    ),
    "form of Adobe Reader": (
        files.pdf_page(
            "Please wait...",
            b"/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true",
            b"",
            b"<< /Length 11 >>\nstream\n<xdp></xdp>\nendstream",
        ),
        "it is a form that only Adobe Reader displays (XFA); print it to a PDF",
    ),
    "portfolio": (
        files.pdf_page(
            "For the best experience, open this PDF portfolio in Acrobat.",
            b"/Names << /EmbeddedFiles << /Names [(a.txt) 6 0 R] >> >>",
            b"",
            b"<< /Type /Filespec /F (a.txt) /EF << /F 7 0 R >> >>",
            b"<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream",
        ),
        "it is a collection of other files (a PDF portfolio); save these and name them",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", PDFS)
def test_pdf_without_its_text_is_refused(tmp_path: Path, case: str) -> None:
    data, reason = PDFS[case]
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(askdoc.LoadError) as error:
        load(path)
    assert str(error.value) == f"{path}: {reason}"


@pytest.mark.slow
def test_pdf_that_may_be_read_but_not_changed_is_read(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("", ownerPassword="secret", canCopy=0, canModify=0)
    path = files.pdf(tmp_path / "a.pdf", [files.lines("It rained.")], encrypt=lock)
    assert load(path).text == "It rained."
