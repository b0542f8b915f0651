"""One socket on one run: each reader pulls at its own pace, so nothing queues up for it and nothing is dropped."""

import asyncio
import logging
import time
from typing import Any

from channels.consumer import get_handler_name
from channels.db import aclose_old_connections
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError

from . import fragments, measures
from .engine import engine
from .live import Followed, Live
from .models import Run
from .news import hear

logger = logging.getLogger(__name__)

NOT_FOUND = 4404
# The code after which the page connects again.
TRY_AGAIN = 1013
# The shortest time between two frames to one reader; a frame that was dear to make makes the next one wait longer.
# Where more events come in a second than FAST, a browser that lays out a long text for each would lag behind: it is
# told less often, which nobody who reads can tell.
FRAME, FRAME_OF_FAST = 1 / 60, 1 / 25
FAST = 150
DEARNESS = 0.2
# So often a page hears that its socket lives, whatever the run does: it cannot see the pings of the protocol, and would
# wait for ever on a connection that broke without a word. It gives up after twice as long (static/js/live-run.js).
BEAT = 10.0
NOTHING_NEW = " "


def pause(cost: float, rate: float, is_behind: bool) -> float:
    """Seconds until the next frame, after one that took `cost`, at so many events a second; one that is behind waits
    for nobody but its peers."""
    return 0.0 if is_behind else max(FRAME_OF_FAST if rate > FAST else FRAME, cost * DEARNESS)


class RunConsumer(AsyncWebsocketConsumer):
    """Sends the run's state so far, then what is new, then the end, and closes. A reconnect starts the same again."""

    tasks: tuple[asyncio.Task[None], ...] = ()
    # The layer is of Redis: a socket that listened to it as Channels does would end with it.
    channel_layer_alias = "none"

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Channels' own changes to a thread for each message, to see to a database that most sockets ask nothing.
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        await self.accept()
        uuid, user = self.scope["url_route"]["kwargs"]["uuid"], self.scope["user"]
        if live := engine.live_of(user, uuid):
            self.live = live
        else:
            await aclose_old_connections()
            runs = Run.objects.for_user(user).select_related("connection")
            if (run := await runs.filter(uuid=uuid).afirst()) is None:
                await self.close(NOT_FOUND)
                return
            self.live = await self.find(run)
        self.tasks += asyncio.create_task(self.watch(self.live.run)), asyncio.create_task(self.beat())

    async def find(self, run: Run) -> Live:
        if live := engine.live.get(run.pk):
            return live
        live = Followed(run)
        if settings.REDIS_URL:
            self.tasks = (asyncio.create_task(hear(run.pk, live.news)),)
        return live

    async def disconnect(self, code: int) -> None:
        for task in self.tasks:
            task.cancel()

    async def watch(self, run: Run) -> None:
        code: int | None = TRY_AGAIN
        try:
            await self.show(run)
            code = None
        except Run.DoesNotExist:
            code = NOT_FOUND
        except DatabaseError as error:
            logger.warning("A reader of run %s was sent away: %s", run.uuid, error)
        except asyncio.CancelledError:
            code = None
            raise
        finally:
            # Whatever went wrong: a reader that is left alone would wait for ever.
            if code:
                await self.close(code)

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            # One that is behind has enough to read.
            if not (writable := self.scope.get("writable")) or writable.is_set():
                await self.send(NOTHING_NEW)

    async def show(self, run: Run) -> None:
        live, version, seen = self.live, -1, fragments.Seen(self.live.transcript.start())
        received, began, next_frame = live.received, time.perf_counter(), 0.0
        while not live.finished or live.transcript.is_behind:
            if not live.transcript.is_behind:
                await live.wait_beyond(version)
            await asyncio.sleep(max(0.0, next_frame - time.perf_counter()))
            await self.readable()
            before, began, version = began, time.perf_counter(), live.version
            rate, received = (live.received - received) / (began - before), live.received
            if html := fragments.frame(live, seen):
                await self.send(html)
                measures.lag.observe(time.perf_counter() - live.moved_at)
            ended = time.perf_counter()
            next_frame = ended + pause(ended - began, rate, live.transcript.is_behind)
        await self.end(run, seen)

    async def end(self, run: Run, seen: fragments.Seen) -> None:
        self.live.transcript.close()
        # The database may have been restarted since this thread asked it last.
        await aclose_old_connections()
        run = await Run.objects.select_related("connection").aget(pk=run.pk)
        await self.send(fragments.last_frame(run, self.live, seen))
        await self.close()

    async def readable(self) -> None:
        """Wait until this reader has taken what it was sent: the server's own send never waits."""
        if writable := self.scope.get("writable"):
            await writable.wait()
