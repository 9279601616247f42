"""Export questions and their answers; each format is a function here."""

from askdoc.export.exported import ExportedReply
from askdoc.export.markdown import markdown
from askdoc.export.references import references
from askdoc.export.table import COLUMNS, as_csv, table
from askdoc.export.web_annotations import web_annotations
from askdoc.export.word import word

__all__ = [
    "COLUMNS",
    "ExportedReply",
    "as_csv",
    "markdown",
    "references",
    "table",
    "web_annotations",
    "word",
]
