import pytest

REFUSED = [
    ({"prompt": None}, "prompt", "invalid_type"),
    ({"prompt": 7}, "prompt", "invalid_type"),
    ({"prompt": ""}, "prompt", "empty_string"),
    ({"prompt": "x" * 32_001}, "prompt", "string_above_max_length"),
    ({"prompt": "x" * 4001, "model": "dall-e-3"}, "prompt", "string_above_max_length"),
    ({"prompt": "x" * 1001, "model": "dall-e-2"}, "prompt", "string_above_max_length"),
    ({"n": 0}, "n", "integer_below_min_value"),
    ({"n": 11}, "n", "integer_above_max_value"),
    ({"n": 2, "model": "dall-e-3"}, "n", "invalid_value"),
    ({"size": "512x512"}, "size", "invalid_value"),
    ({"size": "1024x1536", "model": "dall-e-3"}, "size", "invalid_value"),
    ({"size": "1792x1024", "model": "dall-e-2"}, "size", "invalid_value"),
    ({"size": "auto", "model": "dall-e-2"}, "size", "invalid_value"),
    *(
        ({"size": size, "model": "gpt-image-2"}, "size", "invalid_value")
        for size in ("1000x1000", "256x256", "4096x1024", "3840x3840", "3200x800", "huge", "1024×1024", "0x0")
    ),
    ({"quality": "hd"}, "quality", "invalid_value"),
    ({"quality": "high", "model": "dall-e-3"}, "quality", "invalid_value"),
    ({"quality": "hd", "model": "dall-e-2"}, "quality", "invalid_value"),
    ({"style": "vivid"}, "style", "unknown_parameter"),
    ({"style": "loud", "model": "dall-e-3"}, "style", "invalid_value"),
    ({"style": "vivid", "model": "dall-e-2"}, "style", "unknown_parameter"),
    ({"background": "blue"}, "background", "invalid_value"),
    ({"background": "transparent", "output_format": "jpeg"}, "background", "invalid_value"),
    ({"background": "opaque", "model": "dall-e-3"}, "background", "unknown_parameter"),
    ({"output_format": "gif"}, "output_format", "invalid_value"),
    ({"output_format": "webp", "model": "dall-e-2"}, "output_format", "unknown_parameter"),
    ({"output_compression": 101}, "output_compression", "integer_above_max_value"),
    ({"output_compression": 50}, "output_compression", "invalid_png_output_compression"),
    ({"moderation": "none"}, "moderation", "invalid_value"),
    ({"response_format": "url", "model": "gpt-image-1"}, "response_format", "unknown_parameter"),
    ({"response_format": "jpg"}, "response_format", "invalid_value"),
    ({"stream": "yes"}, "stream", "invalid_type"),
    ({"stream": True, "model": "dall-e-3"}, "stream", "unknown_parameter"),
    ({"partial_images": 4, "stream": True}, "partial_images", "integer_above_max_value"),
    ({"partial_images": 2}, "partial_images", None),
    ({"user": 7}, "user", "invalid_type"),
    ({"colour": "red"}, "colour", "unknown_parameter"),
]


@pytest.mark.parametrize(("change", "param", "code"), REFUSED, ids=[str(c)[:50] for c, _, _ in REFUSED])
async def test_refuses_what_the_api_refuses(call, change, param, code):
    body = {"model": "sandbox-image", "prompt": "a cat", **change}
    answer = await call("POST", "/images/generations", body)
    assert answer.status == 400
    assert answer.error["type"] == "invalid_request_error"
    assert (answer.error["param"], answer.error["code"]) == (param, code)


async def test_names_the_missing_prompt(call):
    answer = await call("POST", "/images/generations", {"model": "sandbox-image"})
    assert (answer.status, answer.error["param"]) == (400, "prompt")


@pytest.mark.parametrize(("model", "code"), [("nothing", "model_not_found"), ("gpt-4o", None)])
async def test_refuses_other_models(call, model, code):
    answer = await call("POST", "/images/generations", {"model": model, "prompt": "a cat"})
    assert (answer.status, answer.error["code"]) == (404, code)


@pytest.mark.parametrize("path", ["edits", "variations"])
async def test_wants_multipart(call, path):
    assert (await call("POST", f"/images/{path}", {"prompt": "a cat"})).status == 415


async def test_wants_a_key(call):
    assert (await call("POST", "/images/generations", {"prompt": "x"}, headers={})).status == 401
