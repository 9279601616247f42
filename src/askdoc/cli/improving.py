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
    command,
    note,
    open_library,
    paragraphs,
    progress_bar,
)
from askdoc.cli.printing import print_fitted, print_gaps
from askdoc.errors import GoldenError
from askdoc.messages import tr

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.types import Reply


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc gaps gaps.jsonl corpus/",
        "  askdoc gaps gaps.jsonl --index papers.askdoc --json",
        "  askdoc gaps gaps.jsonl corpus/ --golden refusals.jsonl",
        tr(
            "`askdoc ask --unanswered FILE` and `askdoc chat --unanswered FILE` write this "
            "file. Questions that the documents now answer are left out."
        ),
    ),
)
def gaps(
    file: Annotated[Path, typer.Argument(help=tr("The file of refused questions (JSONL)."))],
    paths: Paths = None,
    index: Index = None,
    json: Annotated[bool, typer.Option("--json", help=tr("Print one JSON object."))] = False,
    golden: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help=tr("Also write them as golden refusals for `evaluate`.")),
    ] = None,
    model: Model = None,
) -> None:
    """Print unanswered questions, grouped by what they ask."""
    rows = unanswered.read(file)
    library = open_library(paths, index, model, None)
    replies: dict[str, Reply] = {}
    with progress_bar(tr("Asking")) as progress:
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
        answered = len(rows) - len(still)
        note(tr("{n} of {total} are answered now", n=answered, total=len(rows)))


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc calibrate golden.jsonl papers/ --index papers.askdoc",
        "  askdoc calibrate golden.jsonl --index papers.askdoc --json",
        tr(
            "You need at least 40 questions: some that the documents answer, and some that "
            'they do not, with "answers": []. The calibration is saved in the index only '
            "if it is better on held-out questions."
        ),
    ),
)
def calibrate(
    golden: Annotated[Path, typer.Argument(help=tr("Golden questions and refusals (JSONL)."))],
    index: Saved,
    paths: Paths = None,
    json: Annotated[bool, typer.Option("--json", help=tr("Print one JSON object."))] = False,
    model: Model = None,
) -> None:
    """Fit the confidence of an index to golden questions about its documents."""
    from askdoc.calibration import calibrate as fitted_to
    from askdoc.store import SavedIndex, open_index

    saved = open_index(index)
    if not isinstance(saved, SavedIndex):
        raise GoldenError(
            tr("{index}: only an index in a folder can be calibrated; name a folder", index=index)
        )
    library = open_library(paths, index, model, None)
    with progress_bar(tr("Asking")) as progress:
        fitted = fitted_to(library, golden, progress)
    if fitted.better:
        saved.calibrate(fitted.calibration)
    if json:
        print(fitted.as_json())
    else:
        print_fitted(fitted, index)
