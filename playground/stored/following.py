"""What changes upstream changes here: runs that ended well are followed in the mirror, in the same transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from playground.runs.models import Run, Status

from . import mirror, search
from .forms import DeleteForm, UpdateForm
from .models import Completion


@receiver(post_save, sender=Run)
def follow(instance: Run, **kwargs: Any) -> None:
    run = instance
    if run.operation not in (UpdateForm.operation, DeleteForm.operation) or run.connection_id is None:
        return
    place = mirror.Place(run.owner_id, run.connection_id)
    mine = place.completions.filter(completion_id=str(run.params.get("completion_id", "")))
    if run.operation == DeleteForm.operation:
        # A completion that was not there to be deleted is as gone as one that was.
        if run.status == Status.COMPLETED or (run.status == Status.FAILED and run.status_code == 404):
            mirror.mark_gone(mine)
    elif run.status == Status.COMPLETED and isinstance(run.response, dict) and mine.exists():
        mirror.keep(place, [{**run.response, "id": str(run.params["completion_id"])}])


@receiver(post_delete, sender=Completion)
def forget_words(instance: Completion, **kwargs: Any) -> None:
    search.forget(instance.pk)
