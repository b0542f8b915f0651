import asyncio
import inspect
import json
import os
import shutil
import sys
from io import BytesIO
from urllib.parse import parse_qsl, unquote, urlsplit

import openai
import pytest

from playground.openai.client import Client, Endpoint, FilePart
from playground.openai.export import LANGUAGES, export
from playground.openai.operations import NEIGHBOURS, OPERATIONS
from playground.openai.sdk import known_parameters, python_call
from tests.openai.upstream import form_parts, response, serving

ALL = {**OPERATIONS, **NEIGHBOURS}
TRICKY = 'It\'s "quoted" \\ $HOME `id` é 🎈 \u2028\nnew line'
CONTENT = b"\0\r\nRIFF"

PARAMS = {
    "create_chat_completion": {
        "model": "m",
        "messages": [{"role": "user", "content": TRICKY}, {"role": "assistant", "content": None}],
        "temperature": 0,
        "store": False,
        "stream": True,
        "not_in_the_sdk": {"deep": [1, 2.5, True, None]},
    },
    "list_chat_completions": {"limit": 3, "metadata": {"topic": "a&b"}, "model": "m", "not_in_the_sdk": "x"},
    "get_chat_completion_messages": {"completion_id": "c/1", "order": "asc"},
    "update_chat_completion": {"completion_id": "c/1", "metadata": {"topic": TRICKY}},
    "create_completion": {"model": "m", "prompt": [1, 2], "logit_bias": {"50256": -100}},
    "create_embedding": {"model": "m", "input": ["a", "b"]},
    "create_image": {"model": "m", "prompt": TRICKY, "n": 2},
    "create_image_variation": {"n": 2, "size": "256x256"},
    "create_image_edit": {"prompt": "edit"},
    "create_moderation": {"input": [{"type": "text", "text": TRICKY}]},
    "create_realtime_session": {"model": "m", "turn_detection": None, "modalities": ["text"]},
    "create_realtime_transcription_session": {"include": ["x"]},
    "create_realtime_client_secret": {"session": {"type": "realtime", "model": "m"}},
    "create_response": {"model": "m", "input": TRICKY, "stream": True, "text": {"format": {"type": "text"}}},
    "get_response": {"response_id": "r", "include": ["a", "b"]},
    "list_input_items": {"response_id": "r", "include": ["a"], "limit": 5},
    "create_speech": {"model": "m", "input": TRICKY, "voice": "marin", "response_format": "wav"},
    "create_transcription": {
        "model": "m",
        "timestamp_granularities[]": ["word", "segment"],
        "chunking_strategy": {"type": "server_vad", "threshold": 0.5},
        "prompt": "@not a file;type=text/x",
        "temperature": 0,
        "stream": False,
    },
    "create_translation": {"model": "m", "response_format": "text"},
}
FILES = {"create_image_variation": "image", "create_image_edit": "image"}


def params_of(operation):
    ids = dict.fromkeys(operation.path_parameters, "ft:a/b c")
    return {**ids, **PARAMS.get(operation.name, {})}


def files_of(operation):
    if operation.body != "multipart":
        return {}
    part = FilePart("my song, part 1.mp3", "audio/mpeg", len(CONTENT), lambda: BytesIO(CONTENT))
    return {FILES.get(operation.name, "file"): part}


def sent(received, operation):
    """What a request said: method, path, parameters, files."""
    url = urlsplit(received.target)
    if operation.body == "none":
        return received.method, unquote(url.path), sorted(parse_qsl(url.query)), []
    if operation.body == "json":
        return received.method, unquote(url.path), json.loads(received.body or "{}"), []
    parts = form_parts(received)
    texts = sorted((name, content) for name, file, content in parts if file is None)
    files = [(name, file, content) for name, file, content in parts if file is not None]
    return received.method, unquote(url.path), texts, files


async def answering(received, reader, writer):
    if b'"stream": true' in received.body or b'"stream":true' in received.body:
        writer.write(response(b"data: [DONE]\n\n", "text/event-stream"))
    else:
        writer.write(response(b'{"data": [{"embedding": [0.5], "index": 0}]}'))
    await writer.drain()


async def run(tmp_path, command, text=""):
    (tmp_path / "my song, part 1.mp3").write_bytes(CONTENT)
    environment = {**os.environ, "OPENAI_API_KEY": "sk-from-the-environment", "X_API_KEY": "other-secret"}
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=tmp_path,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, complaints = await process.communicate(text.encode())
    assert process.returncode == 0, complaints.decode()


async def arrived_through(language, tmp_path, runner):
    """Pairs of what our client and what the exported code sends, by operation."""
    pairs = {}
    headers = {"X-Api-Key": "other-secret", "X-Team": "blue team"}
    async with serving(answering, key="sk-never-shown-1234", organization="org", headers=headers) as upstream:
        for operation in ALL.values():
            await Client(upstream.endpoint).send(operation, params_of(operation), files_of(operation))
        codes = [
            export(name, params_of(operation), upstream.endpoint, language, files_of(operation))
            for name, operation in ALL.items()
        ]
        await runner(codes)
    expected, actual = upstream.requests[: len(ALL)], upstream.requests[len(ALL) :]
    for operation, ours, theirs in zip(ALL.values(), expected, actual, strict=True):
        pairs[operation.name] = (sent(theirs, operation), sent(ours, operation))
        assert theirs.headers["authorization"] == "Bearer sk-from-the-environment"
        assert theirs.headers["x-api-key"] == "other-secret"
        assert theirs.headers["x-team"] == "blue team"
        assert theirs.headers["openai-organization"] == "org"
    return pairs


async def test_exports_python_that_sends_the_same(tmp_path):
    program = "import json, sys\nfor code in json.load(sys.stdin):\n    exec(code, {})"
    command = [sys.executable, "-c", program]
    pairs = await arrived_through("python", tmp_path, lambda codes: run(tmp_path, command, json.dumps(codes)))
    for name, (theirs, ours) in pairs.items():
        assert theirs == ours, name


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_exports_curl_that_sends_the_same(tmp_path):
    script = "set -e\n"
    pairs = await arrived_through(
        "curl", tmp_path, lambda codes: run(tmp_path, ["sh", "-s"], script + "\n".join(codes))
    )
    for name, (theirs, ours) in pairs.items():
        assert theirs == ours, name


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
async def test_exports_javascript_that_parses(tmp_path):
    for number, operation in enumerate(ALL.values()):
        code = export(
            operation, params_of(operation), Endpoint("http://h/v1"), "javascript", files_of(operation)
        )
        (tmp_path / f"{number}.mjs").write_text(code)
        await run(tmp_path, ["node", "--check", f"{number}.mjs"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operation", ALL.values(), ids=ALL)
def test_never_exports_a_secret(operation, language):
    endpoint = Endpoint("https://h/v1?api-version=1", key="sk-secret-1", headers={"Api-Key": "hush"})
    code = export(operation, params_of(operation), endpoint, language)
    assert "sk-secret-1" not in code
    assert "hush" not in code
    assert "https://h/v1" in code
    assert "api-version" in code


def test_leaves_out_the_base_url_of_openai():
    endpoint = Endpoint("https://api.openai.com/v1/", key="sk-1")
    code = export("create_response", {"model": "gpt-5", "input": "Hi"}, endpoint, "python")
    assert code == (
        "from openai import OpenAI\n\nclient = OpenAI()\n\n"
        'result = client.responses.create(model="gpt-5", input="Hi")\nprint(result)\n'
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("curl", "curl -N http://h/responses"),
        ("python", "for event in stream:"),
        ("javascript", "for await (const event of stream)"),
    ],
)
def test_reads_a_stream_as_it_comes(language, words):
    params = {"model": "m", "input": "Hi", "stream": True}
    assert words in export("create_response", params, Endpoint("http://h"), language)


def test_opens_files_that_are_named_in_the_parameters():
    params = {"model": "m", "image": [{"file": "1f", "name": "a.png"}, {"file": "b.png"}], "prompt": "p"}
    code = export("create_image_edit", params, Endpoint("http://h"), "python")
    assert 'image=[open("a.png", "rb"), open("b.png", "rb")]' in code


@pytest.mark.parametrize("name", [name for name in ALL if python_call(name)])
def test_names_what_the_sdk_names(name):
    method = openai.OpenAI(api_key="x")
    for part in python_call(name).split("."):
        method = getattr(method, part)
    assert known_parameters(name) <= set(inspect.signature(inspect.unwrap(method)).parameters)
