"""The same questions asked of every document: a sheet with a row for each."""

from askdoc.sheet.cells import Cell, Sheet, ask_each
from askdoc.sheet.kept import Kept
from askdoc.sheet.written import as_csv, as_json, as_markdown

__all__ = ["Cell", "Kept", "Sheet", "as_csv", "as_json", "as_markdown", "ask_each"]
