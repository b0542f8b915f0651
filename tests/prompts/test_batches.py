"""A batch at a started playground, whose upstream the test plays."""

import csv
import io
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import COMPLETION
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

BODY = {"messages": [{"role": "user", "content": "Capital of {{country}}?"}], "model": "scripted"}


class Answers(BaseHTTPRequestHandler):
    """Echoes the question; one with FAIL in it is refused, and while `gate` is shut nobody gets an answer."""

    protocol_version = "HTTP/1.1"
    gate = threading.Event()
    failing = threading.Event()
    asked: list[str] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        question = body["messages"][0]["content"]
        self.asked.append(question)
        self.gate.wait(60)
        failed = "FAIL" in question and self.failing.is_set()
        choice = {**COMPLETION["choices"][0], "message": {"role": "assistant", "content": f"={question}"}}
        answer: dict[str, Any] = {**COMPLETION, "choices": [choice]}
        if failed:
            answer = {"error": {"message": "Refused", "type": "invalid_request_error"}}
        content = json.dumps(answer).encode()
        self.send_response(400 if failed else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        Answers.gate.set()
        server.shutdown()


@pytest.fixture
def upstream(address: str) -> Iterator[type[Answers]]:
    Answers.gate.set()
    Answers.failing.set()
    Answers.asked.clear()
    yield Answers
    Answers.gate.set()


def environment(address: str) -> dict[str, str]:
    return {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": address}


@pytest.fixture
def started(tmp_path: Path, address: str, upstream: type[Answers]) -> Iterator[StartedServer]:
    with StartedServer(prepared(tmp_path), environment(address)) as server:
        yield server.wait_until_ready()


def made(visitor: Visitor) -> str:
    """The address of a new prompt's form for a batch."""
    answer = visitor.post("/prompts/import/", {"text": json.dumps(BODY), "name": "Capitals"})
    return f"{answer.headers['Location']}1/batch/"


def batch(visitor: Visitor, countries: list[str], **more: str) -> str:
    text = "\n".join(["country", *countries])
    answer = visitor.post(made(visitor), {"text": text, "action": "start", **more})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def ended(visitor: Visitor, where: str) -> str:
    """The results page once nothing waits any more, by following each run to its end."""
    for _ in range(200):
        page = visitor.client.get(where).text
        runs = re.findall(
            r'data-status="(?:queued|in_progress)">\s*<td[^>]*><a href="/history/([^/]+)/', page
        )
        if not runs:
            return page
        visitor.ended(runs[0])
    raise AssertionError("the batch does not end")


def statuses(page: str) -> list[str]:
    return re.findall(r'<tr data-row="\d+" data-status="(\w+)"', page)


def test_shows_rows_with_problems_before_anything_is_sent(started, upstream) -> None:
    with Visitor(started.url) as visitor:
        form = made(visitor)
        page = visitor.post(form, {"text": "country,other\nPeru,x\n,y\n", "action": "preview"})
        assert page.status_code == 200
        assert "1 request, about" in page.text
        assert "Line 3: no value for country" in page.text
        assert "Not used" in page.text
        refused = visitor.post(form, {"text": "town\nLima\n", "action": "start"})
        assert refused.status_code == 422
        assert "Missing: country" in refused.text
    assert upstream.asked == []


def test_sends_each_row_once_and_exports_what_came_back(started, upstream) -> None:
    with Visitor(started.url) as visitor:
        countries = ["Peru", '"=1+1"', "@cmd", '"a ""b"", {{country}}"']
        key = "7b0ab2a6-6c0f-4b52-9d3e-0f2a7f8f1c11"
        form = made(visitor)
        data = {"text": "\n".join(["country", *countries]), "action": "start", "run": key}
        where = visitor.post(form, data).headers["Location"]
        assert visitor.post(form, data).headers["Location"] == where
        assert statuses(ended(visitor, where)) == ["completed"] * 4
        lines = visitor.client.get(f"{where}results.jsonl").text.splitlines()
        found = [json.loads(line) for line in lines]
        table = list(csv.reader(io.StringIO(visitor.client.get(f"{where}results.csv").text)))
    values = ["Peru", "=1+1", "@cmd", 'a "b", {{country}}']
    assert sorted(upstream.asked) == sorted(f"Capital of {value}?" for value in values)
    assert [line["variables"]["country"] for line in found] == values
    assert [line["answer"] for line in found] == [f"=Capital of {value}?" for value in values]
    assert table[0][:3] == ["country", "answer", "status"]
    assert [row[0] for row in table[1:]] == ["Peru", "'=1+1", "'@cmd", 'a "b", {{country}}']
    assert all(row[1].startswith("'=Capital") for row in table[1:])


def test_stops_goes_on_and_retries_what_failed(started, upstream) -> None:
    with Visitor(started.url) as visitor:
        upstream.gate.clear()
        where = batch(visitor, ["Peru", "FAIL", "Chile"], concurrency="1")
        assert visitor.post(f"{where}stop/", {}).status_code == 302
        assert statuses(ended(visitor, where)) == ["cancelled"] * 3
        upstream.gate.set()
        visitor.post(f"{where}go-on/", {})
        page = ended(visitor, where)
        assert statuses(page) == ["completed", "failed", "completed"]
        assert "Refused" in page
        upstream.failing.clear()
        visitor.post(f"{where}retry/", {})
        assert statuses(ended(visitor, where)) == ["completed"] * 3


def test_goes_on_after_its_server_was_killed(tmp_path, address, upstream) -> None:
    upstream.gate.clear()
    with (
        StartedServer(prepared(tmp_path), environment(address)) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        where = batch(visitor, ["Peru", "Chile", "Cuba"], concurrency="1")
        server.process.kill()
        server.process.wait(30)
    upstream.gate.set()
    with (
        StartedServer(tmp_path, environment(address)) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        visitor.post(f"{where}go-on/", {})
        assert statuses(ended(visitor, where)) == ["completed"] * 3


def test_keeps_a_page_of_a_thousand_rows_small(started, upstream) -> None:
    with Visitor(started.url) as visitor:
        upstream.gate.clear()
        where = batch(visitor, [f"{'land ' * 60}{number}" for number in range(1000)])
        page = visitor.client.get(where)
        assert "0 of 1000 done" in page.text
        assert len(page.content) < 100_000
        assert len(statuses(page.text)) == 40
        after = re.search(r"\?after=\d+", page.text)[0]
        assert 'data-row="41"' in visitor.client.get(f"{where}{after}").text
        visitor.post(f"{where}stop/", {})
        assert visitor.client.get(f"{where}?status=completed").text.count("data-row=") == 0
