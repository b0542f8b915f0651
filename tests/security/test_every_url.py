"""Every URL of ours, however it is asked: no 5xx, and nothing changed without a token."""

import gzip

import pytest
from django.test import Client

from playground.runs.models import Run

from .urls import all_paths

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
BODIES = {
    "no boundary": ("multipart/form-data", b"x"),
    "an empty boundary": ("multipart/form-data; boundary=", b"--\r\n"),
    "a boundary that is not ASCII": ("multipart/form-data; boundary=\xe4", b"--x"),
    "no end": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="composer"\r\n\r\nx',
    ),
    "broken headers": ("multipart/form-data; boundary=b", b"--b\r\n\x00\xff: \r\n\r\nx\r\n--b--\r\n"),
    "bytes that are no UTF-8": ("application/x-www-form-urlencoded", b"composer=%ff%fe\xff&model=\xc3("),
    "thousands of fields": (
        "application/x-www-form-urlencoded",
        b"&".join(b"a%d=1" % i for i in range(20_000)),
    ),
    "the same field a thousand times": (
        "application/x-www-form-urlencoded",
        b"&".join([b"composer=x"] * 4000),
    ),
    "JSON": ("application/json", b'{"composer": "x"}'),
    "no type": ("", b"composer=x"),
    "nonsense for a type": ("\x00/;;=", b"composer=x"),
    "gzip": ("application/x-www-form-urlencoded", gzip.compress(b"composer=x")),
    "nothing": ("application/x-www-form-urlencoded", b""),
}


@pytest.mark.parametrize("method", METHODS)
def test_answers_every_method_everywhere(client: Client, run: Run, method: str) -> None:
    for path in all_paths(run):
        assert client.generic(method, path).status_code < 500, path


@pytest.mark.parametrize("name", BODIES)
def test_takes_any_body(client: Client, run: Run, name: str) -> None:
    kind, body = BODIES[name]
    for path in all_paths(run):
        assert client.generic("POST", path, body, content_type=kind).status_code < 500, path


def test_refuses_every_post_without_a_token(run: Run) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for path in all_paths(run):
        if not path.startswith("/sandbox/"):
            assert strict.post(path).status_code in (403, 405), path
