"""The more streams are read at once, the more each look at one brings; none waits when there are few."""

import asyncio
import json
from contextlib import ExitStack

import pytest

from playground.openai import pace
from playground.openai.client import Client

from .upstream import STREAM_HEAD, asking, piece, serving

WORDS = [f"word{number} " for number in range(60)]


async def trickling(received, reader, writer) -> None:
    writer.write(STREAM_HEAD)
    for word in WORDS:
        event = {"choices": [{"index": 0, "delta": {"content": word}}]}
        writer.write(piece(f"data: {json.dumps(event)}\n\n".encode()))
        await writer.drain()
        await asyncio.sleep(0.004)
    writer.write(piece(b"data: [DONE]\n\n") + piece(b""))
    await writer.drain()


async def flooding(received, reader, writer) -> None:
    writer.write(STREAM_HEAD + piece(b"data: " + json.dumps({"choices": []}).encode() + b"\n\n") * 5000)
    writer.write(piece(b"data: [DONE]\n\n") + piece(b""))
    await writer.drain()


async def looks(answer, beside: int) -> tuple[int, list[str]]:
    """How many pieces the stream came in with so many others open, and the data of its events."""
    events: list[str] = []
    count = 0
    with ExitStack() as others:
        for _ in range(beside):
            others.enter_context(pace.stream())
        async with serving(answer) as upstream:
            params = {"model": "m", "messages": [], "stream": True}
            async with asking(Client(upstream.endpoint), "create_chat_completion", params) as opened:
                async for some in opened.events():
                    count += 1
                    events += [event.data for event in some]
    return count, events


def text(events: list[str]) -> str:
    return "".join(json.loads(data)["choices"][0]["delta"]["content"] for data in events if data != "[DONE]")


async def test_reads_a_crowd_less_often_and_loses_nothing() -> None:
    alone, told = await looks(trickling, 0)
    crowded, told_crowded = await looks(trickling, 60)
    assert text(told) == text(told_crowded) == "".join(WORDS)
    assert crowded < alone / 2


async def test_a_crowd_does_not_slow_down_what_comes_in_masses(monkeypatch: pytest.MonkeyPatch) -> None:
    paused = []
    monkeypatch.setattr(pace, "pause", lambda: paused.append(1) or 0)
    _, events = await looks(flooding, 60)
    assert len(events) >= 5000
    # One look brings up to 64 KB of the 200 KB; only one after a small one would have waited.
    assert len(paused) <= 3


def test_waits_for_nobody_among_few_and_never_long() -> None:
    with ExitStack() as streams:
        pauses = [pace.pause()]
        for _ in range(1000):
            streams.enter_context(pace.stream())
            pauses.append(pace.pause())
    assert not any(pauses[: pace.CALM + 1])
    assert pauses == sorted(pauses)
    assert pauses[-1] == pace.MOST
    assert pace.pause() == 0
