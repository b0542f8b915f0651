"""A little OpenID Connect provider: whoever comes is its one user, at once."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "playground", "a-secret-of-the-provider"


class Provider:
    """`claims` are what it says of its user; `asked` holds the form that each code was redeemed with."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {
            "sub": "u-1",
            "preferred_username": "olga",
            "email": "olga@example.org",
        }
        self.asked: list[dict[str, str]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                where = urlsplit(self.path)
                if where.path == "/authorize":
                    asked = {name: values[0] for name, values in parse_qs(where.query).items()}
                    back = urlencode({"code": "a-code", "state": asked["state"]})
                    self.send_response(302)
                    self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                    self.end_headers()
                    return
                self.answer(provider.claims if where.path == "/userinfo" else provider.configuration)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append({name: values[0] for name, values in parse_qs(body).items()})
                token = {"access_token": "t", "token_type": "Bearer", "id_token": provider.id_token()}
                self.answer(token)

            def answer(self, body: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def configuration(self) -> dict[str, Any]:
        ends = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
        }
        return {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"} | {
            name: f"{self.url}/{path}" for name, path in ends.items()
        }

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 600, **self.claims}
        parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "kid": "1"}, claims)]
        return ".".join(
            base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (*parts, b"signature")
        )

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
