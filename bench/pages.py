"""What pages cost the server, and whether a long history costs more than a short one.

Run `python bench/pages.py [runs]` (200,000; a million takes some eight minutes). Prints the CPU time and the queries of
every page of the navigation, of a run and of its JSON; then the seconds from `manage.py serve` to the first page; then
the history's first page and searches with 1,000 runs and with so many. With DATABASE_URL it measures that database,
which must be empty: nothing in it is removed. Ends with status 1 when a limit is missed.
"""

import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
os.environ["PLAYGROUND_DATA_DIR"] = tempfile.mkdtemp()
os.environ["ALLOWED_HOSTS"] = "testserver"

import django

django.setup()

from django.core.management import call_command
from django.db import connection as database
from django.db import transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._measuring import Claims
from playground.accounts.models import User
from playground.connections.services import ensure_built_in
from playground.navigation import PAGES
from playground.runs import search
from playground.runs.models import Run, Status
from tests.started import StartedServer

FEW, BATCH, ROUNDS = 1_000, 5_000, 15
WORDS = ["river", "mountain", "invoice", "question", "answer", "history", "python", "list", "table", "number"]


def fill(user: User, first: int, count: int) -> None:
    """Completed runs, one a minute, the newest last; all of them can be searched."""
    used, now = ensure_built_in(user)[0], timezone.now()
    for start in range(first, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        runs = [
            Run(
                uuid=uuid.uuid4(), owner=user, connection=used, connection_name=used.name, model="bench",
                operation="create_chat_completion", status=Status.COMPLETED, title=title(number),
                params={"model": "bench", "messages": [{"role": "user", "content": title(number)}]},
                text=f"{title(number)} and so on", usage={"prompt_tokens": 3, "completion_tokens": 5},
                started_at=now, finished_at=now, first_token_ms=100, total_ms=500,
                created_at=now - timedelta(minutes=count - number),
            )
            for number in numbers
        ]  # fmt: skip
        with transaction.atomic():
            Run.objects.bulk_create(runs, batch_size=1000)
            with database.cursor() as cursor:
                insert = search.INSERT[database.vendor]
                cursor.executemany(insert, [(words_of(run), run.pk) for run in runs])


def title(number: int) -> str:
    return f"{WORDS[number % 10]} {WORDS[number // 10 % 10]} number{number}"


def words_of(run: Run) -> str:
    document = [*run.title.split(), *run.text.split()]
    return " ".join(document) if database.vendor == "sqlite" else search.tsvector(document)


def milliseconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        began = clock()
        work()
        times.append(1000 * (clock() - began))
    return median(times)


def page(client: Client, address: str) -> Callable[[], object]:
    def get() -> None:
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answered {status}")

    return get


def pages(claims: Claims, client: Client, run: Run) -> None:
    addresses = [found.url for found in PAGES] + [run.get_absolute_url(), f"/history/{run.uuid}.json"]
    for address in [*addresses, f"/chat/?run={run.uuid}"]:
        get = page(client, address)
        get()
        with CaptureQueriesContext(database) as captured:
            get()
        claims.say(f"{address.replace(str(run.uuid), '…')}, queries", len(captured), "queries", most=8)
        claims.say(
            f"{address.replace(str(run.uuid), '…')}",
            milliseconds(get, time.process_time),
            "ms of CPU",
            most=40,
        )


def lists(client: Client) -> dict[str, float]:
    addresses = {
        "first page": "/history/",
        "search, frequent word": "/history/?q=river",
        "search, two words": "/history/?q=river+mountain",
        "search, rare word": "/history/?q=number77",
    }
    # PostgreSQL works in a process of its own: its time is not this process's.
    return {name: milliseconds(page(client, at), time.perf_counter) for name, at in addresses.items()}


def start(claims: Claims) -> None:
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for _ in range(4):
            began = time.perf_counter()
            with StartedServer(Path(folder)) as server:
                server.wait_until_ready()
                httpx.get(f"{server.url}/chat/", trust_env=False, timeout=30).raise_for_status()
                times.append(time.perf_counter() - began)
                server.stop()
    claims.say("first start to the first page", times[0], "s")
    claims.say("start to the first page", median(times[1:]), "s", most=2)


def main(count: int) -> None:
    claims = Claims()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user, client = User.local(), Client()
    fill(user, 0, FEW)
    pages(claims, client, Run.objects.order_by("-pk")[0])
    if "DATABASE_URL" not in os.environ:
        start(claims)
    few = lists(client)
    fill(user, FEW, count)
    with database.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = lists(client)
    claims.say(f"first page with {count:,} runs", many["first page"], "ms")
    claims.say("first page, beside 1,000 runs", many["first page"] / few["first page"], "times", most=1.5)
    for name in list(many)[1:]:
        claims.say(f"{name}, with {count:,} runs", many[name], "ms", most=100)
    claims.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
