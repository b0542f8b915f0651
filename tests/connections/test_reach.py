"""Members' connections lead to no private address, however it is written."""

import re

import pytest
from django.test import Client

from playground.connections.models import Connection

pytestmark = pytest.mark.django_db

HOSTS = [
    *(
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "localhost",
        "localhost.",
    ),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[fec0::1]", "[fe80::1]"),
    *("10.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1"),
]


def said(client: Client, connection: Connection) -> str:
    """What a test of this connection tells its user."""
    client.post(f"/connections/{connection.pk}/test/")
    page = client.get("/connections/").content.decode()
    return page[page.index(connection.name) :]


def made(client: Client, host: str) -> Connection | None:
    typed = {"name": "Inside", "base_url": f"http://{host}:1/v1"}
    assert client.post("/connections/add/", typed).status_code in (302, 422)
    return Connection.objects.filter(name="Inside").first()


@pytest.mark.parametrize("host", HOSTS)
def test_leads_no_member_into_the_servers_network(mia, host):
    if connection := made(mia[1], host):
        words = said(mia[1], connection)
        assert re.search("private network|No server is known", words), words
        assert "Nothing answers" not in words


@pytest.mark.parametrize("allowed", ["LOCALHOST", "localhost"])
def test_leads_members_where_the_settings_allow(mia, settings, monkeypatch, allowed):
    settings.PRIVATE_HOSTS = [allowed.lower()]
    assert "Nothing answers" in said(mia[1], made(mia[1], allowed))


def test_leads_as_far_as_the_users_role_does_now(ada, person):
    chief, (bea, client) = ada[1], person("bea", "admin")
    connection = made(client, "127.0.0.1")
    assert "Nothing answers" in said(client, connection)
    chief.post(f"/account/users/{bea.pk}/", {"role": "member"})
    assert "private network" in said(client, connection)
    client.post(
        f"/connections/{connection.pk}/edit/", {"name": "Inside", "base_url": "http://127.0.0.1:2/v1"}
    )
    assert "private network" in said(client, connection)
    chief.post(f"/account/users/{bea.pk}/", {"role": "admin"})
    assert "Nothing answers" in said(client, connection)
