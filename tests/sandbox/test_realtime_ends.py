"""How a session does not begin, how it ends, and when it loses patience: here, where the clocks can be set."""

import json

from channels.testing import WebsocketCommunicator

from playground.sandbox.realtime import secrets, socket
from playground.sandbox.realtime.configuration import SERVER_VAD, Configuration
from tests.sandbox.talk import message

PATH = "/sandbox/v1/realtime?model=sandbox-realtime"


def communicator(path: str = PATH, key: str = "sk-test") -> WebsocketCommunicator:
    return WebsocketCommunicator(
        socket.realtime, path, headers=[(b"authorization", f"Bearer {key}".encode())]
    )


async def ending(one: WebsocketCommunicator) -> tuple[str, int]:
    """The code of the error, and that of the close frame."""
    assert (await one.connect())[0]
    while (event := json.loads(await one.receive_from()))["type"] != "error":
        pass
    closed = await one.receive_output()
    assert closed["type"] == "websocket.close"
    return event["error"]["code"], closed["code"]


async def test_lets_no_expired_secret_in():
    expired = secrets.mint("account", Configuration(), 60, now=1_000_000).value()
    assert await ending(communicator(key=expired)) == ("token_expired", 3000)


async def test_ends_after_its_longest_time(monkeypatch):
    monkeypatch.setattr(socket, "LONGEST_SECONDS", 0)
    assert await ending(communicator()) == ("session_expired", 1001)


async def test_holds_no_more_sessions_than_it_can(monkeypatch):
    monkeypatch.setattr(socket, "MOST_SOCKETS", 0)
    assert await ending(communicator()) == ("rate_limit_exceeded", 4000)


async def test_is_not_there_without_the_sandbox(settings):
    settings.SANDBOX = False
    one = communicator()
    assert (await one.connect())[0]
    assert await one.receive_output() == {"type": "websocket.close", "code": 4404}


async def test_speaks_again_when_nobody_else_does():
    patience = SERVER_VAD | {"idle_timeout_ms": 50}
    secret = secrets.mint("account", Configuration(fields={"turn_detection": patience}), 60)
    one = communicator(key=secret.value())
    await one.connect()
    for event in (
        {"type": "conversation.item.create", "item": message("say exactly: hi")},
        {"type": "response.create"},
    ):
        await one.send_to(json.dumps(event))
    kinds = []
    while kinds.count("response.created") < 2:
        kinds.append(json.loads(await one.receive_from(timeout=20))["type"])
    after = kinds[kinds.index("response.done") + 1 :]
    assert after[:2] == ["input_audio_buffer.timeout_triggered", "input_audio_buffer.committed"]
    await one.disconnect()
