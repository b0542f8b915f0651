import logging
import re
import socket

import pytest

from playground.connections.probing import probe
from playground.openai.client import Endpoint

from .conftest import HEADER, KEY

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tested(client, make, upstream):
    """What the page says after a click on Test."""

    def test(**fields):
        connection = make(**{"base_url": upstream.url, **fields})
        response = client.post(f"/connections/{connection.pk}/test/", headers=HTMX)
        assert response.status_code == 200
        connection.refresh_from_db()
        assert connection.tested_at
        words = f"{connection.test_result['message']} {connection.test_result['advice']}"
        return connection, words, response.content.decode()

    return test


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_says_what_it_reached(tested, upstream):
    upstream.lists("llama3.2", "qwen3", "gemma3")
    connection, words, page = tested()
    assert words.startswith(f"Reached Ollama at {upstream.url} in ")
    assert re.search(r" in [0-9.]+ m?s: 3 models, e\.g\. llama3\.2, qwen3\.", words)
    assert connection.models_seen == ["llama3.2", "qwen3", "gemma3"]
    assert connection.test_result["error"] == ""
    assert "3 models" in page


def test_sends_the_key_and_the_headers_and_nothing_of_the_browser(tested, upstream):
    tested(headers={"X-Gateway": HEADER}, organization="org-1", project="proj-1")
    [(path, headers)] = upstream.requests
    assert path == "/v1/models"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["X-Gateway"] == HEADER
    assert (headers["OpenAI-Organization"], headers["OpenAI-Project"]) == ("org-1", "proj-1")
    assert not {"Cookie", "Referer", "Origin"} & headers.keys()


@pytest.mark.parametrize(
    ("names", "words"),
    [([], "but it lists no models"), (["only"], "1 model, only."), (["", "a"], "1 model, a.")],
)
def test_counts_the_models(tested, upstream, names, words):
    upstream.lists(*names)
    assert words in tested()[1]


def html(body, status=200):
    return {"status": status, "content_type": "text/html", "body": body}


FAILURES = [
    ({"status": 401, "body": '{"error": {"message": "Wrong"}}'}, "authentication", "does not accept the key"),
    ({"status": 403, "body": "{}"}, "permission", "may not list models"),
    ({"status": 404, "body": "{}"}, "not_found", "There is nothing at"),
    (html("<html>lost</html>", 404), "not_found", "There is nothing at"),
    (html("<!doctype html><title>Hi</title>"), "malformed", "not as an OpenAI API does"),
    ({"body": '{"hello": "world"}'}, "malformed", "not a list of models"),
    ({"body": '"text"'}, "malformed", "not a list of models"),
    ({"body": "{"}, "malformed", "not as an OpenAI API does"),
    ({"status": 429, "headers": {"Retry-After": "50"}, "body": "{}"}, "rate_limit", "for now (HTTP 429)"),
    ({"status": 500, "body": "broken"}, "server", "with an error (HTTP 500). broken"),
    ({"status": 302, "headers": {"Location": "https://other/"}, "body": ""}, "connection", "https://other/"),
]


@pytest.mark.parametrize(("answer", "kind", "words"), FAILURES)
def test_says_what_failed_and_how_to_mend_it(tested, upstream, answer, kind, words):
    for name, value in answer.items():
        setattr(upstream, name, value)
    connection, said, page = tested(models_seen=["seen-before"])
    assert connection.test_result["error"] == kind
    assert words in said
    assert connection.test_result["advice"]
    assert "failed" in page
    assert len(upstream.requests) == 1
    assert connection.models_seen == ["seen-before"]


@pytest.mark.parametrize(
    "answer", [{"status": 404, "body": "{}"}, {"content_type": "text/html", "body": "<p>Hi"}]
)
def test_advises_to_add_v1_where_it_lacks(tested, upstream, answer):
    for name, value in answer.items():
        setattr(upstream, name, value)
    base_url = upstream.url.removesuffix("/v1")
    assert f"try {base_url}/v1" in tested(base_url=base_url)[1]
    assert "/v1." not in tested()[1].removeprefix(upstream.url)


def test_wants_a_key_where_none_was_given(tested, upstream):
    upstream.status, upstream.body = 401, "{}"
    assert "answers, but wants a key" in tested(key="")[1]


def test_says_that_nothing_answers(tested):
    base_url = f"http://127.0.0.1:{closed_port()}/v1"
    connection, words, _ = tested(base_url=base_url)
    assert connection.test_result["error"] == "connection"
    assert f"Nothing answers at {base_url}." in words
    assert "Start the server on this machine" in words


def test_says_that_the_secure_connection_failed(tested, upstream):
    connection, words, _ = tested(base_url=f"https://127.0.0.1:{upstream.port}/v1")
    assert connection.test_result["error"] == "connection"
    assert "certificate" in words


async def test_gives_up_on_a_silent_server(upstream):
    upstream.silent = True
    finding = await probe(Endpoint(upstream.url), limit=0.05)
    assert finding.error == "timeout"
    assert f"{upstream.url} did not answer in time. No answer within 0.05 seconds." in finding.message


def test_shows_no_secret_that_the_server_gives_back(tested, upstream, caplog):
    caplog.set_level(logging.DEBUG)
    upstream.lists("good", f"echo-{KEY}")
    connection, words, page = tested()
    assert connection.models_seen == ["good", f"echo-…{KEY[-4:]}"]
    upstream.status, upstream.body = 401, f'{{"error": {{"message": "Wrong key {KEY}"}}}}'
    _, more_words, more_page = tested()
    for shown in (words, page, more_words, more_page, caplog.text):
        assert KEY not in shown


def test_returns_to_the_list_without_htmx(client, make, upstream):
    upstream.lists("one")
    connection = make(base_url=upstream.url)
    response = client.post(f"/connections/{connection.pk}/test/", follow=True)
    assert response.redirect_chain == [(f"/connections/#connection-{connection.pk}", 302)]
    assert "Reached Ollama at" in response.content.decode()
