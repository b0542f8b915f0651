"""The second factor: asked for once somebody has one, and removed by an admin for who has lost it."""

import base64
import hmac
import re
import struct
import time

from tests.started import StartedServer

from .conftest import PASSWORD, Person

ACTIVATE, AUTHENTICATE = "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/"


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def is_in(somebody: Person) -> bool:
    return somebody.client.get("/account/").status_code == 200


def test_is_asked_for_until_an_admin_removes_it(server: StartedServer, admin: Person) -> None:
    admin.post("/account/users/", "/account/users/add/", username="tia", password=PASSWORD, role="member")
    tia = Person(server)
    tia.log_in("tia")
    # Set up by nobody who only found the browser open.
    assert tia.client.get(ACTIVATE).headers["location"].startswith("/accounts/reauthenticate/")
    tia.post("/accounts/reauthenticate/", password=PASSWORD)
    refused = tia.post(ACTIVATE, code="000000").text
    assert "Incorrect code" in refused
    # Each time the form is opened it shows another secret.
    secret = re.search(r"\b[A-Z2-7]{32}\b", refused)[0]  # type: ignore[index]
    token = {"csrfmiddlewaretoken": tia.client.cookies["playground_csrf"]}
    assert tia.client.post(ACTIVATE, data={"code": code_of(secret), **token}).status_code == 302
    codes = tia.client.get("/accounts/2fa/recovery-codes/download/").text.split()

    elsewhere = Person(server)
    assert elsewhere.log_in("tia").headers["location"].startswith(AUTHENTICATE)
    assert not is_in(elsewhere)
    assert "Incorrect code" in elsewhere.post(AUTHENTICATE, code="000000").text
    elsewhere.post(AUTHENTICATE, code=codes[-1])
    assert is_in(elsewhere)

    page = admin.client.get("/account/users/").text
    password = re.search(r"/account/users/\d+/password/", page[page.index(">tia<") :])[0]  # type: ignore[index]
    assert "second factor" in admin.client.get(password).text
    assert admin.post(password, password="another horse 10").status_code == 302
    still = Person(server)
    assert still.log_in("tia", "another horse 10").headers["location"].startswith(AUTHENTICATE)
    assert admin.post(password, password="a third horse 11", remove_factor="on").status_code == 302
    assert "second factor" not in admin.client.get(password).text
    freed = Person(server)
    freed.log_in("tia", "a third horse 11")
    assert is_in(freed)
    assert not is_in(elsewhere)
    assert "Removed a second factor" in admin.client.get("/account/audit/").text
    for somebody in (tia, elsewhere, still, freed):
        somebody.client.close()
