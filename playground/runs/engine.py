"""The server owns the runs: one asyncio task each, on the server's event loop, whoever watches or does not."""

import asyncio
import contextvars
import logging
import time
import uuid as uuids
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from django.db import Error

from playground.accounts.models import User
from playground.openai import errors
from playground.openai.client import Answer, Client, Endpoint, Event, Files, Request, close_pool

from . import endings, files, following, journal, recovery, turns
from .carriers import carrier_of
from .current import run_id
from .keeping import Keeper
from .live import Live
from .models import Run, Status
from .starts import Starts

logger = logging.getLogger(__name__)

# Also how long a stop that was asked for in another process takes to be heard.
HEARTBEAT = 0.5
RECOVER = 4.0
FIRST_RECOVER = 1.0
# How long the upstream has to hear that an answer is to be stopped.
STOPPING = 10.0
# How long a process that ends tries to store what it holds in a database that does not answer.
STORING = 30.0
# How long an ended run stays within reach of a page that is only about to open its socket.
LINGER = 5.0
# After so many events at once everybody else on the loop has a turn.
FLOOD = 200
# How long others go first between two bites of work that takes long: answers to forms take several turns.
BREATH = 0.002
# How long the end of a run waits at most for its text to be rendered.
READERS_FIRST = 0.5


class Engine:
    """All runs of this process. `bind` it to the event loop once; `submit` and `stop` may be called from any thread."""

    def __init__(self) -> None:
        self.live: dict[int, Live] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.draining = False
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._turns: set[asyncio.Task[None]] = set()
        self._chores: list[asyncio.Task[None]] = []
        self._others: list[Callable[[], Coroutine[Any, Any, None]]] = []

    def also(self, chore: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Keep this going too, from the next `bind` on: called by a feature's AppConfig.ready()."""
        self._others.append(chore)

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work on this loop from now on. Again with the same loop it does nothing."""
        if self.loop is loop:
            return
        self.loop = loop
        self.live, self._tasks, self._turns, self.draining = {}, {}, set(), False
        self.journal, self._starts = journal.Journal(), Starts()
        self._chores = [
            self._task(self._for_ever(chore))
            for chore in (self.journal.keep, self._heartbeats, self._recover, *self._others)
        ]

    @property
    def serves(self) -> bool:
        """Whether runs that are submitted here go on here. In a shell or a command they stay queued."""
        return self.loop is not None

    def submit(self, run: Run) -> None:
        """Start on a run that was begun here or waits for whoever claims it."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self._spawn, run)

    def live_of(self, user: User, uuid: uuids.UUID) -> Live | None:
        """This user's run, if it is under way here; only on the loop."""
        lives = self.live.values()
        return next((live for live in lives if live.run.uuid == uuid and live.run.owner_id == user.pk), None)

    def go_on(self, set_pk: int) -> None:
        """Start on the runs of this set whose turn it is. Again and again does no harm."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self._go_on, set_pk)

    def stop(self, pk: int) -> None:
        """Stop the run if it is this process's."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self._cancel, pk, Status.CANCELLED)

    async def drain(self, seconds: float) -> None:
        """Before the process ends: let runs finish for so long, then keep their text as interrupted."""
        self.draining = True
        if self._turns:
            await asyncio.wait(self._turns, timeout=seconds)
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        for pk in list(self._tasks):
            self._cancel(pk, Status.INTERRUPTED)
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=STORING)
        for chore in self._chores:
            chore.cancel()
        await close_pool()

    def _task(self, coroutine: Any) -> asyncio.Task[None]:
        # A fresh context: a task must not inherit the request's thread, which ends with the request.
        return asyncio.get_running_loop().create_task(coroutine, context=contextvars.Context())

    def _go_on(self, set_pk: int) -> None:
        # What is left when the process ends stays queued.
        if not self.draining:
            turn = self._task(self._take_turns(set_pk))
            self._turns.add(turn)
            turn.add_done_callback(self._turns.discard)

    async def _take_turns(self, set_pk: int) -> None:
        for run in await self.journal.write(turns.claim_next, set_pk):
            self._spawn(run)

    def _spawn(self, run: Run, *, was_taken_up: bool = False) -> None:
        if run.pk in self._tasks:
            return
        live = self.live[run.pk] = Live(run)
        live.was_taken_up = was_taken_up
        task = self._tasks[run.pk] = self._task(self._run(live))
        task.add_done_callback(lambda done: self._forget(run.pk, done))

    def _forget(self, pk: int, task: asyncio.Task[None]) -> None:
        if task.cancelled() or not (error := task.exception()):
            self._ended(pk)
            return
        logger.error("Run %s ended with an error of ours", pk, exc_info=error)
        last = self._tasks[pk] = self._task(self.journal.write(endings.give_up, pk))
        last.add_done_callback(lambda done: self._ended(pk))

    def _ended(self, pk: int) -> None:
        self._tasks.pop(pk, None)
        if live := self.live.get(pk):
            live.finish()
            if live.run.run_set_id:
                self._go_on(live.run.run_set_id)
            asyncio.get_running_loop().call_later(LINGER, self.live.pop, pk, None)

    def _cancel(self, pk: int, status: Status) -> None:
        live, task = self.live.get(pk), self._tasks.get(pk)
        if live is not None and task is not None and live.stopped_as is None:
            live.stopped_as = status
            task.cancel()

    async def _run(self, live: Live) -> None:
        """One run from its claim to its end. Errors of the API and stops are ends like any other."""
        error: errors.OpenAIError | None = None
        status = Status.COMPLETED
        run_id.set(str(live.run.uuid))
        try:
            if live.run.status == Status.QUEUED and not await self.journal.write(turns.claim, live.run):
                return
            if live.was_taken_up:
                live.take_up(await self.journal.write(journal.pieces_of, live.pk))
            carry = carrier_of(live.run.operation)
            await (carry(live, self.journal) if carry else self._ask(live))
        except errors.OpenAIError as raised:
            status, error = Status.FAILED, raised
        except OSError as raised:
            status, error = Status.FAILED, endings.not_kept(raised)
        except asyncio.CancelledError:
            status = live.stopped_as or Status.INTERRUPTED
            if status == Status.INTERRUPTED and live.transcript.next_step(0):
                # It goes on upstream: the next process takes it up.
                await self.journal.save({live})
                return
            error = await self._stop_upstream(live)
        # From here on nothing stops it: its end must be stored.
        live.stopped_as = status
        await self._catch_up(live)
        await self._end(live, endings.Ending(status, error, live.elapsed_ms()))
        live.finish()

    async def _catch_up(self, live: Live) -> None:
        """Let readers have the text before its end is stored: it is what they wait for."""
        until = time.monotonic() + READERS_FIRST
        while live.transcript.is_behind and time.monotonic() < until:
            live.transcript.settle()
            live.move_on()
            await asyncio.sleep(BREATH)

    async def _end(self, live: Live, ending: endings.Ending) -> None:
        try:
            await self.journal.finish(live, endings.store, live, ending)
        except OSError as raised:
            error = endings.not_kept(raised)
            without = endings.Ending(Status.FAILED, error, ending.total_ms, keeps_files=False)
            await self.journal.finish(live, endings.store, live, without)

    async def _ask(self, live: Live) -> None:
        run, endpoint = live.run, endpoint_of(live.run)
        client = Client(endpoint)
        request = client.prepare(run.operation, *await wired(run))
        live.request = described(request)
        first = None if live.was_taken_up else request
        await following.follow(live, client.prepare, partial(self._request, live, client), first)

    async def _request(self, live: Live, client: Client, request: Request) -> None:
        endpoint = client.endpoint
        try:
            async with AsyncExitStack() as until_read:
                async with self._starts.turn():
                    opened = client.open(request, on_retry=live.will_retry)
                    answer = await until_read.enter_async_context(opened)
                if request.operation.name == live.run.operation:
                    live.opened(answer)
                live.retry = None
                await self._take(live, answer, Keeper(live.run, endpoint, self.journal))
        except errors.OpenAIError as error:
            # An error inside a stream may quote the key as well.
            raise error.redacted(endpoint.secrets) from error

    async def _stop_upstream(self, live: Live) -> errors.OpenAIError | None:
        """Stop an answer that would go on without us; what went wrong with that."""
        step = live.transcript.stop_step()
        if step is None or live.stopped_as != Status.CANCELLED:
            return None
        try:
            async with asyncio.timeout(STOPPING):
                answer = await Client(endpoint_of(live.run)).send(*step)
                live.transcript.stopped(await answer.body())
        except TimeoutError:
            return errors.TimedOut("The server did not answer to the stop: it may go on with the answer.")
        except errors.OpenAIError as error:
            return error.redacted(endpoint_of(live.run).secrets)
        return None

    async def _take(self, live: Live, answer: Answer, keeper: Keeper) -> None:
        transcript = live.transcript
        if answer.kind != "events":
            if answer.kind == "binary":
                bodies = transcript.poured(answer, keeper)
            else:
                bodies = transcript.apart(await answer.body(transcript.body_limit), keeper)
            async for body in bodies:
                live.load(body)
                if transcript.has_news():
                    live.keep_answer(body)
                    self.journal.note(live)
                    await self._goes_on(live)
            return
        limits = {"event_limit": transcript.event_limit, "run_limit": transcript.run_limit}
        async for events in answer.events(**limits):
            for some in batched(await transcript.events_apart(events, keeper), FLOOD):
                live.receive(some)
                self.journal.note(live)
                await self._goes_on(live)
                if len(some) == FLOOD:
                    await asyncio.sleep(0)
        if not live.transcript.is_complete:
            raise errors.IncompleteAnswer("The stream ended before the answer did.")

    async def _goes_on(self, live: Live) -> None:
        """Tell the features, once, of an answer that goes on upstream without us."""
        if not live.is_announced and live.transcript.next_step(0):
            live.is_announced = True
            await self.journal.write(endings.announce_upstream, live)

    async def _for_ever(self, chore: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Keep a chore going through whatever the database does."""
        while True:
            try:
                await chore()
            except Error:
                logger.exception("The database failed; %s goes on", chore.__name__)
                await asyncio.sleep(HEARTBEAT)

    async def _heartbeats(self) -> None:
        """Say now and then that these runs live, and hear stops that were asked for in another process."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            if self._tasks:
                for pk in await self.journal.write(journal.commit_heartbeat, list(self._tasks)):
                    self._cancel(pk, Status.CANCELLED)

    async def _recover(self) -> None:
        """Take care of runs whose process has died, and of those that waited for them."""
        pause = FIRST_RECOVER
        while True:
            await asyncio.sleep(pause)
            pause = RECOVER
            await self.journal.write(recovery.recover, list(self._tasks))
            if not self.draining:
                for run in await self.journal.write(recovery.take_up, list(self._tasks)):
                    self._spawn(run, was_taken_up=True)
                for set_pk in await self.journal.write(turns.stalled_sets):
                    self._go_on(set_pk)


def batched(events: list[Event], size: int) -> Iterator[list[Event]]:
    return (events[first : first + size] for first in range(0, len(events), size))


def endpoint_of(run: Run) -> Endpoint:
    """Where the run is sent. Raises AuthenticationFailed when its connection is gone or its key cannot be read."""
    if run.connection is None:
        raise errors.AuthenticationFailed(
            "The connection was deleted, or is not shared with you any more.",
            advice="Choose another connection.",
        )
    return run.connection.endpoint()


async def wired(run: Run) -> tuple[dict[str, Any], Files]:
    """The run's parameters as they go over the wire, and the files among them."""
    if not any(files.references(run.params)):
        return run.params, {}
    return await asyncio.to_thread(files.resolve, run.owner_id, run.params)


def described(request: Request) -> dict[str, Any]:
    """The request as it is kept: its body is the run's parameters."""
    return {"method": request.method, "url": request.url, "headers": dict(request.headers)}


engine = Engine()
