"""A response as it arrives, and as it is shown: a timeline of its items."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.client import Event
from playground.openai.errors import MalformedAnswer, OpenAIError, ServerFailed, from_event
from playground.openai.parsing import parse
from playground.openai.streams import DONE
from playground.runs.growing_markdown import swap
from playground.runs.keeping import Keeper
from playground.runs.pieces import Received
from playground.runs.transcripts import Transcript

from .fold import ResponseFold
from .input_items import title_of
from .item_view import ItemSeen, ItemView
from .pictures import Pictures
from .schemas import answer_schema
from .stored_addresses import stored_url

Step = tuple[str, dict[str, Any]]
# The id of what is no run: a stored response that is only looked at, and cannot be gone on from in place.
STORED = "stored"


@dataclass
class Position:
    """What one reader has of a response."""

    items: dict[int, ItemSeen] = field(default_factory=dict)
    end: tuple[Any, ...] = ()


class ResponseTranscript(Transcript):
    """Folds the events of a response, or takes whole response objects."""

    role = "response"
    styles = ("css/responses.css",)
    tells_more_in_events = True
    # Pictures travel as base64, each twice.
    event_limit, run_limit = 64 * 1024 * 1024, 256 * 1024 * 1024

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.fold = ResponseFold(skips_known=params.get("background") is True)
        self.views: dict[int, ItemView] = {}
        self.prefix = f"run-{run_id}"
        self.closed = False
        self.pictures = Pictures()

    def receive(self, events: list[Received]) -> None:
        for event in events:
            # After its end nothing more belongs to it, whatever comes.
            if event.data != DONE and self.fold.status not in ("completed", "incomplete"):
                self.take(event)
        if self.fold.status in ("failed", "cancelled"):
            raise failure(self.fold.response)

    def take(self, received: Received) -> None:
        try:
            event = parse(received.data)
        except ValueError as error:
            raise MalformedAnswer("An event of the stream is not JSON.", body=received.data[:2000]) from error
        if not isinstance(event, dict):
            raise MalformedAnswer("An event of the stream is not a JSON object.", body=received.data[:2000])
        if event.get("object") == "response":
            self.fold.tell(event, received.ms)
            return
        if "type" not in event and (reported := from_event(event, received.event)):
            raise reported
        try:
            self.fold.feed({"type": received.event, **event}, received.ms)
        except ValueError as error:
            words = "A part of the stream is not an event of a response."
            raise MalformedAnswer(words, body=received.data[:2000]) from error

    async def apart(self, body: Any, keeper: Keeper) -> AsyncIterator[Any]:
        yield await self.pictures.apart(body, keeper)

    async def events_apart(self, events: list[Event], keeper: Keeper) -> list[Event]:
        return [await self.pictures.event_apart(event, keeper) for event in events]

    def load(self, body: Any) -> None:
        if not isinstance(body, dict) or not isinstance(body.get("output"), list):
            raise MalformedAnswer("The answer is no response.", body=json.dumps(body)[:2000])
        self.fold.tell(body, 0, "completed")
        if self.fold.status in ("failed", "cancelled"):
            raise failure(self.fold.response)

    @property
    def has_output(self) -> bool:
        return bool(self.fold.items)

    @property
    def is_complete(self) -> bool:
        return self.fold.is_ended

    def next_step(self, tries: int) -> Step | None:
        """A background response by its id: its stream from where it broke, else how far it is by now."""
        if self.params.get("background") is not True or not self.fold.id or self.fold.is_ended:
            return None
        asked: dict[str, Any] = {"response_id": self.fold.id}
        if include := self.params.get("include"):
            asked["include"] = include
        if self.params.get("stream") is True and tries % 2 == 0 and self.fold.number is not None:
            asked |= {"stream": True, "starting_after": self.fold.number}
        return "get_response", asked

    def stop_step(self) -> Step | None:
        return ("cancel_response", {"response_id": self.fold.id}) if self.next_step(0) else None

    def stopped(self, body: Any) -> None:
        if isinstance(body, dict):
            self.fold.cancel(body)

    def result(self) -> dict[str, Any] | None:
        return self.fold.result()

    def text(self) -> str:
        return "\n\n".join(self.fold.texts())

    def usage(self) -> dict[str, Any] | None:
        usage = self.fold.response.get("usage")
        return usage if isinstance(usage, dict) else None

    def context(self) -> dict[str, Any]:
        return {"run_id": self.run_id, "closed": self.closed and self.run_id != STORED}

    def settled(self) -> dict[int, ItemView]:
        for index, item in sorted(self.fold.items.items()):
            if index not in self.views:
                self.views[index] = ItemView(item, f"{self.prefix}-i{index}", index)
            self.views[index].settle()
        return dict(sorted(self.views.items()))

    def html(self) -> SafeString:
        return self.answer(self.settled())

    def answer(self, views: dict[int, ItemView]) -> SafeString:
        context = self.context()
        items = mark_safe("".join(view.html(context) for view in views.values()))
        parts = {"items": items, "prefix": self.prefix, "end": self.end()}
        return render_to_string("responses/_answer.html", parts)

    def end(self) -> SafeString:
        """What stands under the items: why the response is not whole, what its calls wait for."""
        response = self.fold.response
        details = response.get("incomplete_details")
        facts = {
            "reason": str(details.get("reason") or "") if isinstance(details, dict) else "",
            "response_id": self.fold.id,
            "stored_url": stored_url(self.fold.id),
            "has_text": any(item.type == "message" for item in self.fold.items.values()),
            "is_kept": response.get("store") is not False and self.params.get("store") is not False,
            "calls": [item for item in self.fold.items.values() if item.type in ANSWERED],
            "has_schema": answer_schema(self.params) is not None and self.fold.is_ended,
        }
        return render_to_string("responses/_end.html", {**facts, **self.context()})

    def end_version(self) -> tuple[Any, ...]:
        return (self.fold.version, self.closed)

    def start(self) -> Position:
        return Position()

    def frame(self, position: Position) -> tuple[str, Position]:
        views, context = self.settled(), self.context()
        now = Position({index: view.seen(context) for index, view in views.items()}, self.end_version())
        had, has = list(position.items), list(now.items)
        if not had or had != has[: len(had)]:
            return swap(f"innerHTML:#{self.prefix}-answer", self.answer(views)), now
        news = [
            piece
            for index in had
            for piece in views[index].news(position.items[index], now.items[index], context)
        ]
        news += [
            swap(f"beforeend:#{self.prefix}-items", views[index].html(context)) for index in has[len(had) :]
        ]
        if position.end != now.end:
            news.append(swap(f"innerHTML:#{self.prefix}-end", self.end()))
        return "".join(news), now

    @property
    def is_behind(self) -> bool:
        views = self.views
        return any(index not in views or views[index].is_behind for index in self.fold.items)

    def settle(self) -> None:
        self.settled()

    def close(self) -> None:
        self.closed = True
        for view in self.settled().values():
            view.close()

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        return title_of(params)


# What a run waits for before it can go on.
ANSWERED = ("function_call", "custom_tool_call", "computer_call", "mcp_approval_request")


def failure(response: dict[str, Any]) -> OpenAIError:
    """The error that a response ended with."""
    if response.get("status") == "cancelled":
        return ServerFailed("The response was cancelled upstream.", code="cancelled")
    error = response.get("error")
    return from_event({"error": error}) or ServerFailed(
        "The response failed, and the server did not say why."
    )
