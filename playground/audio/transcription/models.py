import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import File, Run, RunSet


class TranscriptionQuerySet(models.QuerySet["Transcription"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Transcription(models.Model):
    """One recording, asked for once: `run` when it went as it is or made fit, `run_set` when it was cut into parts.

    While it is being made fit there is neither, `progress` goes from 0 to 1 and `heartbeat_at` moves. `starts` are
    the seconds at which the parts begin; `in_order` sends one after the other, each with the last words before it.
    `uuid` is made by the page, so that a form sent twice is one transcription.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", "Preparing"
        STARTED = "started", "Started"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    uuid = models.UUIDField(default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="transcriptions")
    connection = models.ForeignKey(Connection, null=True, on_delete=models.SET_NULL, related_name="+")
    operation = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    part_seconds = models.FloatField(default=0)
    in_order = models.BooleanField(default=False)
    run = models.OneToOneField(Run, null=True, on_delete=models.CASCADE, related_name="transcription")
    run_set = models.OneToOneField(RunSet, null=True, on_delete=models.CASCADE, related_name="transcription")
    starts = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    progress = models.FloatField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    is_kept = models.BooleanField(default=True)
    heartbeat_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TranscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("owner", "uuid"), name="one_transcription_per_form"),)
        indexes = (models.Index(fields=("owner", "operation", "-id"), name="transcription_newest"),)

    def __str__(self) -> str:
        return f"{self.operation} {self.uuid}"

    def get_absolute_url(self) -> str:
        return f"{reverse(f'audio:{self.page}')}?open={self.uuid}"

    @property
    def page(self) -> str:
        return "translations" if self.operation == "create_translation" else "transcriptions"

    @property
    def model(self) -> str:
        return str(self.params.get("model") or "")


class Revision(models.Model):
    """One edit of a transcript: new texts by the key of their segment; null is the text as it was heard.

    The transcript as edited is what was heard with all revisions laid over it in order; undo removes the last one.
    """

    transcription = models.ForeignKey(Transcription, on_delete=models.CASCADE, related_name="revisions")
    texts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{len(self.texts)} segments"
