"""The command `check`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from askdoc import show
from askdoc.cli.common import FILES, INDEX, NOT_AS_WANTED, command, paragraphs, progress_bar, tell
from askdoc.errors import LoadError
from askdoc.messages import later, quoted, tr

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.checking import Checked
    from askdoc.types import Document

_COLOURS = {
    later("exact"): "green",
    later("changed"): "yellow",
    later("misattributed"): "bold yellow",
    later("elsewhere"): "bold yellow",
    later("not found"): "bold red",
}


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc check draft.docx papers/",
        "  askdoc check draft.md --index papers.askdoc --json",
        "  pandoc draft.odt -t markdown > draft.md && askdoc check draft.md interviews/",
        tr(
            "askdoc looks up every quotation of at least four words. It ignores the kind "
            "of quotation marks, dashes, white space and letters; … may replace words, and "
            "[brackets] may change them. Exits with 1 if a quotation is not exact."
        ),
    ),
)
def check(
    draft: Annotated[Path, typer.Argument(help=tr("The draft with the quotations."))],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help=tr("The sources. {files}.", files=FILES)),
    ] = None,
    index: Annotated[
        str | None,
        typer.Option(metavar="DIR", help=tr("A saved index of the sources: {index}.", index=INDEX)),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=tr("Print one JSON object."))] = False,
) -> None:
    """Check the quotations of a draft against the sources, word for word."""
    from askdoc.checking import as_dict, check_draft
    from askdoc.load import load

    document = load(draft)
    sources = _sources(paths or [], index)
    with progress_bar(tr("Checking")) as progress:
        checked = check_draft(document, sources, progress=progress)
    if as_json:
        found = [as_dict(document, one) for one in checked]
        print(json.dumps({"draft": document.name, "quotations": found}, ensure_ascii=False))
    else:
        _print(document, checked)
    if not all(one.verdict == "exact" for one in checked):
        raise typer.Exit(NOT_AS_WANTED)


def _sources(paths: Sequence[str], index: str | None) -> list[Document]:
    """All documents that can be read; the others are reported on stderr."""
    from askdoc.load import find
    from askdoc.store import no_index, open_index, open_store

    documents: list[Document] = []
    if index is not None:
        saved = open_index(index)
        if saved.settings is None:
            raise no_index(index)
        documents += open_store(saved).documents
    if paths:
        found = find(paths)
        for error in found.errors:
            tell(tr("left out"), str(error))
        for file in found.files:
            try:
                documents.append(file.load())
            except LoadError as error:
                if file.named:
                    raise
                tell(tr("left out"), str(error))
    if not documents:
        raise LoadError(tr("no source given; name a file or folder, or a saved index with --index"))
    return documents


def _print(draft: Document, checked: Sequence[Checked]) -> None:
    console = Console(highlight=False, emoji=False)
    for one in checked:
        line = draft.text.count("\n", 0, one.quotation.start) + 1
        console.print(
            Text.assemble(
                (tr(one.verdict), _COLOURS[one.verdict]),
                f"  {tr('line {number}', number=line)}: {quoted(show.visible(one.quotation.text))}",
            ),
            soft_wrap=True,
        )
        for said in _details(one):
            console.print(Text("   ").append_text(said), soft_wrap=True)
    exact = sum(one.verdict == "exact" for one in checked)
    summary = tr("{exact} of {total} quotations are exact", exact=exact, total=len(checked))
    console.print(Text(f"{draft.name}: {summary}"))


def _details(one: Checked) -> list[Text]:
    """The place, and the words of the source."""
    from askdoc.checking import notes, place

    who = f", {one.speaker}" if one.speaker else ""
    characters = tr("characters {start}–{end}", start=one.start, end=one.end)
    where = [f"{place(one)}, {characters}{who}"] if one.document else []
    found = [Text(show.visible(line)) for line in [*where, *notes(one)]]
    if one.diff and one.verdict == "changed":
        marks = {"=": "{}", "+": "[+{}+]", "-": "[-{}-]"}
        styles = {"=": "", "+": "green", "-": "red"}
        diff = Text(" ").join(
            Text(marks[what].format(show.visible(words)), styles[what]) for what, words in one.diff
        )
        found.append(Text(f"{tr('source to draft')}: ").append_text(diff))
    return found
