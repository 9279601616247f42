"""A process that indexes a folder with the fake embedder: for tests that kill it.

    python indexing.py FOLDER INDEX [SECONDS [nobody]]

SECONDS: how long each batch of texts takes to embed; nobody: as a user who may write nowhere,
where the process may choose. Prints a line when it begins and one when it is done.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence

from fakes import FakeEmbedder
from saved import opened

import askdoc
from askdoc.library import filling
from askdoc.store.milvus import engine
from askdoc.types import Progress, Vectors


class SlowEmbedder(FakeEmbedder):
    """Takes its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        time.sleep(self.seconds)
        return super().embed_texts(texts, progress)


def main(folder: str, index: str, seconds: str = "0", user: str = "") -> None:
    if user == "nobody" and os.geteuid() == 0:  # root may write everywhere
        import faiss  # noqa: F401 - it may not be read afterwards
        import filelock  # noqa: F401

        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    # IndexingProcess in the background, a process would not hear of Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    filling.BATCH_CHARS = 1_000  # a few of the small articles a batch
    engine.PATIENCE = 60.0  # a server that is started again takes its time on a busy machine
    print("started", flush=True)
    try:
        changes = opened(index, SlowEmbedder(float(seconds))).update(folder)
    except askdoc.AskdocError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
    print(f"added {len(changes.added)}, unchanged {len(changes.unchanged)}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
