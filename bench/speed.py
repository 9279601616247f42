"""Compare the speed of askdoc with the textbook method.

    python bench/speed.py [FOLDER [SECTION...]]

The textbook: `SentenceTransformer.encode` with its defaults, `IndexFlatIP`, the same model and the
same passages. Both are measured in turn in one run; every figure is a median of at least 5 runs.
The tables are printed and written to bench/RESULTS.md; ratios below their goals are marked. FOLDER:
question sets in the format of bench/data.py; without a folder, only the cold start is measured.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from data import CORPUS, Article, articles
from timing import REPEATS, Row, in_turn, least_cpu, peaks, run_process, table, times, write

import askdoc
from askdoc.embed.loading import base_folder
from askdoc.library import Library
from askdoc.types import Document, Embedder, Passage

QUESTION = "What did Kerry say about Assad?"

# A process that loads saved passages and vectors and answers one question.
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

# The first messages of an MCP client, one per line; then it disconnects, and the server exits.
LIST_TOOLS = b"".join(
    json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
    for message in (
        {
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "bench", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
    )
)

# A process that saves an index of passages that are already split.
TEXTBOOK_INDEXING = """
import json, sys
import faiss
from sentence_transformers import SentenceTransformer
model, passages, index = sys.argv[1:]
vectors = SentenceTransformer(model).encode(json.load(open(passages)), normalize_embeddings=True)
found = faiss.IndexFlatIP(vectors.shape[1])
found.add(vectors)
faiss.write_index(found, index)
"""
# About the length of a short news article.
FILE_CHARS = 2_500


class Textbook:
    """The same passages, searched as tutorials do."""

    def __init__(self, passages: Sequence[str]) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(base_folder()))
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


# --- sections: each yields the rows of one table


def cold_start(_: Path) -> Iterator[Row]:
    """A new process opens the saved index of the article in corpus/ and prints its answer."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "corpus.askdoc"
        texts = [p.text for p in _passages(askdoc.open(CORPUS, index=saved))]
        Textbook(texts).save(Path(folder) / "flat.faiss")
        (Path(folder) / "passages.json").write_text(json.dumps(texts))
        files = [f"{folder}/flat.faiss", f"{folder}/passages.json"]
        model = str(base_folder())
        textbook = [sys.executable, "-c", TEXTBOOK_PROCESS, model, *files, QUESTION]
        ours = [sys.executable, "-m", "askdoc"]
        runs = [
            (
                run_process(textbook),
                run_process([*ours, "ask", QUESTION, "--index", str(saved)]),
                run_process([*ours, "--help"]),
                run_process([*ours, "mcp", "--index", str(saved)], LIST_TOOLS),
            )
            for _ in range(1 + REPEATS)
        ][1:]  # the first writes bytecode
    for what, which, unit, goal in (
        ("first answer, CPU seconds", 1, 0, 15),
        ("first answer, seconds", 1, 1, 17),
        ("`askdoc --help`, CPU seconds", 2, 0, 48),
        ("`askdoc mcp` until its tools are listed, CPU seconds", 3, 0, 11),
        ("`askdoc mcp` until its tools are listed, seconds", 3, 1, 12),
    ):
        yield times(what, [run[0][unit] for run in runs], [run[which][unit] for run in runs], goal)


def asking(folder: Path) -> Iterator[Row]:
    """A question to a process that has opened everything, about the 24 articles of wiki-dev."""
    found = list(articles(folder, "wiki-dev"))
    library = Library([article.document for article in found])
    textbook = Textbook([p.text for p in _passages(library)])
    questions = _questions(found, 100)
    # other load on the machine matters most here, so this is the median of several rounds
    rounds = [in_turn(questions, textbook.ask, library.ask) for _ in range(REPEATS)]
    theirs, ours = ([statistics.median(one[side]) for one in rounds] for side in (0, 1))
    yield times(f"question, ms, {_size(library)}", theirs, ours, goal=3, scale=1000)
    # copies of the articles under other names, until there are 10,000 passages
    copies = range(10_000 // len(list(_passages(library))))
    library.add([replace(a.document, name=f"{i} {a.document.name}") for i in copies for a in found])
    inside, whole = in_turn(questions, library.embedder.read_question, library.ask)
    outside = statistics.median(w - i for w, i in zip(whole, inside, strict=True)) * 1000
    yield Row(
        f"the same without reading the question, ms, {_size(library)}",
        "",
        f"{outside:.2g}",
        5 / outside,
        1,
    )


def indexing(folder: Path) -> Iterator[Row]:
    """Indexing each article of wiki-dev in turn; the textbook gets passages already split."""
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


def a_folder(folder: Path) -> Iterator[Row]:
    """New processes save indexes of a folder of short files with wiki-dev's paragraphs.

    `askdoc index` also reads and splits the files; the textbook gets its passages split.
    """
    parts: list[list[str]] = []
    for article in articles(folder, "wiki-dev"):
        parts.append([])
        for paragraph in article.document.text.split("\n\n"):
            parts[-1].append(paragraph)
            if sum(map(len, parts[-1])) > FILE_CHARS:
                parts.append([])
    texts = ["\n\n".join(part) for part in parts if part]
    with tempfile.TemporaryDirectory() as place:
        files, saved, cut = Path(place) / "files", f"{place}/x.askdoc", f"{place}/passages.json"
        files.mkdir()
        for number, text in enumerate(texts):
            (files / f"{number}.txt").write_text(text, encoding="utf-8")
        Path(cut).write_text(json.dumps([p.text for p in _passages(askdoc.open(files))]))
        model = str(base_folder())
        theirs = [sys.executable, "-c", TEXTBOOK_INDEXING, model, cut, f"{place}/flat.faiss"]
        ours = [sys.executable, "-m", "askdoc", "index", str(files), "--index", saved]
        runs = []
        for _ in range(REPEATS):
            runs.append((run_process(theirs), run_process(ours)))
            shutil.rmtree(saved)
    size = f"{len(texts)} files of {sum(map(len, texts)) // len(texts):,} characters"
    for unit, what in enumerate(("CPU seconds", "seconds")):
        theirs_taken, ours_taken = ([run[side][unit] for run in runs] for side in (0, 1))
        yield times(f"{size}, {what}", theirs_taken, ours_taken, 2.5)


def _of_peak(embedder: Embedder, texts: Sequence[str]) -> Iterator[Row]:
    """The share of a core's peak throughput that embedding reaches."""
    tokens = sum(embedder.count_tokens(text) for text in texts)
    # multiplications and additions of the matrix products in 6 layers, without attention scores
    operations = tokens * 6 * 2 * 12 * 384**2 / 1e9
    rate = operations / least_cpu(lambda: list(embedder.read_texts(texts)), REPEATS)
    for kind, peak in peaks().items():
        yield Row(
            f"reading {len(texts)} texts of {tokens // len(texts)} tokens, thousand million "
            f"operations a CPU second, beside its matrix products alone in {kind}",
            f"{peak:,.0f} (products alone)",
            f"{rate:,.0f}, {rate / peak:.0%} of it",
        )


SECTIONS = {
    "cold start": cold_start,
    "asking": asking,
    "indexing": indexing,
    "indexing a folder": a_folder,
}


def _passages(library: Library) -> Iterator[Passage]:
    """The passages of a library."""
    return library._store.passages()  # type: ignore[attr-defined,no-any-return]


def _questions(found: Sequence[Article], most: int) -> list[str]:
    """A sample of the questions about all articles."""
    every = [golden.question for article in found for golden in article.golden]
    return every[:: max(1, len(every) // most)]


def _size(library: Library) -> str:
    return f"{len(list(_passages(library))):,} passages"


def main(folder: Path = CORPUS, *names: str) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for name in names or (SECTIONS if folder != CORPUS else ["cold start"]):
        section = SECTIONS[name]
        write(name, section.__doc__ or "", table(list(section(folder))))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else CORPUS), *sys.argv[2:])
