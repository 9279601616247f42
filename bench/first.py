"""List what the CPU time of a first answer is spent on, and why.

    python bench/first.py

New processes do what `askdoc ask` does with a saved index, step by step; figures are medians. The
table goes to bench/RESULTS.md.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from data import CORPUS
from speed import QUESTION
from timing import compiled, run_process, write

import askdoc

RUNS = 11
# What is done, why it is needed, and the code.
STEPS = [
    ("start Python", "the language", ""),
    (
        "import Typer and rich",
        "arguments, help and colours; not pydantic, which converts arguments (110 ms), nor rich's "
        "Markdown and tracebacks (in `--help`, 90 ms)",
        "import typer.main, rich.console, rich.markup, rich.table",
    ),
    (
        "the commands",
        "their options, from their signatures; each that is not asked for takes 1 to 2 ms",
        "import askdoc.cli; typer.main.get_command(askdoc.cli.app)",
    ),
    (
        "import numpy",
        "vectors; its BLAS starts no threads, which would spin (50 ms)",
        "import numpy",
    ),
    ("import ONNX Runtime", "the model; a library of 37 MB", "import onnxruntime"),
    ("import tokenizers", "the model's tokens", "import tokenizers"),
    ("import FAISS", "the nearest vectors", "import faiss"),
    (
        "import askdoc's modules",
        "a third are regular expressions, which every question needs; not what reads, splits and "
        "stores documents (90 ms)",
        "import askdoc.library, askdoc.export, askdoc.cli.printing, askdoc.embed.choice as choice\n"
        "from askdoc.speakers import asked_speaker",
    ),
    (
        "test the processor",
        "whether it multiplies 8-bit integers correctly",
        "levels = choice._levels()",
    ),
    (
        "open the weights",
        "their seals are compared; 104 MB are not hashed (76 ms)",
        "from askdoc.embed import loading, weights\n"
        "carried = loading.carried_model(loading.DEFAULT_MODEL)\n"
        "model = choice.read_model(carried.folder).changed(weights.read_stored(carried.changes))",
    ),
    (
        "read the graph",
        "11 MB, and their SHA-256; the weights are not quantized (110 ms)",
        "from askdoc.embed.prepared import graph_of\n"
        "graph = graph_of(model, levels, carried.fingerprint)",
    ),
    (
        "open the graph",
        "ONNX Runtime copies the weights in the order in which it multiplies them; without that, a "
        "question takes longer",
        "from askdoc.embed.light import open_graph\nsession = open_graph(graph)",
    ),
    (
        "open the tokenizer",
        "30,522 entries of a JSON file; the library has no faster form",
        "tokenizer = tokenizers.Tokenizer.from_file(str(model.tokenizer))",
    ),
    (
        "open the index",
        "manifest, seals, names of documents",
        "store = askdoc.store.open_store(opened(sys.argv[1]))",
    ),
    (
        "answer",
        "the first question compiles the rules of its language",
        "reply = askdoc.Library((), embedder, store=store).ask(sys.argv[2])",
    ),
    (
        "print",
        "the answer in colours, wrapped",
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    askdoc.cli.printing.print_reply(reply, False, {})",
    ),
]
_PROCESS = """
import contextlib, io, json, os, resource, sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in `askdoc.cli.main`

def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime

def opened(path):
    index = askdoc.store.open_index(path)
    index.expect(askdoc.library.build_settings(embedder))
    return index

taken, before = [], 0.0
for step in json.loads(sys.argv[3]):
    if "embedder" in step or "opened" in step:  # made of what has been measured
        import askdoc.store
        embedder = choice.LightEmbedder(carried.name, model, carried.fingerprint, levels)
        before = cpu()
    exec(step)
    taken.append(cpu() - before)
    before = cpu()
print(json.dumps(taken))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder) / "corpus.askdoc")
        askdoc.open(CORPUS, index=index)
        steps = json.dumps([code for _, _, code in STEPS])
        command = [sys.executable, "-c", _PROCESS, index, QUESTION, steps]
        ask = [sys.executable, "-m", "askdoc", "ask", QUESTION, "--index", index]
        runs, whole = [], []
        for _ in range(1 + RUNS):
            out = subprocess.run(command, stdout=subprocess.PIPE, env=compiled(), check=True)
            runs.append(json.loads(out.stdout))
            whole.append(run_process(ask)[0])
    # the first writes bytecode
    medians = [1e3 * statistics.median(times) for times in zip(*runs[1:], strict=True)]
    total = 1e3 * statistics.median(whole[1:])
    rest = (
        "end the process",
        "freeing memory, and what the steps do not show; not looking for cycles in it (50 ms)",
    )
    rows = [(what, why, ms) for (what, why, _), ms in zip(STEPS, medians, strict=True)]
    rows.append((*rest, max(0.0, total - sum(medians))))
    lines = ["| step | CPU ms | why |", "| --- | --- | --- |"]
    lines += [f"| {what} | {ms:.1f} | {why} |" for what, why, ms in rows]
    lines += [f"| `askdoc ask` as a whole | {total:.0f} | |"]
    about = (
        "What `askdoc ask` spends its CPU time on, in a new process with a saved index of the "
        f"article in corpus/; medians of {RUNS}. In parentheses: what is no longer done, and what "
        "it took on the same machine."
    )
    write("what a first answer costs", about, "\n".join(lines))


if __name__ == "__main__":
    main()
