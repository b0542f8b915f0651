"""Code that talks with a minted secret; the secret itself is only ever named, never in it."""

import json
from typing import Any

from django.utils.safestring import mark_safe

from playground.openai.realtime import socket_url
from playground.openai.realtime_shapes import Kind, Shape, session_of
from playground.runs.code import endpoint_of
from playground.runs.highlighting import highlighted
from playground.runs.models import Run

from .sessions import KINDS

WEBRTC = """\
// In a browser: the microphone goes straight to the provider.
const secret = "…"; // The client secret: copy it here, it expires soon.
const peer = new RTCPeerConnection();
const voice = new Audio();
voice.autoplay = true;
peer.ontrack = (event) => (voice.srcObject = event.streams[0]);
const microphone = await navigator.mediaDevices.getUserMedia({{ audio: true }});
peer.addTrack(microphone.getTracks()[0]);
const events = peer.createDataChannel("oai-events");
events.onmessage = (message) => console.log(JSON.parse(message.data));
await peer.setLocalDescription(await peer.createOffer());
const answer = await fetch({calls}, {{
  method: "POST",
  body: peer.localDescription.sdp,
  headers: {{ Authorization: `Bearer ${{secret}}`, "Content-Type": "application/sdp" }},
}});
await peer.setRemoteDescription({{ type: "answer", sdp: await answer.text() }});
"""
WEBSOCKET = """\
// In a browser: a socket carries the secret as a subprotocol.
const secret = "…"; // The client secret: copy it here, it expires soon.
const socket = new WebSocket({socket}, {protocols});
socket.onmessage = (message) => console.log(JSON.parse(message.data));
socket.onopen = () => socket.send(JSON.stringify({first}));
"""
PYTHON = """\
# pip install websockets
import asyncio
import json
import os

from websockets.asyncio.client import connect


async def main():
    headers = {headers}
    async with connect({socket}, additional_headers=headers) as socket:
        await socket.send(json.dumps({first}))
        async for message in socket:
            print(json.loads(message)["type"])


asyncio.run(main())
"""


def talked_of(run: Run) -> tuple[Kind, Shape, dict[str, Any]]:
    """The session that a run minted a secret for, or that it was."""
    if run.operation in KINDS:
        return KINDS[run.operation], run.params["shape"], run.params["session"]
    return session_of(run.operation, run.params)


def codes(run: Run) -> list[dict[str, Any]]:
    """Each way's name and highlighted code, for the session whose secret this run minted."""
    kind, shape, session = talked_of(run)
    base = endpoint_of(run).base_url.rstrip("/")
    query = "?intent=transcription" if kind == "transcription" else f"?model={session.get('model', '')}"
    is_beta = shape == "beta"
    names = ["realtime", "openai-insecure-api-key."] + (["openai-beta.realtime-v1"] if is_beta else [])
    protocols = json.dumps(names).replace('"openai-insecure-api-key."', "`openai-insecure-api-key.${secret}`")
    beta = ', "OpenAI-Beta": "realtime=v1"' if is_beta else ""
    first = {"type": "input_audio_buffer.clear" if kind == "transcription" else "response.create"}
    values = {
        "calls": json.dumps(f"{base}/realtime{query if is_beta else '/calls'}"),
        "socket": json.dumps(f"{socket_url(base)}/realtime{query}"),
        "protocols": protocols,
        "headers": '{"Authorization": f"Bearer {os.environ[\'CLIENT_SECRET\']}"' + beta + "}",
        "first": json.dumps(first),
    }
    ways = (
        ("Browser, WebRTC", WEBRTC, "javascript"),
        ("Browser, WebSocket", WEBSOCKET, "javascript"),
        ("Python", PYTHON, "python"),
    )
    return [
        {
            "language": f"{language}-{name.split()[-1].lower()}",
            "name": name,
            "html": mark_safe(highlighted(text.format(**values), language)),
        }
        for name, text, language in ways
    ]
