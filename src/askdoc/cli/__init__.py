"""The command line, the only package that prints."""

from __future__ import annotations

import io
import os
import sys

from rich.markup import escape

from askdoc import show
from askdoc.cli import asking, chatting, checking, improving, indexes, serving, table  # noqa: F401 - they add commands
from askdoc.cli.common import CLEAR_ERROR, INTERRUPTED, app, stderr
from askdoc.errors import AskdocError


def main() -> None:
    """Run the command line. Exits with 0, or with 2 and a one-line error."""
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, io.TextIOWrapper):  # print any text in any locale
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except AskdocError as error:
        stderr().print(f"[red]askdoc:[/] {escape(show.visible(str(error)))}", soft_wrap=True)
        sys.exit(CLEAR_ERROR)
    except KeyboardInterrupt:
        stderr().print("askdoc: stopped")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
