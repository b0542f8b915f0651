"""One response: what it is made from, how it goes on, and how it ends."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from .. import faults
from ..errors import APIError
from .configuration import Configuration
from .items import Item, new_id
from .output import Call, Message, Output
from .pace import Pace
from .reply import compose, input_tokens
from .shapes import nested

if TYPE_CHECKING:
    from .session import Session

EVENTS_BEFORE_FAULT = 8
RATE_LIMITS = (("requests", 10_000, 9_999), ("tokens", 2_000_000, 1_999_000))


class Spent(Exception):
    """No more tokens are allowed."""


class Response:
    """`task` makes it; `items` is what it answers; `in_band` responses add to the conversation."""

    def __init__(
        self, session: "Session", options: Configuration, items: list[Item], given: dict[str, Any]
    ) -> None:
        self.session, self.options, self.items = session, options, items
        self.id = new_id("resp")
        self.told: str = given.get("instructions") or ""
        self.metadata = given.get("metadata")
        self.in_band = given.get("conversation") != "none"
        self.output: list[Item] = []
        self.current: Output | None = None
        self.model = session.configuration.model
        self.pace = Pace(self.model)
        self.status: dict[str, Any] = {"type": "in_progress"}
        self.usage: dict[str, Any] | None = None
        self.text_tokens = self.audio_tokens = self.events = 0
        self.ending = False

    def start(self) -> None:
        self.task = self.session.spawn(self.run())

    async def run(self) -> None:
        await self.emit("response.created", response=self.as_dict())
        await self.emit(
            "rate_limits.updated",
            rate_limits=[
                {"name": name, "limit": limit, "remaining": left, "reset_seconds": 0.1}
                for name, limit, left in RATE_LIMITS
            ],
        )
        try:
            await self.produce()
        except Spent:
            await self.end({"type": "incomplete", "reason": "max_output_tokens"})
        except APIError as error:
            details = {"type": error.type, "code": error.code, "message": error.message}
            await self.end({"type": "failed", "error": details})
        else:
            await self.end({"type": "completed"})

    async def produce(self) -> None:
        for item in self.items:
            if item.hearing:
                item.heard = await asyncio.shield(item.hearing)
        reply = await asyncio.to_thread(compose, self.items, self.options, self.told, self.model.fault)
        outputs = [Call(self, call) for call in reply.calls] if reply.calls else [Message(self, reply.text)]
        for position, output in enumerate(outputs):
            output.where["output_index"] = output.place["output_index"] = position
            self.current = output
            await output.open()
            await output.make()
            self.current = None
            await output.close("completed")

    async def stop(self, reason: str) -> None:
        """End it now, as `client_cancelled` or because a `turn_detected`."""
        self.task.cancel()
        await asyncio.wait([self.task])
        if self.status["type"] == "in_progress":
            await self.end({"type": "cancelled", "reason": reason})

    async def end(self, status: dict[str, Any]) -> None:
        self.ending = True
        current, self.current = self.current, None
        if current and current.item in self.output:
            await current.close("incomplete")
        self.status = status
        self.usage = self.used()
        self.session.responding.ended(self)
        await self.emit("response.done", response=self.as_dict())

    async def emit(self, kind: str, **fields: Any) -> None:
        await self.session.send({"type": kind, **fields})
        self.events += 1
        if self.events == EVENTS_BEFORE_FAULT and self.model.fault and not self.ending:
            await self.strike(self.model.fault)

    async def strike(self, fault: str) -> None:
        """What goes wrong in the middle of a response, by the name of the model."""
        if fault == "malformed":
            await self.session.send_text(json.dumps({"type": "response.output_text.delta"})[:-9])
        elif fault == "cut":
            self.session.cut()
        elif fault == "error-in-stream":
            error = APIError(500, faults.SERVER_ERROR, type="server_error")
            await self.session.send_error(error, None)
            raise error
        if fault in ("stall", "cut"):
            await asyncio.Event().wait()

    def spend(self, tokens: int, heard: bool = False) -> None:
        """Count tokens before they are sent; raises `Spent` when that is too many."""
        most = self.options["max_response_output_tokens"]
        if most != "inf" and self.text_tokens + self.audio_tokens + tokens > most:
            raise Spent
        if heard:
            self.audio_tokens += tokens
        else:
            self.text_tokens += tokens

    def used(self) -> dict[str, Any]:
        details = input_tokens(self.items, self.options)
        given = details["text_tokens"] + details["audio_tokens"] + details["image_tokens"]
        made = self.text_tokens + self.audio_tokens
        return {
            "total_tokens": given + made,
            "input_tokens": given,
            "output_tokens": made,
            "input_token_details": details,
            "output_token_details": {"text_tokens": self.text_tokens, "audio_tokens": self.audio_tokens},
        }

    def as_dict(self) -> dict[str, Any]:
        shown = nested(self.options.fields)
        shown["audio"].pop("input", None)
        shown["audio"]["output"].pop("speed", None)
        details = None if self.status["type"] == "in_progress" else self.status
        made: dict[str, Any] = {
            "object": "realtime.response",
            "id": self.id,
            "status": self.status["type"],
            "status_details": details,
            "output": [item.as_dict() for item in self.output],
            "conversation_id": self.session.conversation.id if self.in_band else None,
            "output_modalities": shown["output_modalities"],
            "max_output_tokens": self.options["max_response_output_tokens"],
            "audio": shown["audio"],
            "usage": self.usage,
            "metadata": self.metadata,
        }
        return made | ({"temperature": self.options["temperature"]} if self.options.beta else {})
