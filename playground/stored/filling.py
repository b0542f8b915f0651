"""The runs of a bulk action, made from its plan a chunk at a time, so that ten thousand hold up nobody's writes."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from playground.openai import families
from playground.runs import sets
from playground.runs.engine import engine
from playground.runs.models import RunSet, Status

from .models import Before, Completion, Plan
from .opening import params_of

METADATA, DELETE, RERUN = "metadata", "delete", "rerun"
OPERATIONS = {
    METADATA: "update_chat_completion",
    DELETE: "delete_chat_completion",
    RERUN: "create_chat_completion",
}
CHUNK = 200
MOST_PAIRS = 16
NOT_AGAIN = ("store", "metadata", "stream", "stream_options")
# What reasoning models refuse.
SAMPLING = (
    *("temperature", "top_p", "presence_penalty", "frequency_penalty", "logit_bias"),
    *("stop", "logprobs", "top_logprobs", "max_tokens"),
)
CHECK = 1.0
# Between two chunks, so that the runs of the process are written in time.
BREATH = 0.1

Places = Iterator[tuple[int, dict[str, Any]]]


async def keep() -> None:
    """For ever: go on with the plans that are open, whichever process has begun them."""
    while True:
        is_more = False
        for pk in await engine.journal.write(open_plans):
            is_more |= await engine.journal.write(fill, pk)
        await asyncio.sleep(BREATH if is_more else CHECK)


def open_plans() -> list[int]:
    return list(Plan.objects.filter(is_open=True).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def fill(pk: int) -> bool:
    """Make the next chunk's runs and start on them; False when that was the last one, or the action was stopped."""
    locked = Plan.objects.select_for_update(of=("self",)).select_related("connection", "run_set__owner")
    plan = locked.filter(pk=pk, is_open=True).first()
    if plan is None:
        return False
    chunk = list(enumerate(plan.places[plan.taken : plan.taken + CHUNK], plan.taken))
    sets.add(plan.run_set, plan.connection, OPERATIONS[plan.run_set.settings["action"]], made(plan, chunk))
    plan.taken += len(chunk)
    plan.is_open = plan.taken < plan.total
    plan.save(update_fields=["taken", "is_open"])
    transaction.on_commit(lambda: sets.resume(plan.run_set))
    return plan.is_open


def made(plan: Plan, chunk: list[tuple[int, int]]) -> Places:
    """The parameters of the runs at these positions; what needs none any more is left out."""
    settings = plan.run_set.settings
    if "undoes" in settings:
        return undone(plan, {place: at for at, place in chunk})
    mine = Completion.objects.filter(owner=plan.run_set.owner_id).select_related("run")
    known = mine.in_bulk([pk for _, pk in chunk])
    found = [(position, known[pk]) for position, pk in chunk if pk in known]
    if settings["action"] == METADATA:
        return labelled(plan, found)
    if settings["action"] == DELETE:
        return ((at, {"completion_id": kept.completion_id}) for at, kept in found if kept.gone_at is None)
    return ((at, request_of(kept, settings["model"])) for at, kept in found)


def labelled(plan: Plan, found: list[tuple[int, Completion]]) -> Places:
    settings = plan.run_set.settings
    for position, kept in found:
        after = with_pairs(kept.metadata, settings["pairs"], settings["without"])
        if after != kept.metadata and len(after) <= MOST_PAIRS:
            Before.objects.create(run_set=plan.run_set, position=position, metadata=kept.metadata)
            yield position, {"completion_id": kept.completion_id, "metadata": after}


def undone(plan: Plan, places: dict[int, int]) -> Places:
    """What sets back the metadata that runs of another set have changed; `places` are ours by their positions."""
    mine = RunSet.objects.filter(owner=plan.run_set.owner_id, uuid=plan.run_set.settings["undoes"])
    for first in mine:
        kept = Before.objects.filter(run_set=first, position__in=places)
        before = dict(kept.values_list("position", "metadata"))
        done = first.runs.filter(status=Status.COMPLETED, position__in=before).order_by("position")
        for run in done.only("position", "params"):
            position, params = run.position or 0, run.params
            at = places[position]
            Before.objects.create(run_set=plan.run_set, position=at, metadata=params["metadata"])
            yield at, {"completion_id": params["completion_id"], "metadata": before[position]}


def with_pairs(metadata: dict[str, str], pairs: dict[str, str], without: list[str]) -> dict[str, str]:
    """The metadata after `pairs` were set and the keys of `without` were taken away."""
    return {key: value for key, value in {**metadata, **pairs}.items() if key not in without}


def request_of(kept: Completion, model: str) -> dict[str, Any]:
    """The same request for another model; what comes is not stored upstream."""
    params = dict(kept.run.params) if kept.run else params_of(kept.body, kept.messages)
    left_out = (*NOT_AGAIN, *(SAMPLING if re.search(families.NOT_REASONING.refuses, model) else ()))
    return {**{name: value for name, value in params.items() if name not in left_out}, "model": model}
