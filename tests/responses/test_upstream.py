"""Every parameter of the four operations reaches the server, with its type."""

import json
import uuid
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from playground.params.json_text import same_json
from playground.responses.forms import ResponseForm
from playground.responses.stored_forms import GetResponseForm, ListInputItemsForm
from tests.params.test_operations import example
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

WHOLE: dict[str, Any] = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "model": "scripted",
    "output": [{"id": "m", "type": "message", "content": [{"type": "output_text", "text": "Hi"}]}],
    "usage": {"input_tokens": 1, "output_tokens": 1},
}
# One of two that exclude each other.
LEFT_OUT = {"conversation"}


def fields(form_class: Any) -> dict[str, Any]:
    return {field.name: field for field in form_class().params.values()}


def run(visitor: Visitor, path: str, **data: str) -> str:
    uuid_ = str(uuid.uuid4())
    answer = visitor.post(path, {"run": uuid_, **data}, headers=HTMX)
    assert answer.status_code == 200, answer.text
    visitor.started.append(uuid_)
    return uuid_


def test_sends_every_parameter_of_a_response(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    values = {name: example(field) for name, field in fields(ResponseForm).items() if name not in LEFT_OUT}
    values |= {"model": "scripted", "stream": False, "store": True, "previous_response_id": "resp_0"}
    del values["stream_options"]
    texts = {name: fields(ResponseForm)[name].to_text(value) for name, value in values.items()}
    upstream.answer(json.dumps(WHOLE).encode())
    started = run(visitor, "/responses/", **texts)
    assert visitor.ended(started)["status"] == "completed"
    assert same_json(upstream.body, values)
    assert (upstream.requests[-1].method, upstream.requests[-1].target) == ("POST", "/v1/responses")
    assert len(upstream.body) == len(ResponseForm().params) - 2


def test_sends_the_parameters_that_need_a_stream(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    started = run(
        visitor,
        "/responses/",
        model="scripted",
        input="Hi",
        stream="true",
        stream_options='{"include_obfuscation": false}',
        conversation="conv_1",
    )
    assert upstream.asked.wait(15)
    assert upstream.body == {
        "input": "Hi",
        "model": "scripted",
        "stream": True,
        "stream_options": {"include_obfuscation": False},
        "conversation": "conv_1",
    }
    upstream.event({"type": "response.completed", "response": WHOLE})
    upstream.cut()
    assert visitor.ended(started)["response"] == WHOLE


@pytest.mark.parametrize(
    ("form_class", "path", "route"),
    [
        (GetResponseForm, "/stored/responses/resp_1/", "/v1/responses/resp_1"),
        (ListInputItemsForm, "/stored/responses/resp_1/input_items/", "/v1/responses/resp_1/input_items"),
    ],
    ids=["get_response", "list_input_items"],
)
def test_sends_every_parameter_of_a_read(
    visitor: Visitor, upstream: ScriptedUpstream, form_class: Any, path: str, route: str
) -> None:
    declared = {name: field for name, field in fields(form_class).items() if name != "response_id"}
    values = {name: True if name == "stream" else example(field) for name, field in declared.items()}
    query = {name: declared[name].to_text(value) for name, value in values.items()}
    page = visitor.client.get(path, params=query)
    assert page.status_code == 200
    sent = urlsplit(upstream.requests[-1].target)
    assert (upstream.requests[-1].method, sent.path) == ("GET", route)
    asked = parse_qs(sent.query)
    assert asked.pop("include", None) or asked.pop("include[]") == values["include"]
    others = {name: value for name, value in values.items() if name != "include"}
    assert asked == {name: [json.dumps(value).strip('"')] for name, value in others.items()}
    assert f'data-operation="{form_class.operation}"' in page.text


def test_names_the_parameter_of_a_read_that_is_wrong(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    page = visitor.client.get("/stored/responses/resp_1/input_items/?limit=1000")
    assert page.status_code == 422
    assert "limit must be 100 or less" in page.text
    assert upstream.requests == []


def test_deletes_a_response_as_a_run(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    asked = visitor.client.get("/stored/responses/resp_1/delete/").text
    assert 'data-operation="delete_response"' in asked
    assert upstream.requests == []
    upstream.answer(b'{"id": "resp_1", "object": "response", "deleted": true}')
    started = str(uuid.uuid4())
    page = visitor.post("/stored/responses/resp_1/delete/", {"run": started, "response_id": "resp_1"})
    assert page.headers["location"] == f"/history/{started}/"
    assert visitor.ended(started)["status"] == "completed"
    assert (upstream.requests[-1].method, upstream.requests[-1].target) == ("DELETE", "/v1/responses/resp_1")


CALL = {"id": "fc", "type": "function_call", "name": "f", "call_id": "call_1", "arguments": "{}"}


@pytest.mark.parametrize("store", ["", "false"])
def test_goes_on_with_the_results_of_calls(visitor: Visitor, upstream: ScriptedUpstream, store: str) -> None:
    kept = {**WHOLE, "output": [CALL], "store": store != "false"}
    upstream.answer(json.dumps(kept).encode())
    first = run(visitor, "/responses/", model="scripted", input="Go", store=store)
    visitor.ended(first)
    empty = visitor.post("/responses/", {"continues": first, "model": "scripted"}, headers=HTMX)
    assert empty.status_code == 422
    assert "Still missing: the result of f" in empty.text
    upstream.answer(json.dumps(WHOLE).encode())
    second = run(
        visitor,
        "/responses/",
        model="scripted",
        input="draft",
        store=store,
        continues=first,
        **{"output-call_1": "42"},
    )
    visitor.ended(second)
    output = {"type": "function_call_output", "call_id": "call_1", "output": "42"}
    if store == "false":
        assert upstream.body["input"] == [{"role": "user", "content": "Go"}, CALL, output]
        assert "previous_response_id" not in upstream.body
    else:
        assert upstream.body["input"] == [output]
        assert upstream.body["previous_response_id"] == "resp_1"


def test_sends_text_and_files_as_one_message(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    headers = {"X-CSRFToken": visitor.token, "Content-Type": "text/plain", "X-File-Name": "a.txt"}
    chip = visitor.client.post("/files/", content=b"words", headers=headers).text
    file = chip.split('name="composer_files" value="')[1].split('"')[0]
    upstream.answer(json.dumps(WHOLE).encode())
    visitor.ended(run(visitor, "/responses/", model="scripted", input="Read this", composer_files=file))
    [message] = upstream.body["input"]
    text, part = message["content"]
    assert text == {"type": "input_text", "text": "Read this"}
    assert (part["type"], part["filename"]) == ("input_file", "a.txt")
    assert part["file_data"].endswith(",d29yZHM=")


def test_refuses_an_answer_that_is_no_response(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    upstream.answer(b'{"object": "list"}')
    ended = visitor.ended(run(visitor, "/responses/", model="scripted", input="Hi"))
    assert (ended["status"], ended["error"]["kind"]) == ("failed", "malformed")


@pytest.mark.parametrize("acknowledged", [True, False])
def test_answers_a_computer_with_a_screenshot_and_acknowledges_checks(
    visitor: Visitor, upstream: ScriptedUpstream, acknowledged: bool
) -> None:
    checks = [{"id": "sc_1", "code": "malicious_instructions", "message": "Careful"}]
    call = {"type": "computer_call", "id": "cu", "call_id": "call_1", "action": {"type": "screenshot"}}
    upstream.answer(json.dumps({**WHOLE, "output": [{**call, "pending_safety_checks": checks}]}).encode())
    first = run(visitor, "/responses/", model="scripted", input="Go")
    visitor.ended(first)
    assert 'name="acknowledge-call_1"' in visitor.client.get(f"/responses/?run={first}").text
    upstream.answer(json.dumps(WHOLE).encode())
    second = str(uuid.uuid4())
    visitor.started.append(second)
    said = {"run": second, "continues": first, "model": "scripted"}
    said |= {"acknowledge-call_1": "on"} if acknowledged else {}
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    shot = {"screenshot-call_1": ("a.png", content.getvalue(), "image/png")}
    assert visitor.post("/responses/", said, files=shot, headers=HTMX).status_code == 200
    visitor.ended(second)
    [answer] = upstream.body["input"]
    assert (answer["type"], answer["call_id"]) == ("computer_call_output", "call_1")
    assert answer["output"]["image_url"].startswith("data:image/png;base64,")
    assert answer.get("acknowledged_safety_checks") == (checks if acknowledged else None)
