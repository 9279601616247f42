"""Detect the language of a text, and define the rules that differ between languages.

To add a language, write a file like dutch.py, add it to `FULL` in table.py, and write its hardest
sentences to tests/golden/sentences/CODE.txt.
"""

from askdoc.languages.detection import LAST_LATIN, language_of, question_languages
from askdoc.languages.language import Kind, Language, Politeness, Reporting, Talk
from askdoc.languages.table import FULL, LANGUAGES, UNKNOWN, language, stop_words

__all__ = [
    "FULL",
    "LANGUAGES",
    "LAST_LATIN",
    "UNKNOWN",
    "Kind",
    "Language",
    "Politeness",
    "Reporting",
    "Talk",
    "language",
    "language_of",
    "question_languages",
    "stop_words",
]
