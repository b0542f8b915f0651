"""What the sandbox remembers. It is bounded: the oldest goes first."""

from django.db import models


class StoredCompletion(models.Model):
    """A chat completion made with `store: true`, and what it answered. `account` is a digest of the key."""

    completion_id = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=32)
    model = models.CharField(max_length=120)
    created = models.PositiveBigIntegerField()
    metadata = models.JSONField(default=dict)
    completion = models.JSONField()
    messages = models.JSONField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("account", "id"), name="sandbox_completion_of_account"),)

    def __str__(self) -> str:
        return self.completion_id


class DeletedModel(models.Model):
    """A fine-tuned model that `account` deleted, by its name."""

    account = models.CharField(max_length=32)
    model = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "model"), name="sandbox_model_deleted_once"),
        )

    def __str__(self) -> str:
        return self.model


class StoredResponse(models.Model):
    """A response, whole as it ends, with its input items. `ancestors` are the ids of the chain before it.

    `item_ids` are the ids of all its items, between spaces; `size` is its length in characters. A background
    response is as far as its time has come: `events` is how many events tell it, `started` when it was asked for in
    seconds since the epoch.
    """

    response_id = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=32)
    started = models.FloatField()
    events = models.PositiveIntegerField()
    response = models.JSONField()
    input = models.JSONField()
    ancestors = models.JSONField(default=list)
    item_ids = models.TextField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("account", "id"), name="sandbox_response_of_account"),)

    def __str__(self) -> str:
        return self.response_id
