"""The process that reads one file: on stdin a line of JSON and the bytes, limits and format in
argv, JSON on stdout.

Libraries that parse untrusted files may crash, loop or use too much memory. Then this process is
terminated, and `confined.py` reports it. It imports neither numpy nor a model, and starts in about
0.1 CPU seconds with its library.
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

# The longest text, about 30 books, like the limit of text files.
MAX_CHARS = 50_000_000

_XML_NO_MEMORY = 2  # libxml2's error code, which lxml does not raise as MemoryError


def main(module: str, megabytes: int, seconds: int, language: str) -> None:
    """Read stdin as `module` does; print what it finds, {"error"} or {"missing"}.

    module: such as askdoc.load.pdf.reader, with a function `extract(bytes, **given)` that returns
    an `Extract`; given: the object in the line of JSON
    language: the language of messages
    """
    speak(language)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
    os.dup2(2, 1)  # prints of a library must not mix with the result
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
    except Exception as error:  # libraries raise many errors on damaged files
        if getattr(error, "code", None) == _XML_NO_MEMORY:
            return {"error": "memory"}
        return {"error": tr(DAMAGED, error=type(error).__name__)}
    if len(str(found.get("text", ""))) > MAX_CHARS:
        n = MAX_CHARS // 1_000_000
        return {"error": tr("it contains over {n} million characters; split it", n=n)}
    return found


def _limit(megabytes: int, seconds: int) -> None:
    """Limit memory and CPU time; without such limits of the system, only the parent's timeout
    applies."""
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
