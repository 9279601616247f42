"""Standard input and output for an MCP server: one message per line."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import BinaryIO

# Longer messages are not valid: a text to check has at most 100,000 characters.
MAX_BYTES = 1_000_000
# How long pending requests may take after the input has ended.
LAST_SECONDS = 30.0
# The number of messages that are read ahead.
_AHEAD = 16


class Streams:
    """Reads and writes lines; it serves as both files of `mcp.server.stdio.stdio_server`."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._input, self._output = source, target
        self._unanswered = 0
        self._answered = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[str]:
        """The lines; a line that is too long is replaced by a blank one, which is no message."""
        loop, lines = asyncio.get_running_loop(), asyncio.Queue[bytes](_AHEAD)

        def read() -> None:
            while True:
                line = self._input.readline(MAX_BYTES)
                whole = end = line
                while end and not end.endswith(b"\n") and len(end) == MAX_BYTES:
                    whole, end = b"\n", self._input.readline(MAX_BYTES)
                with suppress(RuntimeError):  # the server has ended
                    asyncio.run_coroutine_threadsafe(lines.put(whole), loop).result()
                if not line:
                    return

        # subtle: a daemon thread, because a thread that waits for input cannot be stopped
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
            with suppress(BrokenPipeError):  # the client is gone, and the input ends, too
                self._output.write(line.encode())
                self._output.flush()

        await asyncio.to_thread(write)
        self._unanswered -= not _asks(line.encode()) and '"id":' in line
        self._answered.set()

    async def flush(self) -> None:
        """Does nothing: `write` flushes every line."""


def _asks(line: bytes) -> bool:
    """Whether a message is a request, which needs a response."""
    with suppress(ValueError, RecursionError):
        message = json.loads(line)
        return isinstance(message, dict) and "method" in message and "id" in message
    return False
