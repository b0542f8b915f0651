"""What runs deleted upstream, for the audit log: one line each, in bulk too."""

from typing import Any

from django.dispatch import receiver

from playground.accounts import audit
from playground.accounts.models import AuditEntry

from .models import Run
from .signals import run_ended

# Each with the parameter that names what is deleted, and its word.
DELETIONS = {
    "delete_chat_completion": ("completion_id", "stored completion"),
    "delete_response": ("response_id", "response"),
    "delete_model": ("model", "model"),
}


@receiver(run_ended, dispatch_uid="upstream-deletions")
def note_deletion(run: Run, **_: Any) -> None:
    """Note it however the run ended: one that was cut off may have deleted all the same."""
    if run.operation not in DELETIONS:
        return
    name, kind = DELETIONS[run.operation]
    audit.note(
        run.owner,
        AuditEntry.Action.UPSTREAM_DELETED,
        run.params.get(name, ""),
        kind=kind,
        connection=run.connection_name,
        ended=run.status,
        run=str(run.uuid),
    )
