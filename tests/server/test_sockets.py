import socket

import httpx
from websockets.sync.client import connect

from tests.server.flood import FRAMES
from tests.started import StartedServer


def test_holds_back_while_nobody_reads_and_then_gives_everything(
    flood: StartedServer,
) -> None:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 * 1024)
    connection.connect(("127.0.0.1", flood.port))
    with connect(f"ws://127.0.0.1:{flood.port}/", sock=connection, max_queue=1) as reader:
        sent = int(httpx.get(f"{flood.url}/paused", timeout=30).text)
        assert sent < FRAMES / 2
        assert sum(1 for _ in reader) == FRAMES


def test_refuses_subprotocols_that_it_cannot_read(flood: StartedServer) -> None:
    head = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": b"realtime, \xff",
    }
    assert httpx.get(f"{flood.url}/", headers=head).status_code == 400
