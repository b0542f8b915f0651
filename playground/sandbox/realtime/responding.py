"""The responses of a session: one at a time that adds to the conversation, a few beside it."""

import asyncio
from typing import TYPE_CHECKING, Any

from ..errors import bad_request
from .configuration import Configuration
from .items import Item
from .response import Response

if TYPE_CHECKING:
    from .session import Session

MOST_AT_ONCE = 8


class Responding:
    def __init__(self, session: "Session") -> None:
        self.session = session
        self.running: dict[str, Response] = {}
        self.has_spoken = False

    @property
    def active(self) -> Response | None:
        """The response that adds to the conversation, if one is under way."""
        return next((response for response in self.running.values() if response.in_band), None)

    async def create(self, event: dict[str, Any]) -> None:
        given = event.get("response") or {}
        options = Configuration(
            "realtime", self.session.configuration.beta, self.session.configuration.fields
        )
        own = {
            name: value for name, value in given.items() if name not in ("conversation", "metadata", "input")
        }
        await asyncio.to_thread(options.update, own, "response.")
        in_band = given.get("conversation") in (None, "auto")
        if not in_band and given["conversation"] != "none":
            message = f"Invalid value: '{given['conversation']}'. Supported values are: 'auto' and 'none'."
            raise bad_request(message, "response.conversation", "invalid_value")
        if in_band and (active := self.active):
            raise bad_request(
                f"Conversation already has an active response in progress: {active.id}. Wait until the "
                "response is finished before creating a new one.",
                code="conversation_already_has_active_response",
            )
        if len(self.running) >= MOST_AT_ONCE:
            message = f"At most {MOST_AT_ONCE} responses are made at the same time."
            raise bad_request(message, code="too_many_responses")
        items = await self.items_of(given)
        response = Response(self.session, options, items, given)
        self.running[response.id] = response
        response.start()

    async def items_of(self, given: dict[str, Any]) -> list[Item]:
        """The response's own input, which may refer to items, or else the conversation."""
        if given.get("input") is None:
            return list(self.session.conversation.items)
        found = []
        for position, item in enumerate(given["input"]):
            path = f"response.input[{position}]"
            if isinstance(item, dict) and item.get("type") == "item_reference":
                found.append(self.session.conversation.find(str(item.get("id")), "retrieve"))
            else:
                found.append(await self.session.read_item(item, path))
        return found

    async def cancel(self, event: dict[str, Any]) -> None:
        wanted = event.get("response_id")
        response = self.running.get(wanted) if wanted else self.active
        if response is None:
            message = "Cancellation failed: no active response found"
            raise bad_request(message, "response_id" if wanted else None, "response_cancel_not_active")
        await response.stop("client_cancelled")

    async def interrupt(self) -> None:
        """Somebody speaks."""
        if response := self.active:
            await response.stop("turn_detected")

    def ended(self, response: Response) -> None:
        self.running.pop(response.id, None)
        self.has_spoken = self.has_spoken or response.audio_tokens > 0
        if response.in_band:
            self.session.turns.patience.begin(response)
