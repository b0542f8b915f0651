"""The tree of responses: who went on from what, and that it is its owner's alone."""

import uuid

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.connections.services import ensure_built_in
from playground.responses import nodes, tree
from playground.responses.models import ResponseNode
from playground.runs.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    client.get("/responses/")
    return User.objects.get()


@pytest.fixture
def connection(owner: User) -> Connection:
    return ensure_built_in(owner)[0]


def made(
    owner: User, connection: Connection | None, name: str, previous: str = "", **response: object
) -> Run:
    params = {"previous_response_id": previous} if previous else {}
    run = Run.objects.create(
        uuid=uuid.uuid4(),
        owner=owner,
        connection=connection,
        operation="create_response",
        status="completed",
        params=params,
        title=name,
    )
    nodes.note(run, {"id": name, "object": "response", "status": "completed", **response})
    return run


def drawn(owner: User, before: str = "") -> list[list[tuple[str, int]]]:
    page = tree.page(owner, before)
    return [
        [(branch.node.response_id, branch.depth) for branch in thread.branches] for thread in page.threads
    ]


def test_draws_a_line_straight_and_forks_deeper(owner: User, connection: Connection) -> None:
    for name, previous in (("a", ""), ("b", "a"), ("c", "b"), ("d", "b"), ("e", "c")):
        made(owner, connection, name, previous)
    assert drawn(owner) == [[("a", 0), ("b", 0), ("c", 1), ("e", 1), ("d", 1)]]


def test_puts_the_thread_with_the_newest_response_first(owner: User, connection: Connection) -> None:
    for name, previous in (("a", ""), ("b", ""), ("c", "a")):
        made(owner, connection, name, previous)
    assert [thread[0][0] for thread in drawn(owner)] == ["a", "b"]


def test_begins_a_thread_after_a_response_made_elsewhere(owner: User, connection: Connection) -> None:
    made(owner, connection, "b", "elsewhere")
    assert drawn(owner) == [[("b", 0)]]


def test_pages_by_a_cursor(
    owner: User, connection: Connection, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "PAGE_SIZE", 2)
    for name in "abc":
        made(owner, connection, name)
    first = tree.page(owner)
    assert [thread[0][0] for thread in drawn(owner)] == ["c", "b"]
    assert [thread[0][0] for thread in drawn(owner, str(first.before))] == ["a"]
    assert f"?before={first.before}" in client.get("/stored/responses/").content.decode()
    assert tree.page(owner, str(first.before)).before is None


@pytest.mark.parametrize(
    "response",
    [{"store": False}, {"id": ""}, {"id": None}, {"id": 5}],
    ids=["not stored", "empty", "null", "number"],
)
def test_leaves_out_what_upstream_does_not_keep(
    owner: User, connection: Connection, response: dict[str, object]
) -> None:
    made(owner, connection, "a", **response)
    assert not ResponseNode.objects.exists()


def test_notes_a_response_once(owner: User, connection: Connection) -> None:
    made(owner, connection, "a", status="queued")
    made(owner, connection, "a")
    assert [node.status for node in ResponseNode.objects.all()] == ["completed"]


def test_marks_what_a_run_has_deleted(owner: User, connection: Connection, client: Client) -> None:
    made(owner, connection, "a")
    delete = Run(
        owner=owner,
        connection=connection,
        operation="delete_response",
        status="completed",
        params={"response_id": "a"},
    )
    nodes.run_ended(delete, transcript=None)  # type: ignore[arg-type]
    assert ResponseNode.objects.get().gone
    assert "gone upstream" in client.get("/stored/responses/").content.decode()


class TestSomebodyElse:
    @pytest.fixture
    def foreign(self, owner: User) -> Run:
        somebody = User.objects.create(username="somebody-else")
        connection = Connection.objects.create(owner=somebody, name="theirs", source="own")
        run = made(somebody, connection, "resp_theirs")
        run.response = {"id": "resp_theirs", "output": [{"type": "function_call", "name": "secret"}]}
        run.save()
        return run

    def test_has_a_tree_of_its_own(self, foreign: Run, client: Client) -> None:
        for path in ("/stored/responses/", "/stored/responses/pick/"):
            assert "resp_theirs" not in client.get(path).content.decode()

    def test_is_not_found_by_id(self, foreign: Run, owner: User) -> None:
        assert nodes.find(owner, "resp_theirs") is None

    @pytest.mark.parametrize("path", ["/responses/?run={}", "/responses/fit/{}/", "/responses/fit/{}/0/"])
    def test_hides_its_runs(self, foreign: Run, client: Client, path: str) -> None:
        assert client.get(path.format(foreign.uuid)).status_code == 404

    @pytest.mark.parametrize("how", ["continues", "again", "continues_run"])
    def test_lets_nobody_go_on_from_its_runs(self, foreign: Run, client: Client, how: str) -> None:
        answer = client.post("/responses/", {how: str(foreign.uuid), "model": "m", "input": "x"})
        assert answer.status_code == 422
        assert "not kept here" in answer.content.decode()
        assert Run.objects.count() == 1
