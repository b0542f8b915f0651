"""What a token costs: our client against a bare httpx + httpx-sse loop over the same bytes.

Run `python bench/per_token.py`. An upstream in another process sends prepared chunks of a chat completion,
once all of them as fast as the socket takes them ("bulk") and once one event per write ("single"). Both sides
read the data of every event; what counts is the CPU time of this process, the median of alternating rounds.
Ends with status 1 when a ratio is above 1.15.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import httpx_sse

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playground.openai.client import Client, Endpoint, close_pool

TOKENS = {"bulk": 5_000, "single": 1_000}
ROUNDS = 11
ALLOWED = 1.15
PARAMS = {"model": "bench", "messages": [{"role": "user", "content": "Hi"}], "stream": True}


def events(count: int) -> list[bytes]:
    chunk = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1_800_000_000,
        "model": "bench",
        "choices": [{"index": 0, "delta": {"content": " token"}, "logprobs": None, "finish_reason": None}],
    }
    line = b"data: " + json.dumps(chunk).encode() + b"\n\n"
    return [line] * count + [b"data: [DONE]\n\n"]


def chunked(event: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(event), event)


async def serve() -> None:
    """The upstream: answers every request on raw sockets; the first part of the path says how to write."""
    bulk = b"".join(chunked(event) for event in events(TOKENS["bulk"]))
    single = [chunked(event) for event in events(TOKENS["single"])]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof():
            try:
                request = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            length = int(request.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            writer.write(head)
            if request.startswith(b"POST /bulk"):
                writer.write(bulk)
            else:
                for piece in single:
                    writer.write(piece)
                    await asyncio.sleep(0.0001)
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def bare(http: httpx.AsyncClient, base_url: str) -> int:
    seen = 0
    async with httpx_sse.aconnect_sse(http, "POST", f"{base_url}/chat/completions", json=PARAMS) as source:
        async for event in source.aiter_sse():
            seen += len(event.data) > 0
    return seen


async def ours(base_url: str) -> int:
    seen = 0
    client = Client(Endpoint(base_url))
    async with client.open(client.prepare("create_chat_completion", PARAMS)) as answer:
        async for events in answer.events():
            for event in events:
                seen += len(event.data) > 0
    return seen


async def cpu_per_token(run: Callable[[], Awaitable[int]], count: int) -> float:
    """Microseconds of CPU per token."""
    started = time.process_time()
    seen = await run()
    spent = time.process_time() - started
    if seen != count + 1:
        raise SystemExit(f"{seen} events arrived, {count + 1} were sent")
    return spent / seen * 1e6


async def measure(port: int) -> bool:
    within = True
    async with httpx.AsyncClient() as http:
        for way, count in TOKENS.items():
            base_url = f"http://127.0.0.1:{port}/{way}"
            sides = {"bare": lambda url=base_url: bare(http, url), "ours": lambda url=base_url: ours(url)}
            times: dict[str, list[float]] = {name: [] for name in sides}
            for round_ in range(ROUNDS + 1):
                for name, run in sides.items():
                    spent = await cpu_per_token(run, count)
                    if round_:  # the first round opens the connection and warms up
                        times[name].append(spent)
            theirs, own = (statistics.median(times[name]) for name in sides)
            within = within and own <= ALLOWED * theirs
            print(f"{way:7} bare {theirs:6.1f} µs  ours {own:6.1f} µs  ratio {own / theirs:.2f}", flush=True)
    await close_pool()
    return within


def main() -> None:
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
        return
    command = [sys.executable, __file__, "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as upstream:
        try:
            port = int(upstream.stdout.readline())
            within = asyncio.run(measure(port))
        finally:
            upstream.terminate()
    raise SystemExit(0 if within else 1)


if __name__ == "__main__":
    main()
