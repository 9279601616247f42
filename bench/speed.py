"""How fast askdoc is beside the textbook, which is what one would write without it.

    python bench/speed.py FOLDER [SECTION...]

The textbook: `SentenceTransformer.encode` with its defaults, `IndexFlatIP`, the same model
and the same passages. Both are measured in turn in one run; every figure is a median of at
least 5. The table is printed and written to bench/RESULTS.md, a ratio below its goal marked.
FOLDER: question sets, as bench/data.py says.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from data import CORPUS, Article, articles

import askdoc
from askdoc.embed.loading import default_folder
from askdoc.library import Library
from askdoc.types import Document, Embedder, Passage

RESULTS = Path(__file__).with_name("RESULTS.md")
QUESTION = "What did Kerry say about Assad?"
REPEATS = 5
PACKAGES = "askdoc numpy onnxruntime faiss-cpu torch sentence-transformers tokenizers".split()

# A process that has its passages saved, as askdoc has, and answers one question.
TEXTBOOK_PROCESS = """
import json, sys
import faiss
from sentence_transformers import SentenceTransformer
model, index, passages, question = sys.argv[1:]
model = SentenceTransformer(model)
found = faiss.read_index(index).search(model.encode([question], normalize_embeddings=True), 3)
texts = json.load(open(passages))
for score, i in zip(found[0][0], found[1][0]):
    print(score, texts[i])
"""


@dataclass(frozen=True)
class Row:
    """One line of the table. ratio: how many times better askdoc is; None where it has no goal."""

    what: str
    textbook: str
    ours: str
    ratio: float | None = None
    goal: float | None = None

    @property
    def missed(self) -> bool:
        return self.ratio is not None and self.goal is not None and self.ratio < self.goal

    def cells(self) -> list[str]:
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}" + " **below**" * self.missed
        goal = "" if self.goal is None else f"{self.goal:g}"
        return [self.what, self.textbook, self.ours, ratio, goal]


class Textbook:
    """The same passages, searched as tutorials do."""

    def __init__(self, passages: Sequence[str]) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(default_folder()))
        self._faiss = faiss
        self.index(passages)

    def index(self, passages: Sequence[str]) -> None:
        vectors = self._model.encode(list(passages), normalize_embeddings=True)
        self._index = self._faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def ask(self, question: str) -> None:
        self._index.search(self._model.encode([question], normalize_embeddings=True), 3)

    def save(self, path: Path) -> None:
        self._faiss.write_index(self._index, str(path))


# --- sections: each gives the rows of one table


def cold_start(_: Path) -> Iterator[Row]:
    """A new process opens the saved index of the article in corpus/ and prints its answer."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "corpus.askdoc"
        texts = [p.text for p in _passages(askdoc.open(CORPUS, index=saved))]
        Textbook(texts).save(Path(folder) / "flat.faiss")
        (Path(folder) / "passages.json").write_text(json.dumps(texts))
        files = [f"{folder}/flat.faiss", f"{folder}/passages.json"]
        model = str(default_folder())
        textbook = [sys.executable, "-c", TEXTBOOK_PROCESS, model, *files, QUESTION]
        ours = [sys.executable, "-m", "askdoc"]
        runs = [
            (_process(textbook), _process([*ours, "ask", QUESTION, "--index", str(saved)]),
             _process([*ours, "--help"]))
            for _ in range(REPEATS)
        ]  # fmt: skip
    for what, which, unit, goal in (
        ("first answer, CPU seconds", 1, 0, 6),
        ("first answer, seconds", 1, 1, 4),
        ("`askdoc --help`, CPU seconds", 2, 0, 20),
    ):
        yield _times(what, [run[0][unit] for run in runs], [run[which][unit] for run in runs], goal)


def asking(folder: Path) -> Iterator[Row]:
    """A question to a process that has everything open, over the 24 articles of wiki-dev."""
    found = list(articles(folder, "wiki-dev"))
    library = Library([article.document for article in found])
    textbook = Textbook([p.text for p in _passages(library)])
    questions = _questions(found, 100)
    yield _times(
        f"question, ms, {library_size(library)}",
        *_in_turn(questions, textbook.ask, library.ask),
        goal=3,
        scale=1000,
    )
    # The articles again under other names, until there are 10,000 passages.
    copies = range(10_000 // len(list(_passages(library))))
    library.add([replace(a.document, name=f"{i} {a.document.name}") for i in copies for a in found])
    inside, whole = _in_turn(questions, library.embedder.read_question, library.ask)
    outside = statistics.median(w - i for w, i in zip(whole, inside, strict=True)) * 1000
    yield Row(
        f"the same without reading the question, ms, {library_size(library)}",
        "",
        f"{outside:.2g}",
        5 / outside,
        1,
    )


def indexing(folder: Path) -> Iterator[Row]:
    """Text to a library, each article of wiki-dev in turn; the textbook gets the passages cut."""
    embedder = askdoc.load_embedder()
    found = [article.document for article in articles(folder, "wiki-dev")]
    textbook = Textbook(["Warm."])
    Library([Document("warm", "Warm.", "warm")], embedder)
    rates: list[tuple[float, float]] = []
    for document in found:
        start = time.perf_counter()
        library = Library([document], embedder)
        middle = time.perf_counter()
        texts = [p.text for p in _passages(library)]
        begin = time.perf_counter()
        textbook.index(texts)
        seconds = time.perf_counter() - begin
        rates.append((len(document.text) / seconds, len(document.text) / (middle - start)))
    theirs, ours = map(statistics.median, zip(*rates, strict=True))
    ratio = statistics.median(b / a for a, b in rates)
    what = f"indexing, characters a second, {len(found)} articles"
    yield Row(what, f"{theirs:,.0f}", f"{ours:,.0f}", ratio, 2.5)
    yield from _of_peak(embedder, [d.text[:800] for d in found])


def _of_peak(embedder: Embedder, texts: Sequence[str]) -> Iterator[Row]:
    """How much of what a core could do at best is done while texts are read."""
    tokens = sum(embedder.count_tokens(text) for text in texts)
    # Multiplications and additions with the matrices of 6 layers, the attention's own left out.
    operations = tokens * 6 * 2 * 12 * 384**2 / 1e9
    rate = operations / _least_cpu(lambda: list(embedder.read_texts(texts)), REPEATS)
    for kind, peak in _peaks().items():
        yield Row(
            f"reading {len(texts)} texts of {tokens // len(texts)} tokens, thousand million "
            f"operations a CPU second, beside its matrix products alone in {kind}",
            f"{peak:,.0f} (products alone)",
            f"{rate:,.0f}, {rate / peak:.0%} of it",
        )


SECTIONS = {"cold start": cold_start, "asking": asking, "indexing": indexing}


# --- measuring


def _process(command: Sequence[str]) -> tuple[float, float]:
    """-> (CPU seconds, seconds) of a process that ends well."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, seconds


def _in_turn(
    questions: Sequence[str], one: Callable[[str], Any], other: Callable[[str], Any]
) -> tuple[list[float], list[float]]:
    """-> seconds of each question, put to the one and the other in turn; the first few warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number, question in enumerate([*questions[:REPEATS], *questions]):
        for ask, seconds in zip((one, other), times, strict=True):
            start = time.perf_counter()
            ask(question)
            if number >= REPEATS:
                seconds.append(time.perf_counter() - start)
    return times


def _times(
    what: str, theirs: Sequence[float], ours: Sequence[float], goal: float, scale: float = 1
) -> Row:
    """A row of two series of times, and the ratio of their medians."""
    a, b = statistics.median(theirs), statistics.median(ours)
    return Row(what, f"{a * scale:.3g}", f"{b * scale:.3g}", a / b, goal)


def _peaks() -> dict[str, float]:
    """How many thousand million operations a second one core does on the model's largest product.

    int8: 8-bit integers of a text of 200 tokens in ONNX Runtime; float32: by numpy's BLAS
    """
    from askdoc.embed.light import open_graph
    from askdoc.embed.onnx import FUSED, model, node, tensor, value

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
        "8-bit integers": operations / _least_cpu(lambda: graph.run(None, given), 50),
        "float32": operations / _least_cpu(lambda: left @ right, 50),
    }


def _least_cpu(work: Callable[[], Any], repeats: int) -> float:
    """CPU seconds of the fastest: what the machine can do, whoever else is on it."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _passages(library: Library) -> Iterator[Passage]:
    """A library's passages, as they were cut."""
    return library._store.passages()  # type: ignore[attr-defined,no-any-return]


def _questions(found: Sequence[Article], most: int) -> list[str]:
    """Some of all articles."""
    every = [golden.question for article in found for golden in article.golden]
    return every[:: max(1, len(every) // most)]


def library_size(library: Library) -> str:
    return f"{len(list(_passages(library))):,} passages"


# --- writing


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


def table(title: str, about: str, rows: Sequence[Row]) -> str:
    head = ["", "textbook", "askdoc", "times better", "goal"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"## {title.capitalize()}\n\n{about}\n\n{body}\n"


def main(folder: Path, names: Sequence[str]) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    parts = ["# Speed, measured\n", f"Written by `bench/speed.py`. {machine()}\n"]
    for name in names or SECTIONS:
        section = SECTIONS[name]
        parts.append(table(name, section.__doc__ or "", list(section(folder))))
        print(parts[-1], flush=True)
    if not names:
        RESULTS.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
