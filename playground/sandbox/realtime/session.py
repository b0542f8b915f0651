"""One realtime session: what the client's events do to its configuration and its conversation."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from ..errors import APIError, bad_request
from . import client_events, items
from .configuration import Configuration
from .conversation import Conversation
from .items import Item
from .responding import Responding
from .shapes import beta_event
from .sound import Format
from .turns import Turns

Event = dict[str, Any]
HOUR = 3600


class Session:
    """`send_text` puts one message on the wire, `cut` drops the connection without a proper end."""

    def __init__(
        self,
        configuration: Configuration,
        send_text: Callable[[str], Awaitable[None]],
        cut: Callable[[], None],
    ) -> None:
        self.configuration, self.send_text, self.cut = configuration, send_text, cut
        self.head = configuration.head(int(time.time()) + HOUR)
        self.conversation = Conversation()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.responding = Responding(self)
        self.turns = Turns(self)
        self.handlers = {
            "session.update": self.update,
            "transcription_session.update": self.update,
            "conversation.item.create": self.create_item,
            "conversation.item.retrieve": self.retrieve_item,
            "conversation.item.truncate": self.truncate_item,
            "conversation.item.delete": self.delete_item,
            "input_audio_buffer.append": self.turns.append,
            "input_audio_buffer.commit": self.turns.commit,
            "input_audio_buffer.clear": self.turns.clear,
            "output_audio_buffer.clear": self.clear_output,
            "response.create": self.responding.create,
            "response.cancel": self.responding.cancel,
        }

    async def start(self) -> None:
        await self.show("created")
        if self.configuration.beta and self.configuration.kind == "realtime":
            conversation = {"id": self.conversation.id, "object": "realtime.conversation"}
            await self.send({"type": "conversation.created", "conversation": conversation})

    async def show(self, what: str) -> None:
        beta_captions = self.configuration.beta and self.configuration.kind == "transcription"
        kind = "transcription_session" if beta_captions else "session"
        session = self.head | self.configuration.as_dict()
        await self.send({"type": f"{kind}.{what}", "session": session})

    async def take(self, event: Event) -> None:
        """Do what a client's event asks for, or send the error that says why not."""
        try:
            client_events.check(event, self.configuration)
            given = {name: value for name, value in event.items() if value is not None}
            await self.handlers[event["type"]](given)
        except APIError as error:
            name = event.get("event_id")
            await self.send_error(error, name if isinstance(name, str) else None)

    async def send(self, event: Event) -> None:
        shown = beta_event(event) if self.configuration.beta else event
        if shown:
            shown = {"type": shown["type"], "event_id": items.new_id("event"), **shown}
            await self.send_text(json.dumps(shown, ensure_ascii=False))

    async def send_error(self, error: APIError, event_id: str | None) -> None:
        await self.send({"type": "error", "error": error.body()["error"] | {"event_id": event_id}})

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run it as a task of this session, which ends with it."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def close(self) -> None:
        """Cancel all that is under way."""
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def update(self, event: Event) -> None:
        given, now = event["session"], self.configuration
        if not now.beta and given["type"] != now.kind:
            message = (
                f"Passing a {given['type']} session update event to a {now.kind} session is not allowed."
            )
            raise bad_request(message, "session.type", "invalid_value")
        changed = Configuration(now.kind, now.beta, now.fields)
        await asyncio.to_thread(changed.update, given)
        if changed["model"] != now["model"]:
            raise bad_request(
                "The model of a session cannot be changed.", "session.model", "cannot_update_model"
            )
        if changed["voice"] != now["voice"] and self.responding.has_spoken:
            path = "session.voice" if now.beta else "session.audio.output.voice"
            message = "Cannot update a conversation's voice if assistant audio is present."
            raise bad_request(message, path, "cannot_update_voice")
        self.configuration = changed
        self.turns.reconfigure(now)
        await self.show("updated")

    async def create_item(self, event: Event) -> None:
        item = await self.read_item(event["item"], "item")
        self.conversation.check_output(item)
        previous = self.conversation.add(item, event.get("previous_item_id"))
        for what in ("added", "done"):
            await self.send(
                {"type": f"conversation.item.{what}", "previous_item_id": previous, "item": item.as_dict()}
            )

    async def read_item(self, given: Event, path: str) -> Item:
        """An item as it was sent; one with sound is listened to from now on."""
        format, beta = Format(self.configuration["input_audio_format"]), self.configuration.beta
        item = await asyncio.to_thread(items.read, given, path, format, beta)
        if item.sound and item.fields["role"] == "user":
            self.turns.listen_to(item)
        return item

    async def retrieve_item(self, event: Event) -> None:
        item = self.conversation.find(event["item_id"], "retrieve").as_dict(with_sound=True)
        await self.send({"type": "conversation.item.retrieved", "item": item})

    async def delete_item(self, event: Event) -> None:
        item = self.conversation.find(event["item_id"], "delete")
        self.conversation.items.remove(item)
        await self.send({"type": "conversation.item.deleted", "item_id": item.id})

    async def truncate_item(self, event: Event) -> None:
        self.conversation.truncate(event["item_id"], event["content_index"], event["audio_end_ms"])
        names = ("item_id", "content_index", "audio_end_ms")
        await self.send({"type": "conversation.item.truncated", **{name: event[name] for name in names}})

    async def clear_output(self, event: Event) -> None:
        message = "'output_audio_buffer.clear' is for WebRTC and SIP only: over a WebSocket the client plays."
        raise bad_request(message, "type", "invalid_value")
