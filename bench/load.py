"""Measure the chat under load: 32 visitors who ask at once, compared with one, in the same run.

python bench/load.py [VISITORS] -> seconds per question, p50 and p95; errors; fairness
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from gradio_client import Client

import askdoc
from askdoc.chat import launch

CORPUS = Path(__file__).parent.parent / "corpus"
QUESTIONS = (
    "What did Kerry say about Assad?",
    "When will Kerry leave for Berlin?",
    "What is the root cause of the migrant crisis?",
    "What did Hammond say about airstrikes?",
)


class Visitors:
    """Clients that ask at the same time; seconds are measured from the request on."""

    def __init__(self, url: str, number: int) -> None:
        self.clients = [Client(url, verbose=False) for _ in range(number)]
        self.seconds: list[float] = []
        self.ends: dict[int, float] = {}
        self.errors: list[str] = []

    def ask(self, each: int) -> None:
        ready = threading.Barrier(len(self.clients))
        threads = [
            threading.Thread(target=self._visit, args=(number, each, ready))
            for number in range(len(self.clients))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _visit(self, number: int, each: int, ready: threading.Barrier) -> None:
        ready.wait()
        for turn in range(each):
            start = time.perf_counter()
            try:
                question = QUESTIONS[(number + turn) % len(QUESTIONS)]
                found = self.clients[number].predict(question, 3, api_name="/search")
                assert '"answered": true' in found
            except Exception as error:  # any error is counted
                self.errors.append(repr(error))
            self.seconds.append(time.perf_counter() - start)
        self.ends[number] = time.perf_counter()


def report(name: str, visitors: Visitors) -> None:
    p50, p95 = statistics.median(visitors.seconds), statistics.quantiles(visitors.seconds, n=20)[-1]
    spread = max(visitors.ends.values()) - min(visitors.ends.values())
    print(
        f"{name:28} {len(visitors.seconds):4} questions  p50 {p50:.3f} s"
        f"  p95 {p95:.3f} s  slowest {max(visitors.seconds):.3f} s  errors {len(visitors.errors)}"
        f"  first and last visitor done {spread:.2f} s apart"
    )
    for error in visitors.errors[:3]:
        print("   ", error)


def while_reading(library: askdoc.Library, do: Callable[[], None]) -> float:
    """Call `do` while another visitor's long document is read -> seconds to read the document."""
    from askdoc.chat.originals import Originals
    from askdoc.chat.uploads import Uploads
    from askdoc.chat.visits import Limits, Visits

    text = "\n".join(
        f"Report {i}: the council met and spoke of item {i * 7}." for i in range(9_000)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        path.write_text(text)
        visits = Visits(library, Limits(seconds=600))
        began = time.perf_counter()
        upload = Uploads(visits, Originals()).add(visits.get("slow"), path, path.name)
        time.sleep(1)
        do()
        still = upload.pending
        while upload.pending:
            time.sleep(0.05)
    print(f"{'':28} (the upload was {'still being read' if still else 'READ BEFORE'} then)")
    return time.perf_counter() - began


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    library = askdoc.open(CORPUS)
    _, url, _ = launch(library, prevent_thread_lock=True, quiet=True)
    Visitors(url, 1).ask(5)  # warm
    one = Visitors(url, 1)
    one.ask(40)
    report("one visitor", one)
    many = Visitors(url, number)
    many.ask(5)
    report(f"{number} visitors at once", many)
    busy = Visitors(url, 1)
    seconds = while_reading(library, lambda: busy.ask(20))
    report("one, while a file is read", busy)
    print(f"{'':28} reading it took {seconds:.1f} s in all")


if __name__ == "__main__":
    main()
