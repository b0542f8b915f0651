"""Session runs: which operations they are, and what their parameters say."""

import uuid as uuids
from typing import Any

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.openai.realtime import OPERATIONS
from playground.openai.realtime_shapes import Kind, Shape
from playground.runs import services
from playground.runs.models import Run

SESSION_OPERATIONS = OPERATIONS
KINDS: dict[str, Kind] = {operation: kind for kind, operation in OPERATIONS.items()}


def create(
    owner: User,
    connection: Connection,
    kind: Kind,
    shape: Shape,
    session: dict[str, Any],
    *,
    secret: uuids.UUID,
    way: str,
) -> Run:
    """A session run, queued: the socket that its page opens starts it, in the process where that socket is."""
    params = {
        "model": model_of(kind, session),
        "shape": shape,
        "way": way,
        "secret": str(secret),
        "session": session,
    }
    run = services.new(owner, connection, OPERATIONS[kind], params, uuid=uuids.uuid4())
    services.store(run, force_insert=True)
    return run


def model_of(kind: Kind, session: dict[str, Any]) -> str:
    """The model that answers, or the one that transcribes."""
    if kind == "realtime":
        return str(session.get("model") or "")
    transcription = session.get("input_audio_transcription")
    return str(transcription.get("model") or "") if isinstance(transcription, dict) else ""
