"""Every parameter of both operations, from the form to the wire, in both shapes."""

import json
import uuid
from typing import Any

import pytest

from playground.params.forms import FORMS
from playground.params.json_text import same_json
from tests.visitor import HTMX, Visitor

from .test_shapes import FIELDS
from .upstream import RealtimeUpstream

PATHS = {
    ("realtime", "beta"): "/v1/realtime/sessions",
    ("realtime", "ga"): "/v1/realtime/client_secrets",
    ("transcription", "beta"): "/v1/realtime/transcription_sessions",
    ("transcription", "ga"): "/v1/realtime/client_secrets",
}
PAGES = {"realtime": "/realtime/", "transcription": "/realtime/transcription/"}
OPERATIONS = {"realtime": "create_realtime_session", "transcription": "create_realtime_transcription_session"}
TOMORROW = ("of_tomorrow", "expires_after")


def typed(fields: dict[str, Any]) -> dict[str, str]:
    """What is typed for these fields: JSON where it is no text, and in extra_body what has no field."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    extra = {name: fields[name] for name in TOMORROW if name in fields}
    return {
        **{name: text for name, text in texts.items() if name not in TOMORROW},
        **({"extra_body": json.dumps(extra)} if extra else {}),
    }


def test_the_fields_above_are_all_there_are() -> None:
    for kind, fields in FIELDS.items():
        declared = {field.name for field in FORMS[OPERATIONS[kind]]().params.values()}
        assert declared == set(fields) - set(TOMORROW)


@pytest.mark.parametrize("shape", ["beta", "ga"])
@pytest.mark.parametrize("kind", ["realtime", "transcription"])
def test_sends_every_parameter_with_its_type(
    visitor: Visitor, upstream: RealtimeUpstream, kind: Any, shape: Any
) -> None:
    from playground.openai.realtime_shapes import secret_request

    run = str(uuid.uuid4())
    form = {"run": run, "shape": shape, **typed(FIELDS[kind])}
    answer = visitor.post(PAGES[kind], form, headers=HTMX)
    assert answer.status_code == 200, answer.text
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    _, body = secret_request(kind, shape, FIELDS[kind])
    assert [path for path, _ in upstream.minted] == [PATHS[kind, shape]]
    assert same_json(upstream.minted[0][1], body)
    assert same_json(ended["params"], body)


@pytest.mark.parametrize("kind", ["realtime", "transcription"])
def test_fills_the_form_from_a_run_of_either_shape(
    visitor: Visitor, upstream: RealtimeUpstream, kind: Any
) -> None:
    for shape in ("beta", "ga"):
        run = str(uuid.uuid4())
        visitor.post(PAGES[kind], {"run": run, "shape": shape, **typed(FIELDS[kind])}, headers=HTMX)
        visitor.ended(run)
        page = visitor.client.get(f"{PAGES[kind]}?run={run}").raise_for_status().text
        assert f'value="{shape}" checked' in page
        assert "whisper-1" in page


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("temperature", "0.5", "must be 0.6 or more"),
        ("temperature", "1.3", "must be 1.2 or less"),
        ("max_response_output_tokens", "4097", "must be 4096 or less"),
        ("max_response_output_tokens", "many", "must be a whole number"),
        ("speed", "2", "must be 1.5 or less"),
        ("turn_detection", '{"type": "server_vad", "threshold": 2}', "must be 0 to 1"),
        ("turn_detection", "[1]", "must be an object"),
        ("turn_detection", "{", "is not JSON"),
        ("tools", '[{"type": "function"}]', "needs a name"),
    ],
)
def test_says_at_the_field_what_is_wrong(
    visitor: Visitor, upstream: RealtimeUpstream, name: str, value: str, words: str
) -> None:
    answer = visitor.post("/realtime/connect/", {"run": str(uuid.uuid4()), name: value}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="id_{name}_error"' in answer.text
    assert upstream.minted == []


def test_flattens_functions_of_the_library(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {}, "strict": True}}
    run = str(uuid.uuid4())
    visitor.post("/realtime/", {"run": run, "tools": json.dumps([tool])}, headers=HTMX)
    visitor.ended(run)
    assert upstream.minted[0][1]["tools"] == [{"type": "function", "name": "f", "parameters": {}}]
