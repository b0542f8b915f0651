from .conftest import KEY
from .test_testing import closed_port


def test_suggests_the_models_of_the_connection(client, make, upstream):
    upstream.lists("gpt-4.1", '"><script>')
    connection = make(base_url=upstream.url, models_seen=["old"])
    response = client.get(f"/connections/{connection.pk}/models/")
    assert response.status_code == 200
    assert '<option value="gpt-4.1"></option>' in response.content.decode()
    assert "<script>" not in response.content.decode()
    connection.refresh_from_db()
    assert connection.models_seen == ["gpt-4.1", '"><script>']


def test_suggests_what_was_seen_before_while_the_server_is_down(client, make):
    connection = make(base_url=f"http://127.0.0.1:{closed_port()}/v1", models_seen=["seen-before"])
    response = client.get(f"/connections/{connection.pk}/models/")
    assert response.status_code == 200
    assert '<option value="seen-before"></option>' in response.content.decode()
    assert "connection" in response.content.decode().partition("<option")[0]


def test_suggests_nothing_when_nothing_is_known(client, make, settings):
    connection = make()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    response = client.get(f"/connections/{connection.pk}/models/")
    assert response.status_code == 200
    assert "<option" not in response.content.decode()
    assert KEY not in response.content.decode()
