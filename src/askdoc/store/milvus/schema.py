"""The fields and indexes of the collections, which both Milvus and Milvus Lite support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from askdoc.store.milvus.rows import MAX_TEXT, NO_VECTOR

# The default index of vectors: exhaustive search, so that answers equal those of a folder.
EXACT = "FLAT"

# The prefix of the name of the field of word weights.
WEIGHTS = "bm25_"

_KEY = 64
# The stored values of a passage fit into one part; with very long vectors, into a few.
_MAX_PARTS = 64


def passages(dim: int, mean_length: float, index: Mapping[str, str]) -> tuple[Any, Any]:
    """(fields, indexes) of passages.

    dim: of their vectors; index: its type and parameters
    mean_length: for the word weights. It is part of the name of their field, so that of several
    processes that create the collection concurrently, one decides
    """
    from pymilvus import DataType

    fields = _fields(edition=_KEY, document=_KEY, number=None, start=None)
    weights = f"{WEIGHTS}{max(1, round(mean_length))}"
    # subtle: the words are stems already, so the tokenizer only splits
    fields.add_field(
        "words",
        DataType.VARCHAR,
        max_length=MAX_TEXT,
        enable_analyzer=True,
        enable_match=True,
        analyzer_params={"tokenizer": "standard"},
    )
    fields.add_field(
        "kept",
        DataType.ARRAY,
        element_type=DataType.VARCHAR,
        max_capacity=_MAX_PARTS,
        max_length=MAX_TEXT,
    )
    fields.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    fields.add_field(weights, DataType.SPARSE_FLOAT_VECTOR)
    indexes = _indexes("edition", "document")
    numbers = dict(index)
    kind = numbers.pop("index_type", EXACT)
    indexes.add_index("vector", kind, metric_type="IP", params=numbers)
    indexes.add_index(weights, "SPARSE_INVERTED_INDEX", metric_type="IP")
    return fields, indexes


def documents() -> tuple[Any, Any]:
    """(fields, indexes) of documents."""
    counts = dict.fromkeys(("passages", "sentences", "words"))
    fields = _fields(name=MAX_TEXT, edition=_KEY, sha256=_KEY, reading=_KEY, date=_KEY, **counts)
    return _without_vectors(fields, _indexes("reading"))


def texts() -> tuple[Any, Any]:
    """(fields, indexes) of the parts of texts."""
    fields = _fields(edition=_KEY, document=_KEY, number=None, text=MAX_TEXT)
    return _without_vectors(fields, _indexes("edition", "document"))


def _fields(**lengths: int | None) -> Any:
    """Text fields with a maximum number of bytes; integer fields for None."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False)
    schema.add_field("id", DataType.VARCHAR, max_length=_KEY, is_primary=True)
    for name, length in lengths.items():
        if length is None:
            schema.add_field(name, DataType.INT64)
        else:
            schema.add_field(name, DataType.VARCHAR, max_length=length)
    return schema


def _indexes(*names: str) -> Any:
    from pymilvus import MilvusClient

    indexes = MilvusClient.prepare_index_params()
    for name in names:
        indexes.add_index(name, "INVERTED")
    return indexes


def _without_vectors(fields: Any, indexes: Any) -> tuple[Any, Any]:
    """A dummy vector, because every collection of Milvus needs vectors."""
    from pymilvus import DataType

    fields.add_field("none", DataType.FLOAT_VECTOR, dim=len(NO_VECTOR))
    indexes.add_index("none", EXACT, metric_type="IP")
    return fields, indexes
