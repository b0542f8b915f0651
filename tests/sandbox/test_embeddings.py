import base64
import json
import math

import numpy as np
import pytest


@pytest.fixture
def embed(call):
    """Create embeddings of an input, with any parameters."""

    async def send(given, *, model="sandbox-embedding", **params):
        return await call("POST", "/embeddings", {"model": model, "input": given, **params})

    return send


@pytest.fixture
def compare(embed):
    """The cosine similarity of two texts."""

    async def compared(one, other, **params):
        first, second = (await embed([one, other], **params)).json["data"]
        return float(np.dot(first["embedding"], second["embedding"]))

    return compared


async def test_gives_a_unit_vector(embed):
    answer = await embed("The quick brown fox")
    [item] = answer.json["data"]
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["object"] == "list"
    assert answer.json["model"] == "sandbox-embedding"
    assert answer.json["usage"] == {"prompt_tokens": 4, "total_tokens": 4}
    assert (item["object"], item["index"], len(item["embedding"])) == ("embedding", 0, 1536)
    assert math.isclose(np.linalg.norm(item["embedding"]), 1, abs_tol=1e-6)
    assert (await embed("The quick brown fox")).json["data"] == [item]


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Rivers flow to the sea", "Rivers flow to the sea", 0.9999, 1.0001),
        ("Rivers flow to the sea", "The river flows into the sea", 0.4, 0.9),
        ("How do I bake bread?", "Baking bread at home", 0.4, 0.9),
        ("Rivers flow to the sea", "Baking bread at home", -0.1, 0.1),
        ("It is in the morning", "What was it for the evening", -0.2, 0.3),
        ("The dog bites the man", "The man bites the dog", 0.8, 0.9999),
        ("東京の天気", "東京は雨です", 0.2, 0.9),
        ("東京の天気", "Rivers flow to the sea", -0.1, 0.1),
        ("🙂", "🙁", -0.1, 0.1),
    ],
)
async def test_puts_texts_with_common_words_close(compare, one, other, low, high):
    for dimensions in (1536, 512):
        assert low <= await compare(one, other, dimensions=dimensions) <= high


@pytest.mark.parametrize("dimensions", [1, 2, 256, 1536])
async def test_shortens_vectors_and_keeps_their_length_1(embed, dimensions):
    whole = np.array((await embed("a tale of rivers")).json["data"][0]["embedding"])
    short = np.array((await embed("a tale of rivers", dimensions=dimensions)).json["data"][0]["embedding"])
    expected = whole[:dimensions] / np.linalg.norm(whole[:dimensions])
    assert len(short) == dimensions
    assert np.allclose(short, expected, atol=1e-5)


async def test_encodes_the_same_numbers_in_base64(embed):
    digits = (await embed("words", encoding_format="float")).json["data"][0]["embedding"]
    coded = (await embed("words", encoding_format="base64")).json["data"][0]["embedding"]
    assert np.allclose(np.frombuffer(base64.b64decode(coded), "<f4"), digits, atol=1e-8)


@pytest.mark.parametrize(
    ("given", "count", "tokens"),
    [
        ("one two", 1, 2),
        (["one", "two three"], 2, 3),
        ([1212, 318, 257], 1, 3),
        ([[1212, 318], [257]], 2, 3),
        (["x"] * 2048, 2048, 2048),
    ],
)
async def test_takes_texts_and_tokens(embed, given, count, tokens):
    answer = await embed(given, encoding_format="base64")
    assert [item["index"] for item in answer.json["data"]] == list(range(count))
    assert answer.json["usage"]["total_tokens"] == tokens


@pytest.mark.parametrize(
    ("model", "size"),
    [("text-embedding-3-small", 1536), ("text-embedding-3-large", 3072), ("text-embedding-ada-002", 1536)],
)
async def test_answers_to_familiar_names(embed, model, size):
    answer = await embed("x", model=model)
    assert answer.json["model"] == model
    assert len(answer.json["data"][0]["embedding"]) == size


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"given": ""}, "input", None),
        ({"given": ["a", ""]}, "input[1]", None),
        ({"given": []}, "input", "empty_array"),
        ({"given": [[]]}, "input[0]", "empty_array"),
        ({"given": None}, "input", "invalid_type"),
        ({"given": {"a": 1}}, "input", "invalid_type"),
        ({"given": ["a", 1]}, "input[1]", "invalid_type"),
        ({"given": [-1]}, "input[0]", "integer_below_min_value"),
        ({"given": ["a"] * 2049}, "input", "array_above_max_length"),
        ({"given": "word " * 8193}, None, None),
        ({"given": ["word " * 8000] * 38}, None, "max_tokens_per_request"),
        ({"dimensions": 0}, "dimensions", "integer_below_min_value"),
        ({"dimensions": 1537}, "dimensions", None),
        ({"dimensions": 1.5}, "dimensions", "invalid_type"),
        ({"dimensions": 256, "model": "text-embedding-ada-002"}, None, None),
        ({"encoding_format": "hex"}, "encoding_format", "invalid_value"),
        ({"user": 1}, "user", "invalid_type"),
        ({"temperature": 1}, "temperature", "unknown_parameter"),
    ],
)
async def test_refuses_what_the_api_refuses(embed, params, param, code):
    answer = await embed(**{"given": "Hi", **params})
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == (param, code)


@pytest.mark.parametrize("model", ["sandbox-chat", "gpt-4o", "tts-1"])
async def test_refuses_other_models(embed, model):
    answer = await embed("x", model=model)
    assert (answer.status, answer.error["param"]) == (404, "model")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
async def test_fails_as_its_name_says(embed, status):
    assert (await embed("x", model=f"sandbox-error-{status}")).status == status


async def test_breaks_in_every_other_way(embed):
    assert (await embed("x", model="sandbox-html")).status == 502
    assert (await embed("x", model="sandbox-error-in-stream")).status == 500
    with pytest.raises(json.JSONDecodeError):
        _ = (await embed("x", model="sandbox-malformed")).json
    assert (await embed("x", model="sandbox-slow")).status == 200
