"""What production settings say of cookies and headers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from playground.runs.models import Run
from tests.started import OURS, ROOT

PRODUCTION = {
    "HOST": "0.0.0.0",
    "ALLOWED_HOSTS": "playground.example.org",
    "HTTPS": "true",
    "PROXY_SSL_HEADER": "X-Forwarded-Proto",
    "HSTS_SECONDS": "31536000",
}


def test_leaves_djangos_deployment_check_silent(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**kept, **PRODUCTION, "PLAYGROUND_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert check.returncode == 0, check.stderr
    assert "WARNINGS" not in check.stderr


@pytest.mark.django_db
def test_sends_the_same_protection_with_every_page(client: Client, run: Run) -> None:
    for path in (
        "/chat/",
        "/history/",
        f"/history/{run.uuid}/",
        "/connections/",
        "/shares/",
        "/shared/x/",
        "/nowhere/",
    ):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.django_db
def test_sends_cookies_over_https_alone(client: Client, run: Run, settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    chosen = client.post("/connections/use/", {"connection": run.connection_id}, secure=True)
    session = chosen.cookies["playground_session"]
    csrf = client.get("/chat/", secure=True).cookies["playground_csrf"]
    for cookie in (session, csrf):
        assert (cookie["secure"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert session["httponly"]
