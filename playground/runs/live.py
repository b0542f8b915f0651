"""A run that is under way, as its readers see it: a transcript that moves on, and a way to wait until it does."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from django.utils import timezone

from playground.openai.client import Answer, Event
from playground.openai.errors import OpenAIError

from .models import Piece, Run, Status
from .pieces import Received, decode
from .transcripts import Transcript, transcript_class

# Cookies of the upstream are nobody's business here.
NOT_KEPT = frozenset({"set-cookie", "set-cookie2"})


def worth_keeping(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items() if name.lower() not in NOT_KEPT}


class Retry(NamedTuple):
    attempt: int
    delay: float
    error: OpenAIError


class Live:
    """What one run received so far. Written by one task, read by any number; all on one event loop.

    `version` grows with everything that arrives. `unsaved` is what the journal has not committed yet.
    """

    # How many events and pieces have come to this process.
    arrived = 0

    def __init__(self, run: Run) -> None:
        self.pk = run.pk
        self.run = run
        self.transcript: Transcript = transcript_class(run.operation)(str(run.uuid), run.params)
        self.version = 0
        self.finished = False
        self.moved_at = time.perf_counter()
        self.first_token_ms: int | None = None
        self.unsaved: list[Received] = []
        self.next_seq = 0
        # Events that have come, and answers that were not the last: whether there is news.
        self.received = 0
        self.began = time.monotonic()
        self.request: dict[str, Any] = {}
        self.headers: dict[str, str] = {}
        self.status_code: int | None = None
        self.headers_ms: int | None = None
        self.stopped_as: Status | None = None
        self.retry: Retry | None = None
        self.was_taken_up = False
        # Whether the features know of an answer that goes on upstream without us.
        self.is_announced = False
        self._kept_answer = ""
        self._waiting: set[asyncio.Future[None]] = set()

    def elapsed_ms(self) -> int:
        """Milliseconds since the request left."""
        return round((time.monotonic() - self.began) * 1000)

    def opened(self, answer: Answer) -> None:
        """The upstream has answered; its body is still to come."""
        # The clock starts with the attempt that was answered.
        self.began = time.monotonic() - answer.elapsed_ms / 1000
        self.headers_ms = answer.elapsed_ms
        self.retry = None
        self.status_code = answer.status_code
        self.headers = worth_keeping(answer.headers)
        self.move_on()

    def will_retry(self, attempt: int, delay: float, error: OpenAIError) -> None:
        """The upstream turned the request away; it is sent again after `delay` seconds."""
        self.retry = Retry(attempt, delay, error)
        self.move_on()

    def load(self, body: Any) -> None:
        """Take in an answer that came as a whole; again when more of it is known."""
        if self.first_token_ms is None:
            self.first_token_ms = self.elapsed_ms()
        self.transcript.load(body)
        self.move_on()

    def keep_answer(self, body: Any) -> None:
        """An answer that is not the last: it is kept among the events, if it tells something new."""
        text = json.dumps(body, ensure_ascii=False)
        if text != self._kept_answer:
            self._kept_answer = text
            self.unsaved.append(Received(self.elapsed_ms(), "", text))
            self.received += 1

    def take_up(self, pieces: Iterable[Piece]) -> None:
        """Go on where a process that has died left the run."""
        self.was_taken_up = True
        if self.run.started_at:
            self.began -= max((timezone.now() - self.run.started_at).total_seconds(), 0)
        for piece in pieces:
            events = list(decode(piece.data))
            self.next_seq = piece.seq + 1
            self.headers_ms = self.headers_ms or events[0].ms
            self.transcript.replay(events)
            if self.first_token_ms is None and self.transcript.has_output:
                self.first_token_ms = events[-1].ms

    def receive(self, events: list[Event]) -> None:
        """Take in what one network chunk brought. Raises OpenAIError when an event of it is an error."""
        ms = self.elapsed_ms()
        received = [Received(ms, event.event, event.data) for event in events]
        self.unsaved += received
        self.received += len(received)
        Live.arrived += len(received)
        try:
            self.transcript.receive(received)
        finally:
            if self.first_token_ms is None and self.transcript.has_output:
                self.first_token_ms = ms
            self.move_on()

    def move_on(self) -> None:
        self.version += 1
        self.moved_at = time.perf_counter()
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    def finish(self) -> None:
        """The end is stored: readers may show it."""
        self.finished = True
        self.move_on()

    async def wait_beyond(self, version: int) -> None:
        """Return when `version` is no longer the newest, or the run has ended."""
        while self.version == version and not self.finished:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            await waiter


class Followed(Live):
    """A run that lives in another process, read from the journal: every piece it commits is taken in here too."""

    POLL_SECONDS = 0.4

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.news = asyncio.Event()

    async def wait_beyond(self, version: int) -> None:
        while self.version == version and not self.finished:
            await self.catch_up()
            if self.version == version and not self.finished:
                await self._news()

    async def catch_up(self) -> None:
        # The status is read first: whatever was journalled before the end is then seen below.
        run = await Run.objects.only("status").aget(pk=self.pk)
        async for piece in self.pieces():
            self.next_seq = piece.seq + 1
            self.take_in(list(decode(piece.data)))
        if not run.is_live:
            if not self.next_seq:
                await self.load_kept()
            self.finish()

    def take_in(self, events: list[Received]) -> None:
        if self.headers_ms is None:
            self.headers_ms = events[0].ms
        self.transcript.replay(events)
        if self.first_token_ms is None and self.transcript.has_output:
            self.first_token_ms = events[0].ms
        self.move_on()

    async def load_kept(self) -> None:
        """Take in an answer that came as a whole: the journal has none of it."""
        kept = await Run.objects.only("response").aget(pk=self.pk)
        if kept.response is not None:
            # What cannot be read was the run's error when it came.
            with suppress(OpenAIError):
                self.transcript.load(kept.response)

    def pieces(self) -> AsyncIterator[Piece]:
        return aiter(Piece.objects.filter(run_id=self.pk, seq__gte=self.next_seq))

    async def _news(self) -> None:
        """Wait until the other process says that the run moved on; now and then look anyway."""
        self.news.clear()
        try:
            await asyncio.wait_for(self.news.wait(), self.POLL_SECONDS)
        except TimeoutError:
            return


def folded(run: Run) -> Transcript:
    """What is stored of a run, taken in but not rendered: its kept answer, or else what the journal has."""
    transcript: Transcript = transcript_class(run.operation)(str(run.uuid), run.params)
    # Nothing can have come of a run whose turn it is not yet.
    begun = run.status != Status.QUEUED and not run.is_new
    has_events = begun and (run.response is None or transcript.tells_more_in_events)
    if has_events:
        for piece in run.pieces.all():
            transcript.replay(decode(piece.data))
    if run.response is not None and not (transcript.tells_more_in_events and transcript.is_complete):
        # What cannot be read was the run's error when it came.
        with suppress(OpenAIError):
            transcript.load(run.response)
    return transcript


def replayed(run: Run) -> Transcript:
    """The transcript of a stored run, ready to be shown as a whole."""
    transcript = folded(run)
    while transcript.is_behind:
        transcript.settle()
    if not run.is_live:
        transcript.close()
    return transcript
