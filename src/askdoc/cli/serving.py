"""The command `mcp`."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

import askdoc
from askdoc.cli.common import (
    Index,
    Model,
    Paths,
    WithOmitted,
    command,
    note,
    open_library,
    paragraphs,
)
from askdoc.errors import AskdocError, LoadError
from askdoc.messages import LANGUAGES, speak, tr


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc mcp papers/",
        "  askdoc mcp --index papers.askdoc",
        "  askdoc mcp papers/ --install claude-desktop",
        tr(
            "The tools are search, fetch, documents and check. --install shows the change "
            "to the client's file and asks before it writes; for claude-code and vscode it "
            "applies to the current folder."
        ),
    ),
)
def mcp(
    paths: Paths = None,
    index: Index = None,
    model: Model = None,
    with_omitted: WithOmitted = False,
    install: Annotated[
        str | None,
        typer.Option(
            metavar="CLIENT",
            help=tr("Add this server to claude-desktop, claude-code, cursor, vscode or codex."),
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help=tr("The name of the server in the client."))
    ] = "askdoc",
    yes: Annotated[
        bool, typer.Option("--yes", help=tr("Write the change without asking."))
    ] = False,
) -> None:
    """Serve the documents to an agent: an MCP server on standard input and output."""
    if not find_spec("mcp"):
        raise AskdocError(tr('askdoc mcp needs the package mcp; run: pip install "askdoc[mcp]"'))
    if not paths and index is None:
        raise LoadError(tr("no path given; name a file, a folder or a saved index"))
    for path in paths or ():  # other errors are reported to the agent
        if "://" not in path and not os.path.lexists(os.path.expanduser(path)):  # noqa: PTH111
            raise LoadError(tr("{path}: no such file or folder; check the spelling", path=path))
    if install:
        arguments = [_absolute(path) for path in paths or ()]
        arguments += ["--index", _absolute(index)] if index else []
        if model:
            arguments += ["--model", _absolute(model) if Path(model).exists() else model]
        arguments += ["--with-omitted"] if with_omitted else []
        _install(install, name, arguments, yes)
        return
    if sys.stdin.isatty():
        note(tr("waiting for an MCP client on standard input; press Ctrl-C to stop"))

    def opened() -> askdoc.Library:
        return open_library(paths, index, model, None, with_omitted=with_omitted)

    from askdoc.agents.server import serve

    speak(LANGUAGES[0])  # agents read English
    # There is nothing to finish, and an exception would have to pass through other code that may
    # ignore it or print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve(opened)


def _absolute(path: str) -> str:
    """An absolute path, because clients start servers in their own folders."""
    if "://" in path and not path.startswith("milvus+file://"):
        return path
    scheme, file = ("milvus+file://", path[14:]) if "://" in path else ("", path)
    return scheme + os.path.abspath(os.path.expanduser(file))  # noqa: PTH100, PTH111


def _install(client: str, name: str, arguments: list[str], yes: bool) -> None:
    from askdoc.agents import clients

    change = clients.change(client, name, clients.command(arguments))
    if not change.diff():
        print(tr("{file}: already has this entry", file=change.file))
        return
    print(change.diff(), end="")
    if yes or _confirmed(tr("Write {file}? [y/N]", file=change.file)):
        change.write()
        print(tr("{file}: written; restart {client}", file=change.file, client=client))


def _confirmed(asked: str) -> bool:
    """Whether the user says yes; the end of the input and anything else is no."""
    try:
        said = input(f"{asked} ")
    except EOFError:
        print()
        return False
    return said.strip().lower().startswith(("y", tr("y")))
