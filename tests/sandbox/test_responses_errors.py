import pytest

from .responding import CODE, FILES, MCP, SCREEN, WEATHER

pytestmark = pytest.mark.django_db(transaction=True)
USER = {"role": "user", "content": "x"}
CHOSEN = {"type": "function", "name": "other"}
OPEN_SCHEMA = {"type": "object", "properties": {}}


def parts(*given):
    return {"input": [{"role": "user", "content": list(given)}]}


def form(**wanted):
    return {"text": {"format": {"type": "json_schema", "name": "x", "schema": OPEN_SCHEMA, **wanted}}}


REFUSED = [
    ({"foo": 1}, "foo", "unknown_parameter"),
    ({"messages": [USER]}, "messages", "unknown_parameter"),
    ({"model": None}, "model", "invalid_type"),
    ({"input": None}, None, "missing_required_parameter"),
    ({"input": []}, None, "missing_required_parameter"),
    ({"input": 7}, "input", "invalid_type"),
    ({"input": ["x"]}, "input[0]", "invalid_type"),
    ({"input": [{"content": "x"}]}, "input[0].type", "missing_required_parameter"),
    ({"input": [{"type": "poem"}]}, "input[0].type", "invalid_value"),
    ({"input": [{"role": "robot", "content": "x"}]}, "input[0].role", "invalid_value"),
    ({"input": [{"role": "user"}]}, "input[0].content", "missing_required_parameter"),
    ({"input": [{**USER, "y": 1}]}, "input[0].y", "unknown_parameter"),
    (parts({"type": "text", "text": "x"}), "input[0].content[0].type", "invalid_value"),
    (parts({"type": "input_image"}), "input[0].content[0].image_url", "missing_required_parameter"),
    (parts({"type": "input_image", "image_url": "x"}), "input[0].content[0].image_url", "invalid_image_url"),
    (parts({"type": "input_file", "file_data": "%"}), "input[0].content[0].file_data", "invalid_base64"),
    ({"input": [{"type": "function_call_output", "call_id": "a", "output": "x"}]}, "input", None),
    ({"input": [{"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"}]}, "input", None),
    ({"instructions": 7}, "instructions", "invalid_type"),
    ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
    ({"top_p": -0.1}, "top_p", "decimal_below_min_value"),
    ({"max_output_tokens": 15}, "max_output_tokens", "integer_below_min_value"),
    ({"max_tool_calls": 0}, "max_tool_calls", "integer_below_min_value"),
    ({"top_logprobs": 21}, "top_logprobs", "integer_above_max_value"),
    ({"truncation": "some"}, "truncation", "invalid_value"),
    ({"include": ["everything"]}, "include[0]", "invalid_value"),
    ({"service_tier": "slow"}, "service_tier", "invalid_value"),
    ({"metadata": {"a": 1}}, "metadata.a", "invalid_type"),
    ({"safety_identifier": "x" * 65}, "safety_identifier", "string_above_max_length"),
    ({"reasoning": {"effort": "huge"}}, "reasoning.effort", "invalid_value"),
    ({"stream_options": {"include_obfuscation": True}}, "stream_options", None),
    ({"background": True, "store": False}, "store", None),
    ({"previous_response_id": "resp_none"}, "previous_response_id", "previous_response_not_found"),
    ({"previous_response_id": "r", "conversation": "c"}, "conversation", "mutually_exclusive_parameters"),
    ({"text": {"verbosity": "loud"}}, "text.verbosity", "invalid_value"),
    ({"text": {"format": {"type": "json_object"}}}, "input", None),
    (
        {"text": {"format": {"type": "json_schema", "name": "x"}}},
        "text.format.schema",
        "missing_required_parameter",
    ),
    (form(schema={"type": "nothing"}), "text.format.schema", "invalid_json_schema"),
    (form(strict=True), "text.format.schema", "invalid_json_schema"),
    (form(name="a b"), "text.format.name", "invalid_value"),
    ({"tools": [{"type": "hammer"}]}, "tools[0].type", "invalid_value"),
    ({"tools": [{"type": "function"}]}, "tools[0].name", "missing_required_parameter"),
    ({"tools": [{**WEATHER, "name": "a b"}]}, "tools[0].name", "invalid_value"),
    (
        {"tools": [{**WEATHER, "parameters": OPEN_SCHEMA}]},
        "tools[0].parameters",
        "invalid_function_parameters",
    ),
    ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function", "unknown_parameter"),
    ({"tools": [{**FILES, "vector_store_ids": []}]}, "tools[0].vector_store_ids", "empty_array"),
    ({"tools": [{"type": "mcp", "server_label": "x"}]}, "tools[0].server_url", "missing_required_parameter"),
    ({"tools": [{**SCREEN, "environment": "moon"}]}, "tools[0].environment", "invalid_value"),
    ({"tools": [{"type": "code_interpreter"}]}, "tools[0].container", "missing_required_parameter"),
    ({"tools": [WEATHER], "tool_choice": CHOSEN}, "tool_choice", None),
    ({"tool_choice": "required"}, "tool_choice", None),
    ({"tools": [MCP], "tool_choice": {"type": "mcp", "server_label": "other"}}, "tool_choice", None),
    ({"model": "gpt-4o", "reasoning": {"effort": "low"}}, "reasoning.effort", "unsupported_parameter"),
    ({"model": "gpt-5", "temperature": 0.5}, "temperature", "unsupported_parameter"),
]
UNKNOWN = [
    ({"model": "nothing"}, "model_not_found"),
    ({"model": "text-embedding-3-small"}, None),
    ({"conversation": "conv_1"}, None),
    ({"conversation": {"id": "conv_1"}}, None),
    ({"prompt": {"id": "pmpt_1"}}, None),
    ({"tools": [{**CODE, "container": "cntr_1"}]}, None),
    ({"input": [{"type": "item_reference", "id": "msg_none"}]}, None),
    (parts({"type": "input_image", "file_id": "file-1"}), None),
]


@pytest.mark.parametrize(("params", "param", "code"), REFUSED, ids=str)
async def test_refuses_as_the_api_does(call, params, param, code):
    answer = await call("POST", "/responses", {"model": "sandbox-fast", "input": "Hi", **params})
    assert answer.status == 400, answer.content
    assert (answer.error["param"], answer.error["code"]) == (param, code)
    assert answer.error["type"] == "invalid_request_error"


async def test_bounds_the_items_of_an_input(respond):
    answer = await respond([{"role": "user", "content": "x"}] * 10_001)
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == ("input", "array_above_max_length")


async def test_wants_a_model(call):
    answer = await call("POST", "/responses", {"input": "Hi"})
    assert (answer.error["param"], answer.error["code"]) == ("model", "missing_required_parameter")


@pytest.mark.parametrize(("params", "code"), UNKNOWN, ids=str)
async def test_does_not_find_what_is_not_there(call, params, code):
    answer = await call("POST", "/responses", {"model": "sandbox-fast", "input": "Hi", **params})
    assert (answer.status, answer.error["code"]) == (404, code)


@pytest.mark.parametrize(
    ("method", "path", "query", "status", "param"),
    [
        ("GET", "resp_none", {}, 404, None),
        ("DELETE", "resp_none", {}, 404, None),
        ("POST", "resp_none/cancel", {}, 404, None),
        ("GET", "resp_none/input_items", {}, 404, None),
        ("GET", "chatcmpl-1", {}, 400, "response_id"),
        ("GET", "resp_none", {"include": "all"}, 400, "include[0]"),
        ("GET", "resp_none", {"stream": "maybe"}, 400, "stream"),
        ("GET", "resp_none", {"starting_after": "1"}, 400, "starting_after"),
        ("GET", "resp_none", {"starting_after": "x", "stream": "true"}, 400, "starting_after"),
        ("GET", "resp_none", {"foo": "x"}, 400, "foo"),
        ("GET", "resp_none/input_items", {"limit": "101"}, 400, "limit"),
        ("GET", "resp_none/input_items", {"order": "up"}, 400, "order"),
        ("PUT", "resp_none", {}, 405, None),
    ],
)
async def test_checks_paths_and_queries(call, method, path, query, status, param):
    answer = await call(method, f"/responses/{path}", query=query)
    assert (answer.status, answer.error["param"]) == (status, param)
