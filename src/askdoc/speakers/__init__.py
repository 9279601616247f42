"""Find the speaker of each sentence: in "he said", "he" is Kerry, named one sentence earlier.

Each name is imported when it is first used, because a question to a saved index needs
only the last.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
