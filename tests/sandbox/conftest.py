import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.started import StartedServer, prepared

ROOT = "/sandbox/v1"
KEY = {"authorization": "Bearer sk-test"}


@dataclass
class Answer:
    """A response, read whole: `json` for a JSON body, `events` for a stream's data lines without `[DONE]`."""

    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def error(self) -> dict[str, Any]:
        return self.json["error"]

    @property
    def lines(self) -> list[str]:
        return [line.removeprefix("data: ") for line in self.content.decode().split("\n\n") if line]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines if line != "[DONE]"]

    @property
    def message(self) -> dict[str, Any]:
        return self.json["choices"][0]["message"]

    @property
    def text(self) -> str:
        return self.message["content"]


Ask = Callable[..., Awaitable[Answer]]


async def answer_of(response: Any) -> Answer:
    if response.streaming:
        content = b"".join([chunk async for chunk in response.streaming_content])
    else:
        content = response.content
    return Answer(response.status_code, response.headers, content)


@pytest.fixture(scope="session")
def url(tmp_path_factory) -> Iterator[str]:
    """A started server, one for all tests: what they keep at it is told apart by their own names."""
    with StartedServer(prepared(tmp_path_factory.mktemp("data"))) as server:
        yield server.wait_until_ready().url


@pytest.fixture(scope="session")
def base_url(url) -> str:
    return url + ROOT


@pytest.fixture
def call(async_client) -> Ask:
    """Send a request to a path of the sandbox, with a key."""

    async def send(
        method: str, path: str, body: Any = None, *, raw: bytes | None = None, headers=KEY, query=None
    ):
        content = raw if raw is not None else json.dumps(body).encode()
        return await answer_of(
            await async_client.generic(
                method, ROOT + path, content, "application/json", headers=headers, query_params=query
            )
        )

    return send


@pytest.fixture
def chat(call) -> Ask:
    """Create a chat completion: the prompt as text or as messages, and any parameters."""

    async def send(prompt: Any = "Tell me about rivers", *, model: str = "sandbox-fast", **params: Any):
        messages = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
        return await call("POST", "/chat/completions", {"model": model, "messages": messages, **params})

    return send


@pytest.fixture
def post_form(async_client) -> Ask:
    """Send a multipart request: text fields and uploaded files, lists as repeated fields."""

    async def send(path: str, **fields: Any):
        return await answer_of(await async_client.post(ROOT + path, fields, headers=KEY))

    return send


@pytest.fixture
def respond(call) -> Ask:
    """Create a response: the input as text or as items, and any parameters."""

    async def send(input: Any = "Tell me about rivers", *, model: str = "sandbox-fast", **params: Any):
        return await call("POST", "/responses", {"model": model, "input": input, **params})

    return send
