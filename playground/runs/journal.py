"""The one writer of this process: commits what all live runs received, a few times a second, in one transaction."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import Error, InterfaceError, OperationalError, connection, transaction

from . import clock, measures
from .live import Live
from .models import Piece, Run
from .news import announce
from .pieces import Received, encode

logger = logging.getLogger(__name__)
T = TypeVar("T")
# Of a run, by its key, the piece of this number.
Row = tuple[int, int, list[Received]]

INTERVAL = 0.25
# How long a database is asked again that is not away but refuses, such as for a run that was just deleted.
PATIENCE = 1.0
# The class of PostgreSQL's errors for what is more than it can hold: it comes as an OperationalError too.
TOO_MUCH = "54"


class Journal:
    """Owns one thread and its database connection. Pieces are numbered before they are written, so that a write that
    is tried again cannot write anything twice."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._dirty: set[Live] = set()
        self._wake = asyncio.Event()

    def note(self, live: Live) -> None:
        """This run has something to be saved."""
        self._dirty.add(live)
        self._wake.set()

    async def keep(self) -> None:
        """Save what is noted, for ever: at once when there is news, then at most every INTERVAL seconds."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            lives, self._dirty = self._dirty, set()
            await self.save(lives)
            await asyncio.sleep(INTERVAL)

    async def save(self, lives: set[Live]) -> None:
        batch = [(live, take(live)) for live in lives if live.unsaved]
        rows = [(live.pk, seq, events) for live, (seq, events) in batch]
        if rows:
            with measures.commit.time():
                await self.write(commit_pieces, rows)
            await announce([live.pk for live, _ in batch])

    async def write(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run `function` in a transaction on the journal's thread; tried again while the database does not answer."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        pause = 0.05
        while True:
            try:
                # Shielded: a stop that comes meanwhile must not make the task forget what the thread still writes.
                return await asyncio.shield(
                    loop.run_in_executor(self._thread, in_transaction, function, arguments)
                )
            except Error as error:
                if not is_away(error) and loop.time() > deadline:
                    raise
                logger.warning("The database did not take a write, trying again: %s", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5)

    async def finish(self, live: Live, function: Callable[..., None], *arguments: Any) -> None:
        """Save the rest of a run together with its end, in one transaction."""
        self._dirty.discard(live)
        seq, events = take(live)
        try:
            await self.write(commit_end, live.pk, seq, events, function, arguments)
        except (Error, OSError):
            live.unsaved, live.next_seq = events + live.unsaved, seq
            raise
        await announce([live.pk])


def is_away(error: Error) -> bool:
    """Whether the database is busy, full or gone: it is asked again for as long as the process lives."""
    code = getattr(error.__cause__, "sqlstate", None) or ""
    return isinstance(error, OperationalError | InterfaceError) and not code.startswith(TOO_MUCH)


def take(live: Live) -> tuple[int, list[Received]]:
    """What is not saved yet, with its number."""
    events, live.unsaved = live.unsaved, []
    seq = live.next_seq
    live.next_seq += 1 if events else 0
    return seq, events


def in_transaction(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    try:
        with transaction.atomic():
            return function(*arguments)
    except Error:
        connection.close()
        raise
    finally:
        # SQLite has nobody at the other end who could go away; opening it again costs more than a write.
        if connection.vendor != "sqlite":
            connection.close()


def commit_pieces(rows: list[Row]) -> None:
    # A run that was deleted meanwhile has no row to hang anything on.
    kept = set(Run.objects.filter(pk__in=[pk for pk, _, _ in rows]).values_list("pk", flat=True))
    store_pieces(row for row in rows if row[0] in kept)


def store_pieces(rows: Iterable[Row]) -> None:
    pieces = (Piece(run_id=pk, seq=seq, data=encode(events)) for pk, seq, events in rows)
    Piece.objects.bulk_create(pieces, ignore_conflicts=True)


def commit_end(
    pk: int, seq: int, events: list[Received], function: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    if not Run.objects.filter(pk=pk).exists():
        return
    if events:
        store_pieces([(pk, seq, events)])
    function(*arguments)


def pieces_of(pk: int) -> list[Piece]:
    return list(Piece.objects.filter(run_id=pk))


def commit_heartbeat(pks: list[int]) -> list[int]:
    """Say that these runs are alive; returns those that somebody asked to stop, or deleted."""
    Run.objects.filter(pk__in=pks).update(heartbeat_at=clock.now())
    going_on = set(Run.objects.filter(pk__in=pks, stop_requested=False).values_list("pk", flat=True))
    return [pk for pk in pks if pk not in going_on]
