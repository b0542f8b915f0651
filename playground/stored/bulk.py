"""One action on many completions: a set of runs that can be stopped, and repeated where it failed."""

import re
import uuid as uuids
from typing import Any

from django.db import transaction

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.openai import families
from playground.runs import services, sets
from playground.runs.models import Run, RunSet, Status

from .models import Completion
from .opening import params_of

METADATA, DELETE, RERUN = "metadata", "delete", "rerun"
TITLES = {METADATA: "Apply metadata", DELETE: "Delete upstream", RERUN: "Re-run with"}
FAILED = (Status.FAILED, Status.INTERRUPTED, Status.CANCELLED)
MOST = 1000
NOT_AGAIN = ("store", "metadata", "stream", "stream_options")
# What reasoning models refuse.
SAMPLING = (
    *("temperature", "top_p", "presence_penalty", "frequency_penalty", "logit_bias"),
    *("stop", "logprobs", "top_logprobs", "max_tokens"),
)
MOST_PAIRS = 16


def with_pairs(metadata: dict[str, str], pairs: dict[str, str], without: list[str]) -> dict[str, str]:
    """The metadata after `pairs` were set and the keys of `without` were taken away."""
    return {key: value for key, value in {**metadata, **pairs}.items() if key not in without}


def apply(
    owner: User,
    connection: Connection,
    completions: list[Completion],
    pairs: dict[str, str],
    without: list[str],
    uuid: uuids.UUID,
) -> RunSet:
    """Set these pairs on all that would change and keep within 16; what each had before is kept for an undo."""
    after = {kept.completion_id: with_pairs(kept.metadata, pairs, without) for kept in completions}
    changing = [
        kept
        for kept in completions
        if after[kept.completion_id] != kept.metadata and len(after[kept.completion_id]) <= MOST_PAIRS
    ]
    before = {kept.completion_id: kept.metadata for kept in changing}
    params = [{"completion_id": name, "metadata": after[name]} for name in before]
    words = ", ".join(
        [f"{key}={value}" for key, value in pairs.items()] + [f"without {key}" for key in without]
    )
    settings = {"action": METADATA, "before": before}
    return started(owner, connection, "update_chat_completion", params, f"Apply {words}", settings, uuid)


def delete(owner: User, connection: Connection, completions: list[Completion], uuid: uuids.UUID) -> RunSet:
    params = [{"completion_id": kept.completion_id} for kept in completions if kept.gone_at is None]
    settings = {"action": DELETE}
    return started(owner, connection, "delete_chat_completion", params, TITLES[DELETE], settings, uuid)


def rerun(
    owner: User, connection: Connection, completions: list[Completion], model: str, uuid: uuids.UUID
) -> RunSet:
    """Ask another model the same; what comes is not stored upstream. A run's position is the completion's place."""
    params = [request_of(kept, model) for kept in completions]
    settings = {"action": RERUN, "model": model, "completions": [kept.pk for kept in completions]}
    title = f"{TITLES[RERUN]} {model}"
    return started(owner, connection, "create_chat_completion", params, title, settings, uuid)


def request_of(kept: Completion, model: str) -> dict[str, Any]:
    params = dict(kept.run.params) if kept.run else params_of(kept.body, kept.messages)
    left_out = (*NOT_AGAIN, *(SAMPLING if re.search(families.NOT_REASONING.refuses, model) else ()))
    return {**{name: value for name, value in params.items() if name not in left_out}, "model": model}


def undo(run_set: RunSet, connection: Connection, uuid: uuids.UUID) -> RunSet:
    """Set back what the set has changed."""
    before: dict[str, Any] = run_set.settings["before"]
    done = run_set.runs.filter(status=Status.COMPLETED).order_by("position")
    names = [run.params["completion_id"] for run in done]
    params = [{"completion_id": name, "metadata": before[name]} for name in names]
    settings = {
        "action": METADATA,
        "before": {run.params["completion_id"]: run.params["metadata"] for run in done},
        "undoes": str(run_set.uuid),
    }
    title = f"Undo: {run_set.title}"
    return started(run_set.owner, connection, "update_chat_completion", params, title, settings, uuid)


def started(
    owner: User,
    connection: Connection,
    operation: str,
    params: list[dict[str, Any]],
    title: str,
    settings: dict[str, Any],
    uuid: uuids.UUID,
) -> RunSet:
    return sets.start_set(
        owner, connection, operation, params, kind=RunSet.Kind.BULK, title=title, settings=settings, uuid=uuid
    )


def again(run_set: RunSet) -> int:
    """Queue a new run in the place of each that did not complete, and go on; returns how many."""
    with transaction.atomic():
        ended = list(run_set.runs.filter(status__in=FAILED).select_related("connection", "owner"))
        for run in ended:
            if run.connection is None:
                continue
            new = services.new(
                run.owner, run.connection, run.operation, run.params, run_set=run_set, position=run.position
            )
            services.store(new, force_insert=True)
            Run.objects.filter(pk=run.pk).update(run_set=None, position=None)
    sets.resume(run_set)
    return len(ended)
