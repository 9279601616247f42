"""Load a file as a `Document`, or raise a `LoadError` that says what to do.

To add a format, write a file beside this one with `extract(bytes) -> Extract` (epub.py is the
shortest), add a row to `READERS` in readers.py, and add the first bytes of such files to
`kinds.py`.
"""

from askdoc.load.files import File, FoundFiles, check_paths, find, nothing_to_read
from askdoc.load.pictures import PagePicture, page_picture
from askdoc.load.piped import PIPED, load_piped
from askdoc.load.progress import reporting
from askdoc.load.readers import MAX_BYTES, READERS, load

__all__ = [
    "MAX_BYTES",
    "PIPED",
    "READERS",
    "File",
    "FoundFiles",
    "PagePicture",
    "check_paths",
    "find",
    "load",
    "load_piped",
    "nothing_to_read",
    "page_picture",
    "reporting",
]
