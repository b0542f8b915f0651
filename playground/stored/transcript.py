"""A change to a stored completion as it is shown: what it did, in words."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.runs.transcripts import Transcript

from . import shapes


class ChangeTranscript(Transcript):
    """Of `update_chat_completion` and `delete_chat_completion`."""

    role = "upstream"
    first_seen = ""

    def text(self) -> str:
        return ""

    def html(self) -> SafeString:
        if not isinstance(self.body, dict):
            return mark_safe("")
        context = {
            "completion_id": self.params.get("completion_id", ""),
            "is_deleted": self.body.get("deleted") is True,
            "labels": shapes.labels(self.body.get("metadata")),
        }
        return render_to_string("stored/_change.html", context)

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        return str(params.get("completion_id", ""))
