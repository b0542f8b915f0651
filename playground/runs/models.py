import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from playground.accounts.models import User
from playground.connections.models import Connection


class Status(models.TextChoices):
    QUEUED = "queued", "Queued"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    INTERRUPTED = "interrupted", "Interrupted"


LIVE_STATUSES = (Status.QUEUED, Status.IN_PROGRESS)


class RunSetQuerySet(models.QuerySet["RunSet"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class RunSet(models.Model):
    """Runs that belong together. `settings` is its kind's own.

    At most `concurrency` of its runs are under way at a time, the others wait queued for their turn; 0 is for a set
    whose runs are each started by themselves.
    """

    class Kind(models.TextChoices):
        COMPARE = "compare", "Comparison"
        REPEAT = "repeat", "Repeated run"
        BATCH = "batch", "Batch"
        BULK = "bulk", "Bulk action"
        PARTS = "parts", "Recording in parts"
        VOICES = "voices", "Voice board"

    uuid = models.UUIDField(default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="run_sets")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200, blank=True)
    settings = models.JSONField(default=dict)
    concurrency = models.PositiveSmallIntegerField(default=0)
    is_kept = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RunSetQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("owner", "uuid"), name="one_set_per_form"),)
        indexes = (models.Index(fields=("owner", "kind", "-id"), name="set_by_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class RunQuerySet(models.QuerySet["Run"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)

    def kept(self) -> Self:
        """Those that lists show."""
        return self.filter(is_kept=True)


class Run(models.Model):
    """One API call that creates or changes something: what was sent, what came back, when, at what price.

    `uuid` is made by the page that holds the form, so that a form sent twice is one run. Durations are milliseconds
    since the request left; `cost` is US dollars, null when the price is unknown. `position` is its place in its set.
    What is not kept is here while it runs and for a moment after (`forgetting`).
    """

    uuid = models.UUIDField(default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runs")
    connection = models.ForeignKey(Connection, null=True, on_delete=models.SET_NULL, related_name="runs")
    connection_name = models.CharField(max_length=100, blank=True)
    run_set = models.ForeignKey(
        RunSet, null=True, on_delete=models.SET_NULL, related_name="runs", db_index=False
    )
    position = models.PositiveIntegerField(null=True)
    operation = models.CharField(max_length=60)
    model = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    pinned = models.BooleanField(default=False)
    is_kept = models.BooleanField(default=True)

    title = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    request = models.JSONField(default=dict)
    status_code = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    response = models.JSONField(null=True)
    text = models.TextField(blank=True)
    error = models.JSONField(null=True)
    usage = models.JSONField(null=True)
    cost = models.DecimalField(max_digits=16, decimal_places=9, null=True)

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    headers_ms = models.PositiveIntegerField(null=True)
    first_token_ms = models.PositiveIntegerField(null=True)
    total_ms = models.PositiveIntegerField(null=True)

    worker = models.CharField(max_length=120, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    stop_requested = models.BooleanField(default=False)

    is_new = False
    """Whether this very object was stored for the first time: nothing belongs to the run that must be looked for."""

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("owner", "uuid"), name="one_run_per_form"),)
        indexes = (
            models.Index(fields=("owner", "-id"), name="run_newest"),
            models.Index(fields=("owner", "operation", "-id"), name="run_by_operation"),
            models.Index(fields=("owner", "status", "-id"), name="run_by_status"),
            models.Index(fields=("owner", "model", "-id"), name="run_by_model"),
            models.Index(fields=("owner", "connection", "-id"), name="run_by_connection"),
            models.Index(fields=("run_set", "position"), name="run_in_set"),
            models.Index(fields=("run_set", "status", "position"), name="run_in_set_by_status"),
            models.Index(
                fields=("heartbeat_at",),
                name="run_live",
                condition=models.Q(status__in=("queued", "in_progress")),
            ),
            models.Index(fields=("finished_at",), name="run_not_kept", condition=models.Q(is_kept=False)),
            models.Index(fields=("created_at",), name="run_by_age", condition=models.Q(pinned=False)),
        )

    def __str__(self) -> str:
        return f"{self.operation} {self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("runs:detail", args=[self.uuid]) + ("" if self.is_kept else "?keep=no")

    @property
    def is_live(self) -> bool:
        return self.status in LIVE_STATUSES


class Piece(models.Model):
    """A stretch of what one run received: the journal's unit, written a few times a second while the run lives.

    `data` is what `pieces.encode` made of them: the events in order, each with its time.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="pieces")
    seq = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ("seq",)
        constraints = (models.UniqueConstraint(fields=("run", "seq"), name="one_piece_per_seq"),)


class FileQuerySet(models.QuerySet["File"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


def stored_name(file: "File", given_name: str) -> str:
    """Where the bytes lie: a name of ours, in folders of at most 256; the given name is only text."""
    key = file.uuid.hex
    return f"{key[:2]}/{key}"


class File(models.Model):
    """Bytes that a run was given or made: a picture in a message, a recording, an image from upstream."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="files")
    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=stored_name, max_length=100)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("runs:file", args=[self.uuid])

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")
