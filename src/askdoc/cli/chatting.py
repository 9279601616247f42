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
    command,
    note,
    open_library,
    paragraphs,
    progress_bar,
)
from askdoc.cli.inputs import files_among
from askdoc.cli.printing import print_evaluation
from askdoc.errors import AskdocError
from askdoc.messages import tr


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc evaluate golden.jsonl corpus/",
        "  askdoc evaluate squad-dev.json --json",
        "  askdoc evaluate golden.jsonl corpus/ --min-hit-at-1 0.9",
        tr(
            'A golden question: {"document": "a.txt", "question": "Who paid?", '
            '"answers": [[120, 134]]}; without a span if askdoc should refuse it.'
        ),
    ),
)
def evaluate(
    golden: Annotated[Path, typer.Argument(help=tr("Golden questions, JSONL or SQuAD JSON."))],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help=tr("The documents; SQuAD files contain their articles.")
        ),
    ] = None,
    index: Index = None,
    min_hit_at_1: Annotated[
        float, typer.Option(metavar="X", help=tr("Exit with 1 if hit@1 is below X (0 to 1)."))
    ] = 0.0,
    json: Annotated[bool, typer.Option("--json", help=tr("Print one JSON object."))] = False,
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
    with progress_bar(tr("Asking")) as progress:
        result = askdoc.evaluate(library, golden, progress=progress)
    if json:
        print(result.as_json())
    else:
        print_evaluation(result)
    if result.total.questions and result.total.hit_at_1 < min_hit_at_1:
        note(
            tr(
                "hit@1 is {value:.3f}, below {wanted}",
                value=result.total.hit_at_1,
                wanted=min_hit_at_1,
            )
        )
        raise typer.Exit(NOT_AS_WANTED)


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc chat corpus/",
        "  askdoc chat report.txt --port 8000 --mcp",
        "  askdoc chat papers/ --index papers.askdoc --unanswered gaps.jsonl",
        "  ASKDOC_AUTH=reader:secret askdoc chat corpus/ --host 0.0.0.0",
    ),
)
def chat(
    paths: Paths = None,
    index: Index = None,
    host: Annotated[str, typer.Option(help=tr("The address to listen on."))] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(help=tr("The port to listen on; by default, a free one from 7860 up.")),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=tr("Another host name under which browsers reach the chat; repeatable."),
        ),
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help=tr("Also serve MCP clients."))] = (False),
    auth: Annotated[
        str | None,
        typer.Option(metavar="USER:PASSWORD", envvar="ASKDOC_AUTH", help=tr("Require this login.")),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help=tr("Get a public address through Gradio's server."))
    ] = False,
    thumbs: Annotated[
        Path, typer.Option(metavar="FILE", help=tr("Where thumbs are saved as golden questions."))
    ] = Path("thumbs.jsonl"),
    unanswered: Unanswered = None,
    no_thumbs: Annotated[
        bool, typer.Option("--no-thumbs", help=tr("Do not offer thumbs."))
    ] = False,
    model: Model = None,
    reranker: Rerank = None,
    with_omitted: WithOmitted = False,
) -> None:
    """Open a chat about your documents in the browser."""
    user, colon, password = (auth or "").partition(":")
    if auth is not None and not (user and colon and password):
        raise AskdocError(tr("--auth must have the form USER:PASSWORD"))
    if mcp and not find_spec("mcp"):
        raise AskdocError(tr('--mcp needs the package mcp; run: pip install "askdoc[mcp]"'))
    if unanswered:
        gaps.check(unanswered)
    library = open_library(paths, index, model, reranker, with_omitted=with_omitted)
    from askdoc.chat import launch

    if isinstance(sys.stdout, io.TextIOWrapper):  # shows the address immediately in a pipe, too
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
        raise AskdocError(
            tr("the chat cannot start ({error}); choose another --port", error=error)
        ) from None
