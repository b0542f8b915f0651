"""What a run has received, folded into the API's own object and into HTML. Each feature registers its own."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from playground.openai.answer import BODY_LIMIT
from playground.openai.client import Answer, Event
from playground.openai.errors import OpenAIError
from playground.openai.sse import EVENT_LIMIT, RUN_LIMIT

from .highlighting import highlighted
from .keeping import Keeper
from .pieces import Received


class Transcript:
    """The fold over one run's events, and how its answer is shown. This one shows any answer as JSON or text.

    `receive` and `load` take in what came; the other methods only look. A reader keeps a position of its own and asks
    `frame(position)` for what is new: HTML fragments that htmx swaps out of band, each addressed by the run's ids.
    """

    role = "answer"
    event_limit, run_limit, body_limit = EVENT_LIMIT, RUN_LIMIT, BODY_LIMIT
    # Whether a kept run is shown from its events rather than its answer, because they tell more: when things came.
    tells_more_in_events = False
    # What a person sees first, whose delay is measured; empty where all comes at once. Only text has tokens a second.
    first_seen = "first token"
    # What its answer is drawn with on pages of other features, history above all: static files.
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        self.run_id = run_id
        self.params = params
        self.body: Any = None

    def receive(self, events: list[Received]) -> None:
        """Take in streamed events. Raises OpenAIError when one of them is an error."""
        self.body = [*(self.body or []), *(event.data for event in events)]

    async def apart(self, body: Any, keeper: Keeper) -> AsyncIterator[Any]:
        """The whole answer as it is to be loaded: once or, as its bytes become files one by one, again and again."""
        yield body

    async def poured(self, answer: Answer, keeper: Keeper) -> AsyncIterator[Any]:
        """A binary answer as it is to be loaded: once, or again and again while its bytes go into a file."""
        async for body in self.apart(await answer.body(self.body_limit), keeper):
            yield body

    async def events_apart(self, events: list[Event], keeper: Keeper) -> list[Event]:
        """Streamed events as they are to be received and journalled: with references in place of large bytes."""
        return events

    def replay(self, events: Iterable[Received]) -> None:
        """Take in events that were kept. An error among them ended the run, whose end tells it."""
        with suppress(OpenAIError):
            self.receive(list(events))

    def load(self, body: Any) -> None:
        """Take in a whole answer, or one that was kept."""
        self.body = body

    @property
    def has_output(self) -> bool:
        """Whether something has come that a person would see: the first token."""
        return self.body is not None

    @property
    def is_complete(self) -> bool:
        """Whether the stream has reached its proper end."""
        return True

    def next_step(self, tries: int) -> tuple[str, dict[str, Any]] | None:
        """The request (operation, parameters) that an answer which goes on upstream without us is asked for by.

        None when it is whole, or cannot be asked for. `tries` is how many have brought nothing new in a row.
        """
        return None

    def has_news(self) -> bool:
        """Whether an answer that grows is told to readers in other processes now; asked each time it was loaded."""
        return self.next_step(0) is not None

    def stop_step(self) -> tuple[str, dict[str, Any]] | None:
        """The request that stops such an answer upstream."""
        return None

    def stopped(self, body: Any) -> None:
        """Take in what the upstream answered to `stop_step`."""

    def result(self) -> Any:
        """The answer as the API's object."""
        return self.body

    def files(self) -> Iterable[tuple[str, bytes]]:
        """What is kept as files of the run rather than in its answer: names and bytes, once, when it ends."""
        return ()

    def text(self) -> str:
        """The answer's words, for search and lists."""
        return self.body if isinstance(self.body, str) else ""

    def usage(self) -> dict[str, Any] | None:
        return self.body.get("usage") if isinstance(self.body, dict) else None

    def html(self) -> SafeString:
        """All of it, for a page that is loaded now."""
        if self.body is None:
            return mark_safe("")
        if isinstance(self.body, str):
            return mark_safe(f'<div class="plain" dir="auto">{escape(self.body)}</div>')
        text = json.dumps(self.body, indent=2, ensure_ascii=False)
        return mark_safe(f'<code class="code-text">{highlighted(text, "json")}</code>')

    def start(self) -> Any:
        """The position of a reader that has seen nothing."""
        return None

    def frame(self, position: Any) -> tuple[str, Any]:
        """What has come since `position`, and the position after it."""
        return f'<div hx-swap-oob="innerHTML:#run-{self.run_id}-answer">{self.html()}</div>', position

    @property
    def lacks_probabilities(self) -> bool:
        """Whether another run could show the tokens' probabilities, which this one did not ask for."""
        return False

    @property
    def is_behind(self) -> bool:
        """Whether `frame` left something for the next frame, because all at once would have taken too long."""
        return False

    def settle(self) -> None:
        """Do a bite of the work that frames would do, as long as one `is_behind`."""

    def close(self) -> None:
        """Nothing more will come, and no frame is behind: what was kept open is final now."""

    def advice(self, error: OpenAIError) -> str:
        """What a person can do about an error of this operation, in a sentence or two."""
        return error.advice

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        """One line that a person recognises the run by."""
        prompt = params.get("prompt") or params.get("input") or params.get("instructions") or ""
        return prompt if isinstance(prompt, str) else ""


_registered: dict[str, type[Transcript]] = {}


def register(operation: str, transcript: type[Transcript]) -> None:
    """Called once for each operation, when its app is ready."""
    _registered[operation] = transcript


def transcript_class(operation: str) -> type[Transcript]:
    return _registered.get(operation, Transcript)
