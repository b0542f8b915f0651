"""What machines see of a process: whether it is ready, its figures, its log."""

import json
import signal

import httpx

from tests.runs.conftest import *  # noqa: F403
from tests.runs.conftest import KEY
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer
from tests.visitor import Visitor


def figures(server: StartedServer) -> dict[str, float]:
    lines = httpx.get(f"{server.url}/metrics").raise_for_status().text.splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_counts_runs_streams_sockets_and_times(
    own_server: StartedServer, own_upstream: ScriptedUpstream
) -> None:
    with Visitor(own_server.url) as visitor:
        run = visitor.chat()
        frames = visitor.frames(run)
        own_upstream.token("Something.")
        assert any("Something." in frame for frame in frames)
        during = figures(own_server)
        assert during["playground_running_streams"] == 1
        assert during["playground_sockets_open"] == 1
        assert during["playground_upstream_connections_busy"] == 1
        own_upstream.finish()
        visitor.ended(run)
    after = figures(own_server)
    labels = 'operation="create_chat_completion"'
    assert after[f'playground_runs_total{{{labels},status="completed"}}'] == 1
    assert after[f"playground_first_token_seconds_count{{{labels}}}"] == 1
    assert after["playground_socket_lag_seconds_count"] > 0
    assert after["playground_journal_commit_seconds_count"] > 0
    assert after["playground_events_received"] > 0
    assert after["playground_running_streams"] == 0


def test_is_not_ready_while_it_stops(own_server: StartedServer, own_upstream: ScriptedUpstream) -> None:
    assert httpx.get(f"{own_server.url}/readyz").json() == {"status": "ready"}
    with Visitor(own_server.url) as visitor:
        run = visitor.chat()
        frames = visitor.frames(run)
        own_upstream.token("Something.")
        assert any("Something." in frame for frame in frames)
        own_server.process.send_signal(signal.SIGTERM)
        while "Stopping." not in own_server.output:
            own_server.process.poll()
        answer = httpx.get(f"{own_server.url}/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "stopping"})
        own_upstream.finish()
        assert own_server.wait() == 0


def test_shows_figures_to_others_by_token_alone(settings, client) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    settings.METRICS_TOKEN = "long-enough"
    assert client.get("/metrics").status_code == 403
    told = client.get("/metrics", REMOTE_ADDR="192.0.2.1", headers={"Authorization": "Bearer long-enough"})
    assert told.status_code == 200


def test_logs_lines_of_json_with_the_request_and_no_secret(own_server: StartedServer) -> None:
    sent = {"X-Request-ID": "mine-1", "Authorization": f"Bearer {KEY}"}
    answer = httpx.get(f"{own_server.url}/no-such-page-{KEY}", headers=sent)
    assert answer.headers["X-Request-ID"] == "mine-1"
    own_server.stop()
    assert KEY not in own_server.output
    lines = [json.loads(line) for line in own_server.lines if line.startswith("{")]
    assert [line["request"] for line in lines if "no-such-page" in line["message"]] == ["mine-1"]
