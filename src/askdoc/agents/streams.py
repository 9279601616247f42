"""Standard input and output as an MCP server reads and writes them, a message a line."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import BinaryIO

# A longer message is none for these tools: a text to be checked has 100,000 characters at most.
MOST_BYTES = 1_000_000
# Once the input has ended, so long may what was asked before take to be answered.
LAST_SECONDS = 30.0
# Messages that are read before they are wanted; who sends more waits.
_AHEAD = 16


class Streams:
    """Lines in and out. It is both files that `mcp.server.stdio.stdio_server` takes."""

    def __init__(self, given: BinaryIO, taken: BinaryIO) -> None:
        self._given, self._taken = given, taken
        self._unanswered = 0
        self._answered = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[str]:
        """Each line; a blank one, which is no message, in place of one that is too long."""
        loop, lines = asyncio.get_running_loop(), asyncio.Queue[bytes](_AHEAD)

        def read() -> None:
            while True:
                line = self._given.readline(MOST_BYTES)
                whole = end = line
                while end and not end.endswith(b"\n") and len(end) == MOST_BYTES:
                    whole, end = b"\n", self._given.readline(MOST_BYTES)
                with suppress(RuntimeError):  # the server has ended meanwhile
                    asyncio.run_coroutine_threadsafe(lines.put(whole), loop).result()
                if not line:
                    return

        # subtle: a daemon, since nothing ends a thread that waits for input
        threading.Thread(target=read, daemon=True).start()
        while line := await lines.get():
            self._unanswered += _asks(line)
            yield line.decode(errors="replace")
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                while self._unanswered > 0:
                    self._answered.clear()
                    await self._answered.wait()

    async def write(self, line: str) -> None:
        def write() -> None:
            with suppress(BrokenPipeError):  # the client has gone; the input ends, too
                self._taken.write(line.encode())
                self._taken.flush()

        await asyncio.to_thread(write)
        self._unanswered -= not _asks(line.encode()) and '"id":' in line
        self._answered.set()

    async def flush(self) -> None:
        """Nothing to do: every line is written at once."""


def _asks(line: bytes) -> bool:
    """Is it a request, which is answered?"""
    with suppress(ValueError, RecursionError):
        message = json.loads(line)
        return isinstance(message, dict) and "method" in message and "id" in message
    return False
