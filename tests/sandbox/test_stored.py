import pytest

from playground.sandbox.chat import stored
from playground.sandbox.models import StoredCompletion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keep(chat):
    async def make(prompt="say exactly: kept", **params):
        return (await chat(prompt, store=True, **params)).json["id"]

    return make


async def test_keeps_only_what_is_to_be_stored(call, chat, keep):
    await chat()
    kept = await keep()
    listed = (await call("GET", "/chat/completions")).json
    assert [item["id"] for item in listed["data"]] == [kept]
    assert listed["first_id"] == listed["last_id"] == kept
    assert listed["has_more"] is False


async def test_keeps_a_streamed_completion_before_it_says_done(call, chat):
    answer = await chat("say exactly: kept", stream=True, store=True)
    stored_one = await call("GET", f"/chat/completions/{answer.events[0]['id']}")
    assert stored_one.text == "kept"


async def test_shows_metadata_and_the_messages(call, keep):
    identity = await keep(metadata={"topic": "rivers\x00"})
    assert (await call("GET", f"/chat/completions/{identity}")).json["metadata"] == {"topic": "rivers"}
    [message] = (await call("GET", f"/chat/completions/{identity}/messages")).json["data"]
    assert message["content"] == "say exactly: kept"
    assert message["id"] == f"{identity}-0"


async def test_pages_in_both_orders(call, keep):
    ids = [await keep() for _ in range(5)]
    page = (await call("GET", "/chat/completions", query={"limit": "2"})).json
    assert [item["id"] for item in page["data"]] == ids[:2]
    assert page["has_more"] is True
    rest = (await call("GET", "/chat/completions", query={"after": ids[1], "limit": "10"})).json
    assert [item["id"] for item in rest["data"]] == ids[2:]
    newest = (await call("GET", "/chat/completions", query={"order": "desc", "limit": "1"})).json
    assert newest["data"][0]["id"] == ids[-1]


async def test_filters_by_model_and_metadata(call, keep):
    await keep(metadata={"a": "1"})
    wanted = await keep(metadata={"a": "2", "b.c": "x"})
    for query in ({"metadata[a]": "2"}, {"metadata[b.c]": "x"}):
        assert [i["id"] for i in (await call("GET", "/chat/completions", query=query)).json["data"]] == [
            wanted
        ]
    assert (await call("GET", "/chat/completions", query={"model": "sandbox-chat"})).json["data"] == []


async def test_updates_only_the_metadata(call, keep):
    identity = await keep()
    changed = await call("POST", f"/chat/completions/{identity}", {"metadata": {"seen": "yes"}})
    assert changed.json["metadata"] == {"seen": "yes"}
    assert (await call("POST", f"/chat/completions/{identity}", {"model": "x"})).status == 400


async def test_deletes(call, keep):
    identity = await keep()
    deleted = await call("DELETE", f"/chat/completions/{identity}")
    assert deleted.json == {"object": "chat.completion.deleted", "id": identity, "deleted": True}
    assert (await call("GET", f"/chat/completions/{identity}")).status == 404


async def test_shows_nothing_to_another_key(call, keep):
    identity = await keep()
    other = {"authorization": "Bearer sk-other"}
    assert (await call("GET", f"/chat/completions/{identity}", headers=other)).status == 404
    assert (await call("GET", "/chat/completions", headers=other)).json["data"] == []


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"order": "up"}, {"foo": "1"}]
)
async def test_refuses_odd_paging(call, query):
    assert (await call("GET", "/chat/completions", query=query)).status == 400


async def test_forgets_the_oldest(keep, monkeypatch):
    monkeypatch.setattr(stored, "MOST_KEPT", 2)
    ids = [await keep() for _ in range(4)]
    assert [kept.completion_id async for kept in StoredCompletion.objects.all()] == ids[2:]
