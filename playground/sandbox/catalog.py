"""The models of the sandbox, and the familiar names that it answers to as well."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from .errors import APIError, model_not_found

CREATED = 1767225600
CONVERSATION_SPEED = 80.0


@dataclass(frozen=True, slots=True)
class Model:
    """`speed` is tokens a second, None as fast as possible; `fault` names what goes wrong (see `faults`)."""

    id: str
    kind: Literal["chat", "reasoning"] = "chat"
    speed: float | None = CONVERSATION_SPEED
    fault: str = ""
    owned_by: str = "sandbox"

    @property
    def reasons(self) -> bool:
        return self.kind == "reasoning"

    @property
    def familiar(self) -> bool:
        """Whether this stands in for a model of OpenAI's."""
        return self.owned_by == "openai"

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.id, "object": "model", "created": CREATED, "owned_by": self.owned_by}


FAULTS = (
    *("error-400", "error-401", "error-403", "error-404", "error-429", "error-500", "error-503"),
    *("error-in-stream", "html", "malformed", "stall", "cut"),
)
MODELS = {
    model.id: model
    for model in (
        Model("sandbox-chat"),
        Model("sandbox-reasoning", kind="reasoning"),
        Model("sandbox-fast", speed=None),
        Model("sandbox-slow", speed=4.0),
        Model("sandbox-refusal", fault="refusal"),
        *(Model(f"sandbox-{fault}", fault=fault) for fault in FAULTS),
    )
}

FAMILIAR = re.compile(r"(ft:)?(gpt-|chatgpt-|o[134](-|$))[\w.:-]*")
REASONING = re.compile(r"(ft:)?(o[134](-|$)|gpt-([5-9]|oss)(?!.*chat))")
NOT_CHAT = re.compile(r"image|transcribe|tts|realtime|instruct|whisper|moderation|embedding")


def find(name: str) -> Model:
    """The model of that name; 404 `model_not_found` when there is none."""
    if model := MODELS.get(name):
        return model
    if len(name) > 100 or not FAMILIAR.fullmatch(name):
        raise model_not_found(name)
    return Model(name, kind="reasoning" if REASONING.match(name) else "chat", owned_by="openai")


def find_for_chat(name: str) -> Model:
    model = find(name)
    if model.familiar and NOT_CHAT.search(name):
        message = "This is not a chat model and thus not supported in the v1/chat/completions endpoint."
        raise APIError(404, message, param="model")
    return model
