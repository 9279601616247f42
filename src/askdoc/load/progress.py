"""Report how far the reading of one file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_waiting: ContextVar[Callable[[float], None] | None] = ContextVar("waiting", default=None)


@contextmanager
def reporting(report: Callable[[float], None]) -> Iterator[None]:
    """While files are read here, report(share) is called, 0..1 of the file that is read."""
    token = _waiting.set(report)
    try:
        yield
    finally:
        _waiting.reset(token)


def reached(share: float) -> None:
    """So much of the file is read."""
    if report := _waiting.get():
        report(share)
