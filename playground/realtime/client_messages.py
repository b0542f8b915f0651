"""What a page may say over a session's socket, beside sound: a few words of our own, checked one by one.

Upstream's shape is none of the page's business, so it is these words that become events of either shape.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from playground.openai.realtime_shapes import Kind, Shape, session_update

Event = dict[str, Any]

MOST_TEXT = 32_000
MOST_PICTURES = 4
ID = re.compile(r"[A-Za-z0-9_.:-]{1,200}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_SDP = 64_000
MAX_MS = 24 * 3600 * 1000


class Refused(Exception):
    """The page said something that it may not; the words say what."""


def read(text: str) -> Event:
    """A checked message; raises Refused."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("A message was no JSON.") from None
    if not isinstance(message, dict) or message.get("type") not in CHECKS:
        raise Refused("A message was of no known type.")
    CHECKS[message["type"]](message)
    return message


def events(message: Event, kind: Kind, shape: Shape) -> list[Event]:
    """The upstream's events that a message means. Pictures in it are data URLs by now."""
    match message["type"]:
        case "say":
            return [user_item(message), {"type": "response.create"}]
        case "commit":
            commit = {"type": "input_audio_buffer.commit"}
            return [commit, {"type": "response.create"}] if kind == "realtime" else [commit]
        case "clear":
            return [{"type": "input_audio_buffer.clear"}]
        case "heard":
            names = ("item_id", "content_index", "audio_end_ms")
            return [{"type": "conversation.item.truncate", **{name: message[name] for name in names}}]
        case "result":
            item = {
                "type": "function_call_output",
                "call_id": message["call_id"],
                "output": message["output"],
            }
            return [{"type": "conversation.item.create", "item": item}]
        case "update":
            return [session_update(kind, shape, message["session"])]
        case "event":
            return [message["event"]]
    return []


def user_item(message: Event) -> Event:
    content: list[Event] = [{"type": "input_image", "image_url": url} for url in message.get("images") or ()]
    if text := message["text"].strip():
        content.insert(0, {"type": "input_text", "text": text})
    return {
        "type": "conversation.item.create",
        "item": {"type": "message", "role": "user", "content": content},
    }


def check_say(message: Event) -> None:
    text, images = message.get("text"), message.get("images") or []
    if not isinstance(text, str) or len(text) > MOST_TEXT:
        raise Refused(f"A text must be {MOST_TEXT:,} characters or fewer.")
    if not isinstance(images, list) or len(images) > MOST_PICTURES:
        raise Refused(f"At most {MOST_PICTURES} pictures go with one text.")
    if not all(isinstance(image, str) and UUID.fullmatch(image) for image in images):
        raise Refused("A picture is named by the id of its file.")
    if not text.strip() and not images:
        raise Refused("There is nothing to say.")


def check_heard(message: Event) -> None:
    is_index = type(message.get("content_index")) is int and 0 <= message["content_index"] < 1000
    is_time = type(message.get("audio_end_ms")) is int and 0 <= message["audio_end_ms"] <= MAX_MS
    if not is_index or not is_time or not is_id(message.get("item_id")):
        raise Refused("What was heard is told by an item, an index and milliseconds.")


def check_result(message: Event) -> None:
    output = message.get("output")
    if not is_id(message.get("call_id")) or not isinstance(output, str) or len(output) > MOST_TEXT:
        raise Refused("A result is text for a call's id.")


def check_update(message: Event) -> None:
    if not isinstance(message.get("session"), dict):
        raise Refused("An update needs a session.")


def check_event(message: Event) -> None:
    event = message.get("event")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str) or len(event["type"]) > 200:
        raise Refused("An event is an object with a type.")


def check_offer(message: Event) -> None:
    sdp = message.get("sdp")
    if not isinstance(sdp, str) or not sdp.startswith("v=0") or len(sdp) > MOST_SDP or not sdp.isascii():
        raise Refused("An offer is a session description.")


def check_channel(message: Event) -> None:
    if message.get("state") not in ("open", "closed"):
        raise Refused("A channel is open or closed.")


def check_received(message: Event) -> None:
    if not isinstance(message.get("event"), str):
        raise Refused("What was received is an event's text.")


def is_id(value: Any) -> bool:
    return isinstance(value, str) and bool(ID.fullmatch(value))


def nothing(message: Event) -> None:
    """There is nothing in it to be checked."""


CHECKS: dict[str, Callable[[Event], None]] = {
    "say": check_say,
    "commit": nothing,
    "clear": nothing,
    "cancel": nothing,
    "heard": check_heard,
    "result": check_result,
    "update": check_update,
    "event": check_event,
    "offer": check_offer,
    "channel": check_channel,
    "received": check_received,
    "end": nothing,
}
