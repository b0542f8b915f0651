"""Three processes on one database, as of three machines: what one began, the others show, stop and outlive."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from playground.runs import engine, recovery
from tests.scripted import ScriptedUpstream
from tests.services import REDIS, migrated_database, skip_unless_it_listens
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

from .conftest import connected

# As of a process of another machine: whether that one lives is told by its heartbeat alone.
ELSEWHERE = "UPDATE runs_run SET worker = 'elsewhere:1:0' WHERE uuid = %s"
LATER = "UPDATE runs_run SET heartbeat_at = heartbeat_at - %s WHERE uuid = %s"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    skip_unless_it_listens(REDIS)
    with migrated_database() as url:
        yield url


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory, module_upstream: ScriptedUpstream, database: str
) -> Iterator[list[StartedServer]]:
    folder = prepared(tmp_path_factory.mktemp("data"))
    environment = {
        **connected(module_upstream),
        "SECRET_KEY": "of all",
        "DATABASE_URL": database,
        "REDIS_URL": REDIS,
    }
    with ExitStack() as stack:
        started = [stack.enter_context(StartedServer(folder, environment)) for _ in range(3)]
        yield [server.wait_until_ready(120) for server in started]


def wait_for(frames: Iterator[str], text: str) -> str:
    seen = []
    for frame in frames:
        seen.append(frame)
        if text in frame:
            return frame
    raise AssertionError(f"{text} did not come: {seen}")


def later(database: str, run: str) -> None:
    """The run's process has died on another machine, and the lease is over."""
    with psycopg.connect(database) as connection:
        connection.execute(ELSEWHERE, [run])
        connection.execute(LATER, [recovery.LEASE, run])


def test_three_processes_are_one_playground(
    servers: list[StartedServer], upstream: ScriptedUpstream, database: str
) -> None:
    with ExitStack() as stack:
        first, second, third = (stack.enter_context(Visitor(server.url)) for server in servers)

        run = first.chat()
        frames = second.frames(run)
        upstream.token("Begun in the first. ")
        wait_for(frames, "Begun in the first.")
        third.stop(run)
        assert upstream.left.wait(10)
        wait_for(frames, 'data-status="cancelled"')
        shown = "".join(third.frames(run))
        assert "Begun in the first." in shown
        assert 'data-status="cancelled"' in shown

        upstream.reset()
        run = first.chat()
        readers = [visitor.frames(run) for visitor in (second, third)]
        upstream.token("Kept text.")
        for frames in readers:
            wait_for(frames, "Kept text.")
        servers[0].stop(signal.SIGKILL)
        later(database, run)
        for frames in readers:
            wait_for(frames, 'data-status="interrupted"')
        for visitor in (second, third):
            ended = visitor.run(run)
            assert (ended["status"], ended["text"]) == ("interrupted", "Kept text.")


def test_a_dead_process_is_found_out_within_fifteen_seconds() -> None:
    assert engine.HEARTBEAT + recovery.LEASE.total_seconds() + engine.RECOVER <= 15
