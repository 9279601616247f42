"""A connection to Milvus, with time limits, and with errors in one line."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from askdoc.errors import AskdocError, IndexMismatch, IndexUnavailable, IndexWriteError
from askdoc.messages import tr
from askdoc.store.milvus.address import TOKEN, Address

# Seconds: the time limits of reads and of writes, and how long to retry while the engine is down.
READING, WRITING, PATIENCE = 10.0, 60.0, 5.0
# subtle: gRPC's channels to one host share a connection and its backoff of up to two minutes, so
# this process would not notice that an engine is up again.
CHANNEL = {"grpc.use_local_subchannel_pool": 1, "grpc.max_reconnect_backoff_ms": 1_000}
# The first version with BM25 and TEXT_MATCH.
MIN_VERSION = (2, 5)

# Error codes of Milvus: not found; not loaded; out of memory, over quota, writes denied.
_AWAY, _NOT_LOADED, _FULL = {2}, {101, 106}, {3, 8, 9}
_NO_COLLECTION = {4, 100}
_FULL_WORDS = re.compile(
    r"quota|no space left|file too large|resource.?exhausted|memory limit|disk full", re.I
)
_AWAY_WORDS = re.compile(r"unavailable|connecting to server|not ready|connection (reset|refused)")
_LOGIN_WORDS = re.compile(r"unauthenticated|auth check fail|not authenticated|permission den", re.I)
_SLOW_WORDS = re.compile(r"deadline|timed? ?out", re.I)
_READS = {"query", "hybrid_search", "has_collection", "describe_collection", "get_server_version"}
# How often to try loading a collection, which other processes may be loading, too.
_LOADS = 5
# The number of rows in a read, and of values in a condition.
ROWS = 1_000


class Engine:
    """The calls to one Milvus.

    Reads are idempotent, and so are writes, because keys depend on the content; so every call is
    retried for PATIENCE seconds if the engine is unavailable.
    Raises `IndexUnavailable` if it is unavailable or too slow, `IndexMismatch` if it is too old,
    `IndexWriteError` if it is full.
    """

    def __init__(self, address: Address) -> None:
        for package in ("pymilvus", "milvus_lite")[: 1 + address.is_file]:
            if find_spec(package) is None:
                raise AskdocError(
                    tr(
                        "{shown}: an index in Milvus needs the package {package}; install it: pip "
                        'install "askdoc[milvus]"',
                        shown=address.shown,
                        package=package.replace("_", "-"),
                    )
                )
        self.address = address
        self._client: Any = None
        self._connecting = threading.Lock()
        if not address.is_file:
            self._check_version()

    @property
    def there(self) -> bool:
        """Whether it can be called: False for a missing file, which any call would create."""
        return not self.address.is_file or Path(self.address.uri).exists()

    @cached_property
    def version(self) -> str:
        return str(self("get_server_version"))

    def _check_version(self) -> None:
        found = re.search(r"(\d+)\.(\d+)", self.version)
        if found and tuple(map(int, found.groups())) < MIN_VERSION:
            raise IndexMismatch(
                tr(
                    "{shown}: found Milvus {version}, expected 2.5 or newer; upgrade it",
                    shown=self.address.shown,
                    version=self.version,
                )
            )

    def __call__(self, method: str, *args: Any, **options: Any) -> Any:
        """Call a method of pymilvus' client."""
        reads = method in _READS
        options.setdefault("timeout", READING if reads else WRITING)
        return self._with_retries(lambda client: getattr(client, method)(*args, **options), *args)

    def query(self, collection: str, condition: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        """All rows that satisfy the condition, unordered; use `every` for very many."""
        found = self("query", collection, condition, list(fields))
        return [dict(row) for row in found]

    def every(self, collection: str, condition: str, fields: Sequence[str]) -> list[Any]:
        """All rows that satisfy the condition, any number of them."""

        def pages(client: Any) -> list[dict[str, Any]]:
            rows: list[dict[str, Any]] = []
            iterator = client.query_iterator(
                collection, ROWS, filter=condition, output_fields=list(fields), timeout=READING
            )
            try:
                while page := iterator.next():
                    rows += [dict(row) for row in page]
            finally:
                iterator.close()
            return rows

        found: list[Any] = self._with_retries(pages, collection)
        return found

    def count(self, collection: str, condition: str) -> int:
        """The number of rows that satisfy the condition."""
        return int(self.query(collection, condition, ["count(*)"])[0]["count(*)"])

    # --- errors

    def _with_retries(self, call: Callable[[Any], Any], *args: Any) -> Any:
        began, pause, loaded = time.monotonic(), 0.05, 0
        while True:
            try:
                return call(self._connected())
            except AskdocError:
                raise
            except Exception as error:  # of pymilvus, gRPC, and others that they do not catch
                code, said = _code_and_message(error)
                late = time.monotonic() - began > PATIENCE
                if code in _NOT_LOADED and args and loaded < _LOADS:
                    self._load(args[0])
                    loaded += 1
                elif not _away(code, said) or late or self.address.is_file:
                    raise self._clear(code, said) from error
            time.sleep(pause)
            pause = min(1.0, 2 * pause)

    def _connected(self) -> Any:
        with self._connecting:
            if self._client is None:
                from pymilvus import MilvusClient

                # They also log the errors that they raise.
                for logger in "pymilvus", "milvus_lite":
                    logging.getLogger(logger).setLevel(logging.CRITICAL)
                address = self.address
                self._client = MilvusClient(
                    address.uri,
                    token=address.token,
                    db_name=address.database,
                    timeout=PATIENCE,
                    dedicated=True,
                    grpc_options=CHANNEL,
                )
            return self._client

    def _load(self, collection: str) -> None:
        """Load a collection again, because a restarted Milvus has none in memory."""
        self._with_retries(lambda client: client.load_collection(collection, timeout=WRITING))

    def _clear(self, code: object, said: str) -> AskdocError:
        where = self.address.shown
        for secret in filter(None, (self.address.token, *self.address.token.split(":"))):
            said = said.replace(secret, "…")
        if self.address.is_file and "local milvus" in said:
            return self._not_opened()
        if code in _FULL or _FULL_WORDS.search(said):
            return IndexWriteError(
                tr(
                    "{where}: Milvus is full ({said}); finished work is saved; give it "
                    "more space and run it again",
                    where=where,
                    said=said,
                )
            )
        if _LOGIN_WORDS.search(said):
            return IndexUnavailable(
                tr(
                    "{where}: Milvus rejects this token; set {token} to a token or to "
                    "user:password",
                    where=where,
                    token=TOKEN,
                )
            )
        if re.search("database.*(not exist|not found)", said):
            return IndexMismatch(
                tr(
                    "{where}: found no database {database}; create it in Milvus, or omit "
                    "it from the address",
                    where=where,
                    database=self.address.database,
                )
            )
        if _SLOW_WORDS.search(said):
            return IndexUnavailable(
                tr(
                    "{where}: Milvus did not answer in time; try again, or check its health",
                    where=where,
                )
            )
        if _away(code, said):
            return IndexUnavailable(
                tr(
                    "{where}: no Milvus server answers; start it, or check the host and the port",
                    where=where,
                )
            )
        if code in _NO_COLLECTION:
            return IndexMismatch(
                tr(
                    "{where}: a part of the index is missing; run: askdoc index PATH... "
                    "--index {where} --rebuild",
                    where=where,
                )
            )
        return IndexUnavailable(
            tr(
                "{where}: Milvus rejects the request ({said}); check its log",
                where=where,
                said=said,
            )
        )

    def _not_opened(self) -> AskdocError:
        """The error for a file that cannot be opened; Milvus Lite creates a folder with its
        name."""
        where, path = self.address.shown, Path(self.address.uri)
        if not path.parent.is_dir():
            return IndexWriteError(
                tr(
                    "{where}: there is no folder {parent}; create it first",
                    where=where,
                    parent=path.parent,
                )
            )
        if path.exists() and not path.is_dir():
            return IndexMismatch(
                tr("{where}: not a Milvus Lite index; choose another name", where=where)
            )
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            return IndexWriteError(
                tr("{where}: is not writable; choose another place", where=where)
            )
        return IndexUnavailable(
            tr(
                "{where}: cannot be opened; check that there is free space. If "
                "another process has it open, serve it to both: milvus-lite server "
                "--data-dir {path}, and name it milvus+http://127.0.0.1:19530/{name}",
                where=where,
                path=path,
                name=self.address.name,
            )
        )


def _code_and_message(error: Exception) -> tuple[object, str]:
    """(code, message on one line, without an address that might contain a secret)"""
    code = getattr(error, "code", None)
    if callable(code):  # gRPC's
        code = code()
    said = getattr(error, "message", None) or getattr(error, "details", None) or str(error)
    said = said() if callable(said) else said
    if code is not None and not isinstance(code, int):
        said = f"{getattr(code, 'name', code)}: {said}"
    line = re.sub(r"//[^/\s]*@", "//", " ".join(str(said).split()))
    return code, line[:200]


def _away(code: object, said: str) -> bool:
    return code in _AWAY or bool(_AWAY_WORDS.search(said.lower()))


def among(field: str, values: Sequence[str]) -> str:
    """The condition that a field has one of these values, which consist of letters and digits."""
    return f"{field} in {json.dumps(list(values))}"
