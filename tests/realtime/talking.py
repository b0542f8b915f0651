"""A session as a page has it: opened by the form, spoken over its socket."""

import json
import re
import uuid
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Close
from websockets.sync.client import connect

from tests.visitor import HTMX, Visitor

from .upstream import Line, RealtimeUpstream

SOCKET = re.compile(r'data-session-socket="([^"]+)"')
PAGES = {"realtime": "/realtime/", "transcription": "/realtime/transcription/"}


def opened(visitor: Visitor, kind: str = "realtime", **typed: Any) -> str:
    """The path of a new session's socket."""
    answer = asked(visitor, kind, **typed)
    assert answer.status_code == 200, answer.text
    found = SOCKET.search(answer.text)
    assert found
    return found[1]


def asked(visitor: Visitor, kind: str = "realtime", **typed: Any) -> httpx.Response:
    form = {"run": str(uuid.uuid4()), **({"model": "m"} if kind == "realtime" else {}), **typed}
    return visitor.post(f"{PAGES[kind]}connect/", form, headers=HTMX)


class Talk:
    """The page's socket on a session, at `path`; `run` is the session's uuid."""

    def __init__(self, visitor: Visitor, path: str, origin: str = "") -> None:
        self.visitor, self.path, self.run = visitor, path, path.split("/")[-2]
        address = visitor.url.replace("http", "ws", 1) + path
        self._open = ExitStack()
        self.connection = self._open.enter_context(
            connect(address, origin=origin or visitor.url, proxy=None, max_size=None)  # type: ignore[arg-type]
        )

    def say(self, type: str, **fields: Any) -> None:
        self.connection.send(json.dumps({"type": type, **fields}))

    def hear(self, type: str) -> dict[str, Any]:
        """The next message of that type; sound and others before it are skipped."""
        while True:
            message = self.connection.recv(timeout=20)
            if isinstance(message, str) and (found := json.loads(message))["type"] == type:
                return dict(found)

    def sound(self) -> bytes:
        while isinstance(message := self.connection.recv(timeout=20), str):
            pass
        return message

    def closed(self) -> Close:
        """How the server closes it."""
        with pytest.raises(ConnectionClosed) as closed:
            self.drain()
        assert closed.value.rcvd
        return closed.value.rcvd

    def drain(self) -> None:
        while True:
            self.connection.recv(timeout=20)

    def ended(self) -> dict[str, Any]:
        return self.visitor.ended(self.run)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def talking(
    visitor: Visitor, upstream: RealtimeUpstream, kind: str = "realtime", **typed: Any
) -> tuple[Talk, Line]:
    """An open session: its page's end, and its upstream's."""
    talk = Talk(visitor, opened(visitor, kind, **typed))
    line = upstream.line()
    talk.hear("ready")
    return talk, line
