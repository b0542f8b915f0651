"""Reads: calls that change nothing upstream and store nothing here, shown with their request and code like any run."""

import asyncio
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from playground.connections.models import Connection
from playground.openai.client import Client
from playground.openai.errors import OpenAIError, TimedOut

from . import inspector
from .code import code_context
from .engine import described
from .live import worth_keeping
from .models import Run, Status
from .storable import storable

LIMIT = 30.0
# Of silence, for a stream that goes on for as long as it likes and somebody waits for it.
IDLE = 300.0


@dataclass(frozen=True, slots=True)
class Read:
    """One call made for a page: `body` is the answer; None where it failed, and `error` says why. Neither holds what no
    page can: half a surrogate pair.

    `run` is not stored. It carries what the inspector shows: `runs/_read.html` takes `read` and prints it.
    """

    run: Run
    body: Any
    error: OpenAIError | None

    @property
    def request(self) -> dict[str, Any]:
        return inspector.request_context(self.run)

    @property
    def response(self) -> dict[str, Any]:
        return inspector.response_context(self.run)

    @property
    def headers(self) -> dict[str, Any]:
        return inspector.headers_context(self.run)

    @property
    def code(self) -> dict[str, Any]:
        return code_context(self.run)


async def read(
    connection: Connection, operation: str, params: dict[str, Any], *, limit: float | None = LIMIT
) -> Read:
    """Send an operation that only reads, for at most `limit` seconds. What goes wrong is in `error`.

    Without a limit it goes on until the answer ends, nothing comes for `IDLE` seconds or the task is cancelled, as it
    is when the person leaves; an answer's own limit of bytes holds in any case.
    """
    run = Run(connection=connection, operation=operation, params=params, status=Status.COMPLETED)
    began = perf_counter()
    body, error = None, None
    try:
        body = storable(await answered(run, connection, limit))
    except OpenAIError as raised:
        run.status, run.error = Status.FAILED, storable(raised.as_dict())
        error = OpenAIError.from_dict(run.error)
        if raised.status_code:
            run.status_code, run.headers = raised.status_code, worth_keeping(raised.headers)
    run.response, run.total_ms = body, round((perf_counter() - began) * 1000)
    return Read(run, body, error)


async def answered(run: Run, connection: Connection, limit: float | None) -> Any:
    endpoint = connection.endpoint()
    if limit is None:
        endpoint = replace(endpoint, idle_timeout=endpoint.idle_timeout or IDLE)
    client = Client(endpoint)
    run.request = described(client.prepare(run.operation, run.params))
    try:
        async with asyncio.timeout(limit):
            answer = await client.send(run.operation, run.params)
            run.status_code, run.headers = answer.status_code, worth_keeping(answer.headers)
            run.headers_ms = answer.elapsed_ms
            return await answer.body()
    except TimeoutError:
        raise TimedOut(f"No answer within {limit:g} seconds.") from None
    except OpenAIError as error:
        raise error.redacted(endpoint.secrets) from error
