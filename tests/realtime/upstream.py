"""An upstream of the Realtime API that a test plays: it mints over HTTP, and talks over a WebSocket, on one port."""

import asyncio
import json
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Self

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

from tests.openai.upstream import response

Event = dict[str, Any]
SECRET = "ek_0123456789abcdefghijklmnopqrstuvwxyz"


class Line:
    """One open socket: `received` are the client's events, `send` and `close` work from the test's thread."""

    def __init__(self, request: Request, writer: asyncio.StreamWriter, protocol: ServerProtocol) -> None:
        self.headers = {name.lower(): value for name, value in request.headers.raw_items()}
        self.path = request.path
        self.received: queue.Queue[Event] = queue.Queue()
        self.left = threading.Event()
        self._loop, self._writer, self._protocol = asyncio.get_running_loop(), writer, protocol

    def send(self, **event: Any) -> None:
        self.text(json.dumps(event))

    def text(self, text: str) -> None:
        self._do(lambda: self._protocol.send_text(text.encode()))

    def close(self, code: int, reason: str = "") -> None:
        self._do(lambda: self._protocol.send_close(code, reason))

    def cut(self) -> None:
        self._loop.call_soon_threadsafe(self._writer.transport.abort)

    def next(self, type: str) -> Event:
        """The next event of that type; others before it are skipped."""
        while (event := self.received.get(timeout=20))["type"] != type:
            pass
        return event

    def _do(self, act: Callable[[], None]) -> None:
        def work() -> None:
            act()
            self.flush()

        self._loop.call_soon_threadsafe(work)

    def flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)


class Offer:
    """An offer of WebRTC that was posted; `answer` it from the test's thread."""

    def __init__(self, path: str, head: bytes, sdp: str) -> None:
        self.path, self.sdp = path, sdp
        self.head = head.decode().lower()
        self._loop = asyncio.get_running_loop()
        self.answered: asyncio.Future[bytes] = self._loop.create_future()

    def answer(self, sdp: str, status: str = "201 Created", type: str = "application/sdp") -> None:
        answer = response(sdp.encode(), type, status)
        self._loop.call_soon_threadsafe(self.answered.set_result, answer)


class RealtimeUpstream:
    """`minted` are the bodies posted, by path; `lines` the sockets, `offers` the calls. `refusal` answers minting."""

    def __init__(self) -> None:
        self.minted: list[tuple[str, Event]] = []
        self.lines: queue.Queue[Line] = queue.Queue()
        self.offers: queue.Queue[Offer] = queue.Queue()
        self.reset()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def reset(self) -> None:
        self.refusal: bytes | None = None
        self.upgrade_refusal: bytes | None = None
        self.lifetime = 60
        self.minted.clear()
        while not self.lines.empty():
            self.lines.get()

    def line(self) -> Line:
        return self.lines.get(timeout=20)

    async def _serve(self) -> None:
        self._stopped = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._serve_one, "127.0.0.1", 0)
        self.port: int = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._ready.set()
        await self._stopped.wait()
        server.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b"\r\n")[0].decode().split(" ")
                if method == "GET" and b"websocket" in head.lower():
                    await self._talk(head, reader, writer)
                    return
                sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                body = await reader.readexactly(int(sizes[0].split(b":")[1])) if sizes else b""
                if b"application/sdp" in head.lower():
                    offer = Offer(path, head, body.decode())
                    self.offers.put(offer)
                    writer.write(await offer.answered)
                else:
                    writer.write(self._answer(method, path, body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, method: str, path: str, body: bytes) -> bytes:
        if method == "GET":
            return response(b'{"object": "list", "data": []}')
        self.minted.append((path, json.loads(body)))
        if self.refusal is not None:
            return self.refusal
        secret = {"value": SECRET, "expires_at": int(time.time()) + self.lifetime}
        asked = json.loads(body)
        if path.endswith("client_secrets"):
            return response(json.dumps({**secret, "session": asked.get("session")}).encode())
        return response(json.dumps({**asked, "id": "sess_1", "client_secret": secret}).encode())

    async def _talk(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.upgrade_refusal is not None:
            writer.write(self.upgrade_refusal)
            await writer.drain()
            return
        protocol = ServerProtocol(max_size=None)
        protocol.receive_data(head)
        (request,) = protocol.events_received()
        assert isinstance(request, Request)
        protocol.send_response(protocol.accept(request))
        line = Line(request, writer, protocol)
        line.flush()
        self.lines.put(line)
        try:
            while data := await reader.read(65536):
                protocol.receive_data(data)
                for event in protocol.events_received():
                    if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                        line.received.put(json.loads(event.data))
                line.flush()
                if protocol.close_expected():
                    break
        finally:
            line.left.set()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)
