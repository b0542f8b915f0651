"""Start runs of one user over eight database connections at once, and say how many were let through."""

import contextlib
import os
import threading
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
django.setup()

from django.db import connection as database  # noqa: E402

from playground.accounts.models import User  # noqa: E402
from playground.connections.models import Connection  # noqa: E402
from playground.runs import services  # noqa: E402
from playground.runs.admission import LimitReached  # noqa: E402
from playground.runs.models import Run  # noqa: E402

THREADS, TRIES = 8, 4


def start(user_pk: int, connection: Connection, together: threading.Barrier) -> None:
    user = User.objects.get(pk=user_pk)
    together.wait()
    for _ in range(TRIES):
        with contextlib.suppress(LimitReached):
            services.start(user, connection, "create_chat_completion", {"model": "m"}, uuid=uuid.uuid4())
    database.close()


for limits in ({"concurrent": 3}, {"per_minute": 5}):
    user = User.objects.create(username=str(limits), limits=limits)
    connection = Connection.objects.create(owner=user, name="Paid", base_url="http://127.0.0.1:1/v1")
    together = threading.Barrier(THREADS)
    threads = [threading.Thread(target=start, args=(user.pk, connection, together)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(limits, Run.objects.filter(owner=user).count())
