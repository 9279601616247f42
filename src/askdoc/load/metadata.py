"""What a PDF says of itself: its title, who wrote it and when, what its pages are called."""

from __future__ import annotations

import ctypes
import re
from datetime import date

import pypdfium2
from pypdfium2 import raw

from askdoc.load.extract import one_line
from askdoc.types.documents import Facts

# What programs put into the title field by themselves.
_NO_TITLE = re.compile(
    r"untitled.*|(?:microsoft )?(?:word|powerpoint|excel) - .*|\S*\.[a-z]\w{0,4}|"
    r".*\.(?:docx?|pdf|tex|dvi|indd|rtf|odt|odp|pptx?|key|pages|xlsx?|qxd|p65|pmd|fm|ai|eps|ps)|"
    r"\(?anonymous\)?|unspecified|title|(?:document|presentation|folie|slide|dokument) ?\d*|"
    r"(?:microsoft )?(?:power ?point|word)(?: (?:presentation|document))?|no slide title|"
    r"cm[a-z]{1,4}\d{1,2}|table of contents|contents|\d+|new document|layout ?\d*|print|none|null",
    re.IGNORECASE,
)
# What programs, and those who do not change their settings, put into the author field.
_NO_AUTHOR = re.compile(
    r"\(?anonymous\)?|unknown|author|none|null|user|admin(?:istrator)?|owner|root|unspecified|"
    r"default|guest|test|pc|home|office|windows user|microsoft(?: office user)?|adobe.*|"
    r".*(?:acrobat|distiller|reportlab|latex|libreoffice|openoffice|ghostscript|pdf|scanner).*|"
    r"\S*\d{3,}\S*|\W*",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_NO_LANGUAGE = ("und", "mul", "zxx", "x-default")


def title_of(pdf: pypdfium2.PdfDocument) -> str | None:
    """The title that its metadata give it; None without, or if a program put it there."""
    title = one_line(pdf.get_metadata_value("Title"))
    return None if title is None or _NO_TITLE.fullmatch(title) else title


def facts(pdf: pypdfium2.PdfDocument) -> Facts:
    """Its author, the day it was made and its language, without what a program put there."""
    author = one_line(pdf.get_metadata_value("Author"))
    if author and _NO_AUTHOR.fullmatch(author):
        author = None
    return Facts(author, _date(pdf.get_metadata_value("CreationDate")), None, _language(pdf))


def _date(written: str) -> str | None:
    """D:20240131120000Z -> 2024-01-31, as much of it as is there."""
    found = _DATE.match(written)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)


def _language(pdf: pypdfium2.PdfDocument) -> str | None:
    length = raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2) * 2)
    raw.FPDFCatalog_GetLanguage(
        pdf, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), len(buffer) // 2
    )
    language = buffer.raw[: max(0, length - 2)].decode("utf-16-le", "ignore").strip("\0 ")
    language = language.replace("_", "-")
    known = _LANGUAGE.fullmatch(language) and language.lower() not in _NO_LANGUAGE
    return language if known else None


def page_labels(pdf: pypdfium2.PdfDocument) -> list[str]:
    """What the file calls each page, as "iv"; empty if it does not say."""
    labels = [one_line(pdf.get_page_label(number)) or "" for number in range(len(pdf))]
    return labels if any(labels) else []


def page_names(labels: list[str]) -> tuple[str, ...]:
    """page iv; empty if each page is called by its number."""
    if all(label == str(number) for number, label in enumerate(labels, start=1)):
        return ()
    return tuple(f"page {label or number}" for number, label in enumerate(labels, start=1))
