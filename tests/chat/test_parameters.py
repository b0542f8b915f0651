"""Every parameter of a chat completion, posted as a browser posts it, as it reaches the upstream."""

import html
import json
import os
import re
import subprocess
import sys
import uuid
from typing import Any

import pytest

from playground.params.json_text import same_json
from tests.forms import ReadForm
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

from .declared import PARAMS, needed, needed_params, right, wrong

HELLO = [{"role": "user", "content": "Hello"}]
# The page starts with these set; here nothing is set that a test does not set.
UNSET = {"stream": "", "stream_options": "", "composer": "Hello", "model": "some-model"}
TAKEN = [(name, typed, sent) for name, field in PARAMS.items() for typed, sent in right(field)]
REFUSED = [(name, typed) for name, field in PARAMS.items() for typed in wrong(field)]
NEEDY = [name for name, field in PARAMS.items() if field.needs]


class Form:
    """The chat page's form: all controls as the page has them, changed by what a test types."""

    def __init__(self, visitor: Visitor, upstream: ScriptedUpstream) -> None:
        self.visitor, self.upstream = visitor, upstream

    def read(self, query: str = "") -> ReadForm:
        return ReadForm(self.visitor.client.get(f"/chat/{query}").raise_for_status().text)

    def post(self, typed: dict[str, Any], page: ReadForm | None = None, **options: Any) -> Any:
        page = page or ReadForm(self.visitor.page)
        self.run = str(uuid.uuid4())
        data = {**page.posted, **({} if options.pop("as_it_is", False) else UNSET), **typed, "run": self.run}
        return self.visitor.post("/chat/", data, **options)

    def sent(self, typed: dict[str, Any], **options: Any) -> dict[str, Any]:
        """The body that reached the upstream."""
        answer = self.post(typed, headers=HTMX, **options)
        assert answer.status_code == 200, answer.text[:2000]
        self.visitor.started.append(self.run)
        self.upstream.answer()
        ended = self.visitor.ended(self.run)
        assert ended["status"] == "completed", ended["error"]
        assert same_json(ended["params"], self.upstream.body)
        return self.upstream.body


@pytest.fixture
def form(visitor: Visitor, upstream: ScriptedUpstream) -> Form:
    return Form(visitor, upstream)


@pytest.fixture(scope="module")
def everything() -> dict[str, tuple[str, Any]]:
    """For each parameter a text, and the value to be sent."""
    last = {name: list(right(field))[-1] for name, field in PARAMS.items() if name != "model"}
    return {**last, **dict.fromkeys(("stream", "store", "logprobs"), ("true", True))}


@pytest.mark.parametrize(("name", "typed", "sent"), TAKEN, ids=lambda value: str(value)[:40])
def test_sends_a_parameter_alone_with_its_type(form: Form, name: str, typed: str, sent: Any) -> None:
    field = PARAMS[name]
    body = form.sent({**needed(field), name: typed})
    expected = {"model": "some-model", "messages": HELLO, **needed_params(field), name: sent}
    assert same_json(body, expected)


def test_sends_all_parameters_together(form: Form, everything: dict[str, tuple[str, Any]]) -> None:
    body = form.sent({name: typed for name, (typed, _) in everything.items()})
    expected = {name: sent for name, (_, sent) in everything.items()}
    assert len(body) == len(PARAMS) + 1 >= 36
    assert same_json(body, {"model": "some-model", "messages": HELLO, **expected})


def test_sends_nothing_that_is_not_set(form: Form) -> None:
    assert form.sent({}) == {"model": "some-model", "messages": HELLO}


def test_merges_extra_body_last_with_null_and_empty_text(form: Form) -> None:
    extra = {"top_p": 0.5, "temperature": None, "user": "", "stop": None, "new": {"deep": [0, False]}}
    body = form.sent({"top_p": "0.9", "seed": "0", "extra_body": json.dumps(extra)})
    assert same_json(body, {"model": "some-model", "messages": HELLO, "seed": 0, **extra})


@pytest.mark.parametrize("model", ["o3-mini", "gpt-5-nano", "gpt-4o", "gpt-4o-audio-preview"])
def test_does_not_send_what_the_model_refuses(
    form: Form, everything: dict[str, tuple[str, Any]], model: str
) -> None:
    body = form.sent({**{name: typed for name, (typed, _) in everything.items()}, "model": model})
    refused = {name for name, field in PARAMS.items() if field.is_refused_by(model)}
    if model == "o3-mini":
        assert refused >= {"temperature", "top_p", "presence_penalty", "logprobs", "logit_bias", "max_tokens"}
    assert refused
    assert body.keys() == {"messages", *PARAMS} - refused


def check_refused(form: Form, answer: Any, name: str, typed: dict[str, str]) -> None:
    """Status 422, the error at its field, everything typed still there, nothing sent, no run."""
    assert answer.status_code == 422
    page = ReadForm(answer.text)
    assert page.text(f"id_{name}_error")
    for typed_name, text in typed.items():
        assert page[typed_name] == text, typed_name
    assert form.upstream.requests == []
    assert form.visitor.client.get(f"/history/{form.run}.json").status_code == 404


@pytest.mark.parametrize(("name", "wrong"), REFUSED, ids=lambda value: str(value)[:40])
def test_refuses_what_is_out_of_bounds_at_its_field(form: Form, name: str, wrong: str) -> None:
    typed = {"user": "me & <you>", **needed(PARAMS[name]), name: wrong}
    check_refused(form, form.post(typed, headers=HTMX), name, typed)


@pytest.mark.parametrize(("name", "wrong"), dict(REFUSED).items(), ids=lambda value: str(value)[:40])
def test_refuses_a_page_without_scripts_the_same_way(form: Form, name: str, wrong: str) -> None:
    typed = {"composer": "Hello & <you>", **needed(PARAMS[name]), name: wrong}
    check_refused(form, form.post(typed), name, typed)


@pytest.mark.parametrize("name", NEEDY)
@pytest.mark.parametrize("other", ["", "false"])
def test_refuses_a_parameter_without_the_one_it_needs(form: Form, name: str, other: str) -> None:
    text, _ = next(right(PARAMS[name]))
    typed = {name: text, "user": "me"} | dict.fromkeys(needed(PARAMS[name]), other)
    check_refused(form, form.post(typed, headers=HTMX), name, typed)


def test_names_the_parameters_that_need_another() -> None:
    assert set(NEEDY) == {"top_logprobs", "stream_options", "metadata"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"model": ""}, "model"),
        ({"messages": '[{"role": "user"'}, "messages"),
        ({"messages": '[{"content": "no role"}]'}, "messages"),
        ({"extra_body": "[1]"}, "extra_body"),
        ({"tools": json.dumps([{"type": "function", "function": {"name": "x" * 65}}])}, "tools"),
        ({"response_format": "{}"}, "response_format"),
        ({"audio": '{"voice": "alloy"}'}, "audio"),
    ],
)
def test_keeps_the_page_without_scripts(form: Form, typed: dict[str, str], name: str) -> None:
    everything_typed = {"composer": "My prompt", "composer_role": "developer", "temperature": "0.3", **typed}
    check_refused(form, form.post(everything_typed), name, everything_typed)


def test_leads_to_the_run_without_scripts(form: Form) -> None:
    answer = form.post({"temperature": "0"})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/history/{form.run}/")
    form.upstream.answer()
    assert form.visitor.ended(form.run)["status"] == "completed"
    page = form.visitor.client.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Whole." in page.text
    assert 'data-status="completed"' in page.text


def test_fills_the_form_from_the_query(form: Form) -> None:
    page = form.read('?model=x&temperature=0.5&stream=false&stop=["a"]&messages=[]')
    asked = {"model": "x", "temperature": "0.5", "stream": "false", "stop": '["a"]'}
    assert {name: page[name] for name in asked} == asked


@pytest.mark.parametrize("model", ["some-model", "o3-mini"])
def test_sends_the_same_again_from_a_run(
    form: Form, everything: dict[str, tuple[str, Any]], model: str
) -> None:
    extra = {"user": "", "temperature": None, "tomorrow": [1.0, 1, True]}
    typed = {name: typed for name, (typed, _) in everything.items()}
    first = form.sent({**typed, "model": model, "extra_body": json.dumps(extra)})
    page = form.read(f"?run={form.run}")
    assert same_json(form.sent({}, page=page, as_it_is=True), first)


@pytest.mark.parametrize("language", ["curl", "python"])
def test_exports_code_that_sends_the_same(
    form: Form, everything: dict[str, tuple[str, Any]], language: str
) -> None:
    body = form.sent({name: typed for name, (typed, _) in everything.items() if name != "stream_options"})
    shown = form.visitor.client.get(f"/history/{form.run}/inspector/code/").raise_for_status().text
    form.upstream.answer()
    assert run_code(shown, language) == 0
    assert len(form.upstream.requests) == 2
    assert same_json(form.upstream.body, body)


def run_code(shown: str, language: str) -> int:
    blocks = [
        html.unescape(re.sub(r"<[^>]+>", "", block))
        for block in re.findall(r"<code[^>]*>(.*?)</code>", shown, re.DOTALL)
    ]
    code = next(
        block for block in blocks if block.lstrip().startswith(("curl", "from openai")[language == "python"])
    )
    command = [sys.executable, "-"] if language == "python" else ["sh"]
    environment = {**os.environ, "OPENAI_API_KEY": "sk-of-the-code"}
    return subprocess.run(command, input=code, text=True, env=environment, timeout=60, check=False).returncode
