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
