"""Split a document into passages and sentences, as spans of its text.

Each name is imported when it is first used, because a question to a saved index needs none of the
rules.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
