import pytest
from django.core.exceptions import ValidationError

from playground.connections.addresses import clean_base_url, origin, without_user


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1"),
        ("HTTPS://API.OpenAI.com/v1//", "https://api.openai.com/v1"),
        ("https://api.example.com:443/v1", "https://api.example.com/v1"),
        ("http://localhost:11434", "http://localhost:11434"),
        ("http://localhost:8080/v1/chat/completions", "http://localhost:8080/v1"),
        ("http://localhost:8080/v1/models/", "http://localhost:8080/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
        ("http://bücher.example/v1", "http://xn--bcher-kva.example/v1"),
        ("http://my_server:8000/v1", "http://my_server:8000/v1"),
        ("https://example.com/openai/deployments/a%20b", "https://example.com/openai/deployments/a%20b"),
    ],
)
def test_keeps_the_base_url_in_one_form(typed, kept):
    assert clean_base_url(typed) == kept
    assert clean_base_url(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "localhost:11434",
        "ftp://example.com/v1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://user:password@example.com/v1",
        "https://user@example.com/v1",
        "https://example.com/v1?api-version=1",
        "https://example.com/v1?",
        "https://example.com/v1#part",
        "https://exa mple.com/v1",
        "https://example.com/v1\r\nX-Evil: 1",
        "https://example.com\\@evil.example/v1",
        "https://example.com:0/v1",
        "https://example.com:99999/v1",
        "https://example.com:port/v1",
        "https://[::1/v1",
        "https://[fe80::1%25eth0]/v1",
        "https://exa%6dple.com/v1",
        "https://-example.com/v1",
        "https://" + "a" * 300 + ".com/v1",
        "https://example.com/v1/../admin",
        "https://example.com/v¹",
    ],
)
def test_refuses_what_is_no_base_url(typed):
    with pytest.raises(ValidationError):
        clean_base_url(typed)


def test_tells_servers_apart_by_scheme_host_and_port():
    assert origin("https://example.com/v1") == origin("https://example.com/other")
    assert origin("https://example.com/v1") != origin("http://example.com/v1")
    assert origin("https://example.com/v1") != origin("https://example.com:8443/v1")
    assert origin("https://example.com/v1") != origin("https://example.org/v1")


def test_shows_no_password_of_an_address():
    assert without_user("https://user:secret@example.com/v1") == "https://example.com/v1"
