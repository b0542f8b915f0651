"""The conversation of a session: its items in their order."""

from collections.abc import Sequence

from ..errors import bad_request
from .items import Item, new_id


class Conversation:
    """Items in their order. It is bounded: the oldest goes first, and old recordings before their items."""

    MOST_ITEMS = 400
    MOST_SOUND = 16 * 1024 * 1024

    def __init__(self) -> None:
        self.id = new_id("conv")
        self.items: list[Item] = []

    def find(self, item_id: str, doing: str) -> Item:
        for item in self.items:
            if item.id == item_id:
                return item
        message = f"Error {doing[:-1]}ing item: the item with id '{item_id}' does not exist."
        raise bad_request(message, "item_id", f"item_{doing}_invalid_item_id")

    def add(self, item: Item, after: str | None = None) -> str | None:
        """Put the item in, at the end or after another (or the `root`), and return the id before it."""
        ids: Sequence[str] = [other.id for other in self.items]
        if item.id in ids:
            message = f"Error adding item: an item with id '{item.id}' already exists."
            raise bad_request(message, "item.id", "item_create_duplicate_item_id")
        if after is None:
            place = len(ids)
        elif after == "root":
            place = 0
        elif after in ids:
            place = ids.index(after) + 1
        else:
            message = f"Error adding item: the previous item with id '{after}' does not exist."
            raise bad_request(message, "previous_item_id", "item_create_invalid_previous_item_id")
        self.items.insert(place, item)
        self.forget()
        return ids[place - 1] if place else None

    def forget(self) -> None:
        del self.items[: -self.MOST_ITEMS]
        left = self.MOST_SOUND
        for item in reversed(self.items):
            left -= len(item.sound)
            if left < 0:
                item.sound = b""

    def check_output(self, item: Item) -> None:
        """A function's output belongs to a call in the conversation."""
        calls = {other.fields.get("call_id") for other in self.items if other.type == "function_call"}
        if item.type == "function_call_output" and item.fields["call_id"] not in calls:
            message = f"Tool call ID '{item.fields['call_id']}' not found in conversation."
            raise bad_request(message, "item.call_id", "invalid_tool_call_id")

    def truncate(self, item_id: str, content_index: int, audio_end_ms: int) -> None:
        """Forget what was not played of the assistant's message: its sound, and the words that go with it."""
        item = self.find(item_id, "truncate")
        if item.fields.get("role") != "assistant" or not item.fields.get("content"):
            message = "Error truncating item: only an assistant's message that is complete can be truncated."
            raise bad_request(message, "item_id", "item_truncate_invalid_item_id")
        part = item.fields["content"][0]
        if content_index or part["type"] != "output_audio":
            message = f"Error truncating item: there is no audio at content_index {content_index}."
            raise bad_request(message, "content_index", "item_truncate_invalid_content_index")
        length = item.seconds() * 1000
        if audio_end_ms > length:
            message = f"Audio content of {length:.0f}ms is already shorter than {audio_end_ms}ms"
            raise bad_request(message, "audio_end_ms", "invalid_value")
        words = part["transcript"] or ""
        heard = words[: round(len(words) * audio_end_ms / max(length, 1))]
        part["transcript"] = heard if heard == words else heard.rpartition(" ")[0]
        item.sound = item.sound[: item.format.size(audio_end_ms)]
