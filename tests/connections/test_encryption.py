import pytest

from playground.connections.encryption import Undecryptable, decrypt, encrypt, ending
from playground.openai.errors import AuthenticationFailed

from .conftest import HEADER, KEY


def test_gives_back_what_was_sealed():
    assert decrypt(encrypt(KEY)) == KEY


def test_seals_no_secret_in_the_clear():
    assert KEY.encode() not in encrypt(KEY)


def test_keeps_nothing_for_no_secret():
    assert encrypt("") == b""
    assert decrypt(b"") == ""


def test_opens_what_an_earlier_secret_key_sealed(settings):
    settings.SECRET_KEY = "first"
    sealed = encrypt(KEY)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert decrypt(sealed) == KEY


def test_opens_nothing_when_the_secret_key_is_gone(settings):
    settings.SECRET_KEY = "first"
    sealed = encrypt(KEY)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", []
    with pytest.raises(Undecryptable):
        decrypt(sealed)


def test_seals_anew_with_the_first_secret_key_when_saved(settings, client, make, form_data):
    settings.SECRET_KEY = "first"
    connection = make(headers={"X-Gateway": HEADER})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert client.post(f"/connections/{connection.pk}/edit/", form_data()).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    connection.refresh_from_db()
    assert connection.endpoint().key == KEY
    assert connection.endpoint().headers == {"X-Gateway": HEADER}


@pytest.mark.parametrize(("secret", "shown"), [(KEY, "7f3a"), ("short-key", ""), ("", "")])
def test_shows_the_last_four_characters_of_a_long_secret_only(secret, shown):
    assert ending(secret) == shown


def test_says_so_when_a_key_can_no_longer_be_read(settings, client, make):
    connection = make()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    sentence = "The key cannot be read with the current SECRET_KEY; enter it again"
    assert sentence in client.get("/connections/").content.decode()
    with pytest.raises(AuthenticationFailed, match=sentence):
        connection.endpoint()
    tested = client.post(f"/connections/{connection.pk}/test/", headers={"HX-Request": "true"})
    assert sentence in tested.content.decode()


def test_asks_for_an_unreadable_key_instead_of_keeping_it(settings, client, make, form_data):
    connection = make(headers={"X-Gateway": HEADER})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    path = f"/connections/{connection.pk}/edit/"
    refused = client.post(path, form_data())
    assert refused.status_code == 422
    assert {"key", "headers"} == refused.context["form"].errors.keys()
    mended = form_data(key="sk-new-key-0123-4567", remove_headers="X-Gateway")
    assert client.post(path, mended).status_code == 302
    connection.refresh_from_db()
    assert connection.endpoint().key == "sk-new-key-0123-4567"


def test_hides_secrets_from_repr(make):
    connection = make(headers={"X-Gateway": HEADER})
    shown = f"{connection!r} {connection} {connection.__dict__} {connection.endpoint()!r}"
    assert KEY not in shown
    assert HEADER not in shown
