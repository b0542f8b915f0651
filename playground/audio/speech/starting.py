"""From one form to its runs: one, a voice board, or the parts of a long text."""

import uuid as uuids
from typing import Any

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs import services, sets
from playground.runs.models import Run, RunSet

from .parts import cut
from .voices import VOICES

OPERATION = "create_speech"


def board(
    owner: User, connection: Connection, params: dict[str, Any], uuid: uuids.UUID, is_kept: bool = True
) -> RunSet:
    """The same text in every voice, and in the one that was asked for if it is none of those."""
    asked = params.get("voice")
    own = [asked] if asked not in VOICES else []
    return sets.start_set(
        owner,
        connection,
        OPERATION,
        [{**params, "voice": voice} for voice in (*own, *VOICES)],
        kind=RunSet.Kind.VOICES,
        title=params["input"],
        uuid=uuid,
        is_kept=is_kept,
    )


def in_parts(
    owner: User, connection: Connection, params: dict[str, Any], uuid: uuids.UUID, is_kept: bool = True
) -> RunSet:
    return sets.start_set(
        owner,
        connection,
        OPERATION,
        [{**params, "input": part} for part in cut(params["input"])],
        kind=RunSet.Kind.PARTS,
        title=params["input"],
        uuid=uuid,
        is_kept=is_kept,
    )


def again(owner: User, run: Run) -> Run:
    """Another take of a run, at its place in its set. The first stays in the history."""
    assert run.connection
    return services.start(
        owner,
        run.connection,
        OPERATION,
        run.params,
        uuid=uuids.uuid4(),
        run_set=run.run_set,
        position=run.position,
        is_kept=run.is_kept,
    )
