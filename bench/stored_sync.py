"""A sync of 10,000 stored completions: killed twice and finished, then against a server that limits its rate.

Run `python bench/stored_sync.py [completions]`. First the embedded sandbox holds them; its process is killed half-way
through the list and half-way through the messages. Then an upstream turns away with 429 what comes in the second
after every 400 answers. Ends with status 1 when one is missing, is there twice, or a limit is missed.
"""

import csv
import hashlib
import os
import signal
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
os.environ["PLAYGROUND_DATA_DIR"] = tempfile.mkdtemp()

import django

django.setup()

from django.core.management import call_command

from bench._measuring import Claims
from playground.sandbox.models import StoredCompletion
from playground.stored.models import Sync
from tests.started import StartedServer, free_port
from tests.stored.upstream import PATH, StoredUpstream, completion, messages
from tests.visitor import Visitor

KEY, LIST = "sk-bench-1234", "/stored/completions/"
A_WINDOW = 400
# What was under way when the first was turned away arrives within so many seconds.
ON_ITS_WAY = 0.5


def fill(count: int) -> None:
    account = hashlib.sha256(KEY.encode()).hexdigest()[:32]
    StoredCompletion.objects.bulk_create(
        [
            StoredCompletion(
                completion_id=f"chatcmpl-{number}",
                account=account,
                model=completion(number)["model"],
                created=completion(number)["created"],
                metadata=completion(number)["metadata"],
                completion=completion(number),
                messages=[{"role": one["role"], "content": one["content"]} for one in messages(number)],
            )
            for number in range(count)
        ],
        batch_size=1000,
    )


def wait(server: StartedServer, phase: str, least: int) -> None:
    """Until the sync has taken in so many; it prints how far it is."""
    while True:
        sync = Sync.objects.get()
        done = sync.counted if phase == Sync.Phase.LIST else sync.fetched
        if (sync.phase == phase and done >= least) or not sync.is_running:
            print(f"     {sync.status}: {sync.counted:,} listed, messages of {sync.fetched:,}", flush=True)
            return
        assert server.process.poll() is None, server.output
        time.sleep(0.02)


def ids(visitor: Visitor) -> list[str]:
    """What the synced copy holds, with messages."""
    answer = visitor.post(f"{LIST}bulk/", {"action": "csv", "source": "upstream", "all": "1"}, timeout=120)
    rows = csv.DictReader(StringIO(answer.raise_for_status().text))
    return [row["id"] for row in rows if row["question"]]


def through_kills(claims: Claims, count: int) -> None:
    port, began = free_port(), time.perf_counter()
    environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/sandbox/v1"}
    folder = Path(os.environ["PLAYGROUND_DATA_DIR"])
    for phase in (Sync.Phase.LIST, Sync.Phase.MESSAGES):
        with StartedServer(folder, environment, port) as server:
            server.wait_until_ready()
            if phase == Sync.Phase.LIST:
                with Visitor(server.url) as visitor:
                    visitor.post(f"{LIST}sync/", {"source": "upstream"})
            wait(server, phase, count // 2)
            server.stop(signal.SIGKILL)
    with StartedServer(folder, environment, port) as server:
        server.wait_until_ready()
        wait(server, "the end", 0)
        with Visitor(server.url) as visitor:
            found = ids(visitor)
    claims.say("synced from the sandbox through two kills", len(set(found)), "completions", least=count)
    claims.say("there twice", len(found) - len(set(found)), "completions", most=0)
    claims.say("in all, with three starts", time.perf_counter() - began, "s")
    Sync.objects.all().delete()


class Limited(StoredUpstream):
    """After every A_WINDOW answers it turns away what comes in the next second. `early` came though it was told."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.answered, self.windows, self.opens, self.told, self.early = 0, 0, 0.0, 0.0, 0

    def reply(self, method: str, target: str, body: object) -> tuple[int, object]:
        now = time.monotonic()
        if now < self.opens:
            self.told = self.told or now
            self.early += now > self.told + ON_ITS_WAY
            self.patience = self.opens - now
            return 429, {"error": {"message": "Slow down.", "code": "rate_limit_exceeded"}}
        self.answered += 1
        if self.answered % A_WINDOW == 0:
            self.windows, self.opens, self.told = self.windows + 1, now + 1, 0.0
        return super().reply(method, target, body)


def under_a_limit(claims: Claims, count: int) -> None:
    with Limited(count) as upstream, tempfile.TemporaryDirectory() as folder:
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": upstream.url}
        with StartedServer(Path(folder), environment) as server:
            server.wait_until_ready()
            began = time.perf_counter()
            with Visitor(server.url) as visitor:
                visitor.post(f"{LIST}sync/", {"source": "upstream"})
                while 'hx-trigger="every' in visitor.client.get(f"{LIST}sync/?source=upstream").text:
                    time.sleep(0.5)
                took = time.perf_counter() - began
                found = ids(visitor)
    pages = [target for target in upstream.targets(f"{PATH}?") if "limit=100" in target]
    claims.say(f"synced with a pause after each {A_WINDOW}", len(set(found)), "completions", least=count)
    claims.say("pages of 100 asked for", len(pages), "requests", most=count // 100 + 1)
    claims.say("pauses", upstream.windows, "times", least=count // A_WINDOW)
    claims.say("asked before a pause was over", upstream.early, "requests", most=0)
    claims.say("in all", took, "s")


def main(count: int) -> None:
    claims = Claims()
    call_command("migrate", verbosity=0)
    fill(count)
    through_kills(claims, count)
    under_a_limit(claims, count)
    claims.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
