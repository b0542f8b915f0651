"""What the bridge adds to the way of sound, with many sessions at once and the server on one core.

Run `python bench/realtime.py [sessions]`. Each session sends and gets a frame of 40 ms of sound every 40 ms, through
the server and, for comparison, straight to the same upstream in this process. Prints the medians and the 95th
percentiles each way in milliseconds, and the CPU time that the server spends on a frame, which other load does not
change. Takes half a minute. Ends with status 1 when the bridge adds 3 ms or more to either median.
"""

import asyncio
import base64
import json
import re
import struct
import sys
import time
import uuid
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.sandbox import cpu_of, served
from tests.realtime.upstream import Line, RealtimeUpstream
from tests.visitor import HTMX, Visitor

SESSIONS = 20
SECONDS = 10
FRAME = 0.04
REST = bytes(1916)
WANTED = 3.0
DELTA = "response.output_audio.delta"


def pcm(number: int) -> bytes:
    return struct.pack("<I", number) + REST


def number_of(sound: bytes) -> int:
    return int(struct.unpack("<I", sound[:4])[0])


class Arrivals:
    """Stands where the line's queue of events is: notes when each frame came."""

    def __init__(self) -> None:
        self.at: dict[int, float] = {}

    def put(self, event: dict[str, Any]) -> None:
        if event.get("type") == "input_audio_buffer.append":
            self.at[number_of(base64.b64decode(event["audio"]))] = time.perf_counter()


async def session(socket: Any, line: Line, bridged: bool, start: float) -> tuple[list[float], list[float]]:
    """Seconds that each frame took, up and down."""
    arrivals = Arrivals()
    line.received = arrivals  # type: ignore[assignment]
    left_up: dict[int, float] = {}
    left_down: dict[int, float] = {}
    down: list[float] = []

    async def listen() -> None:
        async for message in socket:
            if isinstance(message, bytes):
                down.append(time.perf_counter() - left_down[number_of(message)])
            elif not bridged:
                sound = base64.b64decode(json.loads(message)["delta"])
                down.append(time.perf_counter() - left_down[number_of(sound)])

    listening = asyncio.create_task(listen())
    for number in range(int(SECONDS / FRAME)):
        await asyncio.sleep(max(0.0, start + number * FRAME - time.perf_counter()))
        sound = pcm(number)
        left_up[number] = time.perf_counter()
        text = json.dumps({"type": "input_audio_buffer.append", "audio": base64.b64encode(sound).decode()})
        await socket.send(sound if bridged else text)
        left_down[number] = time.perf_counter()
        line.send(type=DELTA, item_id="item", content_index=0, delta=base64.b64encode(sound).decode())
    await asyncio.sleep(0.5)
    listening.cancel()
    return [arrivals.at[number] - at for number, at in left_up.items() if number in arrivals.at], down


async def measured(
    addresses: list[str], origin: str, upstream: RealtimeUpstream, bridged: bool
) -> dict[str, list[float]]:
    async with AsyncExitStack() as stack:
        pairs = []
        for address in addresses:
            socket = await stack.enter_async_context(
                connect(address, origin=origin, proxy=None, compression=None)
            )  # type: ignore[arg-type]
            line = await asyncio.to_thread(upstream.line)
            if bridged:
                while json.loads(await socket.recv())["type"] != "ready":
                    pass
            pairs.append((socket, line))
        # Spread over the frame, as people are.
        now = time.perf_counter() + 0.2
        starts = [now + FRAME * place / len(pairs) for place in range(len(pairs))]
        works = [session(*pair, bridged, start) for pair, start in zip(pairs, starts, strict=True)]
        results = await asyncio.gather(*works)
    return {
        "up": [seconds * 1000 for up, _ in results for seconds in up],
        "down": [seconds * 1000 for _, down in results for seconds in down],
    }


def opened(visitor: Visitor, connection: dict[str, str]) -> str:
    form = {"run": str(uuid.uuid4()), "model": "m", "shape": "ga", **connection}
    answer = visitor.post("/realtime/connect/", form, headers=HTMX).raise_for_status()
    found = re.search(r'data-session-socket="([^"]+)"', answer.text)
    assert found
    return visitor.url.replace("http", "ws") + found[1]


def main() -> None:
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    with RealtimeUpstream() as upstream:
        direct = [upstream.url.replace("http", "ws") + "/realtime?model=m"] * sessions
        straight = asyncio.run(measured(direct, "http://127.0.0.1", upstream, bridged=False))
        with served(OPENAI_API_KEY="sk-bench", OPENAI_BASE_URL=upstream.url) as (port, pid):
            with Visitor(f"http://127.0.0.1:{port}") as visitor:
                paths = [opened(visitor, {}) for _ in range(sessions)]
            used = cpu_of(pid)
            through = asyncio.run(measured(paths, f"http://127.0.0.1:{port}", upstream, bridged=True))
            used = cpu_of(pid) - used
    if not through["up"] or not through["down"]:
        raise SystemExit("No sound passed the bridge.")
    worst = 0.0
    for way in ("up", "down"):
        without, with_bridge = median(straight[way]), median(through[way])
        late = quantiles(through[way], n=20)[-1]
        worst = max(worst, with_bridge - without)
        print(
            f"{way:5} {sessions} sessions, {len(through[way]):,} frames: added {with_bridge - without:.2f} ms"
        )
        print(f"      median {with_bridge:.2f} ms through the bridge, {without:.2f} ms without")
        print(f"      95 % within {late:.2f} ms")
    frames = len(through["up"]) + len(through["down"])
    print(f"CPU   {used / frames * 1000:.3f} ms of the server a frame, {used / SECONDS:.0%} of one core")
    if worst >= WANTED:
        raise SystemExit(f"The bridge adds {worst:.2f} ms.")


if __name__ == "__main__":
    main()
