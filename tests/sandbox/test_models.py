import pytest


async def test_lists_the_chat_model_first(call):
    answer = await call("GET", "/models")
    assert answer.json["object"] == "list"
    assert answer.json["data"][0]["id"] == "sandbox-chat"
    assert all(set(m) == {"id", "object", "created", "owned_by"} for m in answer.json["data"])


@pytest.mark.parametrize(
    "name", ["sandbox-reasoning", "gpt-4o", "o3-mini", "chatgpt-4o-latest", "ft:gpt-4o:me::1"]
)
async def test_retrieves_its_own_and_familiar_models(call, name):
    answer = await call("GET", f"/models/{name}")
    assert answer.status == 200
    assert answer.json["id"] == name


@pytest.mark.parametrize("name", ["llama", "gpt", "sandbox", "o9", "gpt-/../x"])
async def test_knows_no_other_model(call, name):
    answer = await call("GET", f"/models/{name}")
    assert answer.status == 404
    assert answer.error["code"] == "model_not_found"


async def test_refuses_to_chat_with_a_model_that_draws(chat):
    answer = await chat(model="gpt-image-1")
    assert answer.status == 404
    assert answer.error["param"] == "model"
