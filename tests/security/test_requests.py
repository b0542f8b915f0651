"""No request, however it is made, gives a 5xx."""

import json
import uuid

import pytest
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from playground.requests import UTF8Only
from playground.runs.models import Run

from .samples import MARKUP

pytestmark = pytest.mark.django_db

DEEP = "[" * 100_000 + "]" * 100_000
TEXTS = {
    "NULs": "a\0b\0",
    "half a surrogate pair as JSON": '[{"role": "user", "content": "\\ud800 \\udfff"}]',
    "deep JSON": DEEP,
    "JSON at the edge of what Python reads": "[" * 900 + "]" * 900,
    "deep objects": '{"a":' * 5000 + "1" + "}" * 5000,
    "NaN": '[{"role": "user", "content": NaN}]',
    "Infinity": '{"a": Infinity, "b": 1e999}',
    "a huge number": "9" * 5000,
    "a large number": "1e400",
    "a negative number": "-" + "9" * 30,
    "files by no uuid": json.dumps(
        [
            {
                "role": "user",
                "content": [{"type": "image_url", "image_url": {"url": "playground-file:" + "-" * 36}}],
            }
        ]
    ),
    "dashes": "-" * 36,
    "markup": "".join(MARKUP),
    "an override of the direction": "\u202egnp.exe",
    "line breaks": "a\r\nX-Injected: 1\r\n\r\n",
    "a path": "../../../../etc/passwd",
    "a list of nulls": "[null, 5, [], {}]",
    "messages of odd types": '[{"role": 5, "content": {"a": 1}, "tool_calls": 7, "name": []}]',
    "1 MB": "x" * 1_000_000,
}
LARGE = {
    "10 MB": "x" * 10_000_000,
    "10 MB of JSON": json.dumps(["x" * 100] * 96_000),
    "10 MB deep": "[" * 10_000_000,
}
CHAT = ("run", "model", "composer", "composer_role", "composer_files", "messages", "temperature", "seed", "n")
STRUCTURED = (
    "stop",
    "tools",
    "tool_choice",
    "response_format",
    "metadata",
    "logit_bias",
    "extra_body",
    "modalities",
)
CONNECTION = ("name", "base_url", "key", "headers", "timeout", "remove_headers", "next")
FORMS = [
    *[("/chat/", field) for field in (*CHAT, *STRUCTURED)],
    *[("/chat/code/", field) for field in ("messages", "extra_body", "composer_files")],
    ("/chat/rows/", "messages"),
    *[("/connections/add/", field) for field in CONNECTION],
    *[("/connections/use/", field) for field in ("connection", "next")],
    *[("/history/bulk/", field) for field in ("run", "action", "query")],
]
FILTERS = (
    "q",
    "operation",
    "model",
    "connection",
    "status",
    "since",
    "until",
    "pinned",
    "before",
    "run",
    "open",
)
QUERIES = [
    *[("/history/", field) for field in FILTERS],
    *[("/chat/", field) for field in ("run", "model", "messages", "temperature")],
    ("/history/recent/", "q"),
    *[("/connections/add/", field) for field in ("base_url", "name")],
    *[("/history/{run}/inspector/events/", field) for field in ("after", "words", "open")],
]


@pytest.mark.parametrize(("path", "field"), FORMS)
def test_takes_any_text_in_one_field(client: Client, run: Run, path: str, field: str) -> None:
    sound = {
        "model": "m",
        "composer": "Hello",
        "messages": "[]",
        "name": "n",
        "base_url": "http://127.0.0.1:1/v1",
    }
    for name, text in TEXTS.items():
        assert client.post(path, {**sound, field: text}).status_code < 500, name
    # Of runs with the same parameters, which are many where a text is not taken, the pages of one.
    for made in {json.dumps(made.params): made for made in Run.objects.all()}.values():
        for page in (".json", "/", "/fragment/", "/inspector/code/", "/inspector/request/", "/delete/"):
            assert client.get(f"/history/{made.uuid}{page}").status_code == 200, (page, made.params)
        assert client.get(f"/chat/?run={made.uuid}").status_code == 200, made.params
    assert client.get("/history/").status_code == 200


@pytest.mark.parametrize(
    "next", [*TEXTS.values(), "chat", "chat:page", "//evil.example/", "https://evil.example/"]
)
def test_leads_back_to_pages_of_ours_alone(client: Client, run: Run, next: str) -> None:
    for path in ("/connections/use/", "/moderations/thresholds/"):
        answer = client.post(path, {"connection": run.connection_id, "next": next[:20_000]})
        assert answer.status_code in (302, 400)
        assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("pane", ["", "9", "a\0b"])
def test_asks_no_pane_that_is_not_there(client: Client, pane: str) -> None:
    typed = {"run": str(uuid.uuid4()), "composer": "Hello", "pane": pane}
    assert client.post(f"/chat/compare/{uuid.uuid4()}/run/", typed).status_code < 500


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize(
    ("path", "field"), [("/chat/", "messages"), ("/chat/", "composer"), ("/library/add/", "text")]
)
def test_takes_ten_megabytes_in_one_field(client: Client, path: str, field: str, name: str) -> None:
    assert client.post(path, {"model": "m", field: LARGE[name]}).status_code < 500


def test_takes_each_field_twice(client: Client, run: Run) -> None:
    for field in ("metadata", "logit_bias", *CHAT, *STRUCTURED):
        asked = {"model": "m", "composer": "Hello", field: ['{"a": "b"}', "[["]}
        assert client.post("/chat/code/", asked).status_code < 500, field
        assert client.get("/stored/completions/", asked, headers={"HX-Request": "true"}).status_code < 500, (
            field
        )


@pytest.mark.parametrize(("path", "field"), QUERIES)
def test_takes_any_text_in_the_query(client: Client, run: Run, path: str, field: str) -> None:
    path = path.format(run=run.uuid)
    for name, text in TEXTS.items():
        assert client.get(path, {field: text[:20_000]}).status_code < 500, name
    assert client.get(f"{path}?{field}=%ff%00%ed%a0%80&{field}={'a' * 9000}&{field}").status_code < 500


async def never(scope: object, receive: object, send: object) -> None:
    raise AssertionError("Django was asked")


@pytest.mark.parametrize(
    "charset", ["utf-7", "utf-16", "rot13", "idna", "hex", "punycode", "nonsense", '"zip"']
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
async def test_refuses_another_charset(charset: str, kind: str) -> None:
    for method, path in (("POST", "/chat/"), ("GET", "/history/"), ("POST", "/sandbox/v1/chat/completions")):
        request = ApplicationCommunicator(
            UTF8Only(never),
            {
                "type": "http",
                "method": method,
                "path": path,
                "query_string": b"q=%ff",
                "headers": [(b"content-type", f"{kind}; Charset={charset}".encode())],
            },
        )
        await request.send_input({"type": "http.request", "body": b"composer=%ff+AAA"})
        assert (await request.receive_output())["status"] == 400


@pytest.mark.parametrize(
    "path",
    [
        "/history/00000000-0000-0000-0000-00000000000g/",
        "/history/00000000-0000-4000-8000-000000000000/",
        "/history/00000000-0000-4000-8000-000000000000/inspector/nonsense/",
        "/connections/99999999999999999999999999/",
        "/connections/99999999999999999999999999/edit/",
        "/connections/99999999999999999999999999/models/",
        "/files/..%2f..%2fetc%2fpasswd",
        "/files/%2e%2e/",
        "/%00",
        "/\u202e",
        "/" + "a" * 60_000,
        "//evil.example/",
        "/chat/?" + "a=1&" * 20_000,
        "/static/../../etc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
    ],
    ids=lambda path: path[:30],
)
def test_finds_nothing_where_nothing_is(client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 301, 302, 400, 404)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[", "a b", "localhost@evil.example"]
)
def test_refuses_another_host(client: Client, host: str) -> None:
    assert client.get("/chat/", headers={"Host": host}).status_code == 400
