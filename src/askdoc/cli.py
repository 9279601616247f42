"""The command line; the only module that prints."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

import askdoc
from askdoc import show
from askdoc.errors import AskdocError

# One question's embedding takes many times longer when idle OpenMP threads spin on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

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
    list[Path], typer.Argument(metavar="PATH...", help="Files and folders to ask (.txt, .md).")
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Any sentence-transformers model, by name or folder."),
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
    '  askdoc ask "When does it end?" contract.txt --json'
)
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    paths: Paths,
    top_k: Annotated[int, typer.Option(metavar="N", help="How many passages at most.")] = 3,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: Model = None,
) -> None:
    """Print the passages that best answer QUESTION, the answering sentence marked."""
    library = _open(paths, model)
    reply = library.ask(question, top_k)
    if json:
        print(show.as_json(reply))
    else:
        _print_reply(reply)


@app.command(epilog="Examples:\n\n  askdoc chat corpus/\n\n  askdoc chat report.txt --port 8000")
def chat(
    paths: Paths,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="The port to listen on; without it, a free one from 7860.")
    ] = None,
    model: Model = None,
) -> None:
    """Open a chat about the documents in the browser."""
    library = _open(paths, model)
    from askdoc.chat import launch

    try:
        launch(library, host=host, port=port, open_browser=sys.stdout.isatty())
    except OSError as error:
        raise AskdocError(f"the chat cannot start ({error}); choose another --port") from None


def _open(paths: list[Path], model: str | None) -> askdoc.Library:
    with _progress() as progress:
        library = askdoc.open(paths, model=model, progress=progress)
    for error in library.skipped:
        _stderr().print(f"[yellow]left out:[/] {escape(show.visible(str(error)))}", soft_wrap=True)
    return library


@contextmanager
def _progress() -> Iterator[askdoc.types.Progress]:
    """A bar on stderr while texts are embedded; none where stderr is not a terminal."""
    columns = TextColumn("Embedding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = _stderr()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_reply(reply: askdoc.Reply) -> None:
    console = Console(highlight=False)
    # Without colours the answering sentence stands between asterisks.
    star = "" if console.color_system and not console.no_color else "**"
    for number, answer in enumerate(reply, start=1):
        before, sentence, after = map(show.visible, show.parts(answer))
        passage = Text.assemble(
            before, (f"{star}{sentence}{star}", "black on bright_yellow"), after
        )
        place = show.visible(show.place(answer))
        console.print(
            Text.assemble((f"{number}  ", "bold"), (f"{place} · score {answer.score:.2f}", "dim")),
            soft_wrap=True,
        )
        for line in passage.wrap(console, console.width - len(_INDENT)):
            line.rstrip()
            console.print(Text(_INDENT).append_text(line), soft_wrap=True)
        console.print()


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
