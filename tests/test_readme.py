"""README.md and docs/ cannot drift: the examples are run, and print what the page shows."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from milvus import Server

DOCS = [f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = "askdoc make pip git cd python python3 curl docker source export echo cat".split()
_BLOCK = re.compile(r"^```(?P<language>\w+)[^\n]*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, *languages: str) -> list[tuple[int, str]]:
    """-> (line of the page at which it starts, the block)"""
    text = (ROOT / page).read_text("utf-8")
    return [
        (text.count("\n", 0, match.start("body")), match["body"])
        for match in _BLOCK.finditer(text)
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


# Servers do not end by themselves, and clusters of other machines are not here.
_NOT_RUN = re.compile(r"askdoc (chat|mcp)|.*(ray://|//milvus:)")


def quick(page: str) -> list[tuple[str, str]]:
    """The commands of a page that are run, each with what is shown below it."""
    return [
        session
        for _, block in blocks(page, "console", "sh", "bash", "shell")
        for session in sessions(block)
        if session[0].startswith(("askdoc ", "echo ", "cat ")) and not _NOT_RUN.match(session[0])
    ]


PAGES = ["README.md", *DOCS]
WITH_PYTHON = [page for page in PAGES if blocks(page, "python")]
WITH_COMMANDS = [page for page in PAGES if quick(page)]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder like this one, in which the examples of a page may write; papers/ is corpus/."""
    for name in ("corpus", "tests", "README.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "papers").symlink_to(ROOT / "corpus")
    return tmp_path


def pattern(shown: str) -> str:
    """What is shown -> the pattern of what is printed.

    A line `...` stands for any lines, a number such as 0.53 for one near it: processors differ.
    """
    lines = [line.rstrip() for line in shown.strip().splitlines()]
    exact = "\n".join(".*?" if line in ("...", "…") else re.escape(line) for line in lines)
    return re.sub(r"0\\\.(\d)\d", near, exact)


def near(number: re.Match[str]) -> str:
    """The pattern of numbers whose first digit after the point is at most 1 away."""
    first = int(number[1])
    return f"[01]\\.[{max(0, first - 1)}-{min(9, first + 1)}]\\d"


def test_shown_sessions_are_distinguished() -> None:
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


def test_the_pages_show_python_and_questions() -> None:
    assert {"README.md", "docs/python.md", "docs/indexes.md"} <= set(WITH_PYTHON)
    assert {"README.md", "docs/cli.md", "docs/asking.md", "docs/machines.md"} <= set(WITH_COMMANDS)


BESIDE = ["CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "bench/RESULTS.md"]


@pytest.mark.parametrize("page", [*PAGES, *BESIDE])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"""(?:\]\(|(?:src|href)=")(?!https?:|#|mailto:)([^)"#\s]+)""", text)
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PYTHON)
def test_python_runs(page: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All blocks, as one who reads from the top would type them; `>>>` with what it prints."""
    monkeypatch.chdir(checkout)
    names: dict[str, object] = {"__name__": "readme"}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    parser = doctest.DocTestParser()
    for line, block in blocks(page, "python"):
        if ">>> " in block:
            test = parser.get_doctest(block, names, f"{page}:{line}", page, line)
            assert runner.run(test, clear_globs=False).failed == 0
            names.update(test.globs)
        else:
            exec(compile("\n" * line + block, page, "exec"), names)


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_commands_print_what_is_shown(
    page: str, checkout: Path, request: pytest.FixtureRequest
) -> None:
    """In order, since some build on what was written before; the server has another port."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for command, shown in quick(page):
        if "localhost:19530" in command:
            server: Server = request.getfixturevalue("milvus")
            command = command.replace("localhost:19530", f"localhost:{server.port}")
        done = subprocess.run(
            command,
            shell=True,
            cwd=checkout,
            env={**os.environ, "PATH": path},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() or ">" in command
        if shown.strip():
            printed = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
            assert re.fullmatch(pattern(shown), printed, re.DOTALL), printed
