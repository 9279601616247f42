"""Whose turn it is: nobody waits for the many questions of another, and the queue has an end."""

from __future__ import annotations

import asyncio
import threading

import pytest

from askdoc.chat.scheduling import FairQueue, RoundRobin
from askdoc.errors import Busy


def test_parties_take_turns_at_each_level() -> None:
    rounds: RoundRobin[str] = RoundRobin()
    for number in range(3):
        rounds.push(("program", "host", "many"), f"many{number}")
    rounds.push(("program", "host", "few"), "few")
    rounds.push(("page", "host", "reader"), "reader")
    rounds.push(("page", "host", "reader"), "reader again")
    taken = [rounds.pop() for _ in range(len(rounds))]
    assert taken == ["many0", "reader", "few", "reader again", "many1", "many2"]
    assert len(rounds) == 0


def test_six_hundred_questions_of_one_make_another_wait_for_one_of_them() -> None:
    order: list[str] = []
    gate = threading.Event()

    async def ask(queue: FairQueue, party: str, name: str) -> None:
        def work() -> None:
            assert gate.wait(60)
            order.append(name)

        await queue.run(("page", "host", party), work)

    async def all_() -> None:
        queue = FairQueue(1, each=600, of_host=700)
        flood = [asyncio.create_task(ask(queue, "flood", f"flood{n}")) for n in range(600)]
        await asyncio.sleep(0)
        reader = asyncio.create_task(ask(queue, "reader", "reader"))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(reader, *flood)

    asyncio.run(all_())
    assert order.index("reader") <= 2
    assert len(order) == 601


def test_queue_has_an_end_for_each_party_and_each_host() -> None:
    gate = threading.Event()

    async def all_() -> None:
        queue = FairQueue(1, each=3, of_host=5)

        def put(party: str) -> asyncio.Task[bool]:
            return asyncio.create_task(queue.run(("page", "host", party), lambda: gate.wait(60)))

        tasks = [put("a") for _ in range(5)]
        await asyncio.sleep(0.05)
        assert isinstance(tasks[4].exception(), Busy)  # one runs, three wait
        tasks += [put("b"), put("c"), put("d")]
        await asyncio.sleep(0.05)
        assert isinstance(tasks[7].exception(), Busy)
        gate.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [one for one in done if one is not True] == [
            tasks[4].exception(),
            tasks[7].exception(),
        ]
        assert await queue.run(("page", "host", "a"), lambda: 7) == 7  # there is room again

    asyncio.run(all_())


def test_who_leaves_while_waiting_keeps_no_place() -> None:
    gate = threading.Event()

    async def all_() -> None:
        queue = FairQueue(1)
        first = asyncio.create_task(queue.run(("a",), lambda: gate.wait(60)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(queue.run(("b",), lambda: True))
        await asyncio.sleep(0.05)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        gate.set()
        assert await first
        assert await queue.run(("c",), lambda: 3) == 3

    asyncio.run(all_())
