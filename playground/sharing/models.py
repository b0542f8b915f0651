import secrets
import uuid
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from playground.accounts.models import User
from playground.runs.models import Run


def new_token() -> str:
    """What nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


class ShareQuerySet(models.QuerySet["Share"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Share(models.Model):
    """A run as it was shown when its owner shared it; what becomes of the run changes nothing here but
    whether its model is counted down.

    `snapshot` is what the page shows (`snapshots.take`), empty once the link has ended. `is_public` lets anyone with
    the link read it, else one must log in. A null `expires_at` is never.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shares")
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="shares")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    title = models.CharField(max_length=200, blank=True)
    snapshot = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("expires_at",), name="share_by_expiry"),)

    def __str__(self) -> str:
        return self.title or f"share {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:shared", args=[self.token])

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        return self.revoked_at is not None or self.has_expired


def copied_name(file: "SharedFile", given_name: str) -> str:
    key = file.uuid.hex
    return f"shared/{key[:2]}/{key}"


class SharedFile(models.Model):
    """A copy of a file of the run, under the file's own uuid as `original`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="files")
    original = models.UUIDField()
    file = models.FileField(upload_to=copied_name, max_length=100)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sharing:file", args=[self.share.token, self.original])


@receiver(post_delete, sender=SharedFile)
def delete_bytes(instance: SharedFile, **kwargs: Any) -> None:
    if name := instance.file.name:
        transaction.on_commit(partial(instance.file.storage.delete, name), robust=True)
