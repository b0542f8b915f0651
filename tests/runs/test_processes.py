"""Two processes on one database, PostgreSQL with Redis or SQLite alone: what one runs, the other shows and stops."""

import json
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.openai.upstream import piece
from tests.scripted import ScriptedUpstream
from tests.services import REDIS, migrated_database, skip_unless_it_listens
from tests.started import StartedServer, prepared
from tests.visitor import HTMX, Visitor

from .conftest import connected

TABS = ["request", "response", "events", "headers", "timing", "code"]
ODD = "NUL \0 half \ud800 end \U0001f600"
KEPT = "NUL \ufffd half \ufffd end \U0001f600"


@dataclass
class Pair:
    """Two processes, and somebody at each."""

    servers: list[StartedServer]
    one: Visitor
    two: Visitor
    start: Callable[[], StartedServer]


@contextmanager
def started_pair(kind: str, folder: Path, upstream: ScriptedUpstream, **settings: str) -> Iterator[Pair]:
    with ExitStack() as stack:
        environment = {**connected(upstream), "SECRET_KEY": "of both", **settings}
        if kind == "postgresql":
            skip_unless_it_listens(REDIS)
            environment["DATABASE_URL"] = stack.enter_context(migrated_database())
            environment["REDIS_URL"] = REDIS

        prepared(folder)

        def start() -> StartedServer:
            return stack.enter_context(StartedServer(folder, environment))

        servers = [start().wait_until_ready(), start().wait_until_ready()]
        one, two = (stack.enter_context(Visitor(server.url)) for server in servers)
        yield Pair(servers, one, two, start)


@pytest.fixture(scope="module", params=["postgresql", "sqlite"])
def module_pair(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    module_upstream: ScriptedUpstream,
) -> Iterator[Pair]:
    with started_pair(request.param, tmp_path_factory.mktemp("data"), module_upstream) as pair:
        yield pair


@pytest.fixture
def pair(module_pair: Pair, upstream: ScriptedUpstream) -> Iterator[Pair]:
    yield module_pair
    module_pair.one.stop_all()


@pytest.fixture(params=["postgresql", "sqlite"])
def own_pair(
    request: pytest.FixtureRequest, tmp_path: Path, own_upstream: ScriptedUpstream
) -> Iterator[Pair]:
    with started_pair(request.param, tmp_path, own_upstream, DRAIN_SECONDS="1") as pair:
        yield pair


def wait_for(frames: Iterator[str], text: str) -> str:
    seen = []
    for frame in frames:
        seen.append(frame)
        if text in frame:
            return frame
    raise AssertionError(f"{text} did not come: {seen}")


def test_shows_a_run_of_another_process_while_it_arrives(pair: Pair, upstream: ScriptedUpstream) -> None:
    run = pair.one.chat()
    frames = pair.two.frames(run)
    upstream.token("First words. ")
    wait_for(frames, "First words.")
    assert pair.two.run(run)["status"] == "in_progress"
    assert "First words." in pair.two.client.get(f"/history/{run}/").text
    upstream.token("Last words.")
    wait_for(frames, "Last words.")
    upstream.finish()
    wait_for(frames, 'data-status="completed"')
    assert pair.two.run(run) == pair.one.run(run)
    assert pair.two.run(run)["text"] == "First words. Last words."


def test_shows_a_whole_answer_of_another_process(pair: Pair, upstream: ScriptedUpstream) -> None:
    run = pair.one.chat(stream="false")
    frames = pair.two.frames(run)
    next(frames)
    upstream.answer()
    shown = "".join(frames)
    assert "Whole." in shown
    assert 'data-status="completed"' in shown
    assert "Whole." in "".join(pair.one.frames(run))


def test_plays_speech_of_another_process_while_it_arrives(pair: Pair, upstream: ScriptedUpstream) -> None:
    run = str(uuid.uuid4())
    typed = {"run": run, "model": "m", "voice": "alloy", "input": "Say it", "response_format": "pcm"}
    assert pair.one.post("/audio/speech/", typed, headers=HTMX).status_code == 200
    pair.one.started.append(run)
    upstream.begin("audio/pcm")
    upstream.raw(piece(b"12345678"))
    wait_for(pair.two.frames(run), f"/audio/speech/{run}/live/")
    with pair.two.client.stream("GET", f"/audio/speech/{run}/live/") as arriving:
        pieces = arriving.iter_raw()
        heard = b""
        while not heard.endswith(b"12345678"):
            heard += next(pieces)
        upstream.raw(piece(b"abcd"))
        upstream.raw(b"0\r\n\r\n")
        assert b"".join(pieces) == b"abcd"


def test_ends_the_reader_of_a_failed_run_of_another_process(pair: Pair, upstream: ScriptedUpstream) -> None:
    run = pair.one.chat()
    frames = pair.two.frames(run)
    upstream.token("Before. ")
    wait_for(frames, "Before.")
    upstream.event({"error": {"message": "Overloaded", "type": "server_error", "code": None}})
    wait_for(frames, "Overloaded")
    assert pair.two.run(run)["text"] == "Before. "


def test_stops_a_run_of_another_process_soon(pair: Pair, upstream: ScriptedUpstream) -> None:
    run = pair.one.chat()
    frames = pair.two.frames(run)
    upstream.token("Something.")
    wait_for(frames, "Something.")
    pair.two.stop(run)
    # Within a second on a machine that is not busy.
    assert upstream.left.wait(5)
    wait_for(frames, 'data-status="cancelled"')
    assert pair.two.run(run)["text"] == "Something."


def test_finds_the_run_of_another_process_by_its_words(pair: Pair, upstream: ScriptedUpstream) -> None:
    run = pair.one.chat("About zebras")
    upstream.token("A **striking** answer.")
    upstream.finish()
    pair.one.ended(run)
    for words in ("zebras", "striking", "strik"):
        listed = pair.two.client.get("/history/", params={"q": words}).raise_for_status().text
        assert run in listed, words
    assert run not in pair.two.client.get("/history/", params={"q": "giraffes"}).text
    chat = pair.two.client.get("/chat/", params={"run": run}).raise_for_status().text
    assert "<strong>striking</strong>" in chat
    again = pair.two.post(f"/history/{run}/delete/", {})
    assert again.status_code == 302
    assert pair.one.client.get(f"/history/{run}/").status_code == 404


@pytest.mark.parametrize("failing", [False, True], ids=["answer", "error"])
def test_keeps_text_that_databases_refuse(pair: Pair, upstream: ScriptedUpstream, failing: bool) -> None:
    messages = json.dumps([{"role": "user", "content": f"Earlier {ODD}"}])
    run = pair.one.chat(
        "Now", messages=messages, store="true", metadata=json.dumps({"key": ODD}), user="me\0"
    )
    upstream.token(f"Said {ODD}")
    upstream.raw(piece(b"event: odd\0\ndata: {}\n\n"))
    if failing:
        upstream.event({"error": {"message": f"Failed {ODD}", "type": ODD, "code": None}})
    else:
        upstream.event({"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "odd": ODD}})
        upstream.finish()
    ended = pair.one.ended(run)
    assert ended["text"] == f"Said {KEPT}"
    assert upstream.body["messages"][0]["content"] == f"Earlier {KEPT}"
    if failing:
        assert (ended["status"], ended["error"]["message"]) == ("failed", f"Failed {KEPT}")
    else:
        assert (ended["status"], ended["usage"]["odd"]) == ("completed", KEPT)
    for visitor in (pair.one, pair.two):
        check_pages(visitor, run)


def check_pages(visitor: Visitor, run: str) -> None:
    paths = [f"/history/{run}/", f"/history/{run}/fragment/", f"/chat/?run={run}", "/history/?q=earlier"]
    for path in [*paths, *(f"/history/{run}/inspector/{tab}/" for tab in TABS)]:
        assert visitor.client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    "path", ["/history/?q=a%00b", "/history/?model=%00", "/chat/?model=%00", "/history/recent/?q=%00"]
)
def test_takes_nul_in_a_query(pair: Pair, path: str) -> None:
    assert pair.one.client.get(path).status_code == 200


def test_marks_the_run_of_a_killed_process_as_interrupted(
    own_pair: Pair, own_upstream: ScriptedUpstream
) -> None:
    run = own_pair.one.chat()
    frames = own_pair.two.frames(run)
    own_upstream.token("Kept text.")
    wait_for(frames, "Kept text.")
    own_pair.servers[0].stop(signal.SIGKILL)
    last = wait_for(frames, 'data-status="interrupted"')
    assert "Interrupted" in last
    ended = own_pair.two.run(run)
    assert (ended["status"], ended["text"]) == ("interrupted", "Kept text.")


def test_lets_runs_end_before_it_stops(own_pair: Pair, own_upstream: ScriptedUpstream) -> None:
    run = own_pair.one.chat()
    frames = own_pair.two.frames(run)
    own_upstream.token("In time.")
    wait_for(frames, "In time.")
    own_pair.servers[0].process.send_signal(signal.SIGTERM)
    own_upstream.finish()
    assert own_pair.servers[0].wait() == 0
    wait_for(frames, 'data-status="completed"')
    assert own_pair.two.run(run)["text"] == "In time."


def test_keeps_what_a_stopped_process_could_not_end(own_pair: Pair, own_upstream: ScriptedUpstream) -> None:
    run = own_pair.one.chat()
    frames = own_pair.two.frames(run)
    own_upstream.token("Kept text.")
    wait_for(frames, "Kept text.")
    assert own_pair.servers[0].stop() == 0
    assert own_upstream.left.wait(5)
    wait_for(frames, 'data-status="interrupted"')
    assert own_pair.two.run(run)["text"] == "Kept text."
    again = own_pair.start().wait_until_ready()
    with Visitor(again.url) as visitor:
        assert visitor.run(run)["status"] == "interrupted"
