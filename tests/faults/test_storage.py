"""What a run and its page do when what we keep things in does not take them: the database, the disk, the folder."""

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.runs.conftest import connected
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import HTMX, Visitor


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The database as another process leaves it that writes for long."""
    other = sqlite3.connect(folder / "playground.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full(server: StartedServer) -> Iterator[None]:
    """No file of the process may grow: the system refuses each write as on a full disk."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


def wait_for(frames: Iterator[str], text: str) -> str:
    return next(frame for frame in frames if text in frame)


def test_shows_a_stream_while_the_database_is_locked_and_keeps_it_after(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    run = own_visitor.chat()
    frames = own_visitor.frames(run)
    own_upstream.token("Before. ")
    wait_for(frames, "Before.")
    with locked(own_server.data_dir):
        own_upstream.token("Meanwhile. ")
        wait_for(frames, "Meanwhile.")
        own_upstream.token("At the end.")
        wait_for(frames, "At the end.")
        own_upstream.finish()
    wait_for(frames, 'data-status="completed"')
    assert own_visitor.run(run)["text"] == "Before. Meanwhile. At the end."


def test_starts_a_run_that_came_while_the_database_was_full_once_it_is_sent_again(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    form = {
        "run": "5f0a61a5-5b5b-4c5c-8f0a-000000000001",
        "model": "scripted",
        "stream": "true",
        "composer": "Hi",
    }
    first = own_visitor.chat()
    frames = own_visitor.frames(first)
    own_upstream.token("Before. ")
    wait_for(frames, "Before.")
    with full(own_server):
        own_upstream.token("Meanwhile. ")
        wait_for(frames, "Meanwhile.")
        refused = own_visitor.post("/chat/", form, headers=HTMX)
        assert refused.status_code == 503
        assert refused.text.startswith("The playground's d")
        page = own_visitor.post("/chat/", form, headers={"Accept": "text/html"})
        assert (page.status_code, "Try again" in page.text) == (503, True)
        own_upstream.finish()
    wait_for(frames, 'data-status="completed"')
    assert own_visitor.run(first)["text"] == "Before. Meanwhile. "
    assert own_visitor.post("/chat/", form, headers=HTMX).status_code == 200
    own_upstream.token("Now.")
    own_upstream.finish()
    assert own_visitor.ended(form["run"])["text"] == "Now."
    assert len(own_upstream.requests) == 2


def test_says_that_a_file_could_not_be_kept(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    def upload() -> tuple[int, str]:
        headers = {"X-CSRFToken": own_visitor.token, "X-File-Name": "a.txt"}
        answer = own_visitor.client.post("/files/", content=b"some text", headers=headers)
        return answer.status_code, answer.text

    folder = own_server.data_dir / "files"
    elsewhere = folder.with_name("elsewhere")
    if folder.exists():
        folder.rename(elsewhere)
    # Root may write anywhere: a file in the folder's place refuses even that.
    folder.write_text("in the way")
    status, text = upload()
    assert (status, text) == (
        503,
        "The playground may not write to its data folder. Give its user the right to, then try again.",
    )
    folder.unlink()
    assert upload()[0] == 200


def test_keeps_nothing_of_an_upload_that_broke_off(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    def half() -> Iterator[bytes]:
        yield b"x" * 200_000
        raise ConnectionError("the network is gone")

    headers = {"X-CSRFToken": own_visitor.token, "X-File-Name": "a.txt", "Content-Length": "400000"}
    with pytest.raises(ConnectionError):
        own_visitor.client.post("/files/", content=half(), headers=headers)
    run = own_visitor.chat()
    own_upstream.finish()
    own_visitor.ended(run)
    kept = [name for _, _, names in os.walk(own_server.data_dir / "files") for name in names]
    assert kept == []


def test_keeps_a_stopping_process_no_longer_than_it_is_told(
    tmp_path: Path, own_upstream: ScriptedUpstream
) -> None:
    environment = connected(own_upstream) | {"DRAIN_SECONDS": "0.2"}
    with StartedServer(prepared(tmp_path), environment) as server:
        server.wait_until_ready()
        with Visitor(server.url) as visitor:
            run = visitor.chat()
            frames = visitor.frames(run)
            own_upstream.token("Kept.")
            wait_for(frames, "Kept.")
            assert server.stop() == 0
    kept = (
        sqlite3.connect(tmp_path / "playground.sqlite3")
        .execute("SELECT status, text FROM runs_run")
        .fetchall()
    )
    assert kept == [("interrupted", "Kept.")]
