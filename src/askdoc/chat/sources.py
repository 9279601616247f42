"""The sources panel: every document, whose it is, whether it is asked; and what is being read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from askdoc import show
from askdoc.chat.uploads import Upload
from askdoc.chat.visits import Key, Limits, Visit
from askdoc.languages import language
from askdoc.types import Document

# So many documents are listed; the filter finds the others.
LISTED = 200
# From so many on there is a filter.
_MANY = 8

_KINDS = {
    "txt": "Text", "md": "Markdown", "markdown": "Markdown", "rst": "reStructuredText",
    "org": "Org", "html": "Web page", "htm": "Web page", "epub": "EPUB", "fb2": "FictionBook",
    "pdf": "PDF", "docx": "Word", "doc": "Word", "odt": "OpenDocument text", "rtf": "Rich text",
    "csv": "Table", "tsv": "Table", "xlsx": "Excel", "xls": "Excel", "ods": "OpenDocument sheet",
    "eml": "Mail", "msg": "Mail", "ipynb": "Notebook", "odp": "Slides", "pptx": "Slides",
    "ppt": "Slides", "vtt": "Subtitles", "srt": "Subtitles",
}  # fmt: skip


def as_html(
    visit: Visit, documents: Mapping[Key, Document], limits: Limits, wanted: str = ""
) -> str:
    """What the panel lists; `wanted` keeps only documents with these words in name or title."""
    words = wanted.casefold().split()
    found = {
        key: document
        for key, document in documents.items()
        if all(word in f"{document.name} {document.title}".casefold() for word in words)
    }
    listed = list(found.items())[:LISTED]
    rows = "".join(_row(key, document, key not in visit.unasked) for key, document in listed)
    left = len(found) - len(listed)
    more = f'<p class="hint">{left:,} more; filter to see them.</p>' if left else ""
    none = "" if rows else f'<p class="hint">{"None fits." if words else "No documents yet."}</p>'
    return (
        f'{uploads_html(visit)}<ul class="documents">{rows}</ul>{none}{more}{_foot(visit, limits)}'
    )


def many(documents: Mapping[Key, Document]) -> bool:
    """Are there so many that one filters them?"""
    return len(documents) > _MANY


def uploads_html(visit: Visit) -> str:
    """The files on their way, each with its progress, its error, and what ends it."""
    rows = "".join(_upload(upload) for upload in visit.uploads if upload.state != "read")
    return f'<ul class="uploads" aria-label="Being read">{rows}</ul>' if rows else ""


def _upload(upload: Upload) -> str:
    name = f"<bdi>{show.in_page(upload.name)}</bdi>"
    number = f'data-upload="{upload.number}"'
    if upload.state == "failed":
        return (
            f'<li class="failed"><p role="alert">{show.in_page(upload.said)}</p>'
            f'<button data-do="retry" {number} hidden>Retry</button>'
            f'<button data-do="cancel" {number}>Dismiss</button></li>'
        )
    said = upload.said or ("reading" if upload.state == "reading" else "waiting")
    bar = f'<progress max="1" value="{upload.share:.2f}"></progress>'
    return (
        f'<li><span class="name">{name}</span><span class="said">{show.in_page(said)}</span>'
        f"{bar if upload.state == 'reading' else ''}"
        f'<button data-do="cancel" {number} aria-label="Cancel {show.escape(upload.name)}">'
        "Cancel</button></li>"
    )


def _row(key: Key, document: Document, asked: bool) -> str:
    where, name = key
    title = show.in_page(document.title)
    # read for the ear before the title: a name alone would not say what a tick does
    tick = (
        f'<input type="checkbox" data-do="tick" {"checked" * asked} '
        f'aria-label="Ask {show.escape(document.title)}">'
    )
    called = show.escape(document.title)
    remove = f'<button data-do="remove" aria-label="Remove {called}">Remove</button>'
    return (
        f'<li data-where="{where}" data-name="{show.escape(name)}">'
        f'<label class="tick">{tick}</label><div>'
        f'<button data-do="open" class="title" title="{show.escape(name)}"><bdi>{title}</bdi>'
        f"</button>"
        f'<p class="meta">{_meta(where, document)}</p></div>{remove * (where == "own")}</li>'
    )


def _meta(where: str, document: Document) -> str:
    ending = PurePath(document.name).suffix.lstrip(".").casefold()
    pages = len(document.pages)
    parts = [
        _KINDS.get(ending, ending.upper() or "Text"),
        f"{pages} page{'s' * (pages > 1)}" if pages else "",
        document.date or document.facts.date or "",
        language(document.language).name if document.language else "",
        "" if document.name.rsplit(".", 1)[0] == document.title else document.name,
        "yours alone" if where == "own" else "for all visitors",
    ]
    return " · ".join(f"<bdi>{show.in_page(part)}</bdi>" for part in parts if part)


def _foot(visit: Visit, limits: Limits) -> str:
    """What can be brought, and for how long it is kept."""
    own = bool(visit.documents)
    forget = '<button data-do="forget">Forget my documents</button>' if own else ""
    return (
        f'<p class="hint">Text, HTML, PDF, Word, EPUB, mail, tables, slides: up to {limits.files} '
        f"documents of {limits.megabytes} MB. Only you can ask yours. They are forgotten "
        f"{limits.away:g} minutes after you leave, or {limits.minutes} minutes after your last "
        f"question.</p>{forget}"
    )
