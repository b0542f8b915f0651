import asyncio

import pytest
from django.db.models import F

from playground.sandbox.models import StoredResponse
from playground.sandbox.responses import stored
from playground.sandbox.responses.timeline import QUEUED, Timeline

from .responding import events_of, output_text

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = {"authorization": "Bearer sk-other"}


async def test_keeps_what_it_answered_unless_told_not_to(call, respond):
    made = (await respond("say exactly: kept", metadata={"a": "b\x00"})).json
    kept = (await call("GET", f"/responses/{made['id']}")).json
    assert kept == {**made, "metadata": {"a": "b"}}
    unkept = (await respond(store=False)).json
    assert (await call("GET", f"/responses/{unkept['id']}")).status == 404
    assert (await respond(previous_response_id=unkept["id"])).status == 400


async def test_keeps_a_streamed_response_before_it_says_completed(call, respond):
    events = events_of(await respond("say exactly: kept", stream=True))
    assert (await call("GET", f"/responses/{events[0]['response']['id']}")).json == events[-1]["response"]


async def test_shows_nothing_to_another_account(call, respond):
    made = (await respond()).json
    assert (await call("GET", f"/responses/{made['id']}", headers=OTHER)).status == 404
    assert (await call("DELETE", f"/responses/{made['id']}", headers=OTHER)).status == 404
    body = {"model": "sandbox-fast", "input": "x"}
    following = {**body, "previous_response_id": made["id"]}
    assert (await call("POST", "/responses", following, headers=OTHER)).status == 400
    referring = {**body, "input": [{"type": "item_reference", "id": made["output"][0]["id"]}]}
    assert (await call("POST", "/responses", referring, headers=OTHER)).status == 404


async def test_remembers_the_whole_chain_but_no_old_instructions(respond):
    first = (await respond("I live in Oslo", instructions="Be a pirate")).json
    second = (await respond("I like tea", previous_response_id=first["id"])).json
    third = (await respond("What did I say so far?", previous_response_id=second["id"])).json
    text = output_text(third)
    assert "I live in Oslo" in text
    assert "I like tea" in text
    assert "pirate" not in text
    assert third["usage"]["input_tokens"] > second["usage"]["input_tokens"] > first["usage"]["input_tokens"]
    branch = output_text((await respond("What did I say so far?", previous_response_id=first["id"])).json)
    assert "tea" not in branch


async def test_goes_on_when_an_ancestor_was_deleted(call, respond):
    first = (await respond("I live in Oslo")).json
    second = (await respond("I like tea", previous_response_id=first["id"])).json
    await call("DELETE", f"/responses/{first['id']}")
    text = output_text((await respond("What did I say so far?", previous_response_id=second["id"])).json)
    assert "tea" in text
    assert "Oslo" not in text


async def test_takes_references_to_stored_items(respond):
    made = (await respond("say exactly: kept")).json
    reference = {"type": "item_reference", "id": made["output"][0]["id"]}
    again = await respond(
        [{"id": reference["id"]}, reference, {"role": "user", "content": "say exactly: and more"}]
    )
    assert output_text(again.json) == "and more"


async def test_pages_its_input_items(call, respond):
    made = (await respond([{"role": "user", "content": str(i)} for i in range(5)])).json
    path = f"/responses/{made['id']}/input_items"
    page = (await call("GET", path, query={"limit": "2"})).json
    assert [item["content"][0]["text"] for item in page["data"]] == ["4", "3"]
    assert (page["first_id"], page["last_id"]) == (page["data"][0]["id"], page["data"][1]["id"])
    assert page["has_more"] is True
    rest = (await call("GET", path, query={"after": page["last_id"]})).json
    assert [item["content"][0]["text"] for item in rest["data"]] == ["2", "1", "0"]
    assert rest["has_more"] is False
    back = (await call("GET", path, query={"before": rest["data"][-1]["id"], "limit": "2"})).json
    assert [item["content"][0]["text"] for item in back["data"]] == ["2", "1"]
    assert back["has_more"] is True
    assert (await call("GET", path, query={"before": "msg_none"})).status == 400
    oldest = (await call("GET", path, query={"order": "asc", "limit": "1"})).json
    assert oldest["data"][0]["content"] == [{"type": "input_text", "text": "0"}]
    assert (await call("GET", path, query={"after": "msg_none"})).status == 400


async def test_forgets_the_oldest(call, respond, monkeypatch):
    monkeypatch.setattr(stored, "MOST_KEPT", 3)
    ids = [(await respond("Hi")).json["id"] for _ in range(5)]
    assert [row.response_id async for row in StoredResponse.objects.all()] == ids[2:]


async def test_forgets_the_oldest_when_they_are_large(respond, monkeypatch):
    monkeypatch.setattr(stored, "MOST_CHARACTERS", 9_000)
    ids = [(await respond("Hi", instructions="x" * 3_000)).json["id"] for _ in range(3)]
    assert [row.response_id async for row in StoredResponse.objects.all()] == ids[1:]


async def test_does_not_store_files_or_large_pictures(respond):
    file = {"type": "input_file", "filename": "a.txt", "file_data": "b25l" * 1000}
    await respond([{"role": "user", "content": [file, {"type": "input_text", "text": "Look"}]}])
    [row] = [row async for row in StoredResponse.objects.all()]
    assert row.input[0]["content"][0]["file_data"] is None


async def test_tells_a_response_again_from_any_event(call, respond):
    first = events_of(
        await respond("Hi", stream=True, tools=[], stream_options={"include_obfuscation": False})
    )
    path = f"/responses/{first[0]['response']['id']}"
    query = {"stream": "true", "include_obfuscation": "false"}
    assert events_of(await call("GET", path, query=query)) == first
    later = events_of(await call("GET", path, query={**query, "starting_after": "4"}))
    assert later == first[5:]
    assert events_of(await call("GET", path, query={**query, "starting_after": "9999"})) == []


async def test_tells_what_has_ended_at_once(call, respond):
    made = (await respond("say exactly: " + "word " * 800, model="sandbox-chat")).json
    told = call("GET", f"/responses/{made['id']}", query={"stream": "true"})
    assert events_of(await asyncio.wait_for(told, 5))[-1]["response"] == made


async def test_pads_deltas_unless_told_not_to(respond):
    padded = events_of(await respond("Hi", stream=True))
    assert all("obfuscation" in event for event in padded if event["type"].endswith(".delta"))
    plain = events_of(await respond("Hi", stream=True, stream_options={"include_obfuscation": False}))
    assert not any("obfuscation" in event for event in plain)


async def test_is_as_far_in_the_background_as_the_clock_says(call, respond):
    made = (await respond("say exactly: one two three", model="sandbox-slow", background=True)).json
    assert (made["status"], made["output"], made["usage"]) == ("queued", [], None)
    for status, earlier in (("in_progress", QUEUED), ("completed", 60)):
        await StoredResponse.objects.aupdate(started=F("started") - earlier)
        shown = (await call("GET", f"/responses/{made['id']}")).json
        assert shown["status"] == status
    assert output_text(shown) == "one two three"
    assert shown["completed_at"] > shown["created_at"]


async def test_ends_a_cancelled_stream(call, respond):
    made = (await respond(model="sandbox-stall", background=True)).json
    await call("POST", f"/responses/{made['id']}/cancel", raw=b"")
    shown = (await call("GET", f"/responses/{made['id']}")).json
    assert shown["status"] == "cancelled"
    events = events_of(await call("GET", f"/responses/{made['id']}", query={"stream": "true"}))
    assert events[-1]["type"] == "response.in_progress"


def test_has_a_time_for_every_event():
    line = Timeline(start=100, total=20, speed=10, thinking=2, stalls=False)
    for number in range(20):
        assert line.happened(line.due(number) + 0.01) >= number + 1
        assert number < 3 or line.happened(line.due(number) - 0.01) <= number
    assert line.status(100 + QUEUED + 1, "completed") == "in_progress"
    stalled = Timeline(start=100, total=20, speed=10, thinking=0, stalls=True)
    assert stalled.happened(10**9) == 12
    assert stalled.due(12) == float("inf")
