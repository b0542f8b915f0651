"""An upstream with stored completions, which records what it is asked and can be told to fail or to wait."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

PATH = "/v1/chat/completions"


def completion(number: int) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1_700_000_000 + number,
        "model": "gpt-4.1" if number % 3 else "o4-mini",
        "temperature": 0.5,
        "seed": 7,
        "metadata": {"topic": ("billing", "sales")[number % 2], "number": str(number)},
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": f"Answer {number} is **bold**"},
            }
        ],
        "usage": {"prompt_tokens": 10 + number, "completion_tokens": 5, "total_tokens": 15 + number},
    }


def messages(number: int) -> list[dict[str, Any]]:
    said = (("system", "You are terse."), ("user", f"Question {number} about invoices <b>&"))
    return [
        {"id": f"msg-{number}-{place}", "role": role, "content": text, "content_parts": None, "name": None}
        for place, (role, text) in enumerate(said)
    ]


def answered(model: str) -> dict[str, Any]:
    """A new completion."""
    message = {"role": "assistant", "content": f"From {model}"}
    return {
        "id": "chatcmpl-new",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }


class StoredUpstream:
    """`stored` by id, oldest first; `asked` the messages of some. `requests` are (method, target, body).

    `lacking` answers that status to every list; `refused` are ids whose change fails; `limited` answers so many
    requests with 429 first. Lists after `gate_after` pages wait until `gate` is set. `patience` is what a 429 asks
    for, in seconds.
    """

    def __init__(self, count: int = 5) -> None:
        self.stored = {f"chatcmpl-{number}": completion(number) for number in range(count)}
        self.asked: dict[str, list[dict[str, Any]]] = {}
        self.requests: list[tuple[str, str, Any]] = []
        self.lacking, self.limited, self.patience = 0, 0, 0.0
        self.refused: set[str] = set()
        self.gate_after, self.gate, self.waiting = 10**9, threading.Event(), threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def targets(self, part: str) -> list[str]:
        return [f"{method} {target}" for method, target, _ in self.requests if part in target]

    def reply(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        self.requests.append((method, target, body))
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        if self.limited:
            self.limited -= 1
            return 429, {"error": {"message": "Slow down.", "code": "rate_limit_exceeded"}}
        if parts.path == PATH and method == "POST":
            return 200, self.answer(body)
        if parts.path == PATH:
            return self.listed(query)
        completion_id, _, rest = parts.path.removeprefix(f"{PATH}/").partition("/")
        if completion_id not in self.stored:
            return 404, {"error": {"message": "Not found.", "param": "completion_id"}}
        if completion_id in self.refused and method != "GET":
            return 400, {"error": {"message": "Not this one."}}
        if rest == "messages":
            return 200, paged(
                self.asked.get(completion_id) or messages(int(completion_id.split("-")[1])), query
            )
        if method == "POST":
            self.stored[completion_id] = {**self.stored[completion_id], "metadata": body["metadata"]}
        if method == "DELETE":
            del self.stored[completion_id]
            return 200, {"id": completion_id, "object": "chat.completion.deleted", "deleted": True}
        return 200, self.stored[completion_id]

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        made = answered(body["model"])
        if body.get("store"):
            self.stored[made["id"]] = {**made, "metadata": body.get("metadata") or {}}
            self.asked[made["id"]] = [
                {"id": f"msg-{place}", "content_parts": None, "name": None, **message}
                for place, message in enumerate(body["messages"])
            ]
        return made

    def listed(self, query: dict[str, str]) -> tuple[int, Any]:
        if self.lacking:
            return self.lacking, {"detail": "Not Found"}
        if len(self.targets(f"{PATH}?")) > self.gate_after:
            self.waiting.set()
            self.gate.wait(30)
        found = list(self.stored.values())
        if "model" in query:
            found = [one for one in found if one["model"] == query["model"]]
        for name, value in query.items():
            if name.startswith("metadata["):
                found = [one for one in found if one["metadata"].get(name[9:-1]) == value]
        return 200, paged(found, query)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


def paged(found: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
    if query.get("order") == "desc":
        found = found[::-1]
    ids = [one["id"] for one in found]
    if query.get("after") in ids:
        found = found[ids.index(query["after"]) + 1 :]
    limit = int(query.get("limit", 20))
    rows = found[:limit]
    last = rows[-1]["id"] if rows else None
    return {"object": "list", "data": rows, "last_id": last, "has_more": len(found) > limit}


def handler(upstream: StoredUpstream) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, value = upstream.reply(self.command, self.path, body)
            written = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            if status == 429:
                self.send_header("Retry-After", str(upstream.patience))
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler
