"""A run that is not kept: shown while it runs and at its end, and then nothing of it is here."""

import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import HTMX, Visitor

from .conftest import connected

SECRET = "Zanzibarine"


def rows(data_dir: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data_dir / "playground.sqlite3")) as database:
        return list(database.execute(f"SELECT * FROM {table}"))


def wait_until_forgotten(server: StartedServer, run: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    number = uuid.UUID(run).hex
    while any(number in map(str, row) for row in rows(server.data_dir, "runs_run")):
        assert time.monotonic() < deadline, "the run is still there"
        time.sleep(0.2)


def assert_nothing_is_left(server: StartedServer, word: str) -> None:
    with closing(sqlite3.connect(server.data_dir / "playground.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        assert not any(word.lower() in str(row).lower() for row in rows(server.data_dir, table)), table
    assert rows(server.data_dir, "runs_piece") == []
    assert not any(word in line for line in server.lines)


def test_leaves_no_row(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    run = own_visitor.chat(f"Tell me of {SECRET}", keep="no")
    with own_visitor.socket(run) as socket:
        own_upstream.token(f"It is {SECRET}.")
        while SECRET not in str(socket.recv(timeout=30)):
            pass
        # A reload while it runs shows it, the history does not.
        assert SECRET in own_visitor.client.get(f"/chat/?run={run}&keep=no").text
        assert run not in own_visitor.client.get("/history/").text
        own_upstream.finish()
        while "not kept" not in str(socket.recv(timeout=30)):
            pass
    wait_until_forgotten(own_server, run)
    assert_nothing_is_left(own_server, SECRET)
    again = own_visitor.client.get(f"/chat/?run={run}&keep=no")
    assert again.status_code == 200
    assert "This run was not kept" in again.text
    page = own_visitor.client.get(f"/history/{run}/?keep=no")
    assert (page.status_code, "was not kept" in page.text) == (410, True)
    assert own_visitor.client.get(f"/chat/?run={run}").status_code == 404


def test_goes_on_after_one_that_was_not_kept(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    kept = visitor.chat("First")
    upstream.answer()
    visitor.ended(kept)
    page = visitor.client.get(f"/chat/?run={kept}").text
    conversation = page.split('name="conversation" value="')[1].split('"')[0]
    place = {"conversation": conversation, "parent": kept}
    aside = visitor.chat("Aside", keep="no", stream="false", **place)
    upstream.answer()
    visitor.ended(aside)
    after = visitor.chat("Second", stream="false", **place)
    upstream.answer()
    visitor.ended(after)
    assert f'value="{conversation}"' in visitor.client.get(f"/chat/?run={after}").text


def test_forgets_what_a_killed_process_left(tmp_path: Path, own_upstream: ScriptedUpstream) -> None:
    folder = prepared(tmp_path)
    with StartedServer(folder, connected(own_upstream)) as first:
        with Visitor(first.wait_until_ready().url) as visitor:
            run = visitor.chat(f"Tell me of {SECRET}", keep="no")
            own_upstream.token(SECRET)
            next(frame for frame in visitor.frames(run) if SECRET in frame)
        first.process.kill()
    with StartedServer(folder, connected(own_upstream)) as second:
        wait_until_forgotten(second.wait_until_ready(), run)
        assert_nothing_is_left(second, SECRET)


def test_leaves_no_row_however_it_ends(
    server: StartedServer, visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    stopped = visitor.chat(SECRET, keep="no")
    assert upstream.asked.wait(10)
    visitor.stop(stopped)
    failed = visitor.chat(SECRET, keep="no")
    upstream.answer(b'{"error": {"message": "no"}}', status=400)
    for run in (stopped, failed):
        wait_until_forgotten(server, run)


def test_leaves_nothing_of_a_set_and_its_files_at_the_end_of_the_process(tmp_path: Path) -> None:
    with StartedServer(prepared(tmp_path)) as started, Visitor(started.wait_until_ready().url) as visitor:
        uuid_of_set = str(uuid.uuid4())
        data = {
            "run": uuid_of_set,
            "model": "sandbox-speech",
            "voice": "alloy",
            "input": SECRET,
            "board": "1",
        }
        answer = visitor.post("/audio/speech/", {**data, "keep": "no"}, headers=HTMX)
        assert answer.headers["HX-Redirect"] == f"/audio/speech/sets/{uuid_of_set}/"
        first = rows(started.data_dir, "runs_run")[0]
        visitor.ended(str(uuid.UUID(next(str(value) for value in first if is_hex(value)))))
        started.stop()
        assert rows(started.data_dir, "runs_runset") == rows(started.data_dir, "runs_file") == []
        assert_nothing_is_left(started, SECRET)
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def is_hex(value: object) -> bool:
    return isinstance(value, str) and len(value) == 32
