import pytest

from playground.connections.models import Connection

from .conftest import HEADER, KEY

HTMX = {"HX-Request": "true"}


def text(response):
    return response.content.decode()


def test_adds_a_connection_with_all_it_has(client, owner, form_data):
    data = form_data(
        name=" Łódź  🦙 ", key=f" {KEY} ", organization="org-1", project="proj-1", idle_timeout="90",
        headers=f"X-Gateway: {HEADER}\n\nX-Other:other",
    )  # fmt: skip
    assert client.post("/connections/add/", data).status_code == 302
    connection = Connection.objects.get(source="own")
    assert (connection.owner, connection.name) == (owner, "Łódź 🦙")
    endpoint = connection.endpoint()
    assert (endpoint.base_url, endpoint.key) == ("https://api.example.com/v1", KEY)
    assert (endpoint.organization, endpoint.project, endpoint.idle_timeout) == ("org-1", "proj-1", 90)
    assert endpoint.headers == {"X-Gateway": HEADER, "X-Other": "other"}


def test_limits_nothing_when_the_idle_time_out_is_empty(client, owner, form_data):
    client.post("/connections/add/", form_data())
    assert Connection.objects.get(source="own").endpoint().idle_timeout is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[("name", typed) for typed in ("", "   ", "\u200b\u200b", "x" * 101)],
        *[
            ("base_url", typed)
            for typed in ("", "example.com", "ftp://example.com", "https://a:b@example.com")
        ],
        ("base_url", "https://example.com/" + "a" * 500),
        *[("key", typed) for typed in ("sk two words", "sk-\u00e9", "sk-a\x00b", "sk-a\nb", "k" * 8001)],
        *[("organization", typed) for typed in ("órg", "a" * 201, "a\r\nX-Evil: 1")],
        ("project", "a\x7fb"),
        *[("idle_timeout", typed) for typed in ("0", "-1", "86401", "1.5", "soon", "1" * 5000)],
        *[("headers", typed) for typed in ("no colon", "Bad Name: 1", ": 1", "X-Empty:", "X-É: 1", "X-A: é")],
        *[("headers", f"{name}: 1") for name in ("Host", "cookie", "Content-Length", "Transfer-Encoding")],
        *[("headers", f"{name}: 1") for name in ("Connection", "Proxy-Authorization", "OpenAI-Project")],
        ("headers", "X-A: 1\nx-a: 2"),
        ("headers", "X-A: a\x00b"),
        ("remove_headers", "X-Never-There"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refuses_what_cannot_be_sent_beside_its_field(client, owner, form_data, field, typed, headers):
    response = client.post("/connections/add/", form_data(**{field: typed}), headers=headers)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    if field != "remove_headers":
        assert f'id="id_{field}_error"></p>' not in text(response)
        assert f'href="#id_{field}"' in text(response)
    assert not Connection.objects.filter(source="own").exists()


def test_keeps_everything_typed_but_the_secrets(client, owner, form_data):
    data = form_data(
        name="Mine", base_url="nowhere", key=KEY, organization="org-7", headers=f"X-Gateway: {HEADER}"
    )
    response = client.post("/connections/add/", data)
    page = text(response)
    assert response.status_code == 422
    for typed in ('value="Mine"', 'value="nowhere"', 'value="org-7"', "X-Gateway: "):
        assert typed in page
    assert KEY not in page
    assert HEADER not in page
    assert "not sent back to the browser: type it again" in page


def test_leaves_typed_secrets_in_the_browser_with_htmx(client, owner, form_data):
    response = client.post("/connections/add/", form_data(base_url="nowhere", key=KEY), headers=HTMX)
    assert "not sent back to the browser" not in text(response)
    assert text(response).count('hx-preserve="true"') == 2
    assert "<html" not in text(response)


def test_sends_htmx_back_to_the_list(client, owner, form_data):
    response = client.post("/connections/add/", form_data(), headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/connections/#connection-")


def test_uses_a_new_connection_at_once_when_asked(client, owner, form_data):
    client.post("/connections/add/", form_data(use="1"))
    assert client.session["connection"] == Connection.objects.get(source="own").pk


def test_keeps_the_key_that_is_left_empty(client, make, form_data):
    connection = make(headers={"X-Gateway": HEADER})
    page = text(client.get(f"/connections/{connection.pk}/edit/"))
    assert "…7f3a is kept; leave empty to keep it" in page
    assert KEY not in page
    assert client.post(f"/connections/{connection.pk}/edit/", form_data(name="New")).status_code == 302
    connection.refresh_from_db()
    assert connection.name == "New"
    assert connection.endpoint().key == KEY
    assert connection.endpoint().headers == {"X-Gateway": HEADER}


def test_replaces_and_removes_a_key(client, make, form_data):
    connection = make()
    path = f"/connections/{connection.pk}/edit/"
    client.post(path, form_data(key="sk-another-key-abcd"))
    connection.refresh_from_db()
    assert (connection.endpoint().key, connection.key_ending) == ("sk-another-key-abcd", "abcd")
    client.post(path, form_data(remove_key="on"))
    connection.refresh_from_db()
    assert (connection.endpoint().key, connection.has_key, connection.key_ending) == ("", False, "")


def test_replaces_adds_and_removes_headers_one_by_one(client, make, form_data):
    connection = make(headers={"X-A": "old-a", "X-B": "old-b", "X-C": "old-c"})
    data = form_data(headers="x-a: new-a\nX-D: new-d", remove_headers=["X-B"])
    client.post(f"/connections/{connection.pk}/edit/", data)
    connection.refresh_from_db()
    assert connection.endpoint().headers == {"X-C": "old-c", "x-a": "new-a", "X-D": "new-d"}


@pytest.mark.parametrize(
    "base_url", ["https://evil.example/v1", "http://api.example.com/v1", "https://api.example.com:8443/v1"]
)
def test_asks_for_the_secrets_again_when_the_server_changes(client, make, form_data, base_url):
    connection = make(headers={"X-Gateway": HEADER})
    path = f"/connections/{connection.pk}/edit/"
    refused = client.post(path, form_data(base_url=base_url))
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"key", "headers"}
    connection.refresh_from_db()
    assert connection.url == "https://api.example.com/v1"
    fresh = form_data(base_url=base_url, key="sk-for-the-new-one", headers="X-Gateway: for-the-new-one")
    assert client.post(path, fresh).status_code == 302
    connection.refresh_from_db()
    assert connection.endpoint().base_url == base_url
    assert connection.endpoint().key == "sk-for-the-new-one"


def test_keeps_the_key_when_only_the_path_changes(client, make, form_data):
    connection = make()
    data = form_data(base_url="https://api.example.com/openai/v1")
    assert client.post(f"/connections/{connection.pk}/edit/", data).status_code == 302
    connection.refresh_from_db()
    assert connection.endpoint().key == KEY


def test_lets_the_server_change_when_the_secrets_go(client, make, form_data):
    connection = make(headers={"X-Gateway": HEADER})
    data = form_data(base_url="http://localhost:1/v1", remove_key="on", remove_headers="X-Gateway")
    assert client.post(f"/connections/{connection.pk}/edit/", data).status_code == 302
    connection.refresh_from_db()
    assert (connection.endpoint().key, connection.endpoint().headers) == ("", {})


def test_refuses_a_key_and_an_authorization_header_together(client, owner, form_data):
    both = client.post("/connections/add/", form_data(key=KEY, headers="Authorization: Basic abc"))
    assert both.context["form"].errors.keys() == {"headers"}
    alone = client.post("/connections/add/", form_data(headers="Authorization: Basic abc"))
    assert alone.status_code == 302


def test_forgets_what_a_test_found_of_another_endpoint(client, make, form_data):
    connection = make(models_seen=["a"], test_result={"message": "", "advice": "", "error": ""})
    path = f"/connections/{connection.pk}/edit/"
    client.post(path, form_data(name="Renamed"))
    connection.refresh_from_db()
    assert connection.models_seen == ["a"]
    client.post(path, form_data(base_url="https://api.example.com/v2"))
    connection.refresh_from_db()
    assert (connection.models_seen, connection.test_result) == ([], None)


def test_says_where_requests_go(client, make):
    connection = make()
    page = text(client.get(f"/connections/{connection.pk}/edit/"))
    assert "Requests go to" in page
    assert "https://api.example.com/v1/chat/completions" in page


def test_fills_the_form_from_the_query_string_without_saving(client, owner):
    page = text(client.get("/connections/add/?name=vLLM&base_url=http://127.0.0.1:8000/v1"))
    assert 'value="vLLM"' in page
    assert 'value="http://127.0.0.1:8000/v1"' in page
    assert not Connection.objects.filter(source="own").exists()


def test_offers_a_password_control_that_nobody_fills_in(client, make):
    page = text(client.get(f"/connections/{make().pk}/edit/"))
    control = page[page.index('<input type="password"') :].partition(">")[0]
    assert 'autocomplete="off"' in control
    assert "value=" not in control


def test_offers_the_address_of_openai_first(client, owner):
    assert 'value="https://api.openai.com/v1"' in text(client.get("/connections/add/"))
