"""Comparisons as they are kept: opened again as they were left, by their owner only."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.compare.differences import differences
from playground.compare.state import MOST_PANES
from playground.runs.models import RunSet

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def panes(*models: str) -> list[dict[str, Any]]:
    return [
        {"id": str(number), "connection": 0, "values": {"model": model}}
        for number, model in enumerate(models, 1)
    ]


def kept(client: Client, **state: Any) -> str:
    """The address of a comparison with this state."""
    address = f"/chat/compare/{uuid.uuid4()}/"
    assert client.post(address, {"state": json.dumps(state)}).status_code == 204
    return address


def test_opens_as_it_was_left(client: Client) -> None:
    shared = [{"role": "developer", "content": "Be brief"}]
    page = client.get(kept(client, panes=panes("one", "two", "three"), shared=shared, composer="Half"))
    text = page.content.decode()
    assert text.count('data-operation="create_chat_completion"') == 3
    assert 'id="pane-3-model"' in text
    assert "Be brief" in text
    assert ">Half</textarea>" in text


def test_adds_panes_up_to_six_and_never_gives_an_id_twice(client: Client) -> None:
    address = kept(client, panes=panes("one", "two"))
    state = {"state": json.dumps({"panes": panes("one", "two", "three", "four", "five")})}
    added = client.post(f"{address}panes/", {**state, "copy": "1"})
    assert 'data-pane="6"' in added.content.decode()
    assert 'value="one"' in added.content.decode()
    full = client.post(f"{address}panes/", {"state": ""})
    assert full.status_code == 409
    assert len(RunSet.objects.get().settings["panes"]) == MOST_PANES


def test_sends_nothing_without_a_message(client: Client) -> None:
    address = kept(client, panes=panes("one", "two"))
    answer = client.post(f"{address}run/", {"state": "", "composer": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert "the conversation is empty" in answer.content.decode()
    assert RunSet.objects.get().runs.count() == 0


def test_takes_a_prompt_that_comes_twice_as_one_turn(client: Client) -> None:
    address = kept(client, panes=panes("one", "two"))
    for _ in range(2):
        client.post(f"{address}run/", {"composer": "Hello", "run": str(uuid.UUID(int=7))}, headers=HTMX)
    run_set = RunSet.objects.get()
    assert (run_set.title, run_set.runs.count(), len(run_set.settings["turns"])) == ("Hello", 2, 1)


def test_asks_one_pane_alone_and_the_last_turn_again(client: Client) -> None:
    address = kept(client, panes=panes("one", "two"))
    client.post(f"{address}run/", {"composer": "Hello", "pane": "2"}, headers=HTMX)
    assert list(RunSet.objects.get().runs.values_list("model", flat=True)) == ["two"]
    client.post(f"{address}run/", {"composer": ""}, headers=HTMX)
    runs = RunSet.objects.get().runs
    assert sorted(runs.values_list("model", flat=True)) == ["one", "two", "two"]
    assert {json.dumps(run.params["messages"]) for run in runs.all()} == {
        '[{"role": "user", "content": "Hello"}]'
    }


def test_shows_and_changes_nothing_of_another_owner(client: Client) -> None:
    other = User.objects.create(username="other")
    theirs = RunSet.objects.create(owner=other, kind="compare", title="Their secret")
    address = f"/chat/compare/{theirs.uuid}/"
    assert client.get(address).status_code == 404
    assert "Their secret" not in client.get("/chat/compare/").content.decode()
    client.post(address, {"state": json.dumps({"panes": panes("mine")})})
    theirs.refresh_from_db()
    assert theirs.settings == {}


@pytest.mark.parametrize(
    "state", ["", "[", "[]", '{"panes": 1, "shared": {}}', '{"panes": [{"id": "x", "connection": true}]}']
)
def test_takes_any_state(client: Client, state: str) -> None:
    address = f"/chat/compare/{uuid.uuid4()}/"
    assert client.post(address, {"state": state}).status_code == 204
    assert client.get(address).status_code == 200


def test_tells_words_apart() -> None:
    stretches = differences("The cat sat\non a mat.", "The dog sat\non a mat today.")
    assert "".join(text for kind, text in stretches if kind != "ins") == "The cat sat\non a mat."
    assert "".join(text for kind, text in stretches if kind != "del") == "The dog sat\non a mat today."
    assert [text.strip() for kind, text in stretches if kind != "same"] == [
        "cat",
        "dog",
        "mat.",
        "mat today.",
    ]
