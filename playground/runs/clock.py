"""The time that all processes share: the database's, for the clocks of several machines differ."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """By PostgreSQL's clock; processes on SQLite are on one machine and have one clock anyway."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found
