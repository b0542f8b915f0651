"""The connections to an upstream: its addresses in turn, no more than is read, nothing left over for the next."""

import asyncio
import socket
import struct
from typing import Any

import pytest

from playground.openai.client import Answer, Client, Endpoint
from playground.openai.errors import ConnectionFailed, IncompleteAnswer, TimedOut

from .upstream import STREAM_HEAD, asking, piece, response, serving

STREAMED = ("create_chat_completion", {"model": "m", "messages": [], "stream": True})
CHAT = ("create_chat_completion", {"model": "m", "messages": []})
OK = response(b'{"choices": []}')
# Reserved for documentation (RFC 5737): nobody answers there.
SILENT = "192.0.2.1"


def named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Give every host these addresses, in this order."""

    async def getaddrinfo(host: Any, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port))
            for address in addresses
        ]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)


def by_name(endpoint: Endpoint) -> Endpoint:
    return Endpoint(endpoint.base_url.replace("127.0.0.1", "upstream.test"))


@pytest.mark.parametrize("first", ["127.0.0.2", SILENT], ids=["refuses", "is silent"])
async def test_goes_on_to_the_next_address_of_a_host(monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    async with serving(OK) as upstream:
        named(monkeypatch, first, "127.0.0.1")
        answer = await Client(by_name(upstream.endpoint)).send(*CHAT)
    assert await answer.body() == {"choices": []}


async def test_says_that_no_address_of_a_host_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(OK) as upstream:
        named(monkeypatch, "127.0.0.2", "127.0.0.3")
        with pytest.raises(ConnectionFailed) as failed:
            await Client(by_name(upstream.endpoint)).send(*CHAT)
    assert failed.value.code == "refused"
    assert not upstream.requests


async def test_leaves_what_nobody_reads_in_the_network() -> None:
    stuck = asyncio.Event()

    async def flooding(received: Any, reader: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM_HEAD)
        for _ in range(1000):
            writer.write(piece(b":" + b" " * 65_536 + b"\n\n"))
            try:
                await asyncio.wait_for(writer.drain(), 1)
            except TimeoutError:
                stuck.set()
                return

    async with serving(flooding) as upstream, asking(Client(upstream.endpoint), *STREAMED):
        await asyncio.wait_for(stuck.wait(), 10)


async def test_gives_what_came_before_a_connection_was_reset() -> None:
    async def resetting(received: Any, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM_HEAD + piece(b"data: first\n\n"))
        await writer.drain()
        await told.wait()
        wire = writer.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    told, seen = asyncio.Event(), []

    async def read(opened: Answer) -> None:
        async for events in opened.events():
            seen.extend(event.data for event in events)
            told.set()

    async with serving(resetting) as upstream, asking(Client(upstream.endpoint), *STREAMED) as opened:
        with pytest.raises(IncompleteAnswer):
            await read(opened)
    assert seen == ["first"]


async def test_takes_nothing_that_came_between_two_answers_for_the_second() -> None:
    async def babbling(received: Any, reader: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        await writer.drain()
        await taken.wait()
        writer.write(response(b'{"choices": "stale"}'))
        await writer.drain()
        babbled.set()

    taken, babbled = asyncio.Event(), asyncio.Event()
    async with serving(babbling) as upstream:
        client = Client(upstream.endpoint)
        await client.send(*CHAT)
        taken.set()
        await babbled.wait()
        # What lies in the kernel is seen within a few turns of the loop.
        for _ in range(100):
            await asyncio.sleep(0)
        answer = await client.send(*CHAT)
        assert await answer.body() == {"choices": []}
    assert upstream.connections == 2


async def test_gives_up_on_a_silent_server_only_after_its_time() -> None:
    async def pausing(received: Any, reader: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM_HEAD + piece(b"data: first\n\n"))
        await writer.drain()
        await reader.read()

    seen: list[str] = []

    async def read(opened: Answer) -> None:
        async for events in opened.events():
            seen.extend(event.data for event in events)

    async with (
        serving(pausing, idle_timeout=0.2) as upstream,
        asking(Client(upstream.endpoint), *STREAMED) as opened,
    ):
        with pytest.raises(TimedOut) as failed:
            await read(opened)
    assert (seen, failed.value.code) == (["first"], "read_timeout")
