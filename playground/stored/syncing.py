"""The sync of a mirror: a task of the server's whose state is in the database, so that any process can go on with it.

First the list in pages of 100, oldest first, so that `after` stays true while new completions come. Each page is
stored together with the cursor behind it. Then the messages, which upstream gives one call each: eight calls at a
time, newest completion first, once for each completion, as messages never change.
"""

import asyncio
import contextvars
import logging
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from playground.connections.models import Connection
from playground.openai.client import Client
from playground.openai.errors import AuthenticationFailed, NotFound, OpenAIError, RateLimited
from playground.runs import worker
from playground.runs.engine import engine

from . import live, sync_steps
from .models import Source, Sync

logger = logging.getLogger(__name__)

PAGE = 100
AT_ONCE = 8
BATCH = 64
CHECK = 1.0
LEASE = timedelta(seconds=15)
USUAL_WAIT = 20.0
MOST_WAITS = 30
QUOTA = {"insufficient_quota", "billing_hard_limit_reached"}


class Syncer:
    """The syncs of this process. `submit` and `stop` may be called from any thread."""

    def __init__(self) -> None:
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self.waiting: dict[int, str] = {}

    def submit(self, pk: int) -> None:
        """Start on a running sync, unless another process has it."""
        if engine.loop is not None:
            engine.loop.call_soon_threadsafe(self._spawn, pk)

    def stop(self, pk: int) -> None:
        if engine.loop is not None:
            engine.loop.call_soon_threadsafe(self._cancel, pk)

    async def keep(self) -> None:
        """For ever: say that ours live, hear stops from other processes, take over what a dead one has left."""
        self._tasks, self.waiting = {}, {}
        while True:
            await asyncio.sleep(CHECK)
            notes = {pk: self.waiting.get(pk, "") for pk in self._tasks}
            stopped, left = await engine.journal.write(look_round, notes)
            for pk in stopped:
                self._cancel(pk)
            for pk in left:
                self._spawn(pk)

    def _spawn(self, pk: int) -> None:
        if pk in self._tasks or engine.draining:
            return
        loop = asyncio.get_running_loop()
        task = self._tasks[pk] = loop.create_task(self._run(pk), context=contextvars.Context())
        task.add_done_callback(lambda done: self._forget(pk, done))

    def _forget(self, pk: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(pk, None)
        self.waiting.pop(pk, None)
        if not task.cancelled() and (error := task.exception()):
            logger.error("Sync %s ended with an error of ours", pk, exc_info=error)

    def _cancel(self, pk: int) -> None:
        if task := self._tasks.get(pk):
            task.cancel()

    async def _run(self, pk: int) -> None:
        write = engine.journal.write
        sync = await write(claim, pk)
        if sync is None:
            return
        try:
            if sync.source == Source.HISTORY:
                await self._take_history(sync)
            else:
                await self._take_upstream(sync)
            await write(sync_steps.finish, pk)
        except OpenAIError as error:
            await write(sync_steps.fail, pk, error.as_dict())
        except asyncio.CancelledError:
            await write(sync_steps.let_go, pk)
        except Exception:
            await write(sync_steps.fail, pk, sync_steps.OURS.as_dict())
            raise

    async def _take_history(self, sync: Sync) -> None:
        while await engine.journal.write(sync_steps.take_runs, sync.pk, PAGE):
            pass

    async def _take_upstream(self, sync: Sync) -> None:
        usable = Connection.objects.for_user(sync.owner_id)
        connection = await usable.filter(pk=sync.connection_id).afirst()
        if connection is None:
            raise AuthenticationFailed(
                "The connection is not shared with you any more.", advice="Choose another connection."
            )
        asking = Asking(self, sync.pk, Client(connection.endpoint()))
        if sync.phase == Sync.Phase.LIST:
            await self._list(sync, asking)
        while pending := await engine.journal.write(sync_steps.pending, sync.pk, BATCH):
            found = await asyncio.gather(*(asking.messages(pk, name) for pk, name in pending))
            messages = {pk: asked for pk, asked in found if asked is not None}
            gone = [pk for pk, asked in found if asked is None]
            await engine.journal.write(sync_steps.take_messages, sync.pk, messages, gone)

    async def _list(self, sync: Sync, asking: "Asking") -> None:
        cursor = sync.cursor
        while True:
            try:
                answer = await asking.page(cursor)
            except NotFound:
                if not cursor:
                    raise
                # What the cursor stood on was deleted meanwhile: rows seen twice are the same rows.
                cursor = ""
                continue
            after = await engine.journal.write(sync_steps.take_page, sync.pk, answer)
            if not after or after == cursor:
                return
            cursor = after


class Asking:
    """Calls upstream with bounded concurrency. Where the server asks one for patience, all of them wait."""

    def __init__(self, syncer: Syncer, pk: int, client: Client) -> None:
        self.syncer, self.pk, self.client = syncer, pk, client
        self.turns = asyncio.Semaphore(AT_ONCE)
        self.clock = asyncio.get_running_loop().time
        self.waits, self.resumes = 0, 0.0

    async def page(self, after: str) -> Any:
        params = {"limit": PAGE, "order": "asc", **({"after": after} if after else {})}

        async def ask() -> Any:
            answer = await self.client.send("list_chat_completions", params, on_retry=self.will_retry)
            return await answer.body()

        return await self.patiently(ask)

    async def messages(self, pk: int, completion_id: str) -> tuple[int, list[Any] | None]:
        """All messages of a completion; None where upstream does not have it any more."""
        async with self.turns:
            try:
                return pk, await self.patiently(
                    lambda: live.all_messages(self.client, completion_id, on_retry=self.will_retry)
                )
            except NotFound:
                return pk, None

    async def patiently(self, ask: Any) -> Any:
        while True:
            await self.pause()
            try:
                answer = await ask()
            except RateLimited as error:
                if {error.code, error.type} & QUOTA:
                    raise
                self.hold(error)
            else:
                self.waits = 0
                self.syncer.waiting.pop(self.pk, None)
                return answer

    async def pause(self) -> None:
        left = self.resumes - self.clock()
        if left > 0:
            await asyncio.sleep(left)
            await self.pause()

    def hold(self, error: RateLimited) -> None:
        """Nobody asks before the time that the server named; raises the error after too many waits in a row."""
        now = self.clock()
        # What was under way together is turned away together, and that is one wait.
        if now >= self.resumes:
            self.waits += 1
            if self.waits > MOST_WAITS:
                raise error
        wait = USUAL_WAIT if error.retry_after is None else error.retry_after
        self.resumes = max(self.resumes, now + wait)
        self.say(wait, error)

    def will_retry(self, attempt: int, delay: float, error: OpenAIError) -> None:
        if isinstance(error, RateLimited):
            self.resumes = max(self.resumes, self.clock() + delay)
        self.say(delay, error)

    def say(self, wait: float, error: OpenAIError) -> None:
        self.syncer.waiting[self.pk] = f"Waiting {wait:.0f} s: {error.message}"[:300]


def claim(pk: int) -> Sync | None:
    """Make the sync this process's; None when another one has it, or it does not run any more."""
    now = timezone.now()
    over = (
        Q(worker="") | Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - LEASE) | Q(worker__in=dead_workers())
    )
    free = Sync.objects.filter(over, pk=pk, status=Sync.Status.RUNNING)
    mine = free.update(worker=worker.NAME, heartbeat_at=now)
    return Sync.objects.get(pk=pk) if mine else None


def dead_workers() -> list[str]:
    running = Sync.objects.filter(status=Sync.Status.RUNNING).exclude(worker="")
    return [name for name in running.values_list("worker", flat=True) if worker.is_gone(name)]


def look_round(notes: dict[int, str]) -> tuple[list[int], list[int]]:
    """Give signs of life; returns ours that somebody stopped, and running ones that no living process has."""
    now = timezone.now()
    for pk, note in notes.items():
        Sync.objects.filter(pk=pk).update(heartbeat_at=now, waiting=note)
    running = Sync.objects.filter(status=Sync.Status.RUNNING)
    stopped = list(running.filter(pk__in=notes, stop_requested=True).values_list("pk", flat=True))
    others = running.exclude(pk__in=notes).values_list("pk", "worker", "heartbeat_at")
    left = [
        pk
        for pk, name, seen in others
        if not name or seen is None or seen < now - LEASE or worker.is_gone(name)
    ]
    return stopped, left


syncer = Syncer()
