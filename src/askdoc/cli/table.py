"""The command `table`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

import askdoc
from askdoc.cli.common import (
    INTERRUPTED,
    After,
    Before,
    Index,
    Kind,
    Model,
    Paths,
    Within,
    WithOmitted,
    command,
    note,
    open_library,
    paragraphs,
    progress_bar,
)
from askdoc.cli.inputs import PIPE, matching, read_questions
from askdoc.errors import AskdocError, DocumentError
from askdoc.messages import tr


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc table questions.txt contracts/ > table.md",
        "  askdoc table questions.txt contracts/ --csv > table.csv",
        "  askdoc table questions.txt --index papers.askdoc --document '2023/*' --json",
        "  askdoc table questions.txt contracts/ --keep cells.jsonl --csv > table.csv",
        tr(
            "QUESTIONS has one question per line. With --keep, each cell is saved when it "
            "is computed: after Ctrl-C the same command continues, and later only new or "
            "changed documents are asked."
        ),
    ),
)
def table(
    questions: Annotated[
        str, typer.Argument(help=tr("A file of questions; - for standard input."))
    ],
    paths: Paths = None,
    index: Index = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=tr("Ask only this document, or those that match a pattern; repeatable."),
        ),
    ] = None,
    after: After = None,
    before: Before = None,
    within: Within = None,
    kind: Kind = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=tr("Save the cells in this file, and reuse those it has.")
        ),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help=tr("Print CSV."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=tr("Print one JSON object."))] = False,
    model: Model = None,
    with_omitted: WithOmitted = False,
) -> None:
    """Ask every document the same questions: the best sentence, its place, or "not said"."""
    from askdoc import sheet as sheets

    if as_csv and as_json:
        raise AskdocError(tr("use either --csv or --json, not both"))
    if questions == PIPE and PIPE in (paths or ()):
        raise AskdocError(
            tr(
                "both the questions and an article are standard input (-); save one "
                "of them as a file"
            )
        )
    filters = askdoc.Filters(after or "", before or "", tuple(within or ()), tuple(kind or ()))
    asked = list(dict.fromkeys(read_questions(questions)))
    library = open_library(paths, index, model, None, with_omitted=with_omitted)
    named = matching(document or [], library)
    for name in named or ():
        library.document(name)  # raises if it is not there
    documents = [one for one in library.documents if named is None or one.name in named]
    documents = [
        one for one in documents if filters.allow(one.name, one.date, library.files.get(one.name))
    ]
    if not documents:
        raise DocumentError(
            tr(
                "no document matches {filters}; the library has {documents} documents",
                filters=filters,
                documents=len(library.documents),
            )
        )
    with ExitStack() as opened:
        saved = opened.enter_context(sheets.SavedCells(keep, _made_by(library))) if keep else None
        if saved:
            there = sum(saved.known(d, q) is not None for d in documents for q in asked)
            if there:
                note(tr("reusing {n} of {total} cells", n=there, total=len(documents) * len(asked)))
        progress = opened.enter_context(progress_bar(tr("Asking")))
        try:
            sheet = sheets.ask_each(
                lambda question, name: library.ask(question, 1, documents=[name]),
                documents,
                asked,
                known=saved.known if saved else lambda _document, _question: None,
                save=saved.save if saved else lambda _document, _question, _cell: None,
                progress=progress,
            )
        except KeyboardInterrupt:
            again = (
                tr("stopped; the same command continues")
                if keep
                else tr("stopped; use --keep to save finished cells")
            )
            note(again)
            raise typer.Exit(INTERRUPTED) from None
    write = sheets.as_csv if as_csv else sheets.as_json if as_json else sheets.as_markdown
    print(write(sheet), end="" if write is not sheets.as_json else "\n")


def _made_by(library: askdoc.Library) -> str:
    fitted = library.calibration
    version = askdoc.__version__
    return f"{version} {library.embedder.fingerprint} {fitted.stretch} {fitted.shift}"
