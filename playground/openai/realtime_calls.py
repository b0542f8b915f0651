"""A call over WebRTC: its offer and its answer go through here, its sound and its events past us.

https://platform.openai.com/docs/guides/realtime-webrtc
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.openai.client import Client
from playground.openai.errors import MalformedAnswer
from playground.openai.operations import CALLS
from playground.openai.realtime import query_of, reached
from playground.openai.realtime_shapes import Kind, Shape
from playground.openai.request import Endpoint, Request, build

_LARGEST = 256 * 1024


def prepare(endpoint: Endpoint, secret: str, kind: Kind, shape: Shape, model: str, offer: str) -> Request:
    """The request that brings an SDP offer; the session is the one that `secret` was minted for."""
    # The beta asks at the address of its socket, and names the model there once more.
    query: Mapping[str, Any] = query_of(kind, model) if shape == "beta" else {}
    request = build(reached(endpoint, secret, shape), CALLS[shape], query)
    content = offer.encode()
    more = {"Content-Type": "application/sdp", "Content-Length": str(len(content))}
    return replace(
        request,
        headers={**request.headers, **more},
        wire_headers={**request.wire_headers, **more},
        content=content,
        secrets=(*request.secrets, *endpoint.secrets),
    )


async def answered(endpoint: Endpoint, request: Request) -> str:
    """The SDP that answers an offer; MalformedAnswer when that is none."""
    answer = b""
    async with Client(endpoint).exchange(request) as opened:
        async for chunk in opened.chunks():
            answer += chunk
            if len(answer) > _LARGEST:
                break
    sdp = answer.decode("utf-8", "replace")
    if not sdp.startswith("v=0") or len(answer) > _LARGEST:
        raise MalformedAnswer(
            "The server answered the offer with something that is no SDP.",
            advice="It seems to have no WebRTC: connect through this server instead.",
        )
    return sdp
