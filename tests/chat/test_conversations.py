"""Runs as turns of conversations: branches, the list, exports, and what is another's."""

import json
import uuid

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.chat.branches import Tree
from playground.chat.conversations import attach
from playground.chat.models import Conversation, Turn
from playground.runs import deletion, search
from playground.runs.models import Run

pytestmark = pytest.mark.django_db

HELLO = {"role": "user", "content": "Hello there"}
ANSWER = {"role": "assistant", "content": "Good day."}
MORE = {"role": "user", "content": "And more"}


def run(owner: User, *messages: dict, answer: dict | None = ANSWER) -> Run:
    choices = [{"index": 0, "message": answer, "finish_reason": "stop"}] if answer else []
    made = Run.objects.create(
        owner=owner,
        operation="create_chat_completion",
        model="m",
        params={"model": "m", "messages": list(messages)},
        response={"choices": choices},
        status="completed",
    )
    search.index(made)
    return made


@pytest.fixture
def owner() -> User:
    return User.local()


@pytest.fixture
def tree(owner: User) -> list[Run]:
    """A question, a second one after its answer, and the first one asked otherwise."""
    first, second = run(owner, HELLO), run(owner, HELLO, ANSWER, MORE)
    other = run(owner, {"role": "user", "content": "Hello differently"})
    page = str(uuid.uuid4())
    attach(first, page, "")
    attach(second, page, str(first.uuid))
    attach(other, page, str(second.uuid))
    return [first, second, other]


def parents() -> dict:
    return dict(Turn.objects.values_list("run__uuid", "parent__run__uuid"))


def test_makes_a_tree_of_what_was_sent(tree: list[Run]) -> None:
    first, second, other = tree
    assert parents() == {first.uuid: None, second.uuid: first.uuid, other.uuid: None}
    assert Conversation.objects.get().title == "Hello there"
    fork = Tree(Conversation.objects.get().pk).forks(other.uuid)[1]
    assert (fork.number, fork.count, fork.previous, fork.next) == (2, 2, second.uuid, None)


def test_counts_a_run_once_and_asks_again_beside_it(owner: User, tree: list[Run]) -> None:
    first, second, _ = tree
    again = run(owner, HELLO, ANSWER, MORE)
    assert attach(again, "", str(second.uuid)) == attach(again, "", "")
    assert parents()[again.uuid] == first.uuid


def test_takes_in_a_run_from_before_when_it_is_continued(owner: User) -> None:
    old, new = run(owner, HELLO), run(owner, HELLO, ANSWER, MORE)
    attach(new, str(uuid.uuid4()), str(old.uuid))
    assert parents() == {old.uuid: None, new.uuid: old.uuid}


def test_keeps_the_tree_sound_when_runs_are_deleted(owner: User, tree: list[Run]) -> None:
    first, second, other = tree
    last = run(owner, HELLO, ANSWER, MORE, ANSWER, MORE)
    attach(last, "", str(second.uuid))
    deletion.delete(Run.objects.filter(pk__in=[first.pk, second.pk]))
    assert parents() == {other.uuid: None, last.uuid: None}
    deletion.delete(Run.objects.all())
    assert not Conversation.objects.exists()


def test_lists_searches_renames_and_deletes(client: Client, tree: list[Run]) -> None:
    conversation = Conversation.objects.get()
    url = f"/chat/conversations/{conversation.uuid}/"
    assert "Hello there" in client.get("/chat/conversations/?q=differ").content.decode()
    assert "No conversation matches" in client.get("/chat/conversations/?q=absent").content.decode()
    client.post(f"{url}rename/", {"title": "  My\0 name "})
    assert "My name" in client.get("/chat/conversations/?q=name").content.decode()
    assert "3 runs" in client.get(f"{url}delete/").content.decode()
    client.post(f"{url}delete/")
    assert not Run.objects.exists()
    assert not Conversation.objects.exists()


def test_pages_through_the_list_by_key(client: Client, owner: User) -> None:
    for number in range(35):
        attach(run(owner, {"role": "user", "content": f"Number {number:02}"}), "", "")
    first = client.get("/chat/conversations/")
    assert "Number 34" in first.content.decode()
    assert "Number 04" not in first.content.decode()
    cursor = first.context["page"].before
    assert "Number 04" in client.get(f"/chat/conversations/?before={cursor}").content.decode()


def test_exports_a_branch(client: Client, tree: list[Run]) -> None:
    first, second, _ = tree
    whole = [HELLO, ANSWER, MORE, ANSWER]
    answer = client.get(f"/chat/export/{second.uuid}.json")
    assert answer.json() == {"model": "m", "messages": whole}
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="hello-there.json"'
    lines = client.get(f"/chat/export/{second.uuid}.jsonl").content.decode().splitlines()
    assert [json.loads(line) for line in lines] == [{"messages": whole}]
    assert len(client.get(f"/chat/export/{first.uuid}.jsonl?branches=all").content.decode().splitlines()) == 2
    text = client.get(f"/chat/export/{second.uuid}.md").content.decode()
    assert "## user\n\nAnd more\n\n## assistant\n\nGood day." in text


def test_shows_the_last_of_many_messages_and_the_earlier_ones_when_asked(client: Client, owner: User) -> None:
    said = [{"role": "user", "content": f"Word {number:03}"} for number in range(100)]
    long = run(owner, *said)
    page = client.get(f"/chat/?run={long.uuid}").content.decode()
    assert "Word 080" in page
    assert "Word 079" not in page
    assert f'name="earlier" value="{long.uuid}:80"' in page
    more = client.get(f"/chat/earlier/{long.uuid}/80/").content.decode()
    assert "Word 079" in more
    assert "Word 040" in more
    assert "Word 039" not in more


def test_refuses_to_send_without_the_earlier_messages(client: Client) -> None:
    form = {"model": "m", "messages": json.dumps([HELLO]), "earlier": f"{uuid.uuid4()}:5"}
    answer = client.post("/chat/", form)
    assert answer.status_code == 422
    assert "not kept here any more" in answer.content.decode()


def test_finds_nothing_of_another_owner(client: Client) -> None:
    other = User.objects.create(username="other")
    theirs = run(other, HELLO)
    attach(theirs, "", "")
    conversation = Conversation.objects.get()
    for path in (
        f"conversations/{conversation.uuid}/",
        f"conversations/{conversation.uuid}/rename/",
        f"conversations/{conversation.uuid}/delete/",
        f"export/{theirs.uuid}.md",
        f"earlier/{theirs.uuid}/1/",
    ):
        assert client.get(f"/chat/{path}").status_code == 404, path
        assert client.post(f"/chat/{path}").status_code in (404, 405), path
    assert "Hello" not in client.get("/chat/conversations/?q=hello").content.decode()
    mine = run(User.local(), HELLO, ANSWER, MORE)
    attach(mine, str(conversation.uuid), str(theirs.uuid))
    assert mine.turn.conversation != conversation
