"""The metadata of a PDF: its title, author, date and page labels."""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw

from askdoc.load import facts
from askdoc.load.extract import one_line
from askdoc.types.documents import Facts


def title_of(pdf: pypdfium2.PdfDocument) -> str | None:
    """The title in its metadata; None if there is none, or a program set it."""
    return facts.title_of(pdf.get_metadata_value("Title"))


def facts_of(pdf: pypdfium2.PdfDocument) -> Facts:
    """Its author, creation date and language, without values that a program set."""
    return Facts(
        facts.author_of(pdf.get_metadata_value("Author")),
        facts.day_of(pdf.get_metadata_value("CreationDate")),
        None,
        _language(pdf),
    )


def _language(pdf: pypdfium2.PdfDocument) -> str | None:
    length = raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2) * 2)
    raw.FPDFCatalog_GetLanguage(
        pdf, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), len(buffer) // 2
    )
    language = buffer.raw[: max(0, length - 2)].decode("utf-16-le", "ignore").strip("\0 ")
    return facts.language_of(language)


def page_labels(pdf: pypdfium2.PdfDocument) -> list[str]:
    """The page labels in the file, such as "iv"; empty if it has none."""
    labels = [one_line(pdf.get_page_label(number)) or "" for number in range(len(pdf))]
    return labels if any(labels) else []


def page_names(labels: list[str]) -> tuple[str, ...]:
    """Page names such as "page iv"; empty if the labels are the page numbers."""
    if all(label == str(number) for number, label in enumerate(labels, start=1)):
        return ()
    return tuple(f"page {label or number}" for number, label in enumerate(labels, start=1))
