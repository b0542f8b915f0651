import logging

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from playground.accounts.models import User
from playground.connections import services
from playground.connections.context import connection as context_processor
from playground.connections.models import Connection

from .conftest import HEADER, KEY


def text(response):
    return response.content.decode()


@pytest.fixture
def foreign(make):
    other = User.objects.create_user("somebody-else")
    return make(owner=other, name="Not yours")


def test_always_lists_the_sandbox(client, db, settings):
    settings.PORT, settings.HOST = 8123, "0.0.0.0"
    page = text(client.get("/connections/"))
    assert "http://127.0.0.1:8123/sandbox/v1" in page
    assert "never tested" in page


@pytest.mark.parametrize(
    ("host", "url"), [("10.0.0.7", "http://10.0.0.7:8000"), ("::1", "http://[::1]:8000"), ("::", "http://127.0.0.1:8000")]
)  # fmt: skip
def test_reaches_the_sandbox_where_the_server_listens(settings, host, url):
    settings.HOST, settings.PORT = host, 8000
    assert Connection(source="sandbox").endpoint().base_url == f"{url}/sandbox/v1"


def test_lists_no_sandbox_that_is_turned_off(client, db, settings):
    client.get("/connections/")
    settings.SANDBOX = False
    page = text(client.get("/connections/"))
    assert "sandbox/v1" not in page
    assert "No connection yet" in page


def test_makes_a_connection_of_the_environment_without_storing_its_key(client, owner, settings):
    settings.OPENAI_API_KEY, settings.OPENAI_ORG_ID, settings.OPENAI_PROJECT_ID = KEY, "org-1", "proj-1"
    page = text(client.get("/connections/"))
    assert "key …7f3a" in page
    assert KEY not in page
    connection = Connection.objects.get(source="environment")
    assert (connection.name, bytes(connection.encrypted_key), connection.key_hint) == ("OpenAI", b"", "")
    endpoint = connection.endpoint()
    assert (endpoint.base_url, endpoint.key) == ("https://api.openai.com/v1", KEY)
    assert (endpoint.organization, endpoint.project) == ("org-1", "proj-1")


def test_follows_the_environment(owner, settings):
    settings.OPENAI_BASE_URL = "http://localhost:11434/v1/"
    [first] = [each for each in services.ensure_built_in(owner) if each.source == "environment"]
    assert (first.name, first.endpoint().base_url) == ("localhost:11434", "http://localhost:11434/v1")
    settings.OPENAI_BASE_URL = "https://user:secret@example.com/v1"
    [second] = [each for each in services.ensure_built_in(owner) if each.source == "environment"]
    assert (second.pk, second.name, second.address) == (first.pk, "example.com", "https://example.com/v1")
    settings.OPENAI_BASE_URL = ""
    assert [each.source for each in services.ensure_built_in(owner)] == ["sandbox"]


def test_looks_once_when_the_built_in_connections_are_there(owner, django_assert_num_queries):
    services.ensure_built_in(owner)
    with django_assert_num_queries(1):
        services.ensure_built_in(owner)


def test_asks_the_database_only_where_a_template_shows_the_connection(rf, owner, django_assert_num_queries):
    services.ensure_built_in(owner)
    request = RequestFactory().get("/")
    request.user, request.session = owner, {}
    context = Context(context_processor(request))
    with django_assert_num_queries(0):
        Template("nothing").render(context)
    with django_assert_num_queries(1):
        assert Template("{{ current_connection }}").render(context) == "Sandbox"


def test_uses_the_environment_before_the_sandbox(client, owner, settings):
    settings.OPENAI_API_KEY = KEY
    assert client.get("/connections/").context["current_connection"].source == "environment"


@pytest.mark.parametrize("by_path", [True, False])
def test_remembers_which_connection_is_in_use(client, make, by_path):
    connection = make()
    if by_path:
        response = client.post(f"/connections/{connection.pk}/use/", {"next": "/chat/"})
    else:
        response = client.post("/connections/use/", {"connection": connection.pk, "next": "/chat/"})
    assert response["Location"] == "/chat/"
    assert client.get("/connections/").context["current_connection"] == connection


def test_leads_nowhere_else_after_choosing(client, make):
    response = client.post(f"/connections/{make().pk}/use/", {"next": "https://evil.example/"})
    assert response["Location"] == "/connections/"


def test_names_what_goes_and_what_stays_before_deleting(client, make):
    connection = make(headers={"X-Gateway": HEADER})
    client.post(f"/connections/{connection.pk}/use/")
    page = text(client.get(f"/connections/{connection.pk}/delete/"))
    assert "https://api.example.com/v1" in page
    assert "key …7f3a and headers" in page
    assert "runs in the history" in page
    assert Connection.objects.filter(pk=connection.pk).exists()
    assert client.post(f"/connections/{connection.pk}/delete/")["Location"] == "/connections/"
    assert not Connection.objects.filter(pk=connection.pk).exists()
    assert client.get("/connections/").context["current_connection"].source == "sandbox"


PATHS = ("edit", "delete", "test", "use", "models")


@pytest.mark.parametrize("path", PATHS)
def test_finds_neither_foreign_nor_unknown_connections(client, foreign, path):
    method = client.get if path == "models" else client.post
    for id in (foreign.pk, 999_999, 10**30):
        assert method(f"/connections/{id}/{path}/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.name not in text(client.get("/connections/"))


@pytest.mark.parametrize("id", ["", "x", "9" * 5000, "-1", "1.0", "²"])
def test_uses_nothing_that_is_no_connection(client, db, id):
    assert client.post("/connections/use/", {"connection": id}).status_code == 404


def test_ignores_a_foreign_connection_in_the_session(client, foreign):
    session = client.session
    session["connection"] = foreign.pk
    session.save()
    answer = client.get("/connections/")
    assert answer.context["current_connection"] is None
    assert "Not yours" not in text(answer)


@pytest.mark.parametrize("path", ["edit", "delete"])
def test_changes_no_built_in_connection(client, owner, path):
    [sandbox] = services.ensure_built_in(owner)
    assert client.post(f"/connections/{sandbox.pk}/{path}/", {"name": "Mine"}).status_code == 404


@pytest.mark.parametrize("path", ["use", "test"])
def test_changes_nothing_on_a_get(client, make, path):
    assert client.get(f"/connections/{make().pk}/{path}/").status_code == 405


def test_shows_a_secret_nowhere(client, make, form_data, caplog, upstream):
    caplog.set_level(logging.DEBUG)
    connection = make(headers={"X-Gateway": HEADER}, base_url=upstream.url)
    base = f"/connections/{connection.pk}"
    responses = [
        client.get("/connections/"),
        client.get(f"{base}/edit/"),
        client.get(f"{base}/delete/"),
        client.get(f"{base}/models/"),
        client.post(f"{base}/test/", headers={"HX-Request": "true"}),
        client.post(f"{base}/edit/", form_data(key=KEY, headers=f"X-Gateway: {HEADER}", base_url="")),
        client.post(f"{base}/edit/", form_data(base_url="https://elsewhere.example/v1")),
        client.post(f"{base}/use/"),
        client.get("/connections/"),
    ]
    for response in responses:
        assert KEY not in f"{text(response)}{response.headers}"
        assert HEADER not in f"{text(response)}{response.headers}"
    assert KEY not in caplog.text
    assert HEADER not in caplog.text


def test_escapes_names(client, make):
    make(name="<script>alert(1)</script>")
    assert "<script>alert" not in text(client.get("/connections/"))
