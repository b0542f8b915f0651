"""A stored completion is opened in Chat and run again, as it was."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.started import StartedServer, prepared
from tests.stored.conftest import environment
from tests.stored.upstream import StoredUpstream, completion
from tests.visitor import Visitor

from .chat_page import ended

LIST = "/stored/completions/"

CALL = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": '{"a": 1.0}'}}
CALLED: list[dict[str, Any]] = [
    {"role": "user", "content": "Which {{invoice}}?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "content": "12", "tool_call_id": "call_1"},
    {"role": "user", "content": [{"type": "text", "text": "And now?"}]},
]
# Of these upstream echoes nothing but the metadata.
MADE = {
    "stream": "false",
    "n": "2",
    "max_completion_tokens": "55",
    "stop": '["END", "é"]',
    "seed": "3",
    "store": "true",
    "metadata": '{"of": "us"}',
}


@pytest.fixture(scope="module")
def upstream() -> Iterator[StoredUpstream]:
    with StoredUpstream(0) as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upstream: StoredUpstream) -> Iterator[StartedServer]:
    with StartedServer(prepared(tmp_path_factory.mktemp("desk")), environment(upstream)) as started:
        yield started.wait_until_ready()


def open_in_chat_and_run(page: Page, name: str) -> None:
    page.goto(f"{LIST}{name}/")
    page.get_by_role("button", name="Open in Chat").click()
    expect(page).to_have_url(re.compile("request_of="))
    page.locator("#id_composer").press("Control+Enter")
    ended(page)


def test_sends_the_messages_of_a_stored_completion_as_they_are(page: Page, upstream: StoredUpstream) -> None:
    stored = completion(77)
    upstream.stored["chatcmpl-77"] = stored
    listed = {"content": None, "content_parts": None, "name": None}
    parts = [{**message, "content": None, "content_parts": message["content"]} for message in CALLED[3:]]
    upstream.asked["chatcmpl-77"] = [
        {"id": f"msg-{place}", **listed, **message} for place, message in enumerate([*CALLED[:3], *parts])
    ]
    open_in_chat_and_run(page, "chatcmpl-77")
    sent = upstream.requests[-1][2]
    assert sent["messages"] == CALLED
    assert (sent["model"], sent["temperature"], sent["seed"]) == (stored["model"], 0.5, 7)
    assert (sent["store"], sent["metadata"]) == (True, stored["metadata"])


def test_sends_the_very_request_again_that_was_made_here(
    page: Page, server: StartedServer, upstream: StoredUpstream
) -> None:
    # No variable: the first run was asked to send it as it stands.
    said = json.dumps(CALLED).replace("{{", "\\\\{{")
    with Visitor(server.url) as visitor:
        visitor.ended(visitor.chat("", messages=said, **MADE))
    first = upstream.requests[-1][2]
    assert (first["n"], first["stop"], first["messages"]) == (2, ["END", "é"], CALLED)
    open_in_chat_and_run(page, "chatcmpl-new")
    # As text: the order of what is in a message counts too.
    assert json.dumps(upstream.requests[-1][2]) == json.dumps(first)
