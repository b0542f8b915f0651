"""Sharing a run, ending it, and what is left then: nothing but when it was."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.core.files.base import File as DjangoFile
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from playground.accounts import audit
from playground.accounts.models import AuditEntry, User
from playground.runs.models import File, Run

from . import snapshots
from .models import Share, SharedFile

NAMED = re.compile(r'"/files/([0-9a-f-]{36})/"')


def share(run: Run, request: HttpRequest, *, is_public: bool, days: int | None) -> Share:
    """Keep what the run's page shows now, with copies of its files, under a link that ends after `days`."""
    user = cast(User, request.user)
    snapshot = snapshots.take(run, request)
    expires_at = timezone.now() + timedelta(days=days) if days else None
    with transaction.atomic():
        made = Share.objects.create(
            owner=user,
            run=run,
            title=snapshots.title(run),
            snapshot=snapshot,
            is_public=is_public,
            expires_at=expires_at,
        )
        for file in files_of(run, snapshot):
            copy(file, made)
        audit.note(
            user, AuditEntry.Action.RUN_SHARED, run, days=days, readers="anyone" if is_public else "users"
        )
    return made


def files_of(run: Run, snapshot: dict[str, object]) -> Iterator[File]:
    """The stored files that the snapshot shows."""
    named = {UUID(found) for found in NAMED.findall(str(snapshot["answer"]))}
    for message in cast(list[dict[str, list[str]]], snapshot["messages"]):
        named |= {UUID(found) for found in message["files"]}
    for file in File.objects.filter(owner=run.owner_id, uuid__in=named):
        if file.file.storage.exists(str(file.file.name)):
            yield file


def copy(file: File, share: Share) -> None:
    made = SharedFile(
        share=share, original=file.uuid, name=file.name, content_type=file.content_type, size=file.size
    )
    with file.file.open("rb") as content:
        made.file.save(file.name, DjangoFile(content), save=False)
    made.save()


def revoke(share: Share) -> None:
    if share.revoked_at is None:
        with transaction.atomic():
            audit.note(share.owner, AuditEntry.Action.RUN_UNSHARED, share)
            empty(share)
            Share.objects.filter(pk=share.pk).update(revoked_at=timezone.now(), title="")


def empty(share: Share) -> None:
    """Keep nothing of what it showed."""
    share.files.all().delete()
    Share.objects.filter(pk=share.pk).update(snapshot={})


def forget_expired(before: datetime) -> None:
    """Called by every process now and then."""
    for share in Share.objects.filter(~Q(snapshot={}), expires_at__lte=before)[:50]:
        empty(share)
