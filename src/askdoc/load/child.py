"""The process that reads one file: on stdin a line of JSON and the bytes, limits and format in
argv, JSON on stdout.

Libraries that parse what strangers made are written in C, or grow with what
they read. Here they may crash, loop or swell: the process is ended, and
`confined.py` says so. It imports neither numpy nor a model, and starts in
about 0.1 CPU-seconds with its library.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from askdoc.load.extract import DAMAGED, Refusal
from askdoc.messages import speak, tr

# A text this long is some 30 books: as much as a text file may hold.
MAX_CHARS = 50_000_000

_XML_NO_MEMORY = 2  # libxml2's number for it, which lxml does not raise as a MemoryError


def main(module: str, megabytes: int, seconds: int, language: str) -> None:
    """Read stdin as `module` does; print what it finds, {"error"} or {"missing"}.

    module: askdoc.load.pdf.reader or the like, with a function `extract(bytes, **given)`, which
    gives an `Extract`; given is what the line of JSON holds
    language: of what is said
    """
    speak(language)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
    os.dup2(2, 1)  # a library that prints does not disturb the answer
    _limit(megabytes, seconds)
    try:
        reader = importlib.import_module(module)
    except ImportError as error:
        answers.write(json.dumps({"missing": error.name or str(error)}))
        answers.close()
        return
    given = json.loads(sys.stdin.buffer.readline())
    extract = partial(reader.extract, **given)
    answers.write(json.dumps(_read(extract, sys.stdin.buffer.read())))
    answers.close()


def _read(extract: Callable[[bytes], Any], data: bytes) -> dict[str, object]:
    try:
        found: dict[str, object] = asdict(extract(data))
    except Refusal as refusal:
        return {"error": str(refusal)}
    except MemoryError:
        return {"error": "memory"}
    except Exception as error:  # whatever a library raises on a damaged file
        if getattr(error, "code", None) == _XML_NO_MEMORY:
            return {"error": "memory"}
        return {"error": tr(DAMAGED, error=type(error).__name__)}
    if len(str(found.get("text", ""))) > MAX_CHARS:
        n = MAX_CHARS // 1_000_000
        return {"error": tr("it contains over {n} million characters; split it", n=n)}
    return found


def _limit(megabytes: int, seconds: int) -> None:
    """Memory and CPU time of this process; where the system has no such limits, only the
    clock of the process that waits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = {
        resource.RLIMIT_AS: megabytes * 1_000_000,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,  # it writes no file
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        # subtle: at the soft limit a process receives a signal, at the hard limit it is killed
        resource.setrlimit(kind, (value, value + 2 if kind == resource.RLIMIT_CPU else value))
