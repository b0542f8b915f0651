"""What must be so before the first request: tables as the models say, static files as the sources say."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from playground import static_files

FINGERPRINT = ".collected"
# django-htmx brings two generations of htmx; ours is the second.
UNUSED = ["*-4.js", "*-4.min.js"]
# Any number of ours: several processes that start at once migrate one after the other.
MIGRATION_LOCK = 7077411


def migrate() -> bool:
    """Apply the migrations that are missing, and say whether there were any."""
    with migration_lock():
        executor = MigrationExecutor(connection)
        missing = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    return missing


@contextmanager
def migration_lock() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def collect_static_files() -> bool:
    """Collect when a source differs from what was collected last, and say whether it did."""
    record = Path(settings.STATIC_ROOT) / FINGERPRINT
    fingerprint = static_fingerprint()
    if record.is_file() and record.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, clear=True, ignore_patterns=UNUSED, verbosity=0)
    record.write_text(fingerprint)
    return True


def static_fingerprint() -> str:
    """A digest of every source's name and content, and of the code that joins them."""
    digest = hashlib.sha256(Path(static_files.__file__).read_bytes())
    for finder in get_finders():
        for path, storage in sorted(finder.list(UNUSED), key=lambda found: found[0]):
            digest.update(path.encode())
            with storage.open(path) as file:
                digest.update(file.read())
    return digest.hexdigest()
