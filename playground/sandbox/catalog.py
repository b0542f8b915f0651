"""The models of the sandbox, and the familiar names that it answers to as well."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from .errors import APIError, model_not_found

CREATED = 1767225600
CONVERSATION_SPEED = 80.0

# A model of the kind "translation" transcribes too.
Kind = Literal[
    "chat",
    "reasoning",
    "completion",
    "embedding",
    "image",
    "moderation",
    "speech",
    "transcription",
    "translation",
    "realtime",
]


@dataclass(frozen=True, slots=True)
class Model:
    """`speed` is tokens a second, None as fast as possible; `fault` names what goes wrong (see `faults`)."""

    id: str
    kind: Kind = "chat"
    speed: float | None = CONVERSATION_SPEED
    fault: str = ""
    owned_by: str = "sandbox"
    shutdown_date: str | None = None

    @property
    def reasons(self) -> bool:
        return self.kind == "reasoning"

    @property
    def slow(self) -> bool:
        return self.id == "sandbox-slow"

    @property
    def familiar(self) -> bool:
        """Whether this stands in for a model of OpenAI's."""
        return self.owned_by == "openai"

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": "model",
            "created": CREATED,
            "owned_by": self.owned_by,
            "shutdown_date": self.shutdown_date,
        }


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
        Model("sandbox-instruct", kind="completion", shutdown_date="2027-03-31"),
        Model("sandbox-embedding", kind="embedding"),
        Model("sandbox-image", kind="image"),
        Model("sandbox-moderation", kind="moderation"),
        Model("sandbox-speech", kind="speech"),
        Model("sandbox-transcribe", kind="transcription"),
        Model("sandbox-translate", kind="translation", shutdown_date="2027-02-28"),
        Model("sandbox-realtime", kind="realtime"),
        Model("sandbox-refusal", fault="refusal"),
        *(Model(f"sandbox-{fault}", fault=fault) for fault in FAULTS),
    )
}

# What a familiar name stands for; the first that matches. Everything else that FAMILIAR lets in chats.
FAMILIAR_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"tts-1.*|gpt-.*-tts.*", "speech"),
    (r"whisper-.*", "translation"),
    (r"gpt-(.*-)?transcribe.*", "transcription"),
    (r"dall-e-.*|(gpt|chatgpt)-image-.*", "image"),
    (r"text-embedding-.*", "embedding"),
    (r"(omni|text)-moderation-.*", "moderation"),
    (r"gpt-(.*-)?realtime.*", "realtime"),
    (r"gpt-.*-instruct.*|davinci-002|babbage-002", "completion"),
    (r"(ft:)?(o[134](-|$)|gpt-([5-9]|oss)(?!.*chat)).*", "reasoning"),
)
FAMILIAR = re.compile(
    r"(ft:)?(gpt-|chatgpt-|o[134](-|$))[\w.:-]*"
    r"|(tts-1|whisper-|dall-e-|text-embedding-|(omni|text)-moderation-|(davinci|babbage)-002)[\w.-]*"
)
# Those of an account; which it has, `fine_tuned` knows.
FINE_TUNED = re.compile(r"ft:sandbox-chat:playground:[a-z-]*:[0-9a-f]{8}")
# What an endpoint says of a model that is none of its own, and the name of what it wants.
NOUNS: dict[Kind, str] = {"completion": "completions", "embedding": "embedding", "image": "image generation"}

CHATS = (
    "This is a chat model and not supported in the v1/completions endpoint. "
    "Did you mean to use v1/chat/completions?"
)


def find(name: str) -> Model:
    """The model of that name; 404 `model_not_found` when there is none."""
    if model := MODELS.get(name):
        return model
    if FINE_TUNED.fullmatch(name):
        return Model(name, owned_by="playground")
    if len(name) > 100 or not FAMILIAR.fullmatch(name):
        raise model_not_found(name)
    kinds = (kind for pattern, kind in FAMILIAR_KINDS if re.fullmatch(pattern, name))
    return Model(name, kind=next(kinds, "chat"), owned_by="openai")


def find_for(endpoint: str, name: str, *kinds: Kind) -> Model:
    """The model of that name, if it is one of `kinds`; those that only fail or are slow, do so at every endpoint.

    `endpoint` is the path below the base URL, `v1/embeddings` without its slash, as the error names it.
    """
    model = find(name)
    if model.kind not in kinds and not (model.fault or model.slow):
        noun = NOUNS.get(kinds[0], kinds[0])
        article = "an" if noun[0] in "aeiou" else "a"
        message = f"This is not {article} {noun} model and thus not supported in the {endpoint} endpoint."
        if "chat" in kinds and model.kind == "completion":
            message += " Did you mean to use v1/completions?"
        if endpoint == "v1/completions" and model.kind in ("chat", "reasoning"):
            message = CHATS
        raise APIError(404, message, param="model")
    return model
