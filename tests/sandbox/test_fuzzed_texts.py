import copy
from random import Random
from typing import Any

import pytest

from .test_fuzzed import EXTRA, JUNK, places

IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
COMPLETION = {
    "model": "sandbox-instruct",
    "prompt": ["Once", "upon a time"],
    "best_of": 3,
    "echo": True,
    "frequency_penalty": 0.5,
    "logit_bias": {"5": 1},
    "logprobs": 2,
    "max_tokens": 9,
    "n": 2,
    "presence_penalty": 0,
    "seed": 1,
    "stop": ["x"],
    "stream": False,
    "stream_options": None,
    "suffix": "",
    "temperature": 1,
    "top_p": 1,
    "user": "me",
}
EMBEDDING = {"model": "sandbox-embedding", "dimensions": 8, "encoding_format": "float", "user": "me"}
BODIES = {
    "completions": [
        COMPLETION,
        COMPLETION | {"prompt": [1, 300, 50256], "best_of": None, "suffix": "end", "echo": False},
        COMPLETION | {"prompt": [[1], [2, 3]], "best_of": 2, "stream": True, "stream_options": {}},
    ],
    "embeddings": [
        EMBEDDING | {"input": ["a", "b c"]},
        EMBEDDING | {"input": [[1, 300], [50256]], "encoding_format": "base64"},
        EMBEDDING | {"input": [1, 2], "model": "text-embedding-3-large"},
    ],
    "moderations": [
        {"model": "omni-moderation-latest", "input": ["a", "I will kill you"]},
        {"input": [{"type": "text", "text": "You idiot"}, IMAGE]},
        {"model": "text-moderation-latest", "input": "x"},
    ],
}
ODD = ["\0", "\u2028\ufeff", "🙂" * 50, "a" * 5000, "%s {} \\", " ", "say exactly: ", [0] * 3, [[]], [2**31]]


def mutated(body: dict[str, Any], rng: Random) -> dict[str, Any]:
    body = copy.deepcopy(body)
    for _ in range(rng.choice((1, 1, 2, 3))):
        container, key = rng.choice(places(body) or [(body, "input")])
        if rng.random() < 0.1 and body:
            del container[key]
        elif rng.random() < 0.1 and isinstance(container, dict):
            container[rng.choice(EXTRA)] = copy.deepcopy(rng.choice(JUNK))
        else:
            container[key] = copy.deepcopy(rng.choice(JUNK + ODD))
    return body


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("path", BODIES)
async def test_never_fails_on_what_it_is_sent(call, path, seed):
    rng = Random(f"{path} {seed}")
    for _ in range(100):
        body = mutated(rng.choice(BODIES[path]), rng)
        answer = await call("POST", f"/{path}", body)
        assert answer.status in (200, 400, 404), body


@pytest.mark.parametrize("path", BODIES)
async def test_takes_what_the_mutations_start_from(call, path):
    statuses = [(await call("POST", f"/{path}", body)).status for body in BODIES[path]]
    assert statuses == ([200, 400, 200] if path == "moderations" else [200] * 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_never_fails_on_the_name_of_a_model(call, method):
    for name in (
        "%00",
        "a%2Fb",
        "ft:sandbox-chat:playground::zzzzzzzz",
        "🙂",
        "%ff",
        "a" * 3000,
        "..",
        "gpt-4o/",
    ):
        answer = await call(method, f"/models/{name}")
        assert answer.status in (403, 404), name
