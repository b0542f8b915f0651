"""An upstream in a process of its own, for the benches: each token says when it left.

Run `python bench/_upstream.py`; it prints its port. The model's name says what it answers:
`full.<tokens>.<text>` writes them as fast as the socket takes them, each in an HTTP chunk of its own as the API does;
`paced.<tokens>.<rate>` writes `rate` a second. A paced token is " <number>:<microseconds since 1970>"; `text` is
"words", "lines" or "markdown". `GET /last` says when the last answer began and when its last byte left, in seconds
since 1970.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from functools import cache

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
AT_ONCE = 20
# A paragraph's length in paced tokens, as in prose.
PARAGRAPH = 60
PART = (
    "## Part {n}\n\nSome **bold** words, a [link](https://example.com) and `code`, one after the other.\n\n"
    "```python\ndef part_{n}(x):\n    return x + {n}\n```\n\n"
    "| a | b |\n|---|---|\n| {n} | two |\n\n- one\n- two\n\n"
)
LAST = "THE-LAST-WORD"
began_at = last_byte_at = 0.0


def texts(kind: str, count: int) -> Iterator[str]:
    """So many tokens, the last one LAST."""
    if kind == "markdown":
        yield from markdown(count - 1)
    else:
        end = "\n\n" if kind == "lines" else ""
        yield from (f" word{n}{end if n % PARAGRAPH == 0 else ''}" for n in range(1, count))
    yield f"\n\n{LAST}"


def markdown(count: int) -> list[str]:
    tokens: list[str] = []
    number = 0
    while len(tokens) < count:
        number += 1
        text = PART.format(n=number)
        tokens += [text[start : start + 4] for start in range(0, len(text), 4)]
    return tokens[:count]


def event(text: str) -> bytes:
    chunk = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1_800_000_000,
        "model": "bench",
        "choices": [{"index": 0, "delta": {"content": text}, "logprobs": None, "finish_reason": None}],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


ENDING = event("").replace(b'"finish_reason": null', b'"finish_reason": "stop"') + b"data: [DONE]\n\n"


@cache
def prepared(kind: str, count: int) -> list[bytes]:
    events = [chunked(event(text)) for text in texts(kind, count)]
    return [b"".join(events[first : first + AT_ONCE]) for first in range(0, count, AT_ONCE)]


async def full(writer: asyncio.StreamWriter, count: int, kind: str) -> None:
    for piece in prepared(kind, count):
        writer.write(piece)
        await writer.drain()


async def paced(writer: asyncio.StreamWriter, count: int, rate: float) -> None:
    # The first leaves at once; after that no two streams keep step.
    start = time.perf_counter() + random.random() / rate
    for number in range(1, count + 1):
        end = "\n\n" if number % PARAGRAPH == 0 else ""
        writer.write(chunked(event(f" {number}:{time.time_ns() // 1000}{end}")))
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    global began_at, last_byte_at
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET"):
                body = json.dumps(
                    {"began": began_at, "last": last_byte_at, "object": "list", "data": []}
                ).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                    % (len(body), body)
                )
                continue
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            way, count, more = json.loads(await reader.readexactly(length))["model"].split(".")
            began_at = time.time()
            writer.write(HEAD)
            await (
                full(writer, int(count), more) if way == "full" else paced(writer, int(count), float(more))
            )
            writer.write(chunked(ENDING) + b"0\r\n\r\n")
            last_byte_at = time.time()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def serve() -> None:
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(f"Listening at http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        sys.exit()
