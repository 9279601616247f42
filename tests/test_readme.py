"""README.md cannot drift: what it shows is run, and prints what it says."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = "askdoc make pip git cd python python3 curl docker source export".split()
_BLOCK = re.compile(r"^```(?P<language>\w+)[^\n]*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(*languages: str) -> list[tuple[int, str]]:
    """-> (line of README.md at which it starts, the block)"""
    return [
        (README.count("\n", 0, match.start("body")), match["body"])
        for match in _BLOCK.finditer(README)
        if match["language"] in languages
    ]


def sessions(block: str) -> list[tuple[str, str]]:
    """A block of a shell -> its commands, each with what is shown below it.

    `$ ` marks the commands; in a block without, they are known by their first word.
    """
    prompted = any(line.startswith("$ ") for line in block.splitlines())
    found: list[tuple[str, str]] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ ") or (not prompted and line.split(" ")[0] in COMMANDS):
            found.append((re.sub(r"\s+# .*$", "", line.removeprefix("$ ")), ""))
        elif found and not line.startswith("#"):
            found[-1] = found[-1][0], f"{found[-1][1]}{line}\n"
    return found


QUESTIONS = [
    session
    for _, block in blocks("console", "sh", "bash", "shell")
    for session in sessions(block)
    if session[0].startswith("askdoc ask")
]


def pattern(shown: str) -> str:
    """What is shown -> the pattern of what is printed: a line `...` stands for any lines."""
    lines = [line.rstrip() for line in shown.strip().splitlines()]
    return "\n".join(".*?" if line in ("...", "…") else re.escape(line) for line in lines)


def test_shown_sessions_are_told_apart() -> None:
    assert sessions("$ askdoc ask a b  # why\n1  x\n\n2  y\n$ askdoc chat\n") == [
        ("askdoc ask a b", "1  x\n\n2  y\n"),
        ("askdoc chat", ""),
    ]
    assert sessions("pip install x\naskdoc ask \\\n  a\nout\n") == [
        ("pip install x", ""),
        ("askdoc ask    a", "out\n"),
    ]
    assert re.fullmatch(pattern("a.\n...\nc "), "a.\nb\nb\nc", re.DOTALL)
    assert not re.fullmatch(pattern("a.\n...\nc"), "ab\nb\nc", re.DOTALL)


def test_readme_shows_python_and_a_question() -> None:
    assert blocks("python")
    assert QUESTIONS


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.slow
def test_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """All blocks, as one who reads from the top would type them; `>>>` with what it prints."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"__name__": "readme"}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    parser = doctest.DocTestParser()
    for line, block in blocks("python"):
        if ">>> " in block:
            test = parser.get_doctest(block, names, f"README.md:{line}", "README.md", line)
            assert runner.run(test, clear_globs=False).failed == 0
            names.update(test.globs)
        else:
            exec(compile("\n" * line + block, "README.md", "exec"), names)


@pytest.mark.slow
@pytest.mark.parametrize(("command", "shown"), QUESTIONS)
def test_question_prints_what_is_shown(command: str, shown: str) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    if shown.strip():
        printed = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
        assert re.fullmatch(pattern(shown), printed, re.DOTALL), printed
