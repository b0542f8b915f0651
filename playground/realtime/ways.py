"""The ways of a session's sound: through this server, or by WebRTC straight between the browser and the provider."""

from urllib.parse import urlsplit

from playground.connections.models import Connection

SERVER, WEBRTC = "server", "webrtc"
WAYS = (SERVER, WEBRTC)
OPENAI = "api.openai.com"
NONE_HERE = "The sandbox has no WebRTC: connect through this server."


def is_openai(connection: Connection | None) -> bool:
    return connection is not None and urlsplit(connection.url).hostname == OPENAI


def has_none(connection: Connection | None) -> bool:
    """Whether the server is known to have no WebRTC; of most others nobody knows."""
    return connection is not None and connection.source == Connection.Source.SANDBOX
