"""The desk over a mirror of 10,000 completions against one of 100.

Run `python bench/stored.py [completions]`. Prints the CPU time of the first page and of one far down, how many
queries each takes, their ratio, and that of searches for a rare and for a frequent word. Ends with status 1 when a
limit is missed.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
os.environ["PLAYGROUND_DATA_DIR"] = tempfile.mkdtemp()
os.environ["ALLOWED_HOSTS"] = "testserver"

import django

django.setup()

from django.core.management import call_command
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._measuring import Claims
from playground.accounts.models import User
from playground.connections.models import Connection
from playground.stored import filters, mirror, search
from playground.stored.models import Completion
from tests.stored.upstream import completion, messages

SMALL = 100
ROUNDS = 15
PAGE = "/stored/completions/synced/"


def client_of(name: str, count: int) -> Client:
    """A browser whose current connection has a mirror of so many completions."""
    user = User.local()
    used = Connection.objects.create(owner=user, name=name, base_url="http://127.0.0.1:1/v1")
    place = mirror.Place.of(user, used)
    for first in range(0, count, SMALL):
        numbers = range(first, min(first + SMALL, count))
        asked = {f"chatcmpl-{number}": messages(number) for number in numbers}
        mirror.keep(place, map(completion, numbers), messages=asked, generation=1)
    client = Client()
    client.post(f"/connections/{used.pk}/use/")
    return client


def milliseconds(work: Callable[[], object]) -> float:
    """Of CPU time, the database in this process included: what else the machine does is not counted."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(1000 * (time.process_time() - began))
    return median(times)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(database) as captured:
        client.get(address)
    return len(captured)


def main(count: int) -> None:
    claims = Claims()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    small, large = client_of("small", SMALL), client_of("large", count)
    number = count - 200
    deep = f"?before={1_700_000_000 + number}.{number}"
    for words, query, most in (
        ("first page", "", 1.5),
        ("a page far down", deep, None),
        ("search for a rare word", "?q=%22question+77%22", None),
        ("search for a word of all", "?q=invoices", None),
        ("a label", "?metadata%5Btopic%5D=sales", None),
    ):
        few = milliseconds(partial(small.get, PAGE + query))
        many = milliseconds(partial(large.get, PAGE + query))
        asked = queries(small, PAGE + query), queries(large, PAGE + query)
        print(f"     {words}: {few:.1f} ms with {SMALL}, {many:.1f} ms with {count:,}; {asked} queries")
        if query.startswith("?q="):
            claims.say(f"{words}, page included", many, "ms", most=100)
        else:
            claims.say(f"{words} beside {SMALL}", many / few, "times", most=most)
    mine = Completion.objects.filter(connection__name="large")
    for words, text in (("a rare word", '"question 77"'), ("a word of all", "invoices")):
        found = milliseconds(lambda text=text: filters.page(search.matching(mine, text)))
        claims.say(f"search alone for {words}", found, "ms", most=100)
    counts = "/stored/completions/counts/?source=upstream"
    claims.say("facets and progress, asked for after the page", milliseconds(lambda: large.get(counts)), "ms")
    claims.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
