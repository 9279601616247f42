"""The sources panel: all documents, whose they are, whether they are selected; and uploads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from askdoc import show
from askdoc.chat.uploads import Upload
from askdoc.chat.visits import Key, Limits, Visit
from askdoc.languages import language
from askdoc.messages import later, tr, trn
from askdoc.types import Document

# How many documents are listed; the filter finds the others.
LISTED = 200
# From this many documents on, there is a filter.
_MANY = 8

_TEXT, _WEB, _TABLE = later("Text"), later("Web page"), later("Table")
_MAIL, _SLIDES, _SUBTITLES = later("Mail"), later("Slides"), later("Subtitles")
_KINDS = {
    "txt": _TEXT, "md": "Markdown", "markdown": "Markdown", "rst": "reStructuredText",
    "org": "Org", "html": _WEB, "htm": _WEB, "epub": "EPUB", "fb2": "FictionBook",
    "pdf": "PDF", "docx": "Word", "doc": "Word", "odt": later("OpenDocument text"),
    "rtf": later("Rich text"), "csv": _TABLE, "tsv": _TABLE, "xlsx": "Excel", "xls": "Excel",
    "ods": later("OpenDocument sheet"), "eml": _MAIL, "msg": _MAIL, "ipynb": later("Notebook"),
    "odp": _SLIDES, "pptx": _SLIDES, "ppt": _SLIDES, "vtt": _SUBTITLES, "srt": _SUBTITLES,
}  # fmt: skip


def as_html(
    visit: Visit, documents: Mapping[Key, Document], limits: Limits, wanted: str = ""
) -> str:
    """The list of documents; `wanted` keeps those with these words in name or title."""
    words = wanted.casefold().split()
    found = {
        key: document
        for key, document in documents.items()
        if all(word in f"{document.name} {document.title}".casefold() for word in words)
    }
    listed = list(found.items())[:LISTED]
    rows = "".join(_row(key, document, key not in visit.deselected) for key, document in listed)
    left = len(found) - len(listed)
    further = trn("{n} more; filter to see it.", "{n} more; filter to see them.", left)
    more = f'<p class="hint">{further}</p>' if left else ""
    empty = tr("None matches.") if words else tr("No documents yet.")
    none = "" if rows else f'<p class="hint">{empty}</p>'
    return (
        f'{uploads_html(visit)}<ul class="documents">{rows}</ul>{none}{more}{_foot(visit, limits)}'
    )


def many(documents: Mapping[Key, Document]) -> bool:
    """Whether there are enough documents for a filter."""
    return len(documents) > _MANY


def uploads_html(visit: Visit) -> str:
    """The uploads, each with its progress or error, and a button to cancel or dismiss it."""
    rows = "".join(_upload(upload) for upload in visit.uploads if upload.state != "read")
    return f'<ul class="uploads" aria-label="{tr("Being read")}">{rows}</ul>' if rows else ""


def _upload(upload: Upload) -> str:
    name = f"<bdi>{show.in_page(upload.name)}</bdi>"
    number = f'data-upload="{upload.number}"'
    if upload.state == "failed":
        return (
            f'<li class="failed"><p role="alert">{show.in_page(upload.said)}</p>'
            f'<button data-do="retry" {number} hidden>{tr("Retry")}</button>'
            f'<button data-do="cancel" {number}>{tr("Dismiss")}</button></li>'
        )
    said = upload.said or (tr("reading") if upload.state == "reading" else tr("waiting"))
    cancel = tr("Cancel {name}", name=show.escape(upload.name))
    bar = f'<progress max="1" value="{upload.share:.2f}"></progress>'
    return (
        f'<li><span class="name">{name}</span><span class="said">{show.in_page(said)}</span>'
        f"{bar if upload.state == 'reading' else ''}"
        f'<button data-do="cancel" {number} aria-label="{cancel}">{tr("Cancel")}</button></li>'
    )


def _row(key: Key, document: Document, asked: bool) -> str:
    where, name = key
    title = show.in_page(document.title)
    # for screen readers: the title alone would not say what the checkbox does
    tick = (
        f'<input type="checkbox" data-do="tick" {"checked" * asked} '
        f'aria-label="{tr("Ask {document}", document=show.escape(document.title))}">'
    )
    called = tr("Remove {name}", name=show.escape(document.title))
    remove = f'<button data-do="remove" aria-label="{called}">{tr("Remove")}</button>'
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
        tr(_KINDS.get(ending, ending.upper() or "Text")),
        trn("{n} page", "{n} pages", pages) if pages else "",
        document.date or document.facts.date or "",
        tr(language(document.language).name) if document.language else "",
        "" if document.name.rsplit(".", 1)[0] == document.title else document.name,
        tr("only for you") if where == "own" else tr("for all visitors"),
    ]
    name = f' class="name" title="{show.escape(document.name)}"'
    return " · ".join(
        f"<bdi{name * (part == document.name)}>{show.in_page(part)}</bdi>" for part in parts if part
    )


def _foot(visit: Visit, limits: Limits) -> str:
    """What can be uploaded, and how long it is kept."""
    own = bool(visit.documents)
    forget = f'<button data-do="forget">{tr("Delete my documents")}</button>' if own else ""
    hint = tr(
        "Text, HTML, PDF, Word, EPUB, mail, tables, slides: up to {files} "
        "documents of {megabytes} MB. Only you can ask yours. They are "
        "deleted {away} minutes after you leave, or {minutes} minutes after "
        "your last question.",
        files=limits.files,
        megabytes=limits.megabytes,
        away=f"{limits.away:g}",
        minutes=limits.minutes,
    )
    return f'<p class="hint">{hint}</p>{forget}'
