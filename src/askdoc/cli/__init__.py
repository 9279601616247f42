"""The command line, the only package that prints."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from typing import NoReturn

from rich.markup import escape
from typer.exceptions import TyperException

from askdoc import show
from askdoc.cli import asking, chatting, checking, improving, indexes, serving, table  # noqa: F401 - they add commands
from askdoc.cli.common import CLEAR_ERROR, INTERRUPTED, app, note, stderr
from askdoc.cli.usage import misuse
from askdoc.errors import AskdocError
from askdoc.messages import tr


def main() -> None:
    """Run the command line. Exits with 0, or with 2 and a one-line error."""
    # The matrices here are small: more threads only spin, for 50 ms of CPU while numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # At its end, Python would look for cycles in everything that was imported, for another 50 ms.
    atexit.register(gc.freeze)
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, io.TextIOWrapper):  # print any text in any locale
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(app(standalone_mode=False))
    except AskdocError as error:
        _fail(str(error))
    except TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # the help has been printed
            _fail(misuse(error))
        sys.exit(CLEAR_ERROR)
    except KeyboardInterrupt:
        note(tr("stopped"))
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _fail(said: str) -> NoReturn:
    stderr().print(f"[red]askdoc:[/] {escape(show.visible(said))}", soft_wrap=True)
    sys.exit(CLEAR_ERROR)
