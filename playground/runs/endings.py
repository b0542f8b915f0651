"""How a run ends: everything that is kept of it, stored in one go."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils import timezone

from playground.openai.errors import OpenAIError

from .cost import cost
from .files import keep
from .live import Live, worth_keeping
from .models import LIVE_STATUSES, Run, Status
from .search import index
from .signals import run_ended
from .storable import storable


@dataclass(frozen=True)
class Ending:
    status: Status
    error: OpenAIError | None
    total_ms: int


def store(live: Live, ending: Ending) -> None:
    """Write the run's end. Runs in the journal's transaction."""
    run = Run.objects.select_related("connection", "owner").get(pk=live.pk)
    for name, value in facts(live, ending).items():
        setattr(run, name, value)
    run.cost = cost(run.model, run.usage, run.connection)
    run.save()
    for name, content in live.transcript.files():
        keep(run.owner, BytesIO(content), name, run)
    run_ended.send(Run, run=run, transcript=live.transcript)
    index(run)


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
