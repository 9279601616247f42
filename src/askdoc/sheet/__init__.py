"""Ask every document the same questions: a sheet with one row per document."""

from askdoc.sheet.cells import Cell, Sheet, ask_each
from askdoc.sheet.saved import SavedCells
from askdoc.sheet.written import as_csv, as_json, as_markdown

__all__ = ["Cell", "SavedCells", "Sheet", "as_csv", "as_json", "as_markdown", "ask_each"]
