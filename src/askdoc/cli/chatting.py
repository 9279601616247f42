"""The commands `chat` and `evaluate`."""

from __future__ import annotations

import io
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

import askdoc
from askdoc import unanswered as gaps
from askdoc.cli.common import (
    NOT_AS_WANTED,
    Index,
    Model,
    Paths,
    Rerank,
    Unanswered,
    WithOmitted,
    app,
    open_library,
    progress_bar,
    stderr,
)
from askdoc.cli.inputs import files_among
from askdoc.cli.printing import print_evaluation
from askdoc.errors import AskdocError


@app.command(
    epilog="Examples:\n\n  askdoc evaluate golden.jsonl corpus/\n\n"
    "  askdoc evaluate squad-dev.json --json\n\n"
    "  askdoc evaluate golden.jsonl corpus/ --min-hit-at-1 0.9\n\n"
    'A golden row: {"document": "a.txt", "question": "Who paid?", "answers": [[120, 134]]}; '
    "with no span if askdoc should refuse it."
)
def evaluate(
    golden: Annotated[Path, typer.Argument(help="Golden questions, JSONL or SQuAD JSON.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="The documents; SQuAD brings its own articles."),
    ] = None,
    index: Index = None,
    min_hit_at_1: Annotated[
        float, typer.Option(metavar="X", help="Exit with 1 if hit@1 is below X (0 to 1).")
    ] = 0.0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: Model = None,
    reranker: Rerank = None,
    with_omitted: WithOmitted = False,
) -> None:
    """Measure the answers to golden questions, next to the textbook method."""
    from askdoc.rerank import Reranker

    if paths or index:
        library = open_library(paths, index, model, reranker, with_omitted=with_omitted)
    else:
        second = Reranker(reranker) if reranker else None
        library = askdoc.Library((), askdoc.load_embedder(model), reranker=second)
    with progress_bar("Asking") as progress:
        result = askdoc.evaluate(library, golden, progress=progress)
    if json:
        print(result.as_json())
    else:
        print_evaluation(result)
    if result.total.questions and result.total.hit_at_1 < min_hit_at_1:
        stderr().print(f"askdoc: hit@1 is {result.total.hit_at_1:.3f}, below {min_hit_at_1}")
        raise typer.Exit(NOT_AS_WANTED)


@app.command(
    epilog="Examples:\n\n  askdoc chat corpus/\n\n  askdoc chat report.txt --port 8000 --mcp\n\n"
    "  askdoc chat papers/ --index papers.askdoc --unanswered gaps.jsonl\n\n"
    "  ASKDOC_AUTH=reader:secret askdoc chat corpus/ --host 0.0.0.0"
)
def chat(
    paths: Paths = None,
    index: Index = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="The port to listen on; by default, a free one from 7860 up.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Another host name under which browsers reach the chat; repeatable.",
        ),
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Also serve MCP clients.")] = (False),
    auth: Annotated[
        str | None,
        typer.Option(metavar="USER:PASSWORD", envvar="ASKDOC_AUTH", help="Require this login."),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="Get a public address through Gradio's server.")
    ] = False,
    thumbs: Annotated[
        Path, typer.Option(metavar="FILE", help="Where thumbs are saved as golden questions.")
    ] = Path("thumbs.jsonl"),
    unanswered: Unanswered = None,
    no_thumbs: Annotated[bool, typer.Option("--no-thumbs", help="Do not offer thumbs.")] = False,
    model: Model = None,
    reranker: Rerank = None,
    with_omitted: WithOmitted = False,
) -> None:
    """Open a chat about your documents in the browser."""
    user, colon, password = (auth or "").partition(":")
    if auth is not None and not (user and colon and password):
        raise AskdocError("--auth must have the form USER:PASSWORD")
    if mcp and not find_spec("mcp"):
        raise AskdocError('--mcp needs the package mcp; run: pip install "askdoc[mcp]"')
    if unanswered:
        gaps.check(unanswered)
    library = open_library(paths, index, model, reranker, with_omitted=with_omitted)
    from askdoc.chat import launch

    if isinstance(sys.stdout, io.TextIOWrapper):  # its address is seen at once in a pipe, too
        sys.stdout.reconfigure(line_buffering=True)
    try:
        launch(
            library,
            host=host,
            port=port,
            open_browser=sys.stdout.isatty(),
            sources=files_among(paths or ()),
            golden=None if no_thumbs else thumbs,
            unanswered=unanswered,
            auth=(user, password) if auth else None,
            allow_hosts=allow_host or (),
            share=share,
            mcp=mcp,
        )
    except OSError as error:
        raise AskdocError(f"the chat cannot start ({error}); choose another --port") from None
