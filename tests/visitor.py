"""Somebody at a started playground, without a browser: forms over HTTP, runs over sockets."""

import re
import uuid
from collections.abc import Iterator
from typing import Any, Self

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

HTMX = {"HX-Request": "true"}


class Visitor:
    """Posts forms with a CSRF token; follows runs until they end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.started: list[str] = []
        # Loading certificates takes longer than a test.
        self.client = httpx.Client(base_url=url, timeout=30, trust_env=False, verify=False)
        self.page = self.client.get("/chat/").raise_for_status().text
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)[1]  # type: ignore[index]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def post(self, path: str, data: dict[str, Any], **options: Any) -> httpx.Response:
        return self.client.post(path, data={"csrfmiddlewaretoken": self.token, **data}, **options)

    def chat(self, prompt: str = "Hello", **params: Any) -> str:
        """Start a chat completion; returns the run's uuid."""
        run = str(uuid.uuid4())
        data = {"run": run, "model": "scripted", "stream": "true", "composer": prompt, **params}
        answer = self.post("/chat/", data, headers=HTMX)
        assert answer.status_code == 200, answer.text
        self.started.append(run)
        return run

    def stop(self, run: str) -> None:
        assert self.post(f"/history/{run}/stop/", {}, headers=HTMX).status_code == 204

    def stop_all(self) -> None:
        """Stop what was started here and still goes on."""
        for run in self.started:
            found = self.client.get(f"/history/{run}.json")
            if found.status_code == 200 and found.json()["finished_at"] is None:
                self.stop(run)
                self.ended(run)

    def run(self, run: str) -> dict[str, Any]:
        """The run as its JSON page tells it."""
        return self.client.get(f"/history/{run}.json").raise_for_status().json()

    def socket(self, run: str, origin: str = "") -> ClientConnection:
        address = f"{self.url.replace('http', 'ws')}/ws/runs/{run}/"
        return connect(address, origin=origin or self.url, proxy=None, max_size=None)  # type: ignore[arg-type]

    def frames(self, run: str) -> Iterator[str]:
        """Every frame until the socket closes."""
        with self.socket(run) as socket:
            yield from received(socket)

    def ended(self, run: str) -> dict[str, Any]:
        """The run once it has ended."""
        for _ in self.frames(run):
            pass
        return self.run(run)


def received(socket: ClientConnection) -> Iterator[str]:
    try:
        while True:
            yield str(socket.recv(timeout=30))
    except ConnectionClosed:
        return
