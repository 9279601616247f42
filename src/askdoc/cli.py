"""The command line; the only module that prints."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

import askdoc
from askdoc import show
from askdoc.errors import AskdocError
from askdoc.library import check_question
from askdoc.rerank import Reranker

if TYPE_CHECKING:
    from askdoc.evaluate import Evaluation

_BELOW_LEAST = 1
_CLEAR_ERROR = 2
_INTERRUPTED = 130
_INDENT = "   "

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Ask an article a question; get the passages that answer it. No LLM, no network.",
)

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="Files and folders to ask: text, Markdown, HTML, PDF, Word, EPUB."
    ),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Any sentence-transformers model, by name or folder."),
]
Rerank = Annotated[
    str | None,
    typer.Option("--reranker", metavar="NAME", help="Any CrossEncoder, to order the best anew."),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"askdoc {askdoc.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None: ...


@app.command(
    epilog="Examples:\n\n"
    '  askdoc ask "What did Kerry say about Assad?" corpus/\n\n'
    '  askdoc ask "Who pays the costs?" contract.txt appendix.md --top-k 1\n\n'
    '  askdoc ask "When does it end?" contract.txt --json\n\n'
    '  askdoc ask "And about Russia?" corpus/ --history "What did Kerry say about Assad?"\n\n'
    "  askdoc ask 'What is the \"root cause\" of the crisis -Berlin?' corpus/ --explain\n\n"
    "Words in quotation marks must occur in a passage, a -word must not."
)
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    paths: Paths,
    top_k: Annotated[int, typer.Option(metavar="N", help="How many passages at most.")] = 3,
    history: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="An earlier question; repeat it, oldest first."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print why each was found.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: Model = None,
    reranker: Rerank = None,
) -> None:
    """Print the passages that best answer QUESTION, the answering sentence marked."""
    check_question(question, top_k)  # before seconds go into the model
    library = _open(paths, model, reranker)
    reply = library.ask(question, top_k, history=history or [])
    if json:
        print(show.as_json(reply))
    else:
        _print_reply(reply, explain)


@app.command(
    epilog="Examples:\n\n  askdoc evaluate golden.jsonl corpus/\n\n"
    "  askdoc evaluate squad-dev.json --json\n\n"
    "  askdoc evaluate golden.jsonl corpus/ --min-hit-at-1 0.9\n\n"
    'A golden row: {"document": "a.txt", "question": "Who paid?", "answers": [[120, 134]]}'
)
def evaluate(
    golden: Annotated[Path, typer.Argument(help="Golden questions: JSONL, or SQuAD JSON.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="What to ask; SQuAD brings its own articles."),
    ] = None,
    min_hit_at_1: Annotated[
        float, typer.Option(metavar="X", help="Exit with 1 if hit@1 is below X, 0 to 1.")
    ] = 0.0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: Model = None,
    reranker: Rerank = None,
) -> None:
    """Measure the answers to golden questions, beside the textbook's way."""
    from askdoc.evaluate import evaluate as measure

    if paths:
        library = _open(paths, model, reranker)
    else:
        second = Reranker(reranker) if reranker else None
        library = askdoc.Library((), askdoc.load_embedder(model), reranker=second)
    with _progress("Asking") as progress:
        result = measure(library, golden, progress=progress)
    if json:
        print(result.as_json())
    else:
        _print_evaluation(result)
    if result.total.hit_at_1 < min_hit_at_1:
        _stderr().print(f"askdoc: hit@1 is {result.total.hit_at_1:.3f}, below {min_hit_at_1}")
        raise typer.Exit(_BELOW_LEAST)


@app.command(
    epilog="Examples:\n\n  askdoc chat corpus/\n\n  askdoc chat report.txt --port 8000 --mcp\n\n"
    "  ASKDOC_AUTH=reader:secret askdoc chat corpus/ --host 0.0.0.0"
)
def chat(
    paths: Paths,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="The port to listen on; without it, a free one from 7860.")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve the documents to MCP clients, too.")] = (
        False
    ),
    auth: Annotated[
        str | None,
        typer.Option(metavar="USER:PASSWORD", envvar="ASKDOC_AUTH", help="Ask who comes for it."),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="A public address, by way of Gradio's server.")
    ] = False,
    thumbs: Annotated[
        Path, typer.Option(metavar="FILE", help="Where thumbs are kept as golden questions.")
    ] = Path("thumbs.jsonl"),
    no_thumbs: Annotated[bool, typer.Option("--no-thumbs", help="Offer no thumbs.")] = False,
    model: Model = None,
    reranker: Rerank = None,
) -> None:
    """Open a chat about the documents in the browser."""
    user, colon, password = (auth or "").partition(":")
    if auth is not None and not (user and colon and password):
        raise AskdocError("--auth is not of the form USER:PASSWORD; write both, with a colon")
    if mcp and not find_spec("mcp"):
        raise AskdocError('--mcp needs the package mcp; install it: pip install "askdoc[mcp]"')
    library = _open(paths, model, reranker)
    from askdoc.chat import launch

    try:
        launch(
            library,
            host=host,
            port=port,
            open_browser=sys.stdout.isatty(),
            golden=None if no_thumbs else thumbs,
            auth=(user, password) if auth else None,
            share=share,
            mcp_server=mcp or None,  # None leaves it to GRADIO_MCP_SERVER
        )
    except OSError as error:
        raise AskdocError(f"the chat cannot start ({error}); choose another --port") from None


def _open(paths: list[str], model: str | None, reranker: str | None) -> askdoc.Library:
    with _progress("Embedding") as progress:
        library = askdoc.open(paths, model=model, reranker=reranker, progress=progress)
    for error in library.skipped:
        _stderr().print(f"[yellow]left out:[/] {escape(show.visible(str(error)))}", soft_wrap=True)
    return library


@contextmanager
def _progress(doing: str) -> Iterator[askdoc.types.Progress]:
    """A bar on stderr for long work; none where stderr is not a terminal."""
    columns = TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = _stderr()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_reply(reply: askdoc.Reply, explain: bool) -> None:
    console = Console(highlight=False)
    if lines := show.headline(reply):
        console.print(Text("\n".join(map(show.visible, lines.split("\n"))), "bold"))
        console.print()
    # Without colours the answering sentence stands between asterisks.
    star = "" if console.color_system and not console.no_color else "**"
    for number, answer in enumerate(reply, start=1):
        before, sentence, after = map(show.visible, show.parts(answer))
        passage = Text.assemble(
            before, (f"{star}{sentence}{star}", "black on bright_yellow"), after
        )
        about = show.visible(show.about(answer))
        console.print(Text.assemble((f"{number}  ", "bold"), (about, "dim")), soft_wrap=True)
        for line in passage.wrap(console, console.width - len(_INDENT)):
            line.rstrip()
            console.print(Text(_INDENT).append_text(line), soft_wrap=True)
        for reason in show.why_lines(answer) if explain else ():
            console.print(Text(f"{_INDENT}{reason}", "dim"), soft_wrap=True)
        console.print()


def _print_evaluation(result: Evaluation) -> None:
    table = Table("", "questions", "hit@1", "hit@3", "MRR", "r@500", "r@1000", "sent@1", box=SIMPLE)
    for column in table.columns[1:]:
        column.justify = "right"
    rows = [*result.documents.items()] if len(result.documents) > 1 else []
    for name, m in (*rows, ("all", result.total), ("all, textbook", result.textbook)):
        values = m.hit_at_1, m.hit_at_3, m.mrr, m.r_at_500, m.r_at_1000, m.sent_at_1
        cells = ["-" if value is None else f"{value:.3f}" for value in values]
        table.add_row(Text(show.visible(name)), str(m.questions), *cells)
    Console(highlight=False).print(table)


def _stderr() -> Console:
    return Console(stderr=True, highlight=False)


def main() -> None:
    """Run the command line: 0 with answers, 2 with one clear line for what cannot be done."""
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, io.TextIOWrapper):  # any article can be written, in any locale
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except AskdocError as error:
        _stderr().print(f"[red]askdoc:[/] {escape(show.visible(str(error)))}", soft_wrap=True)
        sys.exit(_CLEAR_ERROR)
    except KeyboardInterrupt:
        _stderr().print("askdoc: stopped")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # the reader, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
