"""Runs that begin together take turns; a server that takes its time holds up nobody for long."""

import asyncio

from playground.runs.starts import AT_ONCE, Starts


async def test_lets_the_next_begin_when_one_has_been_answered() -> None:
    starts, under_way, most = Starts(), 0, 0

    async def begin() -> None:
        nonlocal under_way, most
        async with starts.turn():
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    await asyncio.gather(*(begin() for _ in range(20)))
    assert (most, under_way) == (AT_ONCE, 0)


async def test_does_not_wait_for_servers_that_are_silent() -> None:
    starts, answer, begun = Starts(), asyncio.Event(), 0

    async def begin() -> None:
        nonlocal begun
        async with starts.turn():
            begun += 1
            if begun == 5 * AT_ONCE:
                answer.set()
            await answer.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(*(begin() for _ in range(5 * AT_ONCE)))
    # All places came back, once each.
    async with asyncio.timeout(10):
        for _ in range(3 * AT_ONCE):
            async with starts.turn():
                pass


async def test_gives_a_place_back_when_the_run_is_stopped() -> None:
    starts = Starts()
    held = [asyncio.create_task(hold(starts)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    for task in held:
        task.cancel()
    await asyncio.gather(*held, return_exceptions=True)
    async with asyncio.timeout(10), starts.turn():
        pass


async def hold(starts: Starts) -> None:
    async with starts.turn():
        await asyncio.Event().wait()
