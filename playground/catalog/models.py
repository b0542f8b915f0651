"""When somebody looked at the models of a connection."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from playground.connections.models import Connection

# Looks that follow each other within this time are one: what was new stays so over a reload.
ONE_LOOK = timedelta(hours=1)


class Look(models.Model):
    """The last look `at` the models of a connection, and the one before it: what came and went `since` is news."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="look")
    since = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.connection} at {self.at}"


def look(connection: Connection) -> datetime:
    """Note that the models are looked at now; returns the time from which on changes are news."""
    now = timezone.now()
    found, created = Look.objects.get_or_create(connection=connection, defaults={"since": now, "at": now})
    if not created:
        if now - found.at > ONE_LOOK:
            found.since = found.at
        found.at = now
        found.save(update_fields=["since", "at"])
    return found.since
