"""What the log looks like: lines for people on a terminal, else a JSON object a line; never with a secret in it."""

import json
import logging
import re
import sys
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware

from playground.openai.redaction import redact
from playground.runs.current import run_id

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
# Credentials inside a URL, such as those of a database or a Redis.
IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^/\s:@]*):[^/\s@]+@", re.IGNORECASE)

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Lines(logging.Formatter):
    """For people: time, level, logger, message. `secrets` are cut out of everything, tracebacks too."""

    def __init__(self, secrets: list[str] | None = None) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")
        self.secrets = sorted(filter(None, secrets or []), key=len, reverse=True)

    def clean(self, text: str) -> str:
        return redact(IN_URL.sub(r"\1:…@", text), self.secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self.clean(super().format(record))


class JSONLines(Lines):
    """For machines: `time` in UTC, `level`, `logger`, `message`, and where there is one `run`, `request`, `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.clean(record.getMessage()),
            "run": run_id.get(),
            "request": request_id.get(),
            "error": self.clean(self.formatException(record.exc_info)) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)


@sync_and_async_middleware
def request_ids(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Give each request an id, the proxy's if it sent a plain one: in the log's lines and in the answer's header,
    where the sandbox's own answers name theirs."""

    def begin(request: HttpRequest) -> str:
        given = request.headers.get(HEADER, "")
        request_id.set(given if GIVEN.match(given) else uuid.uuid4().hex)
        return request_id.get()

    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> Any:
            name = begin(request)
            response = await get_response(request)
            response.headers.setdefault(HEADER, name)
            return response

        return asynchronous

    def synchronous(request: HttpRequest) -> Any:
        name = begin(request)
        response = get_response(request)
        response.headers.setdefault(HEADER, name)
        return response

    return synchronous


def style(name: str) -> type[Lines]:
    """The formatter of LOG_FORMAT, "json" or "text"; else by whether somebody reads along."""
    if name in {"json", "text"}:
        return JSONLines if name == "json" else Lines
    return Lines if sys.stderr.isatty() else JSONLines
