"""What a reader takes along: questions and their answers, each format a function here."""

from askdoc.export.markdown import markdown
from askdoc.export.references import references
from askdoc.export.table import COLUMNS, as_csv, table
from askdoc.export.taken import Taken
from askdoc.export.web_annotations import web_annotations
from askdoc.export.word import word

__all__ = [
    "COLUMNS",
    "Taken",
    "as_csv",
    "markdown",
    "references",
    "table",
    "web_annotations",
    "word",
]
