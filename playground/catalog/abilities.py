"""What a model can do, as far as its name tells: the operations that take it.

A name that no rule knows is most likely a chat model; the server decides.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from playground.openai import families
from playground.params.forms import FORMS
from playground.runs.pages import URL_NAMES

from .naming import base_name

LABELS = {
    "create_chat_completion": "Chat",
    "create_response": "Responses",
    "create_completion": "Completions",
    "create_embedding": "Embeddings",
    "create_image": "Images",
    "create_image_variation": "Variations",
    "create_moderation": "Moderation",
    "create_speech": "Speech",
    "create_transcription": "Transcription",
    "create_translation": "Translation",
    "create_realtime_session": "Realtime",
    "create_realtime_transcription_session": "Realtime transcription",
}
CHAT = ("create_chat_completion", "create_response")
TRANSCRIPTION = ("create_transcription", "create_realtime_transcription_session")

# The first that is found in a model's base name.
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"embed|^(bge|gte|e5)-|minilm", ("create_embedding",)),
    (r"moderation|guard", ("create_moderation",)),
    (r"realtime.*whisper|realtime.*transcribe", ("create_realtime_transcription_session",)),
    (r"realtime", ("create_realtime_session",)),
    (r"whisper|translate", (*TRANSCRIPTION, "create_translation")),
    (r"transcribe|parakeet", TRANSCRIPTION),
    (r"^tts|-tts|speech|kokoro|piper", ("create_speech",)),
    (r"dall-e-3|gpt-image", ("create_image",)),
    (r"dall-e|image|stable-diffusion|^sdxl?|flux", ("create_image", "create_image_variation")),
    (r"^(gpt-3\.5-turbo-instruct|davinci-002|babbage-002|sandbox-instruct)", ("create_completion",)),
    (r"^(o[1-9]-pro|gpt-5.*-pro|.*codex|.*deep-research|computer-use)", ("create_response",)),
    (r"^(gpt-4o|gpt-4).*(audio|search)", ("create_chat_completion",)),
    (r"^(gpt-|chatgpt-|o[1-9]|sandbox-)", CHAT),
)


@dataclass(frozen=True, slots=True)
class Ability:
    """An operation that takes the model; `url` is its page here with the model chosen, empty while there is none."""

    operation: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Abilities:
    """`is_guess`: the name tells nothing, and most models chat."""

    able: tuple[Ability, ...]
    is_guess: bool
    reasons: bool

    @property
    def labels(self) -> list[str]:
        return [ability.label for ability in self.able]

    @property
    def tries(self) -> list[Ability]:
        return [ability for ability in self.able if ability.url]


def abilities(model: str) -> Abilities:
    name = base_name(model)
    found = next((operations for rule, operations in RULES if re.search(rule, name)), ())
    able = tuple(Ability(operation, LABELS[operation], page(operation, model)) for operation in found or CHAT)
    return Abilities(able, not found, "reason" in name or not families.NOT_REASONING.takes(model))


def page(operation: str, model: str) -> str:
    if operation not in URL_NAMES:
        return ""
    return f"{reverse(URL_NAMES[operation])}?{urlencode({'model': model})}"


def refused(model: str, operation: str) -> list[tuple[str, str]]:
    """The parameters of an operation that the model does not take, each with why."""
    if operation not in FORMS:
        return []
    fields = FORMS[operation]().params.values()
    return [
        (field.name, field.models.note) for field in fields if field.models and field.is_refused_by(model)
    ]
