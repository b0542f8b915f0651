"""How a run ends: everything that is kept of it, stored in one go."""

import logging
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils import timezone

from playground.accounts.limits import spend
from playground.openai.errors import OpenAIError

from . import storage_faults
from .cost import cost
from .files import keep
from .live import Live, worth_keeping
from .models import LIVE_STATUSES, Run, Status
from .search import index
from .signals import run_ended, run_goes_on
from .storable import storable

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    status: Status
    error: OpenAIError | None
    total_ms: int
    keeps_files: bool = True


def store(live: Live, ending: Ending) -> None:
    """Write the run's end, and nothing that somebody else may have changed. Runs in the journal's transaction."""
    run, known = copy(live.run), facts(live, ending)
    if Run.objects.values_list("connection", flat=True).get(pk=run.pk) is None:
        # Deleted while the run was under way.
        run.connection = None
    for name, value in known.items():
        setattr(run, name, value)
    run.cost = cost(run.model, run.usage, run.connection)
    run.save(update_fields=[*known, "cost"])
    if run.cost:
        spend(run.owner, run.cost)
    if ending.keeps_files:
        for name, content in live.transcript.files():
            keep(run.owner, BytesIO(content), name, run)
        run_ended.send(Run, run=run, transcript=live.transcript)
    index(run)


def not_kept(error: OSError) -> OpenAIError:
    """The end of a run whose files could not be stored. Raises an error that is about something else again."""
    if (said := storage_faults.words(error)) is None:
        raise error
    what, advice = said
    logger.warning("A file could not be kept: %s", error)
    return OpenAIError(
        f"{what} The answer's files are not kept.", advice=f"{advice} The text that arrived is kept."
    )


def announce_upstream(live: Live) -> None:
    """Tell the features that the answer has begun upstream, where it goes on whatever becomes of this process."""
    run = Run.objects.select_related("connection", "owner").filter(pk=live.pk).first()
    if run is not None:
        run_goes_on.send(Run, run=run, transcript=live.transcript)


def give_up(pk: int) -> None:
    """The end of a run that an error of ours has ended: without it, it would be under way for ever."""
    error = OpenAIError(
        "The playground failed while it took in the answer.",
        advice="What had arrived is kept. The server's log says more.",
    )
    Run.objects.filter(pk=pk, status__in=LIVE_STATUSES).update(
        status=Status.FAILED, finished_at=timezone.now(), error=error.as_dict()
    )


def facts(live: Live, ending: Ending) -> dict[str, Any]:
    transcript, error = live.transcript, ending.error
    return {
        "status": ending.status,
        "finished_at": timezone.now(),
        "request": live.request,
        "status_code": live.status_code or (error.status_code if error else None),
        "headers": storable(live.headers or (worth_keeping(error.headers) if error else {})),
        "headers_ms": live.headers_ms,
        "first_token_ms": live.first_token_ms,
        "total_ms": ending.total_ms,
        "response": storable(transcript.result()),
        "text": storable(transcript.text()),
        "usage": storable(transcript.usage()),
        "error": storable({**error.as_dict(), "advice": live.transcript.advice(error)}) if error else None,
    }
