import pytest

from playground.sandbox import fine_tuned
from playground.sandbox.models import DeletedModel

OTHER = {"authorization": "Bearer sk-other"}


async def own_models(call, **more):
    listed = (await call("GET", "/models", **more)).json["data"]
    return [model["id"] for model in listed if model["owned_by"] == "playground"]


@pytest.mark.django_db(transaction=True)
async def test_lists_the_chat_model_first(call):
    answer = await call("GET", "/models")
    assert answer.json["object"] == "list"
    assert answer.json["data"][0]["id"] == "sandbox-chat"
    assert all(
        set(m) == {"id", "object", "created", "owned_by", "shutdown_date"} for m in answer.json["data"]
    )


@pytest.mark.parametrize(
    "name", ["sandbox-reasoning", "gpt-4o", "o3-mini", "chatgpt-4o-latest", "ft:gpt-4o:me::1"]
)
async def test_retrieves_its_own_and_familiar_models(call, name):
    answer = await call("GET", f"/models/{name}")
    assert answer.status == 200
    assert answer.json["id"] == name


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("name", ["llama", "gpt", "sandbox", "o9", "gpt-/../x", "ft:sandbox-chat:x::1"])
async def test_knows_no_other_model(call, method, name):
    answer = await call(method, f"/models/{name}")
    assert answer.status == 404
    assert answer.error["code"] == "model_not_found"


async def test_refuses_to_chat_with_a_model_that_draws(chat):
    answer = await chat(model="gpt-image-1")
    assert answer.status == 404
    assert answer.error["param"] == "model"


@pytest.mark.django_db(transaction=True)
async def test_chats_with_fine_tuned_models_of_the_account(call, chat):
    names = await own_models(call)
    assert len(names) == 3
    assert names[0].startswith("ft:sandbox-chat:playground::")
    answer = await chat("say exactly: tuned", model=names[0])
    assert (answer.text, answer.json["model"]) == ("tuned", names[0])


@pytest.mark.django_db(transaction=True)
async def test_deletes_a_fine_tuned_model_everywhere(call, chat):
    gone, *rest = await own_models(call)
    assert (await call("DELETE", f"/models/{gone}")).json == {"id": gone, "object": "model", "deleted": True}
    assert await own_models(call) == rest
    for answer in (
        await chat(model=gone),
        await call("GET", f"/models/{gone}"),
        await call("DELETE", f"/models/{gone}"),
    ):
        assert answer.status == 404
        assert answer.error["code"] == "model_not_found"


@pytest.mark.django_db(transaction=True)
async def test_keeps_the_fine_tuned_models_of_others_apart(call):
    own, others = await own_models(call), await own_models(call, headers=OTHER)
    assert not set(own) & set(others)
    assert (await call("GET", f"/models/{others[0]}")).status == 404
    assert (await call("DELETE", f"/models/{others[0]}")).status == 404
    assert await own_models(call, headers=OTHER) == others


@pytest.mark.parametrize("name", ["sandbox-chat", "gpt-4o", "sandbox-error-500"])
async def test_deletes_no_model_that_is_not_fine_tuned(call, name):
    answer = await call("DELETE", f"/models/{name}")
    assert answer.status == 403
    assert answer.error["type"] == "invalid_request_error"
    assert "insufficient permissions" in answer.error["message"]


@pytest.mark.django_db(transaction=True)
async def test_remembers_a_bounded_number_of_deletions(call, monkeypatch):
    monkeypatch.setattr(fine_tuned, "MOST_KEPT", 2)
    for name in await own_models(call):
        await call("DELETE", f"/models/{name}")
    assert await DeletedModel.objects.acount() == 2
