"""Ask an article a question; get the passages that answer it, the place exact.

`__init__.pyi` lists the public names. Each is imported when it is first used, so that
`askdoc --help` does not wait for numpy.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
