"""Shared code of the commands: the app, common options, opening a library, and progress bars."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

import askdoc
from askdoc import show
from askdoc.cli.inputs import PIPE
from askdoc.cli.usage import Command, Group, translate_frame
from askdoc.errors import LoadError
from askdoc.messages import of_environment, speak, tr, trn

speak(of_environment(os.environ))  # before the commands, whose help is in that language
translate_frame()

# Exit codes besides 0.
NOT_AS_WANTED = 1
CLEAR_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,  # rich's tracebacks are not imported
    context_settings={"help_option_names": ["-h", "--help"]},
    help=tr("Ask an article a question; get the passages that answer it. No LLM, no network."),
)

FILES = tr("Files and folders: text, Markdown, HTML, PDF, Word, EPUB, mail, tables, slides")
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        help=tr("{files}; or a saved index; - for standard input.", files=FILES),
    ),
]
INDEX = tr("its folder or its address, such as {address}", address="milvus+http://host:19530/news")
Index = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help=tr(
            "A saved index; if you also give PATH, it is updated first. Give {index}.",
            index=INDEX,
        ),
    ),
]
Saved = Annotated[
    str, typer.Option("--index", metavar="DIR", help=tr("The saved index: {index}.", index=INDEX))
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help=tr("Any sentence-transformers model, by name or folder.")),
]
Rerank = Annotated[
    str | None,
    typer.Option(
        "--reranker",
        metavar="NAME",
        help=tr("Any CrossEncoder, by name or folder; it reorders the best passages."),
    ),
]
WithOmitted = Annotated[
    bool,
    typer.Option(
        "--with-omitted",
        help=tr(
            "Also search what is left out of the texts, such as running heads and hidden text."
        ),
    ),
]
After = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help=tr("Search only documents from this day, month or year, or later.")
    ),
]
Before = Annotated[
    str | None,
    typer.Option(metavar="DATE", help=tr("Search only documents from an earlier day than this.")),
]
Within = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="FOLDER",
        help=tr("Search only documents in this folder, or whose name matches; repeatable."),
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="KIND",
        help=tr("Search only files of this type, such as pdf or word; repeatable."),
    ),
]
Unanswered = Annotated[
    Path | None,
    typer.Option(
        "--unanswered",
        metavar="FILE",
        help=tr(
            "Append refused questions to this file, for `askdoc gaps`; who asked is not saved."
        ),
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
            "--version", callback=_print_version, is_eager=True, help=tr("Print the version.")
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
    """Open the library for a command's paths and options; omitted files are reported on stderr.

    The path `PIPE` is a text on standard input.
    """
    files = [path for path in paths or () if path != PIPE]
    piped = _piped(index, with_omitted) if len(files) < len(paths or ()) else None
    with progress_bar(tr("Reading")) as progress:
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
    """Report files in languages that the default model does not support; not for other models."""
    from askdoc.embed import DEFAULT_MODEL
    from askdoc.languages import language

    others = {c: n for c, n in library.changes.languages.items() if c not in ("", "en")}
    if others and library.embedder.name == DEFAULT_MODEL:
        total = sum(others.values())
        named = ", ".join(f"{tr(language(code).name)} {n}" for code, n in sorted(others.items()))
        said = trn(
            "{n} file is not in English ({named}), which is all that the default model knows; see "
            "--model multilingual",
            "{n} files are not in English ({named}), which is all that the default model knows; "
            "see --model multilingual",
            total,
            named=named,
        )
        tell(tr("language"), said)


def _piped(index: str | None, with_omitted: bool) -> askdoc.Document:
    """The text on standard input, which no index contains."""
    from askdoc.load import load_piped

    if index is not None:
        raise LoadError(
            tr("standard input (-) cannot be indexed; save the text as a file and name that")
        )
    if sys.stdin.isatty():
        note(tr("reading the article from the terminal; Ctrl-D ends it"))
    return load_piped(sys.stdin.buffer, with_omitted)


def _tell_left_out(changes: askdoc.Changes) -> None:
    """Report files and parts of files that are not searched."""
    for error in changes.left_out:
        tell(tr("left out"), str(error))
    for line in changes.lost:
        tell(tr("not read"), line)
    for line in changes.uncertain:
        tell(tr("uncertain"), line)
    if any(tr("picture of a page") in line for line in changes.lost):
        tell(
            tr("hint"),
            tr("pip install 'askdoc[ocr]' reads pictures of pages, if they are good enough"),
        )
    if (left := len(changes.left_out)) > 1:
        read = len(changes.added) + len(changes.changed) + len(changes.unchanged)
        tell(tr("left out"), tr("{n} files of {total}", n=left, total=left + read))
    if changes.passed_over:
        named = {ending or tr("no extension"): n for ending, n in changes.passed_over.items()}
        kinds = ", ".join(f"{ending} {n}" for ending, n in sorted(named.items()))
        total = sum(named.values())
        said = trn(
            "{n} file of another kind ({kinds})",
            "{n} files of other kinds ({kinds})",
            total,
            kinds=kinds,
        )
        tell(tr("skipped"), said)


@contextmanager
def progress_bar(doing: str) -> Iterator[askdoc.types.Progress]:
    """A progress bar on stderr, if that is a terminal."""
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


def command(**options: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a function as a command, with its docstring, in the reader's language, as the help.

    options: those of `typer.Typer.command`
    """

    def add(function: Callable[..., None]) -> Callable[..., None]:
        said = tr(inspect.getdoc(function) or "")
        return app.command(**{"cls": Command, "help": said, **options})(function)

    return add


def paragraphs(*parts: str) -> str:
    """The end of a command's help; rich would read [words] in brackets as markup."""
    return "\n\n".join(map(escape, parts))


def note(said: str) -> None:
    """Print a line from askdoc on stderr."""
    stderr().print(f"askdoc: {escape(said)}", soft_wrap=True)


def tell(what: str, said: str) -> None:
    """Print a line about the files on stderr."""
    stderr().print(f"[yellow]{what}:[/] {escape(show.visible(said))}", soft_wrap=True)


def stderr() -> Console:
    """The console for errors, notes and progress bars."""
    return Console(stderr=True, highlight=False, emoji=False)
