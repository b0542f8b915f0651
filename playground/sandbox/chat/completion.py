"""A chat completion, made whole: its replies, its usage and its JSON."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from .. import tokens
from ..catalog import Model
from .messages import text_of
from .reply import Reply

FINGERPRINT = "fp_5a4db0c5a4"


@dataclass(slots=True)
class Completion:
    model: Model
    params: dict[str, Any]
    replies: list[Reply]
    prompt_tokens: int
    prompt_audio_tokens: int = 0
    moderation: dict[str, Any] | None = None
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex[:29]}")
    created: int = field(default_factory=lambda: int(time.time()))

    def head(self, object: str) -> dict[str, Any]:
        """What a completion and each of its chunks begin with."""
        head: dict[str, Any] = {
            "id": self.id,
            "object": object,
            "created": self.created,
            "model": self.model.id,
            "service_tier": self.tier(),
            "system_fingerprint": FINGERPRINT,
        }
        return head

    def tier(self) -> str:
        asked: str = self.params.get("service_tier", "auto")
        return {"auto": "default", "fast": "priority"}.get(asked, asked)

    def as_dict(self) -> dict[str, Any]:
        made = self.head("chat.completion")
        made["choices"] = [reply.choice(index) for index, reply in enumerate(self.replies)]
        made["usage"] = self.usage()
        if "moderation" in self.params:
            made["moderation"] = self.moderation
        return made

    def usage(self) -> dict[str, Any]:
        written = sum(reply.completion_tokens() for reply in self.replies)
        accepted, rejected = self.predicted()
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": written + rejected,
            "total_tokens": self.prompt_tokens + written + rejected,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": self.prompt_audio_tokens},
            "completion_tokens_details": {
                "reasoning_tokens": sum(reply.reasoning_tokens for reply in self.replies),
                "audio_tokens": sum(reply.audio_tokens for reply in self.replies),
                "accepted_prediction_tokens": accepted,
                "rejected_prediction_tokens": rejected,
            },
        }

    def predicted(self) -> tuple[int, int]:
        """How many tokens of the prediction came true, and how many did not."""
        if "prediction" not in self.params:
            return 0, 0
        expected = tokens.split(text_of(self.params["prediction"]))
        came = self.replies[0].pieces
        same = next((i for i, (a, b) in enumerate(zip(expected, came, strict=False)) if a != b), None)
        accepted = min(len(expected), len(came)) if same is None else same
        return accepted, len(expected) - accepted
