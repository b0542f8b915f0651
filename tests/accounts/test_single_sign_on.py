"""Logging in with an OpenID Connect provider: whom it lets in becomes a member."""

import re
from pathlib import Path

import httpx

from tests.started import StartedServer, prepared

from .provider import CLIENT, SECRET, Provider


def test_lets_in_whom_the_provider_lets_in(tmp_path: Path) -> None:
    with Provider() as provider:
        settings = {
            "LOGIN": "required",
            "ADMIN_PASSWORD": "correct horse battery",
            "OIDC_SERVER_URL": provider.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_NAME": "Our provider",
        }
        with StartedServer(prepared(tmp_path, login=True), settings) as server:
            server.wait_until_ready()
            with httpx.Client(
                base_url=server.url, trust_env=False, verify=False, follow_redirects=True
            ) as browser:
                page = browser.get("/accounts/login/").text
                assert "Our provider" in page
                path = re.search(r'"(/accounts/oidc/[^"]+/login/[^"]*)"', page)[1]  # type: ignore[index]
                confirm = browser.get(path.replace("&amp;", "&")).text
                token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', confirm)[1]  # type: ignore[index]
                inside = browser.post(path.replace("&amp;", "&"), data={"csrfmiddlewaretoken": token})
                assert inside.url.path in ("/", "/chat/"), inside.url
                account = browser.get("/account/").text
                assert "olga" in account
                assert "Member" in account
                assert browser.get("/account/users/").status_code == 404
            assert server.stop() == 0
    (asked,) = provider.asked
    assert (asked["client_secret"], asked["code"]) == (SECRET, "a-code")
    assert asked["code_verifier"]
    assert SECRET not in server.output
