"""With a login: nothing is nobody's, programs come with tokens, viewers change nothing."""

import asyncio
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.started import ROOT, StartedServer, prepared, unset

from .conftest import PASSWORD, Person

SAMPLES = {
    "int": "1",
    "str": "word",
    "slug": "word",
    "uuid": "6f0a5c3c-9a3e-4bb5-9a5e-0d3f2f1a0001",
    "path": "a/b",
}
HTMX = {"HX-Request": "true"}


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """A path for each of our URLs, with a sample in the place of each converter."""
    for pattern in patterns:
        route = prefix + str(getattr(pattern.pattern, "_route", ""))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield "/" + re.sub(
                r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "word"), route
            )


def test_asks_nobody_in(server: StartedServer, stranger: Person) -> None:
    open_paths = []
    for path in addresses(get_resolver().url_patterns):
        answer = stranger.client.get(path)
        asks = answer.status_code == 302 and answer.headers["location"].startswith("/accounts/login/?next=")
        if not asks and answer.status_code != 401:
            open_paths.append(path)
    assert sorted(open_paths) == ["/healthz", "/metrics", "/readyz", "/sandbox/v1/images/files/word"]


def test_takes_htmx_to_the_login_and_back_to_the_page(stranger: Person) -> None:
    shown = {**HTMX, "HX-Current-URL": "http://localhost/chat/?model=a"}
    answer = stranger.client.get("/history/", headers=shown)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fchat%2F%3Fmodel%3Da"


@pytest.mark.parametrize("url", ["http://[::1", "http://[x]/", "", "\\\\x", "a" * 4000])
def test_takes_htmx_to_the_login_from_any_page(stranger: Person, url: str) -> None:
    assert stranger.client.get("/history/", headers={**HTMX, "HX-Current-URL": url}).status_code == 401


def test_logs_in_and_out(stranger: Person) -> None:
    assert "not correct" in stranger.log_in(password="wrong").text
    assert stranger.client.get("/chat/").status_code == 302
    answer = stranger.post(
        "/accounts/login/?next=/history/", login="ada", password=PASSWORD, next="/history/"
    )
    assert answer.headers["location"] == "/history/"
    assert "ada" in stranger.client.get("/chat/").text
    stranger.post("/account/", "/accounts/logout/")
    assert stranger.client.get("/chat/").status_code == 302


def test_goes_nowhere_else_after_the_login(stranger: Person) -> None:
    answer = stranger.post("/accounts/login/", login="ada", password=PASSWORD, next="https://evil.example/")
    assert answer.headers["location"] == "/"


def test_signs_up_nobody(stranger: Person) -> None:
    assert "password1" not in stranger.client.get("/accounts/signup/").text
    page = stranger.client.get("/accounts/login/")
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    typed = {"username": "eve", "password1": PASSWORD, "csrfmiddlewaretoken": token}
    stranger.client.post("/accounts/signup/", data=typed)
    assert "not correct" in stranger.log_in("eve").text


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "confirm-email/abc/", "password/reset/", "password/reset/key/1-abc/"]
)
def test_has_no_page_that_would_send_mail(server: StartedServer, admin: Person, path: str) -> None:
    stranger = Person(server)
    for somebody in (admin, stranger):
        assert somebody.client.get(f"/accounts/{path}").status_code == 404
    assert stranger.post("/accounts/login/", f"/accounts/{path}", email="ada@example.org").status_code == 404
    stranger.client.close()


def test_reads_with_a_token_and_changes_nothing(server: StartedServer, admin: Person) -> None:
    made = admin.post("/account/", name="reports").text
    token = re.search(r'id="made-token">([^<]+)<', made)[1]  # type: ignore[index]
    assert token not in admin.client.get("/account/").text
    program = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{server.url}/history/", headers=program).status_code == 200
    assert httpx.post(f"{server.url}/connections/discover/", headers=program).status_code == 401
    assert httpx.get(f"{server.url}/sandbox/v1/models", headers=program).status_code == 200
    with httpx.Client(base_url=server.url, headers=program, timeout=30) as client:
        failed = [
            path for path in addresses(get_resolver().url_patterns) if client.get(path).status_code >= 500
        ]
    assert failed == []
    revoke = re.search(r'action="(/account/tokens/\d+/revoke/)"', made)[1]  # type: ignore[index]
    admin.post("/account/", revoke)
    assert httpx.get(f"{server.url}/history/", headers=program).status_code == 401


def test_uses_its_own_sandbox(admin: Person) -> None:
    run = "6f0a5c3c-9a3e-4bb5-9a5e-0d3f2f1a0002"
    data = {"run": run, "model": "sandbox-fast", "composer": "Hello"}
    assert admin.post("/chat/", **data).status_code == 302
    while (told := admin.client.get(f"/history/{run}.json").json())["status"] in ("queued", "in_progress"):
        pass
    assert told["status"] == "completed", told


def test_keeps_apart_what_its_users_run_and_store_in_the_sandbox(
    server: StartedServer, admin: Person
) -> None:
    admin.post("/account/users/", "/account/users/add/", username="noa", password=PASSWORD, role="member")
    member = Person(server)
    member.log_in("noa")
    run = str(uuid.uuid4())
    stored = {"run": run, "model": "sandbox-fast", "composer": "Mine alone", "store": "true"}
    assert admin.post("/chat/", **stored).status_code == 302
    while not (told := admin.client.get(f"/history/{run}.json").json())["finished_at"]:
        pass
    page = f"/stored/completions/{told['response']['id']}/"
    assert "Mine alone" in admin.client.get(page).text
    cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in member.client.cookies.items())}
    assert closed_with(server, f"/ws/runs/{run}/", cookies) == 4404
    assert member.client.get(page).status_code == 404
    assert "Mine alone" not in member.client.get("/stored/completions/").text
    member.client.close()


@pytest.mark.parametrize("key", ["", "any", "pg-any", "sk-sandbox-1-", "sk-sandbox-1-0123456789abcdef"])
def test_keeps_strangers_from_the_sandbox(server: StartedServer, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = httpx.post(f"{server.url}/sandbox/v1/chat/completions", headers=headers, json={})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
    assert closed_with(server, "/sandbox/v1/realtime?model=sandbox-realtime", headers) == 4401


def test_opens_no_socket_for_nobody(server: StartedServer) -> None:
    assert closed_with(server, f"/ws/runs/{SAMPLES['uuid']}/", {}) == 4401


def closed_with(server: StartedServer, path: str, headers: dict[str, str]) -> int:
    address = f"{server.url.replace('http', 'ws')}{path}"
    opened = connect(address, additional_headers=headers, origin=Origin(server.url), proxy=None)
    with pytest.raises(ConnectionClosed) as closed, opened as socket:
        socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


def test_lets_admins_alone_make_users_and_viewers_look_only(server: StartedServer, admin: Person) -> None:
    page, add = "/account/users/", "/account/users/add/"
    assert admin.post(page, add, username="vera", password="short", role="viewer").status_code == 422
    assert admin.post(page, add, username="vera", password=PASSWORD, role="viewer").status_code == 302
    assert "already exists" in admin.post(page, add, username="vera", password=PASSWORD, role="viewer").text
    viewer = Person(server)
    viewer.log_in("vera")
    assert viewer.client.get(page).status_code == 404
    assert viewer.client.get("/chat/").status_code == 200
    assert viewer.post("/chat/", composer="Hello", model="sandbox-fast").status_code == 403
    assert viewer.client.get(f"/history/{'6f0a5c3c-9a3e-4bb5-9a5e-0d3f2f1a0002'}/").status_code == 404
    viewer.client.close()


def test_keeps_one_admin(admin: Person) -> None:
    page = admin.client.get("/account/users/").text
    own = re.search(r'<th scope="row">ada</th>.*?action="(/account/users/\d+/)"', page, re.DOTALL)[1]  # type: ignore[index]
    for change in ({"role": "member"}, {"active": "false"}):
        answer = admin.post("/account/users/", own, **change)
        assert answer.status_code == 422
        assert "last admin" in answer.text


def test_refuses_to_start_open_to_others_without_users(tmp_path: Path) -> None:
    with StartedServer(prepared(tmp_path, login=True), {"HOST": "0.0.0.0"}) as started:
        assert started.wait() == 1
    assert "add_user" in started.output
    assert "Traceback" not in started.output


@pytest.mark.django_db
def test_gives_the_first_admin_what_was_made_without_login() -> None:
    from playground.accounts.models import User
    from playground.accounts.users import add_user

    local = User.local()
    assert add_user("ada", PASSWORD, "admin") == local
    assert add_user("bea", PASSWORD, "admin") != local
    assert User.objects.filter(username="local").count() == 0


@pytest.mark.django_db(transaction=True)
async def test_closes_sockets_when_the_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    from asgiref.sync import sync_to_async
    from django.test import Client

    from playground.accounts import sockets
    from playground.accounts.models import User

    monkeypatch.setattr(sockets, "LOOK_EVERY", 0.01)
    user = await User.objects.acreate(username="ada")
    client = Client()
    await sync_to_async(client.force_login)(user)
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    watch = asyncio.create_task(sockets.close_after_logout({"session": client.session, "user": user}, send))
    done, _ = await asyncio.wait([watch], timeout=0.2)
    assert not done
    assert not sent
    await sync_to_async(client.logout)()
    await asyncio.wait_for(watch, 10)
    assert [message["code"] for message in sent] == [4401]


def test_keeps_members_out_of_the_servers_network(server: StartedServer, admin: Person) -> None:
    admin.post("/account/users/", "/account/users/add/", username="mia", password=PASSWORD, role="member")
    member = Person(server)
    member.log_in("mia")
    typed = {"name": "Inside", "base_url": f"{server.url}/sandbox/v1", "key": "any"}
    for somebody, words in ((member, "private network"), (admin, "key")):
        assert somebody.post("/connections/add/", **typed).status_code == 302
        page = somebody.client.get("/connections/").text
        test = re.search(r'action="(/connections/\d+/test/)"', page[page.index("Inside") :])[1]  # type: ignore[index]
        somebody.post("/connections/", test)
        assert words in somebody.client.get("/connections/").text
    assert member.post("/connections/", "/connections/discover/").status_code == 404
    member.client.close()


def test_takes_a_users_password_from_a_pipe(tmp_path: Path) -> None:
    kept = unset()
    made = subprocess.run(
        [sys.executable, "manage.py", "add_user", "pia"],
        cwd=ROOT,
        env={**kept, "PLAYGROUND_DATA_DIR": str(prepared(tmp_path))},
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (made.stdout, made.stderr) == ("pia can log in, as member.\n", "")
