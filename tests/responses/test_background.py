"""Background responses: they are made upstream, whatever becomes of the process that asked for them."""

import json
import signal
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.started import StartedServer, free_port, prepared
from tests.visitor import HTMX, Visitor, received

KEY = "sk-background-1234"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("background"))


@pytest.fixture(scope="module")
def killed(folder: Path) -> Iterator[tuple[Visitor, dict[str, str]]]:
    """A playground that was killed while three background runs were under way, and started again."""
    port = free_port()
    # The sandbox with a key that the test knows, to ask it what it has.
    environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/sandbox/v1"}
    with StartedServer(folder, environment, port) as first, Visitor(first.wait_until_ready().url) as visitor:
        runs = {
            "streamed": ask(visitor, stream="true"),
            "polled": ask(visitor, stream="false"),
            "slow": ask(visitor, stream="true", model="sandbox-slow"),
        }
        for run in runs.values():
            wait_until_journalled(visitor, run)
        tree = visitor.client.get("/stored/responses/").text
        assert all(f"?run={run}" in tree for run in runs.values()), "a response under way is in the tree"
        first.stop(signal.SIGKILL)
    with (
        StartedServer(folder, environment, port) as second,
        Visitor(second.wait_until_ready().url) as visitor,
    ):
        yield visitor, runs


def ask(visitor: Visitor, **params: str) -> str:
    run = str(uuid.uuid4())
    data = {
        "run": run,
        "model": "sandbox-chat",
        "background": "true",
        "input": "Tell me about tides",
        **params,
    }
    answer = visitor.post("/responses/", data, headers=HTMX)
    assert answer.status_code == 200, answer.text
    return run


def wait_until_journalled(visitor: Visitor, run: str) -> None:
    """Until what is kept of the run says by which id upstream knows it."""
    with visitor.socket(run) as socket:
        assert any("resp_" in frame for frame in received(socket))
    deadline = time.monotonic() + 20
    while "in_progress" not in events_of(visitor, run):
        assert time.monotonic() < deadline, "nothing was journalled"


def events_of(visitor: Visitor, run: str) -> str:
    return visitor.client.get(f"/history/{run}/inspector/events/").text


def upstream(visitor: Visitor, run: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {KEY}"}
    return visitor.client.get(f"/sandbox/v1/responses/{run['response']['id']}", headers=headers).json()


@pytest.mark.parametrize("how", ["streamed", "polled"])
def test_loses_nothing_when_its_process_is_killed(killed: tuple[Visitor, dict[str, str]], how: str) -> None:
    visitor, runs = killed
    run = visitor.ended(runs[how])
    assert (run["status"], run["error"]) == ("completed", None)
    kept = upstream(visitor, run)
    assert json.dumps(run["response"], sort_keys=True) == json.dumps(kept, sort_keys=True)
    assert run["text"] == kept["output"][0]["content"][0]["text"]
    page = visitor.client.get(f"/history/{runs[how]}/").text
    assert "interrupted" not in page


def test_cancels_upstream_when_it_is_stopped(killed: tuple[Visitor, dict[str, str]]) -> None:
    visitor, runs = killed
    visitor.stop(runs["slow"])
    run = visitor.ended(runs["slow"])
    assert (run["status"], run["response"]["status"], run["error"]) == ("cancelled", "cancelled", None)
    assert upstream(visitor, run)["status"] == "cancelled"


@pytest.mark.parametrize("fault", ["cut", "malformed"])
def test_goes_on_where_a_stream_broke(killed: tuple[Visitor, dict[str, str]], fault: str) -> None:
    visitor, _ = killed
    run = visitor.ended(ask(visitor, stream="true", model=f"sandbox-{fault}"))
    assert (run["status"], run["error"]) == ("completed", None)
    assert run["response"]["output"] == upstream(visitor, run)["output"]


def test_ends_what_goes_on_nowhere(killed: tuple[Visitor, dict[str, str]]) -> None:
    visitor, _ = killed
    run = visitor.ended(ask(visitor, stream="true", model="sandbox-cut", background="false"))
    assert (run["status"], run["error"]["kind"]) == ("failed", "incomplete")
