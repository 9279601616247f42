"""An index in Milvus: one engine, or many machines, behind the same `Store`."""

from askdoc.store.milvus.address import is_address, parse, shown
from askdoc.store.milvus.index import MilvusIndex
from askdoc.store.milvus.store import MilvusStore

__all__ = ["MilvusIndex", "MilvusStore", "is_address", "parse", "shown"]
