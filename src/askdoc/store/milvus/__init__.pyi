from .address import is_address, parse, shown
from .index import MilvusIndex
from .store import MilvusStore

__all__ = ["MilvusIndex", "MilvusStore", "is_address", "parse", "shown"]
