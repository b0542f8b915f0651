"""The library's pages, and whose they are."""

import json

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.library.models import Definition

pytestmark = pytest.mark.django_db
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}


@pytest.fixture
def weather() -> Definition:
    return Definition.objects.create(owner=User.local(), name="get_weather", schema=SCHEMA)


@pytest.fixture
def foreign() -> Definition:
    return Definition.objects.create(
        owner=User.objects.create(username="other"), name="their_function", canned_result="secret"
    )


def test_keeps_a_function(client: Client) -> None:
    typed = {"name": "get_weather", "description": "Weather", "schema": json.dumps(SCHEMA), "strict": "on"}
    assert client.post("/library/add/", typed).status_code == 302
    assert "get_weather" in client.get("/library/").content.decode()
    wire = json.loads(client.get("/library/export.json").content)["tools"][0]
    assert wire["function"] == {
        "name": "get_weather",
        "description": "Weather",
        "parameters": SCHEMA,
        "strict": True,
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "get weather"}, "letters, digits"),
        ({"name": "a", "schema": '{\n  "type": "objekt"\n}'}, "Line 2: /type must be one of array"),
        ({"name": "a", "schema": "{"}, "This is not JSON. Line 1, column 2"),
        ({"name": "get_weather"}, "already"),
    ],
)
def test_says_what_to_mend(client: Client, weather: Definition, typed: dict[str, str], words: str) -> None:
    page = client.post("/library/add/", typed)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_advises_on_strict_and_mends(client: Client) -> None:
    typed = {"schema": json.dumps(SCHEMA), "strict": "on"}
    assert "additionalProperties must be false" in client.post("/library/examine/", typed).content.decode()
    mended = client.post("/library/mend/", typed).content.decode()
    assert "A valid JSON Schema" in mended
    assert "additionalProperties" in mended


@pytest.mark.parametrize(
    "pasted",
    [
        json.dumps([{"type": "function", "function": {"name": "a", "parameters": SCHEMA}}]),
        json.dumps({"tools": [{"type": "function", "name": "a", "parameters": SCHEMA}]}),
        "[{'type': 'function', 'name': 'a', 'strict': None, 'parameters': " + str(SCHEMA) + "}]",
        json.dumps({"name": "a", "input_schema": SCHEMA}),
    ],
)
def test_imports_several_shapes(client: Client, pasted: str) -> None:
    assert client.post("/library/import/", {"text": pasted}).status_code == 302
    kept = Definition.objects.get()
    assert (kept.kind, kept.name, kept.schema) == ("function", "a", SCHEMA)


def test_imports_an_openapi_document(client: Client) -> None:
    operation = {
        "operationId": "getPet",
        "parameters": [{"name": "id", "required": True, "schema": {"type": "integer"}}],
    }
    client.post("/library/import/", {"text": json.dumps({"paths": {"/pets/{id}": {"get": operation}}})})
    kept = Definition.objects.get()
    assert kept.name == "getPet"
    assert kept.schema == {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


def test_duplicates_and_deletes(client: Client, weather: Definition) -> None:
    client.post(f"/library/{weather.pk}/duplicate/")
    assert Definition.objects.filter(name="get_weather_copy").exists()
    assert "get_weather" in client.get(f"/library/{weather.pk}/delete/").content.decode()
    client.post(f"/library/{weather.pk}/delete/")
    assert not Definition.objects.filter(pk=weather.pk).exists()


def test_remembers_a_result_for_the_next_call(client: Client) -> None:
    call = {"kind": "function", "name": "get_time"}
    source = json.dumps({"type": "function", "function": {"name": "get_time", "parameters": SCHEMA}})
    client.post("/library/result/remember/", {**call, "result": "noon", "source": source})
    assert Definition.objects.get().schema == SCHEMA
    assert "noon" in client.get("/library/result/", call).content.decode()
    client.post("/library/result/remember/", {**call, "result": ""})
    assert "noon" not in client.get("/library/result/", call).content.decode()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("place", ["", "duplicate/", "delete/"])
def test_finds_nothing_of_another_owner(client: Client, foreign: Definition, method: str, place: str) -> None:
    assert client.generic(method, f"/library/{foreign.pk}/{place}").status_code in (404, 405)
    for path in (
        "/library/",
        "/library/choose/",
        "/library/export.json",
        "/library/result/?name=their_function",
    ):
        page = client.get(path).content.decode()
        assert "secret" not in page
        assert "<code>their_function" not in page
    assert Definition.objects.filter(pk=foreign.pk).exists()
