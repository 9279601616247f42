"""Languages: which one a text is in, and what differs from one to another.

To add one, write a file like dutch.py, name it in `FULL` of table.py, and write its hardest
sentences to tests/golden/sentences/CODE.txt.
"""

from askdoc.languages.detection import asked_in, language_of
from askdoc.languages.language import Kind, Language, Reporting
from askdoc.languages.table import FULL, LANGUAGES, UNKNOWN, language, stop_words

__all__ = [
    "FULL",
    "LANGUAGES",
    "UNKNOWN",
    "Kind",
    "Language",
    "Reporting",
    "asked_in",
    "language",
    "language_of",
    "stop_words",
]
