"""What the benches of speed share: times of two things in turn, and a table of them."""

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

Written by the scripts of this folder. Times of one machine and day mean little; what counts is
how two compare that were measured in turn in one run. **below**: it misses its goal; **above**: by
more than a tenth it does better, and the goal is to be raised. Sections of
2026-11-24 and before were measured with all-MiniLM-L6-v2, before the default model of today.
"""
# The fewest runs that a median is taken of.
REPEATS = 5
# How far above its goal a figure may lie before the goal is to be raised, as a share of it.
_ABOVE = 0.1


@dataclass(frozen=True)
class Row:
    """One line of the table. ratio: how many times better askdoc is; None where it has no goal."""

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
    """A figure; bold beside it where it misses its goal, and where the goal is to be raised.

    That is so once it is more than a tenth above its goal: what was gained is then not lost again
    without a word.
    """
    beside = ""
    if goal is not None and value < goal:
        beside = " **below**"
    elif goal is not None and value > (1 + _ABOVE) * goal:
        beside = " **above**"
    return f"{value:{form}}{beside}"


def compiled() -> dict[str, str]:
    """The environment of a process that finds bytecode, as of an installed package.

    Its first run writes it, so that one must not be counted.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_process(command: Sequence[str], asked: bytes = b"") -> tuple[float, float]:
    """-> (CPU seconds, seconds) of a process that ends well.

    asked: what it is given on its standard input, which then ends
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
    """-> seconds of each question, put to the one and the other in turn; the first few warm up.

    In turn by tens: in a process of its own, neither finds the caches full of the other's model.
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
    """How many thousand million operations a second one core does on the model's largest product.

    int8: 8-bit integers of a text of 200 tokens in ONNX Runtime; float32: by numpy's BLAS
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
    """CPU seconds of the fastest: what the machine can do, whoever else is on it."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def machine() -> str:
    """What it was measured on."""
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
    """Print a section, and put it in bench/RESULTS.md in place of the one of that title."""
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
