import json
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest

from playground.openai.client import Client, Endpoint, FilePart
from playground.openai.errors import BadRequest
from playground.openai.operations import NEIGHBOURS, OPERATIONS, find
from tests.openai.upstream import form_parts, response, serving

ALL = [*OPERATIONS.values(), *NEIGHBOURS.values()]

NAMES = [
    "create_chat_completion",
    "create_completion",
    "create_embedding",
    "create_image",
    "create_image_variation",
    "create_moderation",
    "create_realtime_session",
    "create_realtime_transcription_session",
    "create_response",
    "create_speech",
    "create_transcription",
    "create_translation",
    "delete_chat_completion",
    "delete_model",
    "delete_response",
    "get_chat_completion",
    "get_chat_completion_messages",
    "get_response",
    "list_chat_completions",
    "list_input_items",
    "list_models",
    "retrieve_model",
    "update_chat_completion",
]

VALUES = {"text": "é\n", "number": 0.5, "zero": 0, "no": False, "list": ["a", "b"], "map": {"key": "value"}}
PAIRS = [
    ("text", "é\n"),
    ("number", "0.5"),
    ("zero", "0"),
    ("no", "false"),
    ("list[]", "a"),
    ("list[]", "b"),
    ("map[key]", "value"),
]


def test_knows_the_operations_of_the_api():
    assert sorted(OPERATIONS) == sorted(NAMES)


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_describes_an_operation_for_a_person(operation):
    assert operation.title
    assert operation.reference.startswith("https://platform.openai.com/docs/api-reference/")
    assert operation.creates is (operation.method != "GET")
    assert find(operation.name) is find(operation) is operation


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
async def test_arrives_with_method_path_and_parameters(operation):
    ids = dict.fromkeys(operation.path_parameters, "ft:a/b c?")
    files = {}
    if operation.body == "multipart":
        files = {"file": FilePart("song é.mp3", "audio/mpeg", 3, lambda: BytesIO(b"\0\r\n"))}
    async with serving(response(b'{"ok": true}')) as upstream:
        answer = await Client(upstream.endpoint).send(operation, {**ids, **VALUES}, files)
    received = upstream.requests[0]
    url = urlsplit(received.target)
    assert (await answer.body() if answer.kind == "json" else None) == {"ok": True}
    assert received.method == operation.method
    path = operation.path
    for name in ids:
        path = path.replace(f"{{{name}}}", "ft:a%2Fb%20c%3F")
    assert url.path == "/v1" + path
    if operation.body == "none":
        assert parse_qsl(url.query) == PAIRS
        assert received.body == b""
    elif operation.body == "json":
        assert json.loads(received.body) == VALUES
        assert received.headers["content-type"] == "application/json"
    else:
        parts = form_parts(received)
        assert [(name, content.decode()) for name, filename, content in parts if not filename] == PAIRS
        assert parts[-1] == ("file", "song é.mp3", b"\0\r\n")


@pytest.mark.parametrize("value", ["", None, ".", ".."])
def test_refuses_a_path_without_its_parameter(value):
    with pytest.raises(BadRequest) as caught:
        Client(Endpoint("http://127.0.0.1/v1")).prepare("delete_model", {"model": value})
    assert caught.value.param == "model"
