import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from playground.accounts.models import User
from playground.connections.models import Connection

KEY = "sk-test-0123456789-abcdef-7f3a"
HEADER = "gateway-secret-value-9b8c"


@dataclass
class Upstream:
    """A server that gives every request the same answer and remembers who asked for what."""

    status: int = 200
    content_type: str = "application/json"
    body: str = '{"object": "list", "data": []}'
    headers: dict = field(default_factory=dict)
    requests: list = field(default_factory=list)
    silent: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def lists(self, *names, owned_by="library"):
        data = [{"id": name, "object": "model", "owned_by": owned_by} for name in names]
        self.body = json.dumps({"object": "list", "data": data})


@pytest.fixture
def upstream():
    upstream = Upstream()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            upstream.requests.append((self.path, dict(self.headers)))
            if upstream.silent:
                upstream.released.wait(30)
                return
            self.send_response(upstream.status)
            for name, value in {"Content-Type": upstream.content_type, **upstream.headers}.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(upstream.body.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    upstream.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield upstream
    upstream.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_environment(settings):
    """Nothing of this machine's environment makes a connection, and no usual port is contacted."""
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    settings.OPENAI_ORG_ID = settings.OPENAI_PROJECT_ID = ""
    settings.LOCAL_SERVER_PORTS = []


@pytest.fixture
def owner(db):
    return User.local()


@pytest.fixture
def make(owner):
    def make_connection(key=KEY, headers=None, **fields):
        fields = {"owner": owner, "name": "Example", "base_url": "https://api.example.com/v1", **fields}
        connection = Connection(**fields)
        connection.set_key(key)
        connection.set_headers(headers or {})
        connection.save()
        return connection

    return make_connection


@pytest.fixture
def form_data():
    def data(**changes):
        return {
            "name": "Example",
            "base_url": "https://api.example.com/v1",
            "key": "",
            "organization": "",
            "project": "",
            "headers": "",
            "idle_timeout": "",
            **changes,
        }

    return data
