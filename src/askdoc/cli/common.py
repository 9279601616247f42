"""What the commands share: the app, the options they have in common, opening and progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

import askdoc
from askdoc import show
from askdoc.cli.inputs import PIPE
from askdoc.errors import LoadError

# What a command exits with, besides 0.
NOT_AS_WANTED = 1
CLEAR_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Ask an article a question; get the passages that answer it. No LLM, no network.",
)

FILES = "Files and folders: text, Markdown, HTML, PDF, Word, EPUB, mail, tables, slides"
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH...]", help=f"{FILES}; or a saved index; - for standard input."),
]
INDEX = "its folder, or its address, as milvus+http://host:19530/news"
Index = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="A saved index: opened, and brought up to date with PATH if given. It is named by "
        f"{INDEX}.",
    ),
]
Saved = Annotated[str, typer.Option("--index", metavar="DIR", help=f"The saved index: {INDEX}.")]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Any sentence-transformers model, by name or folder."),
]
Rerank = Annotated[
    str | None,
    typer.Option("--reranker", metavar="NAME", help="Any CrossEncoder, to order the best anew."),
]
WithOmitted = Annotated[
    bool,
    typer.Option(
        "--with-omitted",
        help="Search also what is left out of the texts: running heads, hidden text and the like.",
    ),
]
After = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only documents of this day, month or year, or later."),
]
Before = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only documents of an earlier day than this.")
]
Within = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="FOLDER", help="Only documents whose name begins so; repeatable."),
]
Kind = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="KIND", help="Only such files, as pdf or word; repeatable."),
]
Unanswered = Annotated[
    Path | None,
    typer.Option(
        "--unanswered",
        metavar="FILE",
        help="Add a question that is refused to this file, for `askdoc gaps`; nothing is kept of "
        "who asked.",
    ),
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


def open_library(
    paths: list[str] | None,
    index: str | None,
    model: str | None,
    reranker: str | None,
    *,
    rebuild: bool = False,
    ray: str | bool = False,
    with_omitted: bool = False,
) -> askdoc.Library:
    """The library of a command's paths and options; what is left out is told on stderr.

    The path `PIPE` is a text on standard input.
    """
    files = [path for path in paths or () if path != PIPE]
    piped = _piped(index, with_omitted) if len(files) < len(paths or ()) else None
    with progress_bar("Reading") as progress:
        if piped and not files:
            from askdoc.rerank import Reranker

            second = Reranker(reranker) if reranker else None
            library = askdoc.Library((), askdoc.load_embedder(model), reranker=second)
            library.add([piped], progress=progress)
            _tell_languages(library)
            return library
        library = askdoc.open(
            files,
            index=index,
            model=model,
            reranker=reranker,
            progress=progress,
            rebuild=rebuild,
            ray=ray,
            with_omitted=with_omitted,
        )
    _tell_left_out(library.changes)
    _tell_languages(library)
    if piped:
        library.add([piped])
        _tell_languages(library)
    return library


def _tell_languages(library: askdoc.Library) -> None:
    """Files in a language that the default model does not know; of others it is not known."""
    from askdoc.embed import DEFAULT_MODEL
    from askdoc.languages import language

    others = {c: n for c, n in library.changes.languages.items() if c not in ("", "en")}
    if others and library.embedder.name == DEFAULT_MODEL:
        total = sum(others.values())
        named = ", ".join(f"{language(code).name} {n}" for code, n in sorted(others.items()))
        are = f"file{'s are' if total > 1 else ' is'}"
        said = f"{total} {are} not in English ({named}), which is all that the default model knows"
        stderr().print(f"[yellow]language:[/] {said}; see --model multilingual", soft_wrap=True)


def _piped(index: str | None, with_omitted: bool) -> askdoc.Document:
    """The text on standard input, which no index keeps."""
    from askdoc.load import load_piped

    if index is not None:
        raise LoadError("- cannot go into an index; save the text as a file and name that")
    if sys.stdin.isatty():
        stderr().print("askdoc: reading the article from the terminal; Ctrl-D ends it")
    return load_piped(sys.stdin.buffer, with_omitted)


def _tell_left_out(changes: askdoc.Changes) -> None:
    """What of the paths is not searched: files, parts of files, files of other kinds."""

    def tell(what: str, said: str) -> None:
        stderr().print(f"[yellow]{what}:[/] {escape(show.visible(said))}", soft_wrap=True)

    for error in changes.left_out:
        tell("left out", str(error))
    for line in changes.lost:
        tell("not read", line)
    if any("picture of a page" in line for line in changes.lost):
        tell("hint", "pip install 'askdoc[ocr]' reads pictures of pages, if they are good enough")
    if len(changes.left_out) > 1:
        read = len(changes.added) + len(changes.changed) + len(changes.unchanged)
        tell("left out", f"{len(changes.left_out)} files of {len(changes.left_out) + read}")
    if changes.passed_over:
        named = {ending or "no ending": n for ending, n in changes.passed_over.items()}
        total = sum(named.values())
        kinds = ", ".join(f"{ending} {n}" for ending, n in sorted(named.items()))
        tell("passed over", f"{total} file{'s' * (total > 1)} of other kinds ({kinds})")


@contextmanager
def progress_bar(doing: str) -> Iterator[askdoc.types.Progress]:
    """A bar on stderr for long work; none where stderr is not a terminal."""
    console = stderr()
    if not console.is_terminal:
        yield lambda done, total: None  # noqa: ARG005
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn(doing), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def stderr() -> Console:
    """Where errors, notes and bars go."""
    return Console(stderr=True, highlight=False, emoji=False)
