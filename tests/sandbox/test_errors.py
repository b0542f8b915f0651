import pytest

HELLO = [{"role": "user", "content": "hello"}]
VALID = {"model": "sandbox-fast", "messages": HELLO}
SHAPE = {"message", "type", "param", "code"}
TOOLS = [{"type": "function", "function": {"name": "f"}}]


def user(*parts):
    return [{"role": "user", "content": list(parts)}]


REFUSED = [
    ({"foo": 1}, "foo", "unknown_parameter"),
    ({"messages": None}, "messages", "invalid_type"),
    ({"messages": []}, "messages", "empty_array"),
    ({"messages": HELLO * 2049}, "messages", "array_above_max_length"),
    ({"messages": "hello"}, "messages", "invalid_type"),
    ({"messages": ["hello"]}, "messages[0]", "invalid_type"),
    ({"messages": [{"content": "x"}]}, "messages[0].role", "missing_required_parameter"),
    ({"messages": [{"role": "robot", "content": "x"}]}, "messages[0].role", "invalid_value"),
    ({"messages": [{"role": "user"}]}, "messages[0].content", "missing_required_parameter"),
    ({"messages": [{"role": "user", "content": 7}]}, "messages[0].content", "invalid_type"),
    ({"messages": [{"role": "user", "content": "x", "y": 1}]}, "messages[0].y", "unknown_parameter"),
    ({"messages": user({"type": "video"})}, "messages[0].content[0].type", "invalid_value"),
    ({"messages": [{"role": "assistant"}]}, "messages[0].content", None),
    ({"messages": [*HELLO, {"role": "tool", "tool_call_id": "a", "content": "x"}]}, "messages[1].role", None),
    ({"model": 7}, "model", "invalid_type"),
    ({"temperature": "hot"}, "temperature", "invalid_type"),
    ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
    ({"top_p": -0.1}, "top_p", "decimal_below_min_value"),
    ({"presence_penalty": -3}, "presence_penalty", "decimal_below_min_value"),
    ({"n": 0}, "n", "integer_below_min_value"),
    ({"n": 1.5}, "n", "invalid_type"),
    ({"n": True}, "n", "invalid_type"),
    ({"stream": "yes"}, "stream", "invalid_type"),
    ({"stop": ["a", "b", "c", "d", "e"]}, "stop", "array_above_max_length"),
    ({"top_logprobs": 21, "logprobs": True}, "top_logprobs", "integer_above_max_value"),
    ({"top_logprobs": 2}, "top_logprobs", None),
    ({"logit_bias": {"50256": 101}}, "logit_bias.50256", "decimal_above_max_value"),
    ({"logit_bias": {"word": 1}}, "logit_bias", "invalid_value"),
    ({"stream_options": {"include_usage": True}}, "stream_options", None),
    ({"metadata": {"a": "b"}}, "metadata", None),
    ({"metadata": {"a": 1}, "store": True}, "metadata.a", "invalid_type"),
    ({"metadata": {str(i): "" for i in range(17)}, "store": True}, "metadata", "object_above_max_properties"),
    ({"metadata": {"k" * 65: ""}, "store": True}, "metadata", "property_name_above_max_length"),
    ({"metadata": {"k": "v" * 513}, "store": True}, "metadata.k", "string_above_max_length"),
    ({"max_tokens": 5, "max_completion_tokens": 5}, "max_tokens", "invalid_parameter_combination"),
    ({"tool_choice": "auto"}, "tool_choice", None),
    ({"tools": TOOLS, "tool_choice": {"type": "function", "function": {"name": "g"}}}, "tool_choice", None),
    (
        {"tools": [{"type": "function", "function": {"name": "a b"}}]},
        "tools[0].function.name",
        "invalid_value",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "string"}}}]},
        "tools[0].function.parameters",
        "invalid_function_parameters",
    ),
    ({"tools": TOOLS * 129}, "tools", "array_above_max_length"),
    ({"response_format": {"type": "xml"}}, "response_format.type", "invalid_value"),
    ({"response_format": {"type": "json_object"}}, "messages", None),
    (
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "x", "schema": {"type": "nothing"}},
            }
        },
        "response_format",
        None,
    ),
    ({"modalities": ["text", "audio"]}, "audio", "missing_required_parameter"),
    (
        {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "mp3"}, "stream": True},
        "audio.format",
        "unsupported_value",
    ),
    ({"reasoning_effort": "huge"}, "reasoning_effort", "invalid_value"),
]


@pytest.mark.parametrize(("change", "param", "code"), REFUSED, ids=[str(c)[:60] for c, _, _ in REFUSED])
async def test_refuses_what_the_api_refuses(call, change, param, code):
    answer = await call("POST", "/chat/completions", {**VALID, **change})
    assert answer.status == 400
    assert set(answer.error) == SHAPE
    assert answer.error["type"] == "invalid_request_error"
    assert (answer.error["param"], answer.error["code"]) == (param, code)


@pytest.mark.parametrize("missing", ["model", "messages"])
async def test_names_a_missing_parameter(call, missing):
    answer = await call("POST", "/chat/completions", {k: v for k, v in VALID.items() if k != missing})
    assert answer.status == 400
    assert answer.error["param"] == missing


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{", b"\xff\xfe", b"[1]", b"null", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": "\\ud800"}'),
        *(b"[" * 5000, b'{"a":' * 300 + b"1" + b"}" * 300, b'{"n": ' + b"9" * 5000 + b"}"),
    ],
)
async def test_refuses_a_body_that_is_no_sound_object(call, raw):
    answer = await call("POST", "/chat/completions", raw=raw)
    assert answer.status == 400
    assert set(answer.error) == SHAPE


async def test_refuses_a_body_above_the_limit(call, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = await call("POST", "/chat/completions", {**VALID, "user": "x" * 200})
    assert answer.status == 413


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic eDp5"}, {"authorization": "Bearer "}])
async def test_wants_a_key(call, headers):
    answer = await call("GET", "/models", headers=headers)
    assert answer.status == 401
    assert answer.error["message"].startswith("You didn't provide an API key.")
    assert answer.error["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/models"), ("POST", "/models/x"), ("PATCH", "/chat/completions")]
)
async def test_refuses_a_wrong_method(call, method, path):
    answer = await call(method, path, {})
    assert answer.status == 405
    assert answer.error["code"] == "method_not_supported"


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/chat", "/chat/completions/"])
async def test_knows_no_other_path(call, path):
    answer = await call("GET", path or "/")
    assert answer.status == 404
    assert answer.error["code"] == "unknown_url"


async def test_is_switched_off_by_one_setting(call, chat, settings):
    settings.SANDBOX = False
    assert (await call("GET", "/models")).status == 404
    assert (await chat()).status == 404


async def test_refuses_an_unknown_model(chat):
    answer = await chat(model="llama-9")
    assert answer.status == 404
    assert answer.error["code"] == "model_not_found"
    assert "`llama-9`" in answer.error["message"]


async def test_sends_the_headers_of_the_api(chat):
    answer = await chat()
    for name in ("x-request-id", "openai-processing-ms", "openai-version", "x-ratelimit-remaining-tokens"):
        assert answer.headers[name]


@pytest.mark.parametrize("model", ["sandbox-reasoning", "o3", "o4-mini", "gpt-5-nano"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_tokens", 5),
        ("temperature", 0.5),
        ("top_p", 0.5),
        ("presence_penalty", 1),
        ("stop", "x"),
        ("logprobs", True),
    ],
)
async def test_refuses_sampling_parameters_on_reasoning_models(chat, model, name, value):
    answer = await chat(model=model, **{name: value})
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == (name, "unsupported_parameter")


@pytest.mark.parametrize("params", [{"n": 128}, {"logprobs": True, "top_logprobs": 20}])
async def test_bounds_all_choices_together(chat, params):
    answer = await chat(max_completion_tokens=150_000, **params)
    assert answer.status == 400
    assert answer.error["message"].startswith("Too many tokens requested.")
