"""Fair queuing: parties are served in turn, so that nobody waits for all the questions of
another."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from anyio import CapacityLimiter, to_thread

from askdoc.errors import Busy
from askdoc.messages import tr

T = TypeVar("T")
R = TypeVar("R")

# From the widest party to the narrowest: ("page", "10.0.0.7", "3f2a...").
Party = tuple[str, ...]


class RoundRobin(Generic[T]):
    """A hierarchical round-robin queue: kinds, hosts and parties are served in turn."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def push(self, party: Party, item: T) -> None:
        node = self._tree
        for name in party[:-1]:
            node = node.setdefault(name, {})
        node.setdefault(party[-1], deque()).append(item)
        self._size += 1

    def pop(self) -> T:
        self._size -= 1
        found: T = _next(self._tree)
        return found


def _next(tree: dict[str, Any]) -> Any:
    """The first item of the first party, which then moves to the end of the queue."""
    name = next(iter(tree))
    below = tree.pop(name)
    item = below.popleft() if isinstance(below, deque) else _next(below)
    if below:
        tree[name] = below
    return item


class FairQueue:
    """Runs a limited number of calls at once, in threads. The queue is bounded and fair.

    each, of_host: the most that one party, and all parties of one kind and host, may queue
    """

    def __init__(self, at_once: int, each: int = 60, of_host: int = 300) -> None:
        self.at_once, self.each, self.of_host = at_once, each, of_host
        self._waiting: RoundRobin[asyncio.Future[None]] = RoundRobin()
        self._counts: dict[Party, int] = {}
        self._running = 0

    async def run(self, party: Party, work: Callable[[], R]) -> R:
        """Run `work` when it is the party's turn. Raises `Busy` if the queue is full."""
        await self._wait_for_turn(party)
        try:
            # subtle: a separate limiter, because Gradio uses the default one
            return await to_thread.run_sync(work, limiter=CapacityLimiter(1))
        finally:
            self._running -= 1
            self._admit()

    async def _wait_for_turn(self, party: Party) -> None:
        host = party[:-1]
        if self._counts.get(party, 0) >= self.each:
            raise Busy(
                tr("{n} of your questions are waiting already; wait for them first", n=self.each)
            )
        if self._counts.get(host, 0) >= self.of_host:
            raise Busy(tr("too many questions are waiting; try again in a minute"))
        for one in party, host:
            self._counts[one] = self._counts.get(one, 0) + 1
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.push(party, turn)
        self._admit()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was admitted, but will not run
                self._running -= 1
                self._admit()
            raise
        finally:
            for one in party, host:
                self._counts[one] -= 1
                if not self._counts[one]:
                    del self._counts[one]

    def _admit(self) -> None:
        while self._running < self.at_once and len(self._waiting):
            turn = self._waiting.pop()
            if not turn.done():  # skips those who have left
                self._running += 1
                turn.set_result(None)
