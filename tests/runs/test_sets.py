"""Sets of runs: so many under way at a time, whatever becomes of each; stopped, and gone on with after a kill."""

import csv
import io
import re
import signal
import uuid
from pathlib import Path

import pytest

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs import services, turns
from playground.runs.models import RunSet
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import HTMX, Visitor

from .conftest import connected

UNDER_WAY = 4


def wait_for_requests(upstream: ScriptedUpstream, visitor: Visitor, count: int) -> None:
    for _ in range(600):
        if asked(upstream) >= count:
            return
        visitor.client.get("/healthz")
    raise AssertionError(f"{asked(upstream)} requests came, not {count}")


def asked(upstream: ScriptedUpstream) -> int:
    return sum(request.method == "POST" for request in upstream.requests)


def repeated(visitor: Visitor, upstream: ScriptedUpstream, times: int) -> str:
    """Repeat a finished run; returns the set's uuid."""
    run = visitor.chat(stream="false")
    upstream.answer()
    assert visitor.ended(run)["status"] == "completed"
    upstream.requests.clear()
    set_uuid = str(uuid.uuid4())
    data = {"times": str(times), "set": set_uuid}
    for _ in range(2):
        answer = visitor.post(f"/history/{run}/repeat/", data, headers=HTMX)
        assert answer.headers["HX-Redirect"] == f"/history/sets/{set_uuid}/"
    return set_uuid


def runs_of(visitor: Visitor, set_uuid: str) -> list[dict]:
    return visitor.client.get(f"/history/sets/{set_uuid}.json").raise_for_status().json()["runs"]


def statuses(visitor: Visitor, set_uuid: str) -> list[str]:
    return [run["status"] for run in runs_of(visitor, set_uuid)]


def all_ended(visitor: Visitor, set_uuid: str) -> list[dict]:
    for _ in range(600):
        runs = runs_of(visitor, set_uuid)
        if all(run["finished_at"] for run in runs):
            return runs
    raise AssertionError(f"not all runs ended: {statuses(visitor, set_uuid)}")


def test_has_four_under_way_and_starts_the_next_as_one_ends(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    set_uuid = repeated(visitor, upstream, 6)
    wait_for_requests(upstream, visitor, UNDER_WAY)
    assert sorted(statuses(visitor, set_uuid)) == ["in_progress"] * UNDER_WAY + ["queued"] * 2
    assert asked(upstream) == UNDER_WAY
    upstream.answer(b'{"error": {"message": "No", "type": "t"}}', status="400 Bad Request")
    wait_for_requests(upstream, visitor, UNDER_WAY + 1)
    assert sorted(statuses(visitor, set_uuid)) == ["failed"] + ["in_progress"] * UNDER_WAY + ["queued"]
    for _ in range(5):
        upstream.answer()
    ended = [run["status"] for run in all_ended(visitor, set_uuid)]
    assert sorted(ended) == ["completed"] * 5 + ["failed"]
    assert asked(upstream) == 6


def test_stops_what_is_queued_and_under_way(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    set_uuid = repeated(visitor, upstream, 6)
    wait_for_requests(upstream, visitor, UNDER_WAY)
    assert visitor.post(f"/history/sets/{set_uuid}/stop/", {}).status_code == 302
    assert {run["status"] for run in all_ended(visitor, set_uuid)} == {"cancelled"}
    assert asked(upstream) == UNDER_WAY


def test_tells_spread_shares_and_each_run(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    set_uuid = repeated(visitor, upstream, 3)
    for _ in range(3):
        upstream.answer()
    runs = all_ended(visitor, set_uuid)
    page = visitor.client.get(f"/history/sets/{set_uuid}/").raise_for_status().text
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "3 of 3 done" in words
    assert "1 distinct answer" in words
    assert "3 of 3, 100 %" in words
    assert all(f"/history/{run['uuid']}/" in page for run in runs)
    assert page.count("<circle") >= 6
    rows = list(csv.DictReader(io.StringIO(visitor.client.get(f"/history/sets/{set_uuid}.csv").text)))
    assert [row["run"] for row in rows] == [run["uuid"] for run in runs]
    assert {(row["status"], row["out"], row["text"]) for row in rows} == {("completed", "2", "Whole.")}


@pytest.mark.parametrize("times", ["1", "31", "many", ""])
def test_refuses_other_numbers_of_times(visitor: Visitor, upstream: ScriptedUpstream, times: str) -> None:
    run = visitor.chat(stream="false")
    upstream.answer()
    visitor.ended(run)
    answer = visitor.post(f"/history/{run}/repeat/", {"times": times})
    assert answer.status_code == 422
    assert "Repeat it from 2 to 30 times" in answer.text
    assert asked(upstream) == 1


def test_goes_on_after_its_process_was_killed(tmp_path: Path, own_upstream: ScriptedUpstream) -> None:
    environment = connected(own_upstream)
    with (
        StartedServer(prepared(tmp_path), environment) as first,
        Visitor(first.wait_until_ready().url) as visitor,
    ):
        set_uuid = repeated(visitor, own_upstream, 6)
        wait_for_requests(own_upstream, visitor, UNDER_WAY)
        first.stop(signal.SIGKILL)
    own_upstream.reset()
    with StartedServer(tmp_path, environment) as second, Visitor(second.wait_until_ready().url) as visitor:
        assert statuses(visitor, set_uuid).count("interrupted") == UNDER_WAY
        assert visitor.post(f"/history/sets/{set_uuid}/resume/", {}).status_code == 302
        for _ in range(2):
            own_upstream.answer()
        ended = [run["status"] for run in all_ended(visitor, set_uuid)]
        assert sorted(ended) == ["completed"] * 2 + ["interrupted"] * UNDER_WAY
        assert asked(own_upstream) == 2


def test_begins_a_run_that_had_its_turn_before_its_own_task(db: None) -> None:
    owner = User.local()
    connection = Connection.objects.create(owner=owner, name="Mine", base_url="http://127.0.0.1:1/v1")
    run_set = RunSet.objects.create(owner=owner, kind=RunSet.Kind.PARTS, concurrency=4)
    place = {"uuid": uuid.uuid4(), "run_set": run_set, "position": 0}
    added = services.start(owner, connection, "create_chat_completion", {"model": "m"}, **place)
    # Another run of the set ends now, and the next in turn is the one just stored.
    assert turns.claim_next(run_set.pk) == [added]
    assert turns.claim(added)
    assert turns.claim_next(run_set.pk) == []
