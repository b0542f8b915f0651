"""A run from the form to its end, over real HTTP and sockets, at an upstream that the test plays."""

import uuid

import pytest

from tests.openai.upstream import piece
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer
from tests.visitor import HTMX, Visitor

from .conftest import connected


def wait_for(frames, text: str) -> str:
    return next(frame for frame in frames if text in frame)


def test_shows_the_first_token_before_the_last_is_sent(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    frames = visitor.frames(run)
    upstream.token("First ")
    wait_for(frames, "First")
    upstream.token("second.")
    wait_for(frames, "second.")
    upstream.finish()
    wait_for(frames, 'data-status="completed"')
    ended = visitor.run(run)
    assert ended["text"] == "First second."
    assert ended["response"]["choices"][0]["message"]["content"] == "First second."


def test_stores_a_whole_answer_as_it_came(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat(stream="false")
    upstream.answer()
    ended = visitor.ended(run)
    assert ended["status"] == "completed"
    assert ended["response"]["usage"] == {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    assert upstream.body["stream"] is False


def test_gives_a_late_reader_all_the_text_so_far(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.token("Early words. ")
    wait_for(visitor.frames(run), "Early words.")
    late = visitor.frames(run)
    wait_for(late, "Early words.")
    upstream.token("Late words.")
    wait_for(late, "Late words.")
    upstream.finish()
    assert visitor.ended(run)["text"] == "Early words. Late words."


def test_two_readers_see_the_same(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    with visitor.socket(run) as one, visitor.socket(run) as other:
        upstream.token("Both see this.")
        for reader in (one, other):
            while "Both see this." not in str(reader.recv(timeout=30)):
                pass
    upstream.finish()
    assert visitor.ended(run)["status"] == "completed"


@pytest.mark.parametrize("tokens", [0, 1], ids=["before the first token", "in the middle"])
def test_stopping_closes_the_upstream_connection(
    visitor: Visitor, upstream: ScriptedUpstream, tokens: int
) -> None:
    run = visitor.chat()
    assert upstream.asked.wait(30)
    frames = visitor.frames(run)
    for _ in range(tokens):
        upstream.token("Something.")
        wait_for(frames, "Something.")
    visitor.stop(run)
    assert upstream.left.wait(0.5)
    ended = visitor.ended(run)
    assert ended["status"] == "cancelled"
    assert ended["text"] == "Something." * tokens


def test_sends_nothing_of_a_run_that_was_stopped_before_its_form_came(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    run = str(uuid.uuid4())
    stop = {"operation": "create_chat_completion"}
    assert visitor.post(f"/history/{run}/stop/", stop, headers=HTMX).status_code == 204
    data = {"run": run, "model": "scripted", "stream": "true", "composer": "Never mind"}
    page = visitor.post("/chat/", data, headers=HTMX)
    assert 'data-status="cancelled"' in page.text
    kept = visitor.run(run)
    assert (kept["status"], kept["title"], kept["model"]) == ("cancelled", "Never mind", "scripted")
    assert kept["started_at"] is None
    # The next run is the first thing that the upstream hears.
    visitor.chat("Something else")
    assert upstream.asked.wait(30)
    upstream.finish()
    assert [message["content"] for message in upstream.body["messages"]] == ["Something else"]
    assert len(upstream.requests) == 1


def test_stops_no_unknown_run_of_no_operation(visitor: Visitor) -> None:
    for values in ({}, {"operation": "nonsense"}):
        answer = visitor.post(f"/history/{uuid.uuid4()}/stop/", values, headers=HTMX)
        assert answer.status_code == 404


def test_goes_on_when_nobody_watches(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    with visitor.socket(run) as socket:
        upstream.token("Seen. ")
        socket.recv(timeout=30)
    upstream.token("Unseen.")
    upstream.finish()
    assert visitor.ended(run)["text"] == "Seen. Unseen."


def test_is_one_run_however_often_its_form_is_sent(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    data = {"run": str(uuid.uuid4()), "model": "scripted", "stream": "true", "composer": "Once"}
    assert visitor.post("/chat/", data, headers=HTMX).status_code == 200
    assert visitor.post("/chat/", data, headers=HTMX).status_code == 200
    upstream.token("One.")
    upstream.finish()
    assert visitor.ended(data["run"])["status"] == "completed"
    assert len(upstream.requests) == 1


def test_keeps_the_text_of_a_killed_process_as_interrupted(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    server, visitor, upstream = own_server, own_visitor, own_upstream
    run = visitor.chat()
    upstream.token("Kept text.")
    wait_for(visitor.frames(run), "Kept text.")
    # The journal commits the first piece at once; the run's page shows what it has.
    while "Kept text." not in visitor.client.get(f"/history/{run}/fragment/").text:
        pass
    server.process.kill()
    server.wait()
    with StartedServer(server.data_dir, connected(upstream)) as second:
        second.wait_until_ready()
        with Visitor(second.url) as after:
            ended = after.run(run)
            assert (ended["status"], ended["text"]) == ("interrupted", "Kept text.")
            assert "Interrupted" in after.client.get(f"/history/{run}/").text


def test_keeps_the_text_of_a_stream_that_was_cut(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.token("Half of ")
    upstream.cut()
    ended = visitor.ended(run)
    assert (ended["status"], ended["text"], ended["error"]["kind"]) == ("failed", "Half of ", "incomplete")


def test_fails_a_stream_without_its_proper_end(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.token("No finish reason")
    upstream.raw(b"0\r\n\r\n")
    upstream.cut()
    assert visitor.ended(run)["error"]["kind"] == "incomplete"


def test_shows_an_error_inside_the_stream(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.token("Before. ")
    upstream.event({"error": {"message": "Overloaded", "type": "server_error", "code": None}})
    ended = visitor.ended(run)
    assert (ended["status"], ended["text"], ended["error"]["message"]) == ("failed", "Before. ", "Overloaded")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        ("401 Unauthorized", b'{"error": {"message": "Wrong key sk-secret-1234"}}', "authentication"),
        ("403 Forbidden", b'{"error": {"message": "No access"}}', "permission"),
        ("404 Not Found", b'{"detail": "Not Found"}', "not_found"),
        ("400 Bad Request", b'{"error": {"message": "Bad", "param": "temperature"}}', "bad_request"),
        ("500 Internal Server Error", b"<html><title>Oh no</title></html>", "server"),
        ("200 OK", b"{not json", "malformed"),
        ("200 OK", b'"a string"', "malformed"),
    ],
)
def test_gives_each_kind_of_error_a_card(
    visitor: Visitor, upstream: ScriptedUpstream, status: str, body: bytes, kind: str
) -> None:
    run = visitor.chat()
    upstream.answer(body, status=status)
    frames = "".join(visitor.frames(run))
    ended = visitor.run(run)
    assert (ended["status"], ended["error"]["kind"]) == ("failed", kind)
    assert ended["error"]["advice"]
    assert "error-card" in frames + visitor.client.get(f"/history/{run}/fragment/").text
    assert "sk-secret-1234" not in frames + str(ended)


def test_keeps_the_headers_of_a_refusal(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    more = "retry-after: 90\r\nx-ratelimit-remaining-requests: 0\r\nx-key: Bearer sk-secret-1234\r\nset-cookie: a=b\r\n"
    upstream.answer(b'{"error": {"message": "Slow down"}}', status="429 Too Many Requests", more=more)
    headers = visitor.ended(run)["headers"]
    assert headers["retry-after"] == "90"
    assert headers["x-ratelimit-remaining-requests"] == "0"
    assert headers["content-type"] == "application/json"
    assert "set-cookie" not in headers
    assert "sk-secret-1234" not in str(headers)
    page = visitor.client.get(f"/history/{run}/").text
    assert "x-ratelimit-remaining-requests" in page


def test_shows_the_request_as_sent_and_the_headers_while_the_answer_arrives(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    run = visitor.chat()
    upstream.token("Here.")
    wait_for(visitor.frames(run), "Here.")
    request, headers, response = (
        visitor.client.get(f"/history/{run}/inspector/{tab}/", headers=HTMX).text
        for tab in ("request", "headers", "response")
    )
    assert "Not sent yet" not in request
    assert "Bearer …1234" in request
    assert "text/event-stream" in headers
    assert "200 OK" in response
    upstream.finish()
    visitor.ended(run)


def test_tells_when_nothing_answers(own_visitor: Visitor, own_upstream: ScriptedUpstream) -> None:
    own_upstream.close()
    assert own_visitor.ended(own_visitor.chat())["error"]["kind"] == "connection"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
def test_refuses_a_socket_from_another_site(
    visitor: Visitor, upstream: ScriptedUpstream, origin: str
) -> None:
    run = visitor.chat()
    with visitor.socket(run, origin=origin) as socket, pytest.raises(Exception, match="4403"):
        socket.recv(timeout=30)
    upstream.finish()


def test_closes_a_socket_on_an_unknown_run(visitor: Visitor) -> None:
    with visitor.socket(str(uuid.uuid4())) as socket, pytest.raises(Exception, match="4404"):
        socket.recv(timeout=30)


def test_numbers_survive_as_they_were_sent(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat(temperature="0", logprobs="false", seed="7")
    upstream.raw(piece(b"data: [DONE]\n\n") + b"0\r\n\r\n")
    upstream.cut()
    visitor.ended(run)
    sent = upstream.body
    assert (sent["temperature"], sent["logprobs"], sent["seed"]) == (0, False, 7)
    assert sent == visitor.run(run)["params"]
