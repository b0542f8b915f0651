"""Client secrets over HTTP: https://platform.openai.com/docs/api-reference/realtime-sessions"""

import asyncio
from typing import Any

from django.http.response import HttpResponseBase

from .. import faults
from ..endpoint import Call
from . import secrets
from .configuration import Configuration
from .parameters import BETA_SESSION, BETA_TRANSCRIPTION, CLIENT_SECRET

# How long a secret of the beta, and one of today's by default, may start sessions.
BETA_SECONDS = 60
SECONDS = 600
Answer = dict[str, Any] | HttpResponseBase


async def create_session(call: Call) -> Answer:
    """The beta's `POST /realtime/sessions`."""
    BETA_SESSION.check(call.body, "")
    return await beta_session(call, Configuration("realtime", beta=True))


async def create_transcription_session(call: Call) -> Answer:
    """The beta's `POST /realtime/transcription_sessions`."""
    BETA_TRANSCRIPTION.check(call.body, "")
    return await beta_session(call, Configuration("transcription", beta=True))


async def beta_session(call: Call, configuration: Configuration) -> Answer:
    await asyncio.to_thread(configuration.update, call.body, inside="")
    if response := await faults.before_answer(configuration.model.fault, streams=False):
        return response
    secret = secrets.mint(call.account, configuration, BETA_SECONDS)
    shown = {"value": secret.value(), "expires_at": secret.expires_at}
    session = configuration.head(0) | configuration.as_dict() | {"client_secret": shown}
    return await faults.whole(session, configuration.model, call.request)


async def create_client_secret(call: Call) -> Answer:
    """Today's `POST /realtime/client_secrets`."""
    CLIENT_SECRET.check(call.body, "")
    asked = call.body.get("session") or {"type": "realtime"}
    configuration = Configuration(asked["type"])
    await asyncio.to_thread(configuration.update, asked)
    if response := await faults.before_answer(configuration.model.fault, streams=False):
        return response
    seconds = (call.body.get("expires_after") or {}).get("seconds") or SECONDS
    secret = secrets.mint(call.account, configuration, seconds)
    session = configuration.head(0) | configuration.as_dict()
    made = {"value": secret.value(), "expires_at": secret.expires_at, "session": session}
    return await faults.whole(made, configuration.model, call.request)
