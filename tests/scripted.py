"""An upstream whose answer a test writes piece by piece, from a thread of its own."""

import asyncio
import json
import threading
from typing import Any, Self

from tests.openai.upstream import STREAM_HEAD, Received, piece, response, serving

COMPLETION = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "scripted",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Whole."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
}


class ScriptedUpstream:
    """Each request waits for what the test sends: `token`, `finish`, `cut`, or a whole `answer`.

    `asked` is set when a request has come, `left` when the client has closed the connection. `reset` makes it
    as new for the next test, once the runs of the last one have ended.
    """

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.asked, self.left = threading.Event(), threading.Event()
        self._ready = threading.Event()
        self._answering: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @property
    def url(self) -> str:
        return self._url

    @property
    def body(self) -> Any:
        """The JSON of the last request."""
        return json.loads(self.requests[-1].body)

    def token(self, text: str, index: int = 0) -> None:
        self.event({"choices": [{"index": index, "delta": {"content": text}}]})

    def event(self, data: Any) -> None:
        self.raw(piece(f"data: {json.dumps(data)}\n\n".encode()))

    def finish(self, reason: str = "stop") -> None:
        """The proper end of a stream."""
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        self.raw(piece(b"data: [DONE]\n\n") + b"0\r\n\r\n")
        self.raw(None)

    def cut(self) -> None:
        """Close the connection in the middle."""
        self.raw(None)

    def answer(self, body: bytes | None = None, **options: Any) -> None:
        """A whole answer without a stream."""
        whole = response(json.dumps(COMPLETION).encode() if body is None else body, **options)
        self._send((whole, True), (None, False))

    def begin(self, content_type: str) -> None:
        """The head of an answer that is no event stream; its pieces follow with `raw`."""
        head = f"HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n"
        self._send((head.encode(), True))

    def raw(self, data: bytes | None) -> None:
        self._send((data, False))

    def reset(self) -> None:
        """Forget everything, as if it was started now; who still waits for an answer loses the connection."""
        asyncio.run_coroutine_threadsafe(self._reset(), self._loop).result(10)

    async def _reset(self) -> None:
        for task in self._answering:
            task.cancel()
        if self._answering:
            await asyncio.wait(self._answering)
        self._script = asyncio.Queue()
        self.requests.clear()
        self.asked.clear()
        self.left.clear()

    def _send(self, *pieces: tuple[bytes | None, bool]) -> None:
        # All at once, so that they go to one of several requests that wait.
        self._loop.call_soon_threadsafe(lambda: [self._script.put_nowait(item) for item in pieces])

    async def _serve(self) -> None:
        self._loop, self._script = asyncio.get_running_loop(), asyncio.Queue[tuple[bytes | None, bool]]()
        self._stopped = asyncio.Event()
        async with serving(self._answer) as upstream:
            self._url = upstream.endpoint.base_url
            self.requests = upstream.requests
            self._ready.set()
            await self._stopped.wait()

    async def _answer(
        self, received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if received.method == "GET":
            writer.write(response(b'{"object": "list", "data": []}'))
            return
        self.asked.set()
        tasks = {asyncio.create_task(self._play(writer)), asyncio.create_task(self._notice(reader))}
        self._answering |= tasks
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            self._answering -= tasks
        raise ConnectionError

    async def _play(self, writer: asyncio.StreamWriter) -> None:
        begun = False
        while (next_piece := (await self._script.get()))[0] is not None:
            data, whole = next_piece
            writer.write(data if begun or whole else STREAM_HEAD + data)
            begun = True
            await writer.drain()

    async def _notice(self, reader: asyncio.StreamReader) -> None:
        if await reader.read(1) == b"":
            self.left.set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Be gone, so that nothing answers at this address."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(10)
