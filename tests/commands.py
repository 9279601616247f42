"""The command line for tests, in a process of its own or in this one, which takes less time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir
from subprocess import CompletedProcess

import pytest
from conftest import ROOT

from askdoc.cli import main

ASKDOC = [sys.executable, "-m", "askdoc"]


def run(*arguments: object, **environment: str) -> CompletedProcess[str]:
    """A command in a process of its own, as a person runs it."""
    return subprocess.run(
        [*ASKDOC, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=ROOT,
        timeout=600,
    )


def run_here(*arguments: object, given: bytes = b"") -> CompletedProcess[str]:
    """A command in this process, which has imported everything. given: standard input"""
    streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
    with pytest.MonkeyPatch.context() as patch, chdir(ROOT):
        patch.setattr(sys, "argv", ["askdoc", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8"))
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as left:
            main()
    texts = []
    for stream in streams.values():
        stream.seek(0)
        texts.append(stream.read())
    return CompletedProcess(sys.argv, int(left.value.code or 0), *texts)
