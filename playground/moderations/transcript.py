"""A moderation as it is shown: a verdict and a bar for each category, input by input."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.runs.transcripts import Transcript

from .verdicts import Verdict, verdicts


class ModerationTranscript(Transcript):
    """Takes a whole moderation."""

    role = "moderation"

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.verdicts: list[Verdict] = []

    def load(self, body: Any) -> None:
        self.verdicts = verdicts(body)
        self.body = body

    def text(self) -> str:
        return ""

    def html(self) -> SafeString:
        if self.body is None:
            return mark_safe("")
        return render_to_string("moderations/_answer.html", {"judged": self.judged()})

    def judged(self) -> list[tuple[str, Verdict]]:
        """Each verdict with the words it is about."""
        texts = named(self.params.get("input"))
        return [(texts[at] if at < len(texts) else "", verdict) for at, verdict in enumerate(self.verdicts)]

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        return next(iter(named(params.get("input"))), "")[:120]


def named(given: Any) -> list[str]:
    """The words of each input: parts are one input together."""
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list):
        return []
    if any(isinstance(item, dict) for item in given):
        return [" ".join(str(item.get("text") or "[image]") for item in given if isinstance(item, dict))]
    return list(map(str, given))
