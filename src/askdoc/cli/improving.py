"""The commands `gaps` and `calibrate`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from askdoc import unanswered
from askdoc.cli.common import (
    Index,
    Model,
    Paths,
    Saved,
    app,
    open_library,
    progress_bar,
    stderr,
)
from askdoc.cli.printing import print_fitted, print_gaps
from askdoc.errors import GoldenError

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.types import Reply


@app.command(
    epilog="Examples:\n\n  askdoc gaps gaps.jsonl corpus/\n\n"
    "  askdoc gaps gaps.jsonl --index papers.askdoc --json\n\n"
    "  askdoc gaps gaps.jsonl corpus/ --golden refusals.jsonl\n\n"
    "`askdoc ask --unanswered FILE` and `askdoc chat --unanswered FILE` write this file. Questions "
    "that the documents now answer are left out."
)
def gaps(
    file: Annotated[Path, typer.Argument(help="The file of refused questions (JSONL).")],
    paths: Paths = None,
    index: Index = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    golden: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Also write them as golden refusals for `evaluate`."),
    ] = None,
    model: Model = None,
) -> None:
    """Print the questions nobody could answer, grouped by what they ask."""
    rows = unanswered.read(file)
    library = open_library(paths, index, model, None)
    replies: dict[str, Reply] = {}
    with progress_bar("Asking") as progress:
        for row in rows:
            question = str(row["question"])
            replies[question] = replies.get(question) or library.ask(question)
            progress(len(replies), len(rows))
    still = [row for row in rows if replies[str(row["question"])].state == "not"]
    found = []
    for gap in unanswered.gaps(still, library.embedder) if still else ():
        reply = replies[gap.question]
        document = reply[0].document.name if reply.answers else ""
        passage = reply[0].text if reply.answers else ""
        found.append(
            replace(
                gap,
                document=document,
                passage=passage,
                missing=gap.missing or tuple(unanswered.missing(reply)),
            )
        )
    if golden:
        unanswered.write_golden(golden, found)
    if json:
        print(unanswered.as_json(found))
    elif found:
        print_gaps(found)
    if len(still) < len(rows):
        stderr().print(f"askdoc: {len(rows) - len(still)} of {len(rows)} are answered now")


@app.command(
    epilog="Examples:\n\n  askdoc calibrate golden.jsonl papers/ --index papers.askdoc\n\n"
    "  askdoc calibrate golden.jsonl --index papers.askdoc --json\n\n"
    "You need at least 40 questions: some that the documents answer, and some that they do not, "
    'with "answers": []. The calibration is saved in the index only if it is better on held-out '
    "questions."
)
def calibrate(
    golden: Annotated[Path, typer.Argument(help="Golden questions and refusals (JSONL).")],
    index: Saved,
    paths: Paths = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: Model = None,
) -> None:
    """Fit the confidence of an index to golden questions about its documents."""
    from askdoc.calibration import calibrate as fitted_to
    from askdoc.store import SavedIndex, open_index

    saved = open_index(index)
    if not isinstance(saved, SavedIndex):
        raise GoldenError(f"{index}: only an index in a folder can be calibrated; name a folder")
    library = open_library(paths, index, model, None)
    with progress_bar("Asking") as progress:
        fitted = fitted_to(library, golden, progress)
    if fitted.better:
        saved.calibrate(fitted.calibration)
    if json:
        print(fitted.as_json())
    else:
        print_fitted(fitted, index)
