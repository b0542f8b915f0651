"""The desk's own memory: a mirror of what upstream stores, what people said about it, and how far a sync is."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import Run, RunSet


class Source(models.TextChoices):
    UPSTREAM = "upstream", "Stored upstream"
    HISTORY = "history", "Local history"


class Verdict(models.TextChoices):
    GOOD = "good", "Good"
    BAD = "bad", "Bad"
    UNSURE = "unsure", "Unsure"


class OwnedQuerySet(models.QuerySet[Any]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Completion(models.Model):
    """A chat completion as it was last seen, and its review.

    `body` is the API's object, `messages` what it was asked, which upstream gives one call each: `has_messages` says
    whether they were fetched. `created` is seconds since 1970. `gone_at` is when upstream no longer had it. A
    completion of the local history is named by its run's uuid and counts as fetched.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="completions")
    source = models.CharField(max_length=8, choices=Source, default=Source.UPSTREAM)
    completion_id = models.CharField(max_length=200)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")

    model = models.CharField(max_length=200, blank=True)
    created = models.BigIntegerField(default=0)
    question = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    finish_reason = models.CharField(max_length=60, blank=True)
    tokens_in = models.BigIntegerField(null=True)
    tokens_out = models.BigIntegerField(null=True)
    metadata = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    messages = models.JSONField(default=list)
    has_messages = models.BooleanField(default=False)

    verdict = models.CharField(max_length=6, choices=Verdict, blank=True)
    note = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)

    synced_at = models.DateTimeField()
    generation = models.PositiveIntegerField(default=0)
    gone_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "connection", "source", "completion_id"), name="one_mirrored_completion"
            ),
        )
        indexes = (
            models.Index(fields=("owner", "connection", "source", "-created", "-id"), name="mirror_newest"),
            models.Index(
                fields=("owner", "connection", "source", "model", "-created", "-id"), name="mirror_by_model"
            ),
            models.Index(
                fields=("owner", "connection", "source", "-created"),
                name="mirror_to_fetch",
                condition=models.Q(has_messages=False, gone_at=None),
            ),
            models.Index(fields=("owner", "connection", "source", "verdict"), name="mirror_by_verdict"),
        )

    def __str__(self) -> str:
        return self.completion_id


class Label(models.Model):
    """A pair of a completion's metadata, so that it is filtered and counted by the database."""

    completion = models.ForeignKey(Completion, on_delete=models.CASCADE, related_name="labels")
    key = models.CharField(max_length=64)
    value = models.CharField(max_length=512)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("completion", "key"), name="one_label_per_key"),)
        indexes = (models.Index(fields=("key", "value", "completion"), name="label_by_pair"),)

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class Sync(models.Model):
    """The filling of one mirror. All that it needs to go on after its process died is in here.

    `cursor` is the last completion (or run) that was taken in, in the same transaction as its rows. Each sync has a
    `generation`: what has an older one at the end is gone upstream.
    """

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Failed"

    class Phase(models.TextChoices):
        LIST = "list", "Completions"
        MESSAGES = "messages", "Messages"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=8, choices=Source, default=Source.UPSTREAM)
    status = models.CharField(max_length=8, choices=Status, default=Status.RUNNING)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.LIST)
    generation = models.PositiveIntegerField(default=1)
    cursor = models.CharField(max_length=200, blank=True)
    counted = models.PositiveIntegerField(default=0)
    fetched = models.PositiveIntegerField(default=0)
    to_fetch = models.PositiveIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    waiting = models.CharField(max_length=300, blank=True)
    error = models.JSONField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "connection", "source"), name="one_sync_per_mirror"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.status}"

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.RUNNING


class SavedView(models.Model):
    """A name for filters over a mirror, which are kept as the query string of its page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=8, choices=Source)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("owner", "source", "name"), name="one_view_per_name"),)

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """What a bulk action is about, of which a chunk at a time becomes runs: a killed process loses none of it.

    `places` are the primary keys of completions, for an undo the positions in the set that it undoes; a run's
    position is its place in here. The first `taken` have their runs, or needed none. Only an open plan goes on.
    """

    run_set = models.OneToOneField(RunSet, on_delete=models.CASCADE, related_name="plan")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    places = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.taken} of {self.total}"


class Before(models.Model):
    """The metadata that a completion had before the bulk action changed it at this position."""

    run_set = models.ForeignKey(RunSet, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    metadata = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run_set", "position"), name="one_before_per_place"),)

    def __str__(self) -> str:
        return f"{self.run_set_id}: {self.position}"
