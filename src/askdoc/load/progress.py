"""Report progress while one file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_waiting: ContextVar[Callable[[float], None] | None] = ContextVar("waiting", default=None)


@contextmanager
def reporting(report: Callable[[float], None]) -> Iterator[None]:
    """A context manager in which report(share) is called, with 0..1 of the file that is read."""
    token = _waiting.set(report)
    try:
        yield
    finally:
        _waiting.reset(token)


def reached(share: float) -> None:
    """Report the share of the file that has been read."""
    if report := _waiting.get():
        report(share)
