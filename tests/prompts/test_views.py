import json
import re

import pytest
from django.urls import reverse

from playground.prompts import exporting, services
from playground.prompts.models import Batch, Prompt
from playground.runs.models import RunSet

from .conftest import PARAMS

pytestmark = pytest.mark.django_db


def page_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_says_how_to_make_one_when_there_is_none(client):
    assert "Save prompt" in page_of(client, "/prompts/")


def test_lists_the_last_changed_first_and_finds_by_name_and_text(client, user, version):
    services.create(user, "Poems", {"messages": [{"role": "user", "content": "A poem about Zürich"}]})
    services.save(version.prompt, {**PARAMS, "seed": 8}, note="Another seed")
    listed = re.findall(r'class="prompt-open"[^>]*>([^<]+)', page_of(client, "/prompts/"))
    assert listed == ["Capitals", "Poems"]
    assert "Poems" not in page_of(client, "/prompts/?q=capitals")
    assert "Capitals" not in page_of(client, "/prompts/?q=poem+Zürich")
    assert "No prompt matches" in page_of(client, "/prompts/?q=nothing")


def test_pages_by_key(client, user):
    for number in range(35):
        services.create(user, f"Prompt {number:02}", PARAMS)
    first = page_of(client, "/prompts/")
    assert first.count('class="prompt-row"') == 30
    more = re.search(r"before=\d+", first)[0]
    rest = page_of(client, f"/prompts/?{more}")
    assert re.findall(r'class="prompt-open"[^>]*>([^<]+)', rest) == [
        f"Prompt {n:02}" for n in (4, 3, 2, 1, 0)
    ]


def test_shows_a_version_its_variables_and_differences(client, version):
    services.save(version.prompt, {**PARAMS, "seed": 8}, note="Another seed")
    address = version.prompt.get_absolute_url()
    shown = page_of(client, address)
    assert "Another seed" in shown
    assert "What is the capital of {{ country }}?" in shown
    assert "French" in shown
    compared = page_of(client, f"{address}?version=2&against=1")
    assert "changed" in compared
    assert "seed" in compared
    assert client.get(f"{address}?version=3").status_code == 404
    assert client.get(f"{address}?version=x").status_code == 404


def test_renames_duplicates_and_restores(client, version):
    prompt = version.prompt
    client.post(reverse("prompts:rename", args=[prompt.uuid]), {"name": "Cities"})
    prompt.refresh_from_db()
    assert prompt.name == "Cities"
    client.post(reverse("prompts:rename", args=[prompt.uuid]), {"name": " "})
    prompt.refresh_from_db()
    assert prompt.name == "Cities"
    client.post(reverse("prompts:duplicate", args=[prompt.uuid]))
    copy = Prompt.objects.get(name="Cities (copy)")
    assert copy.latest.content == version.content
    services.save(prompt, {**PARAMS, "seed": 8})
    client.post(reverse("prompts:restore", args=[prompt.uuid, 1]))
    prompt.refresh_from_db()
    assert (prompt.latest.number, prompt.latest.content) == (3, version.content)


def test_names_what_goes_before_it_deletes(client, version):
    address = reverse("prompts:delete", args=[version.prompt.uuid])
    asked = page_of(client, address)
    assert "Capitals" in asked
    assert "its 1 version" in asked
    assert Prompt.objects.exists()
    assert client.post(address).status_code == 302
    assert not Prompt.objects.exists()


def test_keeps_example_values_as_a_version(client, version):
    address = reverse("prompts:examples", args=[version.prompt.uuid, 1])
    client.post(address, {"variable_country": "Chile", "variable_language": ""})
    version.prompt.refresh_from_db()
    assert version.prompt.latest.values == {"country": "Chile"}


def test_exports_what_it_imports_to_the_same(client, version):
    services.save(version.prompt, {**PARAMS, "seed": 8}, note="Line\u2028end", examples={"country": "{{x}}"})
    before = exporting.prompt_object(version.prompt)
    for kind in ("json", "jsonl"):
        exported = client.get(reverse(f"prompts:{kind}", args=[version.prompt.uuid])).content.decode()
        client.post("/prompts/import/", {"text": exported})
        made = Prompt.objects.order_by("-id").first()
        assert made.pk != version.prompt.pk
        assert json.dumps(exporting.prompt_object(made)) == json.dumps(before)


def test_exports_all_prompts_as_jsonl(client, user, version):
    services.create(user, "Poems", PARAMS)
    lines = client.get("/prompts/export.jsonl").content.decode().splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Poems", "Capitals"]


def test_refuses_what_it_cannot_import_and_keeps_it_typed(client):
    response = client.post("/prompts/import/", {"text": '{"messages": [}'})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Line 1, column 15" in page
    assert "{&quot;messages&quot;: [}" in page
    assert not Prompt.objects.exists()


def test_imports_lines_as_versions_of_one(client):
    lines = "\n".join(json.dumps({**PARAMS, "seed": seed}) for seed in (1, 2, 3))
    client.post("/prompts/import/", {"text": lines, "as": "versions", "name": "Seeds"})
    prompt = Prompt.objects.get()
    assert (prompt.name, prompt.latest.number, prompt.latest.params["seed"]) == ("Seeds", 3, 3)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_finds_nothing_of_another_owner(client, stranger, method):
    theirs = services.create(stranger, "Their secret", PARAMS)
    uuid = theirs.prompt.uuid
    names = ("detail", "json", "jsonl", "rename", "duplicate", "delete")
    addresses = [reverse(f"prompts:{name}", args=[uuid]) for name in names]
    addresses += [reverse(f"prompts:{name}", args=[uuid, 1]) for name in ("restore", "examples", "batch_new")]
    run_set = RunSet.objects.create(owner=stranger, kind=RunSet.Kind.BATCH)
    Batch.objects.create(version=theirs, run_set=run_set, columns="[]")
    parts = ("batch", "batch_stop", "batch_go_on", "batch_retry", "batch_csv", "batch_jsonl")
    addresses += [reverse(f"prompts:{name}", args=[run_set.uuid]) for name in parts]
    addresses += [f"/chat/?prompt={uuid}", f"/chat/?prompt={uuid}&version=1"]
    for address in addresses:
        if method == "POST" and address.startswith("/chat/"):
            continue
        assert client.generic(method, address).status_code in (404, 405), address
    assert "Their secret" not in page_of(client, "/prompts/")
    assert b"secret" not in client.get("/prompts/export.jsonl").content
    assert Prompt.objects.get().versions.count() == 1
