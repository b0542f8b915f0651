"""What a run and its reader keep when their process is killed, its clock jumps, or nobody reads what it sends."""

import re
import socket
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from playground.runs.pieces import decode
from tests.openai.upstream import piece
from tests.runs.conftest import connected
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import Visitor, received

FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
STAMP = re.compile(r"stamp(\d+)!")
PROMISED = 0.5
STREAMED = 3.0
MANY = 100_000
MEGABYTES = 1024


def rows(folder: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "playground.sqlite3", timeout=20)
    with connection:
        found = connection.execute(query, values).fetchall()
    connection.close()
    return found


def wait_for(frames: Iterator[str], text: str) -> str:
    return next(frame for frame in frames if text in frame)


class Stamps:
    """Sends a numbered token every few milliseconds, from a thread of its own; `sent` is when each one left."""

    def __init__(self, upstream: ScriptedUpstream) -> None:
        self.upstream, self.sent = upstream, list[float]()
        self.enough = threading.Event()
        self.thread = threading.Thread(target=self.send, daemon=True)
        self.thread.start()

    def send(self) -> None:
        while not self.enough.wait(0.01):
            self.upstream.token(f"stamp{len(self.sent)}! ")
            self.sent.append(time.monotonic())

    def stop(self) -> None:
        self.enough.set()
        self.thread.join()


def test_loses_no_more_than_half_a_second_when_it_is_killed(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    run = own_visitor.chat()
    stamps, shown = Stamps(own_upstream), dict[int, float]()
    for frame in own_visitor.frames(run):
        now = time.monotonic()
        for number in STAMP.findall(frame):
            shown.setdefault(int(number), now)
        if shown and now - stamps.sent[0] > STREAMED:
            break
    killed = time.monotonic()
    own_server.process.kill()
    stamps.stop()
    own_server.wait()
    # A machine that is busy with other things is late with everything: as late as it showed what was sent.
    late = max(moment - stamps.sent[number] for number, moment in shown.items())
    due = {number for number, moment in shown.items() if moment < killed - PROMISED - 2 * late}
    pieces = rows(own_server.data_dir, "SELECT data FROM runs_piece ORDER BY seq")
    text = "".join(event.data for (data,) in pieces for event in decode(data))  # type: ignore[arg-type]
    kept = {int(number) for number in STAMP.findall(text)}
    assert due, f"the machine was {late} s late"
    assert due - kept == set()


def resident(server: StartedServer, name: str) -> float:
    """Megabytes of memory the process holds (VmRSS) or held at most (VmHWM)."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / MEGABYTES  # type: ignore[index]


def test_holds_no_memory_for_a_reader_that_stopped_reading(
    own_server: StartedServer, own_visitor: Visitor, own_upstream: ScriptedUpstream
) -> None:
    run = own_visitor.chat()
    own_upstream.token("Before.\n\n")
    wait_for(own_visitor.frames(run), "Before.")
    before = resident(own_server, "VmRSS")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 * 1024)
    connection.connect(("127.0.0.1", own_server.port))
    address = f"{own_server.url.replace('http', 'ws')}/ws/runs/{run}/"
    with connect(
        address, sock=connection, origin=Origin(own_server.url), max_queue=1, max_size=None
    ) as reader:
        chunk = b'data: {"choices": [{"index": 0, "delta": {"content": "tok%d\\n\\n"}}]}\n\n'
        own_upstream.raw(piece(b"".join(chunk % number for number in range(MANY))))
        own_upstream.finish()
        deadline = time.monotonic() + 120
        while own_visitor.run(run)["finished_at"] is None:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        grown = resident(own_server, "VmHWM") - before
        shown = {int(number) for frame in received(reader) for number in re.findall(r"tok(\d+)", frame)}
    assert shown == set(range(MANY))
    assert grown < 300, f"{grown:.0f} MB"


@pytest.mark.skipif(not FAKETIME, reason="libfaketime is not installed here")
def test_goes_on_when_the_clock_jumps_by_an_hour(tmp_path: Path, own_upstream: ScriptedUpstream) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0")
    environment = {
        **connected(own_upstream),
        "LD_PRELOAD": str(FAKETIME[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        # Nobody sets the clock that counts from the start of the machine.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    folder = prepared(tmp_path / "data")
    with StartedServer(folder, environment) as server, Visitor(server.wait_until_ready().url) as visitor:
        run = visitor.chat()
        frames = visitor.frames(run)
        own_upstream.token("Before. ")
        wait_for(frames, "Before.")
        for jump in (3600, -3600):
            clock.write_text(f"{jump:+}")
            own_upstream.token(f"At {jump}. ")
            wait_for(frames, f"At {jump}.")
            found = found_dead(folder, visitor, run)
            assert abs((found - datetime.now(UTC)).total_seconds() - jump) < 1800
        own_upstream.finish()
        wait_for(frames, 'data-status="completed"')
        ended = visitor.run(run)
        assert (ended["status"], ended["text"]) == ("completed", "Before. At 3600. At -3600. ")
        assert 0 <= ended["timings"]["total_ms"] < 1_800_000


def found_dead(folder: Path, visitor: Visitor, live: str) -> datetime:
    """When, by its own clock, the process looked for runs to interrupt and found one that is dead indeed."""
    dead = uuid.uuid4()
    columns = [str(row[1]) for row in rows(folder, "PRAGMA table_info(runs_run)") if row[1] != "id"]
    values = {"uuid": f"'{dead.hex}'", "heartbeat_at": "'2000-01-01 00:00:00'"}
    copied = ", ".join(values.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    rows(
        folder,
        f"INSERT INTO runs_run ({names}) SELECT {copied} FROM runs_run WHERE uuid = ?",
        uuid.UUID(live).hex,
    )
    for _ in visitor.frames(str(dead)):
        pass
    ended = visitor.run(str(dead))
    assert ended["status"] == "interrupted"
    return datetime.fromisoformat(ended["finished_at"])
