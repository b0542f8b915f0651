import json
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from playground.accounts.models import User
from playground.runs.models import RunSet


class PromptQuerySet(models.QuerySet["Prompt"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Prompt(models.Model):
    """A request kept under a name. `latest` is its newest version, which also orders the list."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="prompts")
    name = models.CharField(max_length=200)
    latest = models.OneToOneField("Version", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PromptQuerySet.as_manager()

    class Meta:
        ordering = ("-latest_id",)
        indexes = (models.Index(fields=("owner", "-latest"), name="prompt_newest"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("prompts:detail", args=[self.uuid])

    @property
    def latest_url(self) -> str:
        """The newest version in the chat."""
        assert self.latest
        return open_url(self.uuid, self.latest.number)


class Version(models.Model):
    """What a prompt was at one time: never changed afterwards.

    `content` is the request's parameters with their variables unfilled, as JSON text: no database reorders its keys
    or respells its numbers. `examples` are values of its variables, as JSON text too.
    """

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    model = models.CharField(max_length=200, blank=True)
    content = models.TextField()
    examples = models.TextField(default="{}")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("prompt", "number"), name="one_version_per_number"),)

    def __str__(self) -> str:
        return f"{self.prompt} v{self.number}"

    @property
    def params(self) -> dict[str, Any]:
        params: dict[str, Any] = json.loads(self.content)
        return params

    @property
    def values(self) -> dict[str, str]:
        values: dict[str, str] = json.loads(self.examples)
        return values

    @property
    def open_url(self) -> str:
        return open_url(self.prompt.uuid, self.number)


def open_url(prompt: uuid.UUID, number: int) -> str:
    return f"{reverse('chat:page')}?prompt={prompt}&version={number}"


class BatchQuerySet(models.QuerySet["Batch"]):
    def for_user(self, user: User) -> Self:
        return self.filter(version__prompt__owner=user)


class Batch(models.Model):
    """A version sent once for each row of a table. The runs are those of `run_set`, a row's at its position."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="batches")
    run_set = models.OneToOneField(RunSet, on_delete=models.CASCADE, related_name="batch")
    columns = models.TextField()

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.version} batch {self.run_set.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("prompts:batch", args=[self.run_set.uuid])

    @property
    def names(self) -> list[str]:
        names: list[str] = json.loads(self.columns)
        return names


class Row(models.Model):
    """The cells of a batch's row, in the order of its columns, as JSON text."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    cells = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("batch", "position"), name="one_row_per_position"),)

    def __str__(self) -> str:
        return f"row {self.position + 1}"

    @property
    def values(self) -> list[str]:
        values: list[str] = json.loads(self.cells)
        return values
