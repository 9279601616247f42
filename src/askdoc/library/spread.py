"""Read files into a store on the machines of a Ray cluster: a `Fill` like `fill_here`.

Each worker is an actor with the model, on one core or GPU. It receives files and their bytes in
small batches, one in progress and one waiting. Results are stored before more files are sent, so
the amount in flight depends on the number of workers, not of files. A worker that ends, alone or
with its machine, is replaced as soon as there is room for another, and its batches go to other
workers. Only the batch it was working on counts as a failed try.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from askdoc.embed import DEFAULT_MODEL, load_embedder
from askdoc.errors import ClusterError, LoadError
from askdoc.library.cluster import cluster
from askdoc.library.filling import BATCH_CHARS, Filled, fill_here
from askdoc.library.worker import Likeness, Read, Worker, likeness
from askdoc.load import File
from askdoc.messages import tr
from askdoc.types import Embedder, Progress, Store

# Batches per worker: one in work, and one waiting.
AHEAD = 2
# A file that has crashed this many workers is left out.
TRIES = 3
# How long to wait for the first worker: a cluster may have to start machines.
START_SECONDS = 300.0


@dataclass(frozen=True)
class Spread:
    """The cluster and the model that read files.

    address: of the cluster, as in `cluster`
    embedder: the model in this process
    load: loads the model in a worker; None loads it by name
    """

    address: str | bool
    embedder: Embedder
    load: Callable[[], Embedder] | None = None

    def fill(
        self, store: Store, files: Sequence[File], progress: Progress | None
    ) -> Generator[Filled]:
        """Read files into a store, as workers finish them.

        Raises `ClusterError` if the cluster cannot be reached, starts no worker, or has
        another version of askdoc or another model.
        """
        if not files:
            return
        total = sum(file.size for file in files)
        finished = 0

        def report(done: int) -> None:
            if progress:
                progress(min(finished + done, total), total)

        with cluster(self.address) as ray:
            run = _Run(ray, self, store, files)
            with closing(run.fill()) as filled:
                for one in filled:
                    yield one
                    finished += one.file.size
                    report(0)
        copies = [copy for copy, first in run.copies.items() if first not in run.lost]
        yield from fill_here(self.embedder, store, copies, lambda done, _: report(done))
        for copy in run.copies.keys() - copies:
            yield Filled(copy, _ended(copy))
        report(total)


@dataclass
class _Batch:
    """Files that are read together; tries: how many workers they have crashed."""

    files: list[File]
    tries: int = 0


@dataclass
class _Actor:
    """A worker. queue: its pending results, in order, each with its batch; None for its start"""

    handle: Any
    queue: deque[tuple[Any, _Batch | None]]
    ready: bool = False


@dataclass
class _Run:
    """One spreading of files over a cluster.

    copies: files with the bytes of one that was sent, or of a document of the store (then None);
    they are read here, where the store knows their text and nothing is embedded again
    lost: files that were left out because workers ended
    """

    ray: Any
    spread: Spread
    store: Store
    files: Sequence[File]
    copies: dict[File, File | None] = field(default_factory=dict)
    lost: set[File] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._load = self.spread.load or partial(load_embedder, _source(self.spread.embedder))
        self._expected = likeness(self.spread.embedder)
        self._known = set(self.store.hashes.values())
        self._sent: dict[str, File] = {}
        self._todo = deque(_batches(self.files))
        self._actors: list[_Actor] = []
        self._failed = 0  # failed starts since the last success

    def fill(self) -> Generator[Filled]:
        """Yield each file when it is in the store or has failed, without copies."""
        resources = self.ray.cluster_resources()
        gpus = int(resources.get("GPU", 0))
        share = {"num_cpus": 1, "num_gpus": 1} if gpus else {"num_cpus": 1}
        self._worker = self.ray.remote(scheduling_strategy="SPREAD", **share)(Worker)
        try:
            for _ in range(min(gpus or max(1, int(resources.get("CPU", 1))), len(self._todo))):
                self._hire()
            while self._todo or any(actor.ready and actor.queue for actor in self._actors):
                yield from self._send()
                yield from self._receive()
        finally:
            for actor in self._actors:
                self.ray.kill(actor.handle)

    def _hire(self) -> None:
        handle = self._worker.remote()
        begun = handle.begin.remote(self._load, None if self.store.alone else self.store)
        self._actors.append(_Actor(handle, deque([(begun, None)])))

    def _send(self) -> Iterator[Filled]:
        """Send every worker as many batches as it may have."""
        for actor in self._actors:
            while actor.ready and len(actor.queue) < AHEAD and self._todo:
                batch = self._todo.popleft()
                contents: list[tuple[File, bytes]] = []
                for file in batch.files:
                    try:
                        data = file.content()
                    except LoadError as error:
                        yield Filled(file, error)
                        continue
                    sha256 = hashlib.sha256(data).hexdigest()
                    if sha256 in self._known:
                        self.copies[file] = None
                    elif (first := self._sent.setdefault(sha256, file)) != file:
                        self.copies[file] = first
                    else:
                        contents.append((file, data))
                if contents:
                    batch.files = [file for file, _ in contents]
                    actor.queue.append((actor.handle.read.remote(contents), batch))

    def _receive(self) -> Iterator[Filled]:
        """Take the first finished batch and put it into the store."""
        first = {actor.queue[0][0]: actor for actor in self._actors if actor.queue}
        if not first:
            return
        missing = not any(actor.ready for actor in self._actors)
        done, _ = self.ray.wait(list(first), timeout=START_SECONDS if missing else None)
        if not done:
            raise ClusterError(
                tr(
                    "Ray started no worker in {start_seconds:.0f} seconds; check its machines with "
                    "`ray status` and run it again",
                    start_seconds=START_SECONDS,
                )
            )
        actor = first[done[0]]
        task, batch = actor.queue.popleft()
        try:
            found = self.ray.get(task)
        except self.ray.exceptions.RayError as error:
            self._raise(getattr(error, "cause", None))
            yield from self._replace(actor, batch, error)
            return
        if batch is None:
            self._check(found)
            actor.ready, self._failed = True, 0
        else:
            yield from self._take(batch, found)

    def _take(self, batch: _Batch, read: Read) -> Iterator[Filled]:
        entries, left_out = read
        self.store.add(entries)
        for file, one in zip(batch.files, left_out, strict=True):
            yield Filled(file, one) if isinstance(one, LoadError) else Filled(file, None, *one)

    def _check(self, found: Likeness) -> None:
        """Raises `ClusterError` if a worker would read files differently from this process."""
        (version, made), (expected, wanted) = found, self._expected
        if version != expected:
            raise ClusterError(
                tr(
                    "a machine of the cluster has askdoc {version}, this one {expected}; install "
                    "the same version on all",
                    version=version,
                    expected=expected,
                )
            )
        if (made.fingerprint, made.settings) != (wanted.fingerprint, wanted.settings):
            raise ClusterError(
                tr(
                    "a machine of the cluster has another model: found {model} ({fingerprint}…), "
                    "expected {wanted} ({expected}…); install the same model on all",
                    model=made.model,
                    fingerprint=made.fingerprint[:12],
                    wanted=wanted.model,
                    expected=wanted.fingerprint[:12],
                )
            )

    def _raise(self, cause: BaseException | None) -> None:
        """Raise the error of a worker here, unless it ran out of memory, which ends the worker."""
        if isinstance(cause, ImportError | self.ray.exceptions.RaySystemError):
            reason = str(cause).split("\n")[0].removeprefix("System error: ")
            raise ClusterError(
                tr(
                    "a machine of the cluster differs from this one ({reason}); install the same "
                    "packages on all",
                    reason=reason,
                )
            )
        if isinstance(cause, Exception) and not isinstance(cause, MemoryError):
            raise cause

    def _replace(self, actor: _Actor, batch: _Batch | None, error: Exception) -> Iterator[Filled]:
        """Replace a worker that ended at this batch or before it started."""
        self._actors.remove(actor)
        self.ray.kill(actor.handle)
        self._todo.extendleft(later for _, later in reversed(actor.queue) if later)
        if batch is None:
            self._failed += 1
            if self._failed > TRIES + len(self._actors):
                reason = str(error).strip().split("\n")[0].rstrip(".")
                raise ClusterError(
                    tr("Ray's workers do not start ({reason}); see Ray's logs", reason=reason)
                )
        elif batch.tries + 1 < TRIES:  # one by one, to find the file that crashes workers
            self._todo.extend(_Batch([file], batch.tries + 1) for file in batch.files)
        else:
            for file in batch.files:
                self.lost.add(file)
                yield Filled(file, _ended(file))
        self._hire()


def _source(embedder: Embedder) -> str:
    """The name of the model on every machine: the absolute path of a folder."""
    folder = Path(embedder.name).expanduser()
    found = embedder.name != DEFAULT_MODEL and folder.is_dir()
    return str(folder.resolve()) if found else embedder.name


def _ended(file: File) -> LoadError:
    return LoadError(
        tr(
            "{path}: it crashed {tries} workers, perhaps because it needs too much memory; "
            "split it, or do not trust it",
            path=file.path,
            tries=TRIES,
        )
    )


def _batches(files: Sequence[File]) -> Iterator[_Batch]:
    """Files in batches of about BATCH_CHARS bytes, in the same order."""
    batch: list[File] = []
    for file in files:
        batch.append(file)
        if sum(one.size for one in batch) >= BATCH_CHARS:
            yield _Batch(batch)
            batch = []
    if batch:
        yield _Batch(batch)
