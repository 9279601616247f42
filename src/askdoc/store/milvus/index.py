"""The collections of an index in Milvus: how they are created, and their build settings."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from askdoc.errors import AskdocError, IndexMismatch
from askdoc.messages import tr
from askdoc.store.manifest import BuildSettings, check_settings
from askdoc.store.milvus.address import Address
from askdoc.store.milvus.engine import Engine
from askdoc.store.milvus.rows import DOCUMENT, PASSAGE, note
from askdoc.store.milvus.schema import WEIGHTS, documents, passages, texts

FORMAT = 4
SETTINGS = "made"
# Seconds to wait for another process that creates the same collections.
_PAUSES = 0.05, 0.1, 0.2, 0.5, 1.0, 2.0


class MilvusIndex:
    """An index in Milvus. expected: the build settings of texts to add, once they are known

    Raises `IndexUnavailable` if Milvus cannot be reached, `IndexMismatch` if it is too old or
    has other collections with the names of the index.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.where = address.shown
        self.engine = Engine(address)
        self.passages, self.documents, self.texts = (
            f"{address.name}_{what}" for what in ("passages", "documents", "texts")
        )
        self.expected: BuildSettings | None = None
        self._dim: int | None = None
        # The field of the word weights, and the mean length that they depend on.
        self.weights, self.mean_length = WEIGHTS, 1.0
        self._check_fields(self.documents, {*DOCUMENT})
        self._check_fields(self.passages, {*PASSAGE, "kept"})

    @property
    def collections(self) -> tuple[str, str]:
        """The collections of passages and texts."""
        return self.passages, self.texts

    @property
    def exists(self) -> bool:
        """Whether any of its collections exists."""
        return self._has(self.documents)

    @property
    def settings(self) -> BuildSettings | None:
        """Its build settings, None before the first write."""
        if not self.exists:
            return None
        rows = self.engine.query(self.documents, f'id == "{SETTINGS}"', ["name"])
        if not rows:
            return None
        content: dict[str, Any] = json.loads(rows[0]["name"])
        if content.pop("format") != FORMAT:
            raise IndexMismatch(
                tr(
                    "{where}: written by another version of askdoc; run: {rebuild}",
                    where=self.where,
                    rebuild=self.rebuild(),
                )
            )
        return BuildSettings(**content)

    @property
    def dim(self) -> int | None:
        """The length of its vectors, None before the first write."""
        if self._dim is None and self._has(self.passages):
            described = self.engine("describe_collection", self.passages)
            fields = {field["name"]: field for field in described["fields"]}
            self._dim = int(fields["vector"]["params"]["dim"])
            self.weights = next(name for name in fields if name.startswith(WEIGHTS))
            self.mean_length = float(self.weights.removeprefix(WEIGHTS))
        return self._dim

    def rebuild(self) -> str:
        """The command that rebuilds the index from scratch."""
        return f"askdoc index PATH... --index {self.where} --rebuild"

    def expect(self, settings: BuildSettings) -> None:
        """Set the build settings of texts to add.

        Raises `IndexMismatch` if the index was built with other settings.
        """
        another = tr("omit --model, or give the index another name")
        check_settings(self.where, self.settings or settings, settings, another, self.rebuild())
        self.expected = settings

    def begin(self, dim: int | None, mean_length: float = 1.0) -> None:
        """Create missing collections.

        dim: of the vectors to add, None without any
        mean_length: of their passages, in words; set when the collection is created

        Raises `IndexMismatch` if another process has created them for another model.
        """
        if self.settings is None and self.expected:
            self._make(self.texts, *texts())
            self._make(self.documents, *documents())
            if self.settings is None:
                content = {"format": FORMAT, **asdict(self.expected)}
                self.engine("upsert", self.documents, [note(SETTINGS, content)])
            self.expect(self.expected)  # subtle: another process may have written it last
        if dim is not None and self.dim is None:
            self._make(self.passages, *passages(dim, mean_length, self.address.index))
        if dim is not None and self.dim != dim:
            raise IndexMismatch(
                tr(
                    "{where}: built with another model: found vectors of {dim} "
                    "dimensions, expected {expected}; run: {rebuild}",
                    where=self.where,
                    dim=self.dim,
                    expected=dim,
                    rebuild=self.rebuild(),
                )
            )

    def discard(self) -> None:
        """Delete its collections, and nothing else."""
        for collection in self.passages, self.texts, self.documents:
            if self._has(collection):
                self.engine("drop_collection", collection)
        self._dim = None

    def _has(self, collection: str) -> bool:
        return self.engine.there and bool(self.engine("has_collection", collection))

    def _check_fields(self, collection: str, expected: set[str]) -> None:
        if not self._has(collection):
            return
        described = self.engine("describe_collection", collection)
        if not expected <= {field["name"] for field in described["fields"]}:
            raise IndexMismatch(
                tr(
                    "{where}: found a collection {collection} of other things, expected an index; "
                    "give the index another name",
                    where=self.where,
                    collection=collection,
                )
            )

    def _make(self, collection: str, schema: Any, indexes: Any) -> None:
        """Create a missing collection; other processes may do the same concurrently."""

        def make(what: str, *args: Any, done: Callable[[], bool], **options: Any) -> None:
            for pause in (*_PAUSES, None):
                try:
                    if not done():
                        self.engine(what, collection, *args, **options)
                    return
                except AskdocError:
                    if pause is None:
                        raise
                    time.sleep(pause)

        def there() -> bool:
            return self._has(collection)

        def indexed(field: str) -> bool:
            return field in self.engine("list_indexes", collection)

        make("create_collection", schema=schema, consistency_level="Strong", done=there)
        for index in indexes:  # one at a time: another process may have created some of them
            one = type(indexes)()
            one.append(index)
            make("create_index", one, sync=False, done=partial(indexed, index.field_name))
        self.engine("load_collection", collection)
