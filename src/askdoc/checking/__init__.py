"""Check that sources contain the quotations of a draft, word for word."""

from askdoc.checking.check import Checked, check_draft
from askdoc.checking.drafts import MIN_WORDS, Quotation, quotations
from askdoc.checking.verdicts import as_dict, notes, place

__all__ = [
    "MIN_WORDS",
    "Checked",
    "Quotation",
    "as_dict",
    "check_draft",
    "notes",
    "place",
    "quotations",
]
