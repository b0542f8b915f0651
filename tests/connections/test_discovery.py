import pytest

from playground.connections.models import Connection

from .test_testing import closed_port


def page(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def found(client, db, settings, upstream):
    def look(htmx=True):
        settings.LOCAL_SERVER_PORTS = [closed_port(), upstream.port]
        return page(client.post("/connections/discover/", headers={"HX-Request": "true"} if htmx else {}))

    return look


def test_offers_the_servers_that_answer(found, upstream):
    upstream.lists("llama3.2", "qwen3")
    offered = found()
    assert offered.count("<li") == 1
    assert "Ollama" in offered
    assert upstream.url in offered
    assert "2 models" in offered
    assert [path for path, _ in upstream.requests] == ["/v1/models"]
    assert "Authorization" not in upstream.requests[0][1]


def test_adds_a_found_server_with_one_click(client, found, upstream):
    upstream.lists("llama3.2")
    found()
    client.post("/connections/add/", {"name": "Ollama", "base_url": upstream.url})
    assert Connection.objects.get(source="own").endpoint().base_url == upstream.url
    assert "Already added" in found()


def test_offers_a_server_that_wants_a_key(found, upstream):
    upstream.status = 401
    assert "wants a key" in found()


@pytest.mark.parametrize("answer", [{"status": 404}, {"status": 500}, {"body": "<p>A page"}, {"body": "{}"}])
def test_passes_over_what_is_no_such_server(found, upstream, answer):
    for name, value in answer.items():
        setattr(upstream, name, value)
    assert "No server answered" in found()


def test_works_without_javascript(found, upstream):
    upstream.lists("llama3.2")
    whole = found(htmx=False)
    assert "<html" in whole
    assert upstream.url in whole


def test_passes_over_our_own_port(client, db, settings, upstream):
    settings.LOCAL_SERVER_PORTS, settings.PORT = [upstream.port], upstream.port
    assert "No server answered" in page(client.post("/connections/discover/", headers={"HX-Request": "true"}))
    assert upstream.requests == []


def test_contacts_nobody_without_a_click(client, db, settings, upstream):
    settings.LOCAL_SERVER_PORTS = [upstream.port]
    client.get("/connections/")
    assert client.get("/connections/discover/").status_code == 405
    assert upstream.requests == []
