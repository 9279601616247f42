"""The commands that tell what to improve, from questions: gaps, calibrate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from askdoc import unanswered
from askdoc.cli.common import Index, Model, Paths, app, open_library, progress_bar, stderr
from askdoc.cli.printing import print_gaps
from askdoc.types import Reply


@app.command(
    epilog="Examples:\n\n  askdoc gaps gaps.jsonl corpus/\n\n"
    "  askdoc gaps gaps.jsonl --index papers.askdoc --json\n\n"
    "  askdoc gaps gaps.jsonl corpus/ --golden refusals.jsonl\n\n"
    "FILE is what `askdoc ask --unanswered FILE` and `askdoc chat --unanswered FILE` write. What "
    "the documents answer by now is left out."
)
def gaps(
    file: Annotated[Path, typer.Argument(help="The refused questions, JSONL.")],
    paths: Paths = None,
    index: Index = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    golden: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write them as golden refusals for `askdoc evaluate`."),
    ] = None,
    model: Model = None,
) -> None:
    """Print what nobody could answer, questions for the same put together."""
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
        stderr().print(f"askdoc: {len(rows) - len(still)} of {len(rows)} are answered by now")
