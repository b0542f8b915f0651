"""The operations of the OpenAI API, as data.

`OPERATIONS` holds the 23 that the playground is about, `NEIGHBOURS` a few beside them; `find` knows both.
Reference: https://platform.openai.com/docs/api-reference
"""

import re
from dataclasses import dataclass
from typing import Literal

Body = Literal["json", "multipart", "none"]

_REFERENCE = "https://platform.openai.com/docs/api-reference/"
_PLACEHOLDER = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: where it is sent and how its parameters travel.

    Parameters named in `{}` of the path go there; the rest goes to the query when `body` is "none", else to
    the body.
    `creates` is true for whatever creates or changes something upstream: it is never sent twice by itself.
    """

    name: str
    method: str
    path: str
    body: Body
    title: str
    reference: str
    creates: bool

    @property
    def path_parameters(self) -> tuple[str, ...]:
        return tuple(_PLACEHOLDER.findall(self.path))


def _operation(name: str, route: str, title: str, page: str, body: Body | None = None) -> Operation:
    method, path = route.split()
    if body is None:
        body = "json" if method == "POST" else "none"
    return Operation(name, method, path, body, title, _REFERENCE + page, creates=method != "GET")


def _by_name(*operations: Operation) -> dict[str, Operation]:
    return {operation.name: operation for operation in operations}


OPERATIONS: dict[str, Operation] = _by_name(
    _operation("create_chat_completion", "POST /chat/completions", "Create chat completion", "chat/create"),
    _operation("list_chat_completions", "GET /chat/completions", "List chat completions", "chat/list"),
    _operation(
        "get_chat_completion", "GET /chat/completions/{completion_id}", "Get chat completion", "chat/get"
    ),
    _operation(
        "get_chat_completion_messages",
        "GET /chat/completions/{completion_id}/messages",
        "Get chat messages",
        "chat/getMessages",
    ),
    _operation(
        "update_chat_completion",
        "POST /chat/completions/{completion_id}",
        "Update chat completion",
        "chat/update",
    ),
    _operation(
        "delete_chat_completion",
        "DELETE /chat/completions/{completion_id}",
        "Delete chat completion",
        "chat/delete",
    ),
    _operation("create_completion", "POST /completions", "Create completion", "completions/create"),
    _operation("create_embedding", "POST /embeddings", "Create embeddings", "embeddings/create"),
    _operation("create_image", "POST /images/generations", "Create image", "images/create"),
    _operation(
        "create_image_variation",
        "POST /images/variations",
        "Create image variation",
        "images/createVariation",
        "multipart",
    ),
    _operation("create_moderation", "POST /moderations", "Create moderation", "moderations/create"),
    _operation(
        "create_realtime_session",
        "POST /realtime/sessions",
        "Create realtime session",
        "realtime-sessions/create",
    ),
    _operation(
        "create_realtime_transcription_session",
        "POST /realtime/transcription_sessions",
        "Create realtime transcription session",
        "realtime-sessions/create-transcription",
    ),
    _operation("create_response", "POST /responses", "Create response", "responses/create"),
    _operation("get_response", "GET /responses/{response_id}", "Get response", "responses/get"),
    _operation("delete_response", "DELETE /responses/{response_id}", "Delete response", "responses/delete"),
    _operation(
        "list_input_items",
        "GET /responses/{response_id}/input_items",
        "List input items",
        "responses/input-items",
    ),
    _operation("create_speech", "POST /audio/speech", "Create speech", "audio/createSpeech"),
    _operation(
        "create_transcription",
        "POST /audio/transcriptions",
        "Create transcription",
        "audio/createTranscription",
        "multipart",
    ),
    _operation(
        "create_translation",
        "POST /audio/translations",
        "Create translation",
        "audio/createTranslation",
        "multipart",
    ),
    _operation("list_models", "GET /models", "List models", "models/list"),
    _operation("retrieve_model", "GET /models/{model}", "Retrieve model", "models/retrieve"),
    _operation("delete_model", "DELETE /models/{model}", "Delete fine-tuned model", "models/delete"),
)

NEIGHBOURS: dict[str, Operation] = _by_name(
    _operation(
        "cancel_response", "POST /responses/{response_id}/cancel", "Cancel response", "responses/cancel"
    ),
    _operation(
        "create_realtime_client_secret",
        "POST /realtime/client_secrets",
        "Create client secret",
        "realtime-sessions/create-realtime-client-secret",
    ),
    _operation(
        "create_image_edit", "POST /images/edits", "Create image edit", "images/createEdit", "multipart"
    ),
)

# What goes on over a socket after its request: `realtime.py` opens it.
SOCKETS: dict[str, Operation] = _by_name(
    _operation("connect_realtime", "GET /realtime", "Realtime conversation", "realtime"),
    _operation("connect_realtime_transcription", "GET /realtime", "Realtime transcription", "realtime"),
)

# Where a call over WebRTC is offered, by the API's shape: `realtime_calls.py` does.
CALLS: dict[str, Operation] = {
    "beta": _operation("create_realtime_call", "POST /realtime", "Create call", "realtime", "none"),
    "ga": _operation("create_realtime_call", "POST /realtime/calls", "Create call", "realtime", "none"),
}


def find(operation: Operation | str) -> Operation:
    """The operation of that name, also a neighbour's or a socket's; KeyError for an unknown name."""
    if isinstance(operation, Operation):
        return operation
    return OPERATIONS.get(operation) or NEIGHBOURS.get(operation) or SOCKETS[operation]
