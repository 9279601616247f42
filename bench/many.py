"""Measure throughput with many threads, on an idle machine and on a busy one.

    python bench/many.py FOLDER

askdoc and the textbook of bench/speed.py run in turn, each in a process of its own with default
settings. Several threads ask questions about the articles of wiki-dev; figures are medians of 5
runs. On the busy machine, one process per core runs an endless loop. A second table shows the upper
limit of what batching several questions in the model could gain. The tables are written to
bench/RESULTS.md. FOLDER: question sets in the format of bench/data.py.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from data import articles
from timing import REPEATS, marked, write

import askdoc

THREADS = (1, 8, 32)
SECONDS = 3.0
# The goal for the throughput of several threads, relative to one thread, on two cores.
GOAL = 1.7
SIDES = ("textbook", "askdoc")

# Of a side with a number of threads: questions per second, the median and the 95th percentile of
# the seconds per question, and CPU seconds per question.
Figures = list[float]


def serve(side: str, folder: Path) -> None:
    """For each line of standard input, print the figures for each number of threads."""
    found = articles(folder, "wiki-dev")
    questions = [golden.question for article in found for golden in article.golden]
    library = askdoc.Library([article.document for article in found])
    ask = library.ask
    if side == "textbook":
        from speed import Textbook, _passages

        ask = Textbook([passage.text for passage in _passages(library)]).ask  # type: ignore[assignment]
    for question in questions[:20]:
        ask(question)
    print("ready", flush=True)
    for _ in sys.stdin:
        figures = [_with_threads(threads, ask, questions) for threads in THREADS]
        print(json.dumps(figures), flush=True)


def _with_threads(threads: int, ask: object, questions: list[str]) -> Figures:
    assert callable(ask)
    taken: list[float] = []
    numbers = count()
    end = time.perf_counter() + SECONDS
    cpu = time.process_time()

    def keep_asking() -> None:
        while (begin := time.perf_counter()) < end:
            ask(questions[next(numbers) % len(questions)])
            taken.append(time.perf_counter() - begin)

    began = time.perf_counter()
    several = [threading.Thread(target=keep_asking) for _ in range(threads)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    seconds = time.perf_counter() - began
    in_order = sorted(taken)
    return [
        len(taken) / seconds,
        statistics.median(in_order),
        in_order[int(len(in_order) * 0.95)],
        (time.process_time() - cpu) / len(taken),
    ]


@contextlib.contextmanager
def neighbours(busy: bool) -> Iterator[None]:
    """A context manager in which other processes use all cores, if `busy`."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range((os.cpu_count() or 1) * busy)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def measure(folder: Path) -> dict[bool, dict[str, list[list[Figures]]]]:
    """busy -> side -> runs -> threads -> figures"""
    sides = {
        side: subprocess.Popen(
            [sys.executable, __file__, "--serve", side, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for side in SIDES
    }

    def said(side: str) -> str:
        lines = sides[side].stdout
        assert lines
        return lines.readline()

    for side in SIDES:
        while said(side).strip() != "ready":
            pass
    every: dict[bool, dict[str, list[list[Figures]]]] = {}
    for busy in (False, True):
        every[busy] = {side: [] for side in SIDES}
        for _ in range(REPEATS):
            for side in SIDES:
                with neighbours(busy):
                    print("now", file=sides[side].stdin, flush=True)
                    every[busy][side].append(json.loads(said(side)))
    for process in sides.values():
        process.kill()
        process.wait()
    return every


def table(every: dict[bool, dict[str, list[list[Figures]]]]) -> str:
    lines = [
        "| machine | threads | questions answered, askdoc : textbook | time of one, p50 | p95 | "
        "CPU time of one | askdoc: questions answered beside one thread |",
        "|---|---|---|---|---|---|---|",
    ]
    for busy, runs in every.items():
        alone = 0.0
        for at, threads in enumerate(THREADS):
            theirs, ours = (
                [statistics.median(run[at][i] for run in runs[side]) for i in range(4)]
                for side in SIDES
            )
            alone = alone or ours[0]
            more = marked(ours[0] / alone, GOAL if threads > 1 and not busy else None)
            times = [f"1 : {theirs[i] / ours[i]:.1f}" for i in (1, 2, 3)]
            lines.append(
                f"| {'busy' if busy else 'quiet'} | {threads} | {ours[0] / theirs[0]:.1f} : 1 | "
                f"{' | '.join(times)} | {more} |"
            )
    return "\n".join(lines)


def together(folder: Path) -> str:
    """The model's time for several questions one by one, and for one question as long as all.

    The second is a lower bound for a batch, which would also need padding.
    """
    embedder = askdoc.load_embedder()
    found = articles(folder, "wiki-dev")
    questions = [golden.question for article in found for golden in article.golden]
    lines = ["| questions | tokens of all | one by one : together |", "|---|---|---|"]
    for several in (2, 4, 8):
        some = questions[:several]
        joint = " the the ".join(some)  # two tokens in place of [SEP] and [CLS]
        seconds: tuple[list[float], list[float]] = ([], [])
        for _ in range(100):
            for texts, taken in zip((some, [joint]), seconds, strict=True):
                begin = time.perf_counter()
                for text in texts:
                    embedder.read_question(text)
                taken.append(time.perf_counter() - begin)
        apart, joined = map(statistics.median, seconds)
        tokens = sum(map(embedder.count_tokens, some))
        lines.append(f"| {several} | {tokens} | {apart / joined:.2f} : 1 |")
    return "\n".join(lines)


def main(folder: Path) -> None:
    every = measure(folder)
    about = (
        f"Threads that ask one question after another for {SECONDS:g} seconds, with the default "
        "settings of askdoc and the textbook. Busy: one process per core runs an endless loop."
    )
    batched = (
        "The upper limit of what batching questions could gain, in the model's time alone. askdoc "
        "does not batch them, because a question's vector would depend on the other questions."
    )
    write("many at once", about, f"{table(every)}\n\n{batched}\n\n{together(folder)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], Path(sys.argv[3]))
    elif len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
