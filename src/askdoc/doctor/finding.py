"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass

from askdoc.errors import AskdocError
from askdoc.messages import tr


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    fine: whether it passed; if not, `fix` says what to run or do
    """

    fine: bool
    text: str
    fix: str = ""


def problem(error: AskdocError) -> Finding:
    """An error as a finding: what is wrong, and the command that fixes it."""
    text, _, fix = str(error).rpartition("; ")
    return Finding(False, text or str(error), fix.removeprefix(f"{tr('run:')} "))
