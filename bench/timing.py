"""Shared code of the speed benchmarks: timing two functions in turn, and tables of the times."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from askdoc.embed.light import open_graph
from askdoc.embed.onnx import FUSED, model, node, tensor, value

PACKAGES = "askdoc numpy onnxruntime faiss-cpu torch sentence-transformers tokenizers".split()
RESULTS = Path(__file__).with_name("RESULTS.md")
_HEAD = """# Speed, measured

Written by the scripts in this folder. Absolute times depend on the machine and the day; compare
the two systems that were measured in turn in one run. **below**: the figure misses its goal;
**above**: it exceeds its goal by more than a tenth, so the goal should be raised. Sections of
2026-11-24 and before were measured with all-MiniLM-L6-v2, before the current default model.
"""
# The minimum number of runs of a median.
REPEATS = 5
# A figure that exceeds its goal by more than this share is marked, so that the goal is raised.
_ABOVE = 0.1


@dataclass(frozen=True)
class Row:
    """One line of the table. ratio: how many times better askdoc is; None if it has no goal."""

    what: str
    textbook: str
    ours: str
    ratio: float | None = None
    goal: float | None = None

    def cells(self) -> list[str]:
        ratio = "" if self.ratio is None else marked(self.ratio, self.goal)
        goal = "" if self.goal is None else f"{self.goal:g}"
        return [self.what, self.textbook, self.ours, ratio, goal]


def marked(value: float, goal: float | None, form: str = ".1f") -> str:
    """A figure, marked in bold if it misses its goal or exceeds it by more than a tenth.

    In the second case the goal should be raised, so that a later regression is noticed.
    """
    beside = ""
    if goal is not None and value < goal:
        beside = " **below**"
    elif goal is not None and value > (1 + _ABOVE) * goal:
        beside = " **above**"
    return f"{value:{form}}{beside}"


def compiled() -> dict[str, str]:
    """An environment in which Python uses bytecode caches, as for an installed package.

    The first run writes them, so do not count it.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_process(command: Sequence[str], asked: bytes = b"") -> tuple[float, float]:
    """-> (CPU seconds, seconds) of a process; ends the benchmark if the process fails.

    asked: its standard input
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=compiled(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin
    process.stdin.write(asked)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, seconds


def in_turn(
    questions: Sequence[str], one: Callable[[str], Any], other: Callable[[str], Any]
) -> tuple[list[float], list[float]]:
    """-> seconds of each question, asked of both in turn, after a few to warm up.

    They take turns in batches of ten, so that the CPU caches are rarely filled by the other's
    model, as in separate processes.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    rounds = [questions[:REPEATS], *(questions[i : i + 10] for i in range(0, len(questions), 10))]
    for number, some in enumerate(rounds):
        for ask, seconds in zip((one, other), taken, strict=True):
            for question in some:
                start = time.perf_counter()
                ask(question)
                if number:
                    seconds.append(time.perf_counter() - start)
    return taken


def times(
    what: str, theirs: Sequence[float], ours: Sequence[float], goal: float, scale: float = 1
) -> Row:
    """A row of two series of times, and the ratio of their medians."""
    a, b = statistics.median(theirs), statistics.median(ours)
    return Row(what, f"{a * scale:.3g}", f"{b * scale:.3g}", a / b, goal)


def peaks() -> dict[str, float]:
    """The speed of one core in the model's largest matrix product, in 10^9 operations per second.

    int8: 8-bit integers in ONNX Runtime, for a text of 200 tokens; float32: numpy's BLAS
    """
    tokens, width, wide = 200, 384, 1536
    tensors = [
        tensor("levels", np.full((tokens, width), 99, np.uint8)),
        tensor("matrix", np.full((width, wide), 99, np.int8)),
        tensor("one", np.array(1, np.float32)),
        tensor("scales", np.ones(wide, np.float32)),
    ]
    nodes = [
        node("MatMulIntegerToFloat", "levels matrix one scales", "product", FUSED),
        node("Slice", "product begin begin_end", "few"),
        node("Add", "few given", "sum"),
    ]
    tensors += [tensor("begin", np.array([0])), tensor("begin_end", np.array([1]))]
    graph = open_graph(model(nodes, tensors, [value("given", (1,))], value("sum", (1, wide))))
    given = {"given": np.zeros(1, np.float32)}
    left, right = np.ones((tokens, width), np.float32), np.ones((width, wide), np.float32)
    operations = 2 * tokens * width * wide / 1e9
    return {
        "8-bit integers": operations / least_cpu(lambda: graph.run(None, given), 50),
        "float32": operations / least_cpu(lambda: left @ right, 50),
    }


def least_cpu(work: Callable[[], Any], repeats: int) -> float:
    """CPU seconds of the fastest run, which other load on the machine affects least."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def machine() -> str:
    """The machine and the versions used for the measurement."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":")[1].strip() for line in info.read_text().splitlines()
                 if line.startswith("model name")]  # fmt: skip
        cpu = names[0] if names else cpu
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {cpu}, "
        f"load {load:.1f}, Python {platform.python_version()}; {versions}."
    )


def write(title: str, about: str, body: str) -> None:
    """Print a section, and replace the section with this title in bench/RESULTS.md."""
    section = f"## {title.capitalize()}\n\n{about}\n\n{body.strip()}\n\n{machine()}\n"
    print(section, flush=True)
    there = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = re.split(r"^(?=## )", there, flags=re.MULTILINE)[1:]
    heading = section.splitlines()[0]
    same = [i for i, one in enumerate(sections) if one.startswith(f"{heading}\n")]
    if same:
        sections[same[0]] = section
    else:
        sections.append(section)
    parts = [_HEAD, *(one.strip() + "\n" for one in sections)]
    RESULTS.write_text("\n".join(parts), encoding="utf-8")


def table(rows: Sequence[Row]) -> str:
    head = ["", "textbook", "askdoc", "times better", "goal"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
