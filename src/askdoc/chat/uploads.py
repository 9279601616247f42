"""Bring your own: files and pasted text become documents that only this visitor can ask."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from askdoc import show
from askdoc.chat.visits import Limits, Visit
from askdoc.types import Document

if TYPE_CHECKING:
    from askdoc.chat.page import _Page

# Where an uploaded file lies, and what it was called.
Upload = tuple[Path, str]


def _as_given(payload: Any) -> list[Upload]:
    """What was uploaded, each file with the name that it had; Gradio itself would change it."""
    files = payload.root if hasattr(payload, "root") else [payload] if payload else []
    return [(Path(file.path), file.orig_name or Path(file.path).name) for file in files]


async def _not_from_elsewhere(path: str) -> str:
    """Gradio would fetch a file of any public address that somebody names; nothing is fetched."""
    if "://" in path:
        raise gr.Error("Files are read when they are uploaded, not from addresses.")
    return path


@dataclass(frozen=True)
class Section:
    """The components of the section."""

    files: gr.File
    pasted: gr.Textbox
    read: gr.Button
    chosen: gr.Dropdown
    forget: gr.Button
    status: gr.HTML

    def wire(self, page: _Page, outputs: list[Any], private: dict[str, Any]) -> None:
        """What happens here; `outputs`: conversation, pane, chips, notice, scope."""
        reading: dict[str, Any] = {
            **private,
            "show_progress": "full",
            "show_progress_on": self.status,
        }
        one: dict[str, Any] = {"concurrency_id": "reading", "concurrency_limit": 1}
        here = [self.files, self.pasted, self.status, self.chosen, self.forget]

        def bring(
            files: list[Upload],
            pasted: str,
            request: gr.Request,
            progress: gr.Progress = gr.Progress(),  # noqa: B008 - how Gradio wants it
        ) -> tuple[Any, ...]:
            visit = page.visits.of(request.session_hash)
            with tempfile.TemporaryDirectory(prefix="askdoc-") as folder:
                given = list(files)
                if pasted and pasted.strip():
                    path = Path(folder) / "Pasted text.txt"
                    path.write_bytes(pasted.encode("utf-8", "replace"))
                    given.append((path, path.name))
                try:
                    if not given:
                        errors = ["Nothing to read; drop a file or paste a text."]
                        return None, "", _status(visit, 0, errors), *(gr.skip(),) * 7
                    keys, errors = page.visits.bring(
                        visit, given, lambda share, words: progress(share, desc=words)
                    )
                finally:
                    for path, _ in files:
                        path.unlink(missing_ok=True)
            if keys:
                # what is brought is asked with what is asked already, and looked at first
                visit.chosen = [*visit.chosen, *keys] if visit.chosen else []
                visit.shown = None
                visit.opened = keys[0]
            refresh = (page.pane(visit), page.begin(visit)) if keys else (gr.skip(),) * 2
            return (
                None,
                "" if keys else gr.skip(),
                _status(visit, len(keys), errors),
                *choosing(page, visit),
                gr.skip(),
                *refresh,
                "",
                page.scope(visit),
            )

        def choose(values: list[str] | None, request: gr.Request) -> tuple[Any, ...]:
            visit = page.visits.of(request.session_hash)
            known = page.visits.documents(visit)
            keys = [(v.partition("/")[0], v.partition("/")[2]) for v in values or []]
            chosen = [key for key in keys if key in known]
            if chosen == visit.chosen:  # said by the page itself
                return (gr.skip(),) * 3
            visit.chosen = chosen
            visit.shown = visit.opened = None
            return page.pane(visit), page.begin(visit), page.scope(visit)

        def forget(request: gr.Request) -> tuple[Any, ...]:
            visit = page.visits.of(request.session_hash)
            visit.own, visit.chosen, visit.offered, visit.opened = None, [], {}, None
            told = _status(visit, 0, []), *choosing(page, visit), *page.cleared(request)
            return *told, page.scope(visit)

        given = [self.files, self.pasted]
        self.files.upload(bring, given, [*here, *outputs], **reading, **one)
        self.read.click(bring, given, [*here, *outputs], **reading, **one)
        # subtle: "input" is not said when all are taken away at once
        self.chosen.change(
            choose,
            self.chosen,
            [outputs[1], outputs[2], outputs[4]],
            **private,
            concurrency_id="questions",
        )
        self.forget.click(
            forget, None, [self.status, self.chosen, self.forget, *outputs], **private
        )


def section(limits: Limits, documents: Sequence[Document]) -> Section:
    """The section, folded, inside a Blocks: what is asked, and what is brought."""
    several = len(documents) > 1
    label = "Choose documents, or ask your own" if several else "Ask your own documents"
    with gr.Accordion(label, open=False, elem_id="own"):
        chosen = gr.Dropdown(
            label="Ask only in",
            multiselect=True,
            visible=several,
            elem_id="chosen",
            choices=[(document.name, f"shared/{document.name}") for document in documents],
            value=[],
        )
        gr.HTML(
            "<p>Text, HTML, PDF, Word, EPUB, mail, tables, slides: up to "
            f"{limits.files} documents of {limits.megabytes} MB. Only you can ask them; they are "
            "forgotten when you leave.</p>",
            apply_default_css=False,
        )
        status = gr.HTML(elem_id="status", apply_default_css=False)
        with gr.Row(elem_id="given"):
            files = gr.File(file_count="multiple", label="Files", elem_id="files", height=150)
            # subtle: a class of our own would make Gradio write a stub file beside this one; and
            # an update, gr.skip() even, makes the component anew, so events give it only None
            files.preprocess = _as_given  # type: ignore[method-assign,assignment]
            files.async_move_resource_to_block_cache = _not_from_elsewhere  # type: ignore[method-assign,assignment]
            with gr.Column():
                pasted = gr.Textbox(label="Or paste a text", lines=3, max_lines=3, elem_id="pasted")
                read = gr.Button("Read the text", size="sm", elem_id="read")
        forget = gr.Button("Forget my documents", size="sm", visible=False, elem_id="forget")
    return Section(files, pasted, read, chosen, forget, status)


def _status(visit: Visit, count: int, errors: list[str]) -> str:
    own = len(visit.own.documents) if visit.own else 0
    lines = [f'<p role="alert">{show.in_page(error)}</p>' for error in errors]
    if count:
        lines.insert(0, f'<p role="status">{count} read; you have {own} of your own.</p>')
    return "".join(lines)


def choosing(page: _Page, visit: Visit) -> tuple[Any, Any]:
    """The choice among documents, where there is one, and the button that forgets."""
    documents = page.visits.documents(visit)
    choices = [(name, f"{where}/{name}") for where, name in documents]
    value = [f"{where}/{name}" for where, name in visit.chosen]
    chooser = gr.update(choices=choices, value=value, visible=len(choices) > 1)
    return chooser, gr.update(visible=bool(visit.own and visit.own.documents))
