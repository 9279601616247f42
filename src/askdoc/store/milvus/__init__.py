"""An index in Milvus: one engine, or many machines, behind the same `Store`.

Each name is imported when it is first used, because an index in a folder needs only the address.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
