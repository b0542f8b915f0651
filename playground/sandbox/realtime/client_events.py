"""The events a client may send: https://platform.openai.com/docs/api-reference/realtime-client-events"""

from typing import Any

from ..errors import bad_request
from ..parameters import Integer, Kind, Text, listed, missing
from ..structures import Object
from .configuration import Configuration
from .parameters import BETA_RESPONSE, BETA_SESSION, BETA_TRANSCRIPTION, RESPONSE, SESSION

GIVEN = Text(null=False)
ITEM_ID = {"item_id": GIVEN}
ITEM = Object(open=True, null=False)


def event(required: tuple[str, ...] = (), **fields: Kind) -> Object:
    return Object(fields={"type": Text(), "event_id": Text(longest=512), **fields}, required=required)


HEARING = {
    "input_audio_buffer.append": event(("audio",), audio=GIVEN),
    "input_audio_buffer.commit": event(),
    "input_audio_buffer.clear": event(),
}
ANSWERING = {
    **HEARING,
    "conversation.item.create": event(("item",), previous_item_id=Text(), item=ITEM),
    "conversation.item.retrieve": event(("item_id",), **ITEM_ID),
    "conversation.item.truncate": event(
        ("item_id", "content_index", "audio_end_ms"),
        item_id=GIVEN,
        content_index=Integer(low=0),
        audio_end_ms=Integer(low=0),
    ),
    "conversation.item.delete": event(("item_id",), **ITEM_ID),
    "response.cancel": event(response_id=Text()),
    "output_audio_buffer.clear": event(),
}
TODAY = {
    "realtime": {
        "session.update": event(("session",), session=SESSION),
        **ANSWERING,
        "response.create": event(response=RESPONSE),
    },
    "transcription": {"session.update": event(("session",), session=SESSION), **HEARING},
}
BETA = {
    "realtime": {
        "session.update": event(("session",), session=BETA_SESSION),
        **ANSWERING,
        "response.create": event(response=BETA_RESPONSE),
    },
    "transcription": {
        "transcription_session.update": event(("session",), session=BETA_TRANSCRIPTION),
        **HEARING,
    },
}


def check(given: dict[str, Any], configuration: Configuration) -> None:
    """Raise the API's 400 unless this is a whole event that such a session takes."""
    events = (BETA if configuration.beta else TODAY)[configuration.kind]
    if given.get("type") is None:
        raise missing("type")
    GIVEN.check(given["type"], "type")
    if given["type"] not in events:
        message = f"Invalid value: '{given['type']}'. Supported values are: {listed(tuple(events))}."
        raise bad_request(message, "type", "invalid_value")
    events[given["type"]].check(given, "")
