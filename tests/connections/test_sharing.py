"""Connections that admins share: used by everybody who logs in, looked into and changed by admins alone."""

import json

import pytest

from playground.accounts.models import AuditEntry, User
from playground.connections.models import Connection
from playground.runs import code, engine, turns
from playground.runs.models import Run
from playground.stored import sync_steps
from playground.stored.mirror import Place

from .conftest import HEADER, KEY

pytestmark = pytest.mark.django_db
SECRETS = (KEY, KEY[-4:], HEADER, HEADER[-4:], "X-Gateway", "org-ours", "proj-ours")


@pytest.fixture
def shared(make, ada):
    return make(
        owner=ada[0],
        name="Team",
        shared=True,
        headers={"X-Gateway": HEADER},
        organization="org-ours",
        project="proj-ours",
    )


def run_of(user: User, connection: Connection, **fields) -> Run:
    fields = {"operation": "create_chat_completion", "model": "m", "params": {"model": "m"}, **fields}
    return Run.objects.create(owner=user, connection=connection, connection_name=connection.name, **fields)


def test_shows_members_its_name_and_nothing_that_is_secret(mia, shared):
    page = mia[1].get("/connections/").content.decode()
    assert "Team" in page
    assert "shared by ada" in page
    assert f"/connections/{shared.pk}/edit/" not in page
    assert [secret for secret in SECRETS if secret in page] == []


def test_lets_members_use_and_test_it_but_neither_change_nor_delete_it(mia, shared, form_data):
    assert mia[1].post(f"/connections/{shared.pk}/use/").status_code == 302
    assert mia[1].get("/connections/").context["current_connection"] == shared
    for action in ("edit", "delete"):
        assert mia[1].get(f"/connections/{shared.pk}/{action}/").status_code == 404
        assert mia[1].post(f"/connections/{shared.pk}/{action}/", form_data()).status_code == 404
    shared.refresh_from_db()
    assert shared.endpoint().key == KEY


def test_is_shared_by_admins_alone(ada, mia, form_data):
    for user, client in (ada, mia):
        assert ("shared" in client.get("/connections/add/").content.decode()) == user.is_admin
        client.post("/connections/add/", form_data(name=user.username, shared="on"))
    assert list(Connection.objects.filter(shared=True).values_list("name", flat=True)) == ["ada"]


def test_lets_another_admin_change_it_and_no_private_one(shared, make, ada, person, form_data):
    private = make(owner=ada[0], name="Mine")
    _, client = person("bea", User.Role.ADMIN)
    assert client.get(f"/connections/{private.pk}/edit/").status_code == 404
    client.post(f"/connections/{shared.pk}/edit/", form_data(name="All of us", shared="on"))
    shared.refresh_from_db()
    assert (shared.name, shared.owner, shared.endpoint().key) == ("All of us", ada[0], KEY)


@pytest.mark.parametrize("end", ["unshared", "demoted", "deleted"])
def test_tells_members_when_it_is_gone_and_sends_nothing_elsewhere(mia, ada, shared, end):
    mia[1].post(f"/connections/{shared.pk}/use/")
    if end == "unshared":
        Connection.objects.filter(pk=shared.pk).update(shared=False)
    elif end == "demoted":
        User.objects.filter(pk=ada[0].pk).update(role="member")
    else:
        shared.delete()
    page = mia[1].get("/chat/").content.decode()
    assert "The connection “Team” was deleted, or is not shared with you any more" in page
    answer = mia[1].post("/chat/", {"composer": "Hello", "model": "m"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "“Team” was deleted, or is not shared" in answer.content.decode()
    assert not Run.objects.exists()


def test_shows_nothing_of_its_secrets_in_what_is_kept_and_exported(mia, shared):
    from playground.openai.client import Client as Upstream

    request = Upstream(shared.endpoint()).prepare("create_chat_completion", {"model": "m"})
    assert request.wire_headers["Authorization"] == f"Bearer {KEY}"
    run = run_of(mia[0], shared, request=engine.described(request))
    shown = json.dumps(run.request) + json.dumps(code.code_context(run)["codes"])
    assert "https://api.example.com/v1/chat/completions" in run.request["url"]
    assert [secret for secret in SECRETS if secret in shown] == []
    page = mia[1].get(f"/history/{run.uuid}/").content.decode()
    assert [secret for secret in SECRETS if secret in page] == []


def test_names_no_new_address_once_it_is_not_shared(mia, shared):
    run = run_of(mia[0], shared, request={"url": "https://old.example/v1/chat/completions"})
    Connection.objects.filter(pk=shared.pk).update(shared=False, base_url="https://new.example/v1")
    run = Run.objects.select_related("connection").get(pk=run.pk)
    assert code.endpoint_of(run).base_url == "https://old.example/v1"


def test_sends_a_waiting_run_as_it_is_shared_when_its_turn_comes(mia, shared):
    waiting = [run_of(mia[0], shared), run_of(mia[0], shared)]
    Connection.objects.filter(pk=shared.pk).update(base_url="https://moved.example/v1")
    assert turns.claim(waiting[0])
    assert engine.endpoint_of(waiting[0]).base_url == "https://moved.example/v1"
    Connection.objects.filter(pk=shared.pk).update(shared=False)
    assert turns.claim(waiting[1])
    with pytest.raises(engine.errors.AuthenticationFailed, match="not shared with you any more"):
        engine.endpoint_of(waiting[1])


def test_keeps_each_users_mirror_apart(ada, mia, shared):
    syncs = [sync_steps.start(Place.of(user, shared)) for user, _ in (ada, mia)]
    answer = {"data": [{"id": "c-1", "model": "m", "created": 1}], "has_more": False}
    for sync in syncs:
        sync_steps.take_page(sync.pk, answer)
    owners = {kept.owner for user, _ in (ada, mia) for kept in Place.of(user, shared).completions}
    assert owners == {ada[0], mia[0]}


def test_notes_what_becomes_of_keys_and_no_key(ada, shared, form_data):
    client = ada[1]
    client.post("/connections/add/", form_data(name="New", key="sk-quite-another-0000", shared="on"))
    edit = f"/connections/{shared.pk}/edit/"
    client.post(
        edit,
        form_data(name="Team", key="sk-quite-another-0000", organization="org-ours", project="proj-ours"),
    )
    client.post(edit, form_data(name="Team", remove_key="on", project="proj-ours"))
    client.post(f"/connections/{shared.pk}/delete/")
    noted = [(entry.action, entry.subject) for entry in AuditEntry.objects.order_by("id")]
    assert noted == [
        ("connection.made", "New"),
        ("connection.shared", "New"),
        ("key.replaced", "Team"),
        ("connection.unshared", "Team"),
        ("connection.changed", "Team"),
        ("key.removed", "Team"),
        ("connection.deleted", "Team"),
    ]
    kept = json.dumps(list(AuditEntry.objects.values("details")))
    assert "0000" not in kept
    assert "organisation" in kept
