"""The synced copy over HTTP: sync, search, filters, verdicts, saved views, what upstream deleted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.started import StartedServer, prepared
from tests.stored.upstream import PATH, StoredUpstream
from tests.visitor import HTMX, Visitor

from .conftest import environment, ids_in, settled, synced

LIST = "/stored/completions/"
SYNCED = f"{LIST}synced/"


@pytest.fixture
def mirrored(visitor: Visitor) -> Visitor:
    synced(visitor)
    return visitor


def found(visitor: Visitor, query: str) -> list[str]:
    return ids_in(visitor.client.get(f"{SYNCED}?{query}").text)


def review(visitor: Visitor, number: int, **said: str) -> str:
    path = f"{LIST}chatcmpl-{number}/review/"
    return visitor.post(path, {"source": "upstream", **said}, headers=HTMX).text


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=%22question+3%22", [3]),
        ("q=answer+2", [2]),
        ("q=nowhere", []),
        ("model=o4-mini", [3, 0]),
        ("metadata%5Btopic%5D=sales", [3, 1]),
        ("in_min=13", [4, 3]),
        ("in_max=11&out_max=5", [1, 0]),
        ("since=2023-11-14&until=2023-11-14", [4, 3, 2, 1, 0]),
        ("until=2023-11-13", []),
        ("state=gone", []),
    ],
)
def test_finds_by_words_and_facts(mirrored: Visitor, query: str, numbers: list[int]) -> None:
    assert found(mirrored, query) == [f"chatcmpl-{number}" for number in numbers]


def test_syncs_again_without_doubles_and_fetches_messages_once(
    mirrored: Visitor, upstream: StoredUpstream
) -> None:
    upstream.requests.clear()
    assert "5 stored" in synced(mirrored)
    assert found(mirrored, "") == list(upstream.stored)[::-1]
    assert upstream.targets("/messages") == []


def test_keeps_what_upstream_deleted_and_marks_it(mirrored: Visitor, upstream: StoredUpstream) -> None:
    taken = upstream.stored.pop("chatcmpl-0")
    try:
        synced(mirrored)
        assert found(mirrored, "state=gone") == ["chatcmpl-0"]
        page = mirrored.client.get(f"{SYNCED}chatcmpl-0/").text
        assert "gone upstream" in page
        assert "Question 0" in page
    finally:
        upstream.stored = {"chatcmpl-0": taken, **upstream.stored}
    synced(mirrored)
    assert found(mirrored, "state=gone") == []


def test_waits_where_the_server_asks_for_patience(visitor: Visitor, upstream: StoredUpstream) -> None:
    upstream.limited = 7
    assert "5 stored" in synced(visitor)
    assert upstream.limited == 0


def test_counts_facets_and_reviews(mirrored: Visitor) -> None:
    review(mirrored, 1, verdict="good", note="Käse")
    review(mirrored, 2, verdict="bad")
    counts = mirrored.client.get(f"{LIST}counts/?source=upstream").text
    assert "2 of 5 reviewed" in counts
    assert "billing" in counts
    assert found(mirrored, "verdict=good") == ["chatcmpl-1"]
    assert found(mirrored, "q=kase") == ["chatcmpl-1"]
    review(mirrored, 2, verdict="bad")
    assert found(mirrored, "verdict=bad") == []
    review(mirrored, 1, verdict="good", note="")


def test_writes_a_verdict_to_the_metadata_where_asked(mirrored: Visitor, upstream: StoredUpstream) -> None:
    upstream.requests.clear()
    review(mirrored, 4, verdict="unsure", write="on")
    page = mirrored.client.get("/history/?operation=update_chat_completion").text
    assert "chatcmpl-4" in page
    settled_metadata(mirrored, upstream, "chatcmpl-4", "review", "unsure")
    review(mirrored, 4, verdict="unsure")


def settled_metadata(visitor: Visitor, upstream: StoredUpstream, name: str, key: str, value: str) -> None:
    while upstream.stored[name]["metadata"].get(key) != value:
        visitor.client.get("/healthz")


def test_saves_filters_as_a_view(mirrored: Visitor) -> None:
    mirrored.post(
        f"{LIST}views/", {"source": "upstream", "name": "Sales", "query": "metadata[topic]=sales&x="}
    )
    page = mirrored.client.get(SYNCED).text
    assert 'href="/stored/completions/synced/?metadata%5Btopic%5D=sales" dir="auto">Sales</a>' in page


@pytest.mark.parametrize("format_", ["finetuning", "evaluation", "csv"])
def test_exports_what_is_ticked(mirrored: Visitor, format_: str) -> None:
    ticked = ["chatcmpl-1", "chatcmpl-2"]
    answer = mirrored.post(f"{LIST}bulk/", {"action": format_, "source": "upstream", "id": ticked})
    lines = answer.text.splitlines()
    if format_ == "csv":
        assert lines[0].startswith("id,created,model,question,answer")
        assert len(lines) == 3
        return
    assert len(lines) == 2
    line = json.loads(lines[0])
    if format_ == "finetuning":
        assert [one["role"] for one in line["messages"]] == ["system", "user", "assistant"]
        assert line["messages"][1] == {"role": "user", "content": "Question 1 about invoices <b>&"}
    else:
        assert line["item"]["output"] == "Answer 1 is **bold**"
        assert line["item"]["metadata"]["topic"] == "sales"


def test_applies_metadata_reports_failures_repeats_and_undoes(
    mirrored: Visitor, upstream: StoredUpstream
) -> None:
    upstream.refused = {"chatcmpl-2"}
    before = {name: upstream.stored[name]["metadata"] for name in ("chatcmpl-1", "chatcmpl-2")}
    asked = {"action": "metadata", "source": "upstream", "id": list(before), "key": "batch", "value": "one"}
    assert "batch=one" in mirrored.post(f"{LIST}bulk/", asked, headers=HTMX).text
    assert all("batch" not in upstream.stored[name]["metadata"] for name in before)
    started = mirrored.post(f"{LIST}bulk/", {**asked, "start": "1"})
    address = started.headers["location"]
    page = settled(mirrored, address)
    assert "2 of 2 done" in page
    assert "Not this one." in page
    assert upstream.stored["chatcmpl-1"]["metadata"]["batch"] == "one"
    upstream.refused.clear()
    mirrored.post(f"{address}again/", {})
    assert "2 completed" in settled(mirrored, address)
    assert found(mirrored, "metadata%5Bbatch%5D=one") == ["chatcmpl-2", "chatcmpl-1"]
    settled(mirrored, mirrored.post(f"{address}undo/", {}).headers["location"])
    assert {name: upstream.stored[name]["metadata"] for name in before} == before


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[tuple[Visitor, StoredUpstream, StartedServer]]:
    """A playground of the test's own with 210 completions upstream, to be killed."""
    with (
        StoredUpstream(210) as upstream,
        StartedServer(prepared(tmp_path), environment(upstream)) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        yield visitor, upstream, server


def test_waits_once_for_all_that_are_turned_away_together(
    lonely: tuple[Visitor, StoredUpstream, StartedServer],
) -> None:
    visitor, upstream, _ = lonely
    upstream.gate_after = 2
    visitor.post(f"{LIST}sync/", {"source": "upstream"})
    assert upstream.waiting.wait(30)
    # Eight calls at a time are turned away for some time: less often than a sync gives up after.
    upstream.limited, upstream.patience = 250, 0.05
    upstream.gate.set()
    page = settled(visitor, f"{LIST}sync/?source=upstream")
    assert "synced just now" in page
    assert upstream.limited == 0


def test_goes_on_after_a_kill_without_doubles(
    lonely: tuple[Visitor, StoredUpstream, StartedServer],
) -> None:
    visitor, upstream, server = lonely
    upstream.gate_after = 2
    visitor.post(f"{LIST}sync/", {"source": "upstream"})
    assert upstream.waiting.wait(30)
    server.process.kill()
    server.process.wait(30)
    upstream.gate_after = 10**9
    upstream.gate.set()
    with (
        StartedServer(server.data_dir, environment(upstream)) as again,
        Visitor(again.wait_until_ready().url) as later,
    ):
        page = settled(later, f"{LIST}sync/?source=upstream")
        assert "210 stored" in page
        answer = later.post(f"{LIST}bulk/", {"action": "csv", "source": "upstream", "all": "1"})
    rows = answer.text.splitlines()[1:]
    assert len(rows) == 210
    assert len({row.partition(",")[0] for row in rows}) == 210
    first = [target for target in upstream.targets(f"{PATH}?") if "after" not in target]
    assert len(first) == 1
    assert len(set(upstream.targets("/messages"))) == 210


def test_labels_all_that_match_through_a_kill(
    lonely: tuple[Visitor, StoredUpstream, StartedServer],
) -> None:
    visitor, upstream, server = lonely
    synced(visitor)
    asked = {"action": "metadata", "source": "upstream", "all": "1", "key": "batch", "value": "one"}
    asked["query"] = "metadata[topic]=billing&state=present"
    assert "and 85 more" in visitor.post(f"{LIST}bulk/", asked, headers=HTMX).text
    late = visitor.post(f"{LIST}bulk/", {**asked, "count": "104", "start": "1"}, headers=HTMX)
    assert (late.status_code, "Meanwhile 105 match" in late.text) == (422, True)
    asked["query"] = ""
    address = visitor.post(f"{LIST}bulk/", {**asked, "count": "210", "start": "1"}).headers["location"]
    server.process.kill()
    server.process.wait(30)
    with (
        StartedServer(server.data_dir, environment(upstream)) as again,
        Visitor(again.wait_until_ready().url) as later,
    ):
        assert "of 210 done" in later.client.get(address).text
        later.post(f"{address}stop/", {})
        assert "Repeat what failed" in settled(later, address)
        later.post(f"{address}again/", {})
        assert "210 completed" in settled(later, address)
    assert all(kept["metadata"]["batch"] == "one" for kept in upstream.stored.values())


def test_reviews_the_local_history_and_asks_another_model(visitor: Visitor, upstream: StoredUpstream) -> None:
    run = visitor.chat("Which invoice?", stream="false")
    visitor.ended(run)
    assert "1 taken in" in synced(visitor, "history")
    assert ids_in(visitor.client.get(f"{LIST}history/?q=invoice").text) == [run]
    said = {"source": "history", "verdict": "good", "note": "fine"}
    visitor.post(f"{LIST}{run}/review/", said, headers=HTMX)
    assert ids_in(visitor.client.get(f"{LIST}history/?verdict=good&q=fine").text) == [run]
    asked = {"action": "rerun", "source": "history", "id": [run], "model": "o4-mini", "start": "1"}
    page = settled(visitor, visitor.post(f"{LIST}bulk/", asked).headers["location"])
    assert upstream.requests[-1][2]["model"] == "o4-mini"
    assert upstream.requests[-1][2]["messages"] == [{"role": "user", "content": "Which invoice?"}]
    assert "scripted</del>" in page
    assert "o4-mini</ins>" in page


def test_deletes_what_is_ticked_and_keeps_the_copies_until_they_are_forgotten(
    mirrored: Visitor, upstream: StoredUpstream
) -> None:
    ticked, before = ["chatcmpl-0", "chatcmpl-1"], dict(upstream.stored)
    asked = {"action": "delete", "source": "upstream", "id": ticked}
    assert "Delete 2 completions?" in mirrored.post(f"{LIST}bulk/", asked, headers=HTMX).text
    assert upstream.stored == before
    upstream.refused = {"chatcmpl-1"}
    try:
        address = mirrored.post(f"{LIST}bulk/", {**asked, "start": "1"}).headers["location"]
        assert "Not this one." in settled(mirrored, address)
        assert found(mirrored, "state=gone") == ["chatcmpl-0"]
        upstream.refused.clear()
        upstream.requests.clear()
        mirrored.post(f"{address}again/", {})
        assert "2 completed" in settled(mirrored, address)
        assert [one[:2] for one in upstream.requests] == [("DELETE", f"{PATH}/chatcmpl-1")]
        assert found(mirrored, "state=gone") == ["chatcmpl-1", "chatcmpl-0"]
        mirrored.post(f"{LIST}chatcmpl-0/forget/", {"source": "upstream"})
        assert found(mirrored, "state=gone") == ["chatcmpl-1"]
    finally:
        upstream.stored = before
    synced(mirrored)
    assert found(mirrored, "") == list(before)[::-1]
