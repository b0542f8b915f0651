from typing import Self

from django.conf import settings
from django.db import models


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def for_user(self, user) -> Self:
        """The connections that this user may use."""
        return self.filter(owner=user)


class Connection(models.Model):
    """Where an operation is sent: a base URL, a key, headers. The key is kept encrypted and never leaves the server."""

    class Source(models.TextChoices):
        OWN = "own", "Added here"
        SANDBOX = "sandbox", "Embedded sandbox"
        ENVIRONMENT = "environment", "From the environment"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="connections")
    source = models.CharField(max_length=12, choices=Source, default=Source.OWN, editable=False)
    name = models.CharField(max_length=100)
    base_url = models.URLField(max_length=500, blank=True)
    encrypted_key = models.BinaryField(default=bytes, blank=True)
    key_hint = models.CharField(max_length=4, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    project = models.CharField(max_length=200, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    idle_timeout = models.PositiveIntegerField(null=True, blank=True)
    models_seen = models.JSONField(default=list, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    test_result = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ("source", "name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "source"), condition=~models.Q(source="own"), name="one_built_in_of_each_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name
