"""Detect the kind of a file from its first bytes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from askdoc.messages import later, tr

PDF, WORD, EPUB, HTML = later("a PDF"), later("a Word document"), later("an EPUB book"), "HTML"
WORKBOOK, SLIDES = later("an Excel workbook"), later("a PowerPoint presentation")
OPEN_TEXT, OPEN_SHEETS = later("an OpenDocument text"), later("an OpenDocument spreadsheet")
OPEN_SLIDES = later("an OpenDocument presentation")
OLD_OFFICE, RICH_TEXT = later("an old Office document"), later("rich text (RTF)")
FICTION, ENCRYPTED = later("a FictionBook"), later("an encrypted Office document")
TEXT, WEB_ARCHIVE = later("plain text"), later("a web archive (MHTML)")
# Kind -> the extension that it should have, if askdoc reads it.
ENDINGS = {
    PDF: ".pdf",
    WORD: ".docx",
    EPUB: ".epub",
    HTML: ".html",
    WORKBOOK: ".xlsx",
    SLIDES: ".pptx",
    OPEN_TEXT: ".odt",
    OPEN_SHEETS: ".ods",
    OPEN_SLIDES: ".odp",
    RICH_TEXT: ".rtf",
    FICTION: ".fb2",
}

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": later("a PNG picture"),
    b"\xff\xd8\xff": later("a JPEG picture"),
    b"GIF8": later("a GIF picture"),
    b"\x1f\x8b": later("a gzip archive"),
    b"7z\xbc\xaf\x27\x1c": later("a 7z archive"),
    b"Rar!\x1a\x07": later("a RAR archive"),
    b"II*\0": later("a TIFF picture"),
    b"MM\0*": later("a TIFF picture"),
    b"AT&TFORM": later("a DjVu document"),
    b"bplist00": later("a web archive of Safari"),
    b"SQLite format 3\0": later("a database"),
    b"{\\rtf": RICH_TEXT,
    b"%!PS": "PostScript",
}
# Files in plain text that are not meant to be read.
_WRITTEN = {
    FICTION: re.compile(rb"\A.{0,500}<FictionBook\b", re.DOTALL),
    WEB_ARCHIVE: re.compile(
        # subtle: a line ends in one way only, or the time doubles with every line that ends in \r\n
        rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related",
        re.IGNORECASE,
    ),
    later("a flat OpenDocument file"): re.compile(rb"\A.{0,200}<office:document\b", re.DOTALL),
    later("a Word document of 2003 in XML"): re.compile(
        rb"\A.{0,200}<(?:w:wordDocument|pkg:package)\b", re.DOTALL
    ),
}
NOT_TEXT = frozenset({*ENDINGS, *_WRITTEN, "PostScript"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office up to 2003, and of encryption
_OPEN = {b"text": OPEN_TEXT, b"spreadsheet": OPEN_SHEETS, b"presentation": OPEN_SLIDES}
# The types of the parts of Office files, whose names may vary.
_TYPES = "[Content_Types].xml"
_MAX_TYPES = 1_000_000
_OFFICE = {
    b"wordprocessingml.document.main+xml": WORD,
    b"ms-word.document.macroEnabled.main+xml": WORD,
    b"wordprocessingml.template.main+xml": WORD,
    b"ms-word.template.macroEnabledTemplate.main+xml": WORD,
}
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)
_MEMBERS = {
    "word/document.xml": WORD,
    "META-INF/container.xml": EPUB,
    "xl/workbook.xml": WORKBOOK,
    "ppt/presentation.xml": SLIDES,
    "content.xml": later("an OpenDocument file"),
    "Index/Document.iwa": later("a Pages document"),
    "FixedDocSeq.fdseq": later("an XPS document"),
    "FixedDocumentSequence.fdseq": later("an XPS document"),
}


def kind_of(data: bytes) -> str | None:
    """The kind of a file, such as "a PNG picture"; None if it is unknown or text."""
    # subtle: viewers allow up to 1024 bytes before it, and a text may contain it
    at = data.find(b"%PDF-", 0, 1024)
    if at >= 0 and (not data[:at].strip(b"\xef\xbb\xbf\0 \t\r\n") or b"endobj" in data):
        return PDF
    if data.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        return ENCRYPTED if protected else OLD_OFFICE
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if _PAGE.match(data[:4096]):
        return HTML
    for kind, pattern in _WRITTEN.items():
        if pattern.match(data[:4096]):
            return kind
    if data[60:68] == b"BOOKMOBI":
        return "a Kindle book"
    return next((_BEGINNINGS[mark] for mark in _BEGINNINGS if data.startswith(mark)), None)


def is_text(data: bytes) -> bool:
    """Whether a file of no known kind looks like plain text, by its first bytes."""
    start = data[:4000].decode(errors="replace")
    odd = sum(c == "\ufffd" or (c < " " and not c.isspace()) for c in start)
    return odd <= len(start) / 50


def _kind_of_zip(data: bytes) -> str | None:
    """The kind of a zip file; None if its directory is damaged, which the reader reports."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = _beginning(archive, "mimetype", 100) if "mimetype" in names else b""
            types = _beginning(archive, _TYPES, _MAX_TYPES) if _TYPES in names else b""
    except _DAMAGED:
        return None
    for ending, kind in _OPEN.items():
        if mimetype.strip().endswith(b"opendocument." + ending):
            return kind
    if office := next((_OFFICE[kind] for kind in _OFFICE if kind in types), None):
        return office
    return next((_MEMBERS[name] for name in _MEMBERS if name in names), later("a zip archive"))


def _beginning(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with archive.open(name) as member:  # never all of it: it may be a zip bomb
        return member.read(size)


def remedy(kind: str) -> str:
    """The remedy for a file whose extension does not match its kind."""
    if kind in ENDINGS:
        return tr("rename it to end in {ending}", ending=ENDINGS[kind])
    if kind == TEXT:
        return tr("rename it to end in {ending}", ending=".txt")
    if kind == ENCRYPTED:
        return tr("open it in Word and save a copy without a password")
    if kind == OLD_OFFICE:
        return tr("rename it to end in .doc, .xls, .ppt or .msg, whichever it is")
    return tr("choose a document, or save it as one of .pdf .docx .epub .html")
