"""Plot how opening, asking, indexing and memory grow with the number of passages.

    python bench/growth.py [PASSAGES...]        (1000 10000 100000 1000000)

askdoc is compared with the textbook of bench/speed.py, which stores passages in a JSON file and
vectors in an `IndexFlatIP`; passages and vectors are those of bench/scale.py. Each is opened and
asked in a process of its own. The plot is bench/growth.svg, the table goes to bench/RESULTS.md.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import faiss
from scale import BATCH, DIM, HERE, Texts, build, median, memory, questions, vectors
from timing import marked, write

from askdoc.embed import embed_passages, embed_question, load_embedder
from askdoc.embed.loading import base_folder
from askdoc.rank import rank
from askdoc.split import split
from askdoc.store import LocalStore, SavedIndex
from askdoc.types import Document

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SIDES = ("textbook", "askdoc")
ASKED = "Which minister of the two spoke of item {} on the way to Grant?"
WHAT = {
    "open": "opening",
    "first": "opening and the first question",
    "ask": "a question, p50",
    "index": "passages indexed in a second",
    "memory": "memory, resident",
}


def open_goal(passages: int) -> float:
    """How many times faster than the textbook an index should open."""
    return 5 if passages >= 1_000_000 else 1


def open_textbook(folder: Path) -> Any:
    """-> (a function that asks question i, figures)"""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(base_folder()))
    model.encode([ASKED], normalize_embeddings=True)
    figures = {"before": float(memory())}
    began = time.perf_counter()
    index = faiss.read_index(str(folder / "flat.faiss"))
    texts = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    figures["open"] = time.perf_counter() - began

    def ask(i: int) -> list[str]:
        vector = model.encode([ASKED.format(i)], normalize_embeddings=True)
        return [texts[row] for row in index.search(vector, 3)[1][0]]

    return ask, figures


def open_askdoc(folder: Path) -> Any:
    """-> (a function that asks question i, figures)"""
    embedder, asked = load_embedder(), questions()
    embed_question(ASKED, embedder)
    figures = {"before": float(memory())}
    began = time.perf_counter()
    saved = SavedIndex(folder / "x.askdoc")
    saved.expect(saved.generation.made)  # type: ignore[union-attr]
    store = LocalStore(saved)
    figures["open"] = time.perf_counter() - began

    def ask(i: int) -> object:
        embed_question(ASKED.format(i), embedder)
        candidates, found = store.search(asked[i], 30)
        return rank(asked[i], candidates, found, 3)

    return ask, figures


def measure(side: str, folder: Path) -> dict[str, float]:
    """The figures of a side, opened in this process."""
    ask, figures = (open_textbook if side == "textbook" else open_askdoc)(folder)
    began = time.perf_counter()
    ask(0)
    figures["first"] = figures["open"] + time.perf_counter() - began
    figures["ask"] = median(ask)
    return {**figures, "memory": memory() - figures.pop("before")}


def build_textbook(folder: Path, count: int) -> float:
    """Index the same passages -> seconds, without embedding."""
    texts, passages, seconds = Texts(), [], 0.0
    index = faiss.IndexFlatIP(DIM)
    for number, at in enumerate(range(0, count, BATCH)):
        rows = vectors(min(BATCH, count - at), 10 + number)
        passages += [p.text for entry in texts.entries(at // 8, rows) for p in entry.passages]
        began = time.perf_counter()
        index.add(rows)
        seconds += time.perf_counter() - began
    began = time.perf_counter()
    faiss.write_index(index, str(folder / "flat.faiss"))
    (folder / "passages.json").write_text(json.dumps(passages), encoding="utf-8")
    return seconds + time.perf_counter() - began


def embedding() -> dict[str, float]:
    """Seconds per passage: the median of several runs over the article in corpus/."""
    from sentence_transformers import SentenceTransformer

    model, embedder = SentenceTransformer(str(base_folder())), load_embedder()
    text = (HERE.parent / "corpus" / "us-britain-russia-syria.txt").read_text(encoding="utf-8")
    passages = split(Document("a", text, "a"), embedder.count_tokens, embedder.max_tokens)
    texts = [passage.text for passage in passages]
    taken: dict[str, list[float]] = {side: [] for side in SIDES}
    for _ in range(10):
        began = time.perf_counter()
        model.encode(texts, normalize_embeddings=True)
        middle = time.perf_counter()
        embed_passages(passages, embedder)
        taken["textbook"].append(middle - began)
        taken["askdoc"].append(time.perf_counter() - middle)
    return {side: statistics.median(some) / len(texts) for side, some in taken.items()}


def grow(sizes: list[int]) -> dict[str, dict[int, dict[str, float]]]:
    """side -> passages -> figures"""
    found: dict[str, dict[int, dict[str, float]]] = {side: {} for side in SIDES}
    embed = embedding()
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            stored = {
                "textbook": build_textbook(folder, count),
                "askdoc": build(folder / "x.askdoc", count),
            }
            for side in SIDES:
                out = subprocess.run(
                    [sys.executable, __file__, "--measure", side, name],
                    stdout=subprocess.PIPE,
                    check=True,
                )
                figures = json.loads(out.stdout.splitlines()[-1])
                figures["index"] = count / (count * embed[side] + stored[side])
                found[side][count] = figures
                print(count, side, figures, flush=True)
    return found


def plot(found: dict[str, dict[int, dict[str, float]]], path: Path) -> None:
    """Five panels, relative to the textbook with the fewest passages."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "askdoc"  # the same figures give the same file
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(WHAT), figsize=(17, 3.6), layout="constrained")
    for panel, (key, title) in zip(panels, WHAT.items(), strict=True):
        first = next(iter(found["textbook"].values()))[key]
        for side, marker in zip(SIDES, "so", strict=True):
            sizes = list(found[side])
            values = [found[side][count][key] / first for count in sizes]
            panel.loglog(sizes, values, marker=marker, label=side)
        panel.set_title(title)
        panel.set_xlabel("passages")
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("the textbook's first = 1")
    panels[0].legend()
    figure.savefig(path, metadata={"Date": None})


def table(found: dict[str, dict[int, dict[str, float]]]) -> str:
    lines = [f"| passages | {' | '.join(WHAT.values())} |", "|---" * (len(WHAT) + 1) + "|"]
    for count, theirs in found["textbook"].items():
        ours = found["askdoc"][count]
        times = {key: theirs[key] / ours[key] for key in WHAT}
        times["index"] = 1 / times["index"]
        goals = {"open": open_goal(count)}
        cells = " | ".join(marked(times[key], goals.get(key), ".2g") for key in WHAT)
        lines.append(f"| {count:,} | {cells} |")
    return "\n".join(lines)


def main(sizes: list[int]) -> None:
    found = grow(sizes)
    plot(found, HERE / "growth.svg")
    about = (
        "How many times better askdoc is than the textbook; below 1 it is worse. Questions are "
        "embedded and ranked; indexing is embedding, measured on the article in corpus/, and "
        "storing. askdoc stores everything that ranking needs of each passage, the textbook its "
        "vector and text.\n\n![growth](growth.svg)"
    )
    write("growth", about, table(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
