"""A moderation as it is kept: its flags in a line. The page asks for the scores, with the thresholds of who reads."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.runs.transcripts import Transcript

from .inputs import judged
from .verdicts import Verdict, verdicts


class ModerationTranscript(Transcript):
    """Takes a whole moderation."""

    role = "moderation"
    first_seen = ""
    styles = ("css/moderations.css",)

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.verdicts: list[Verdict] = []
        self.closed = False

    def load(self, body: Any) -> None:
        self.verdicts = verdicts(body)
        self.body = body

    def text(self) -> str:
        """What was flagged, for search and lists; it is no text that anybody wrote."""
        flags = dict.fromkeys(name for verdict in self.verdicts for name in verdict.flags)
        if not self.verdicts:
            return ""
        return f"Flagged: {', '.join(flags)}" if flags else "Nothing flagged"

    def html(self) -> SafeString:
        if self.body is None:
            return mark_safe("")
        context = {"run_id": self.run_id, "closed": self.closed, "words": self.text()}
        return render_to_string("moderations/_answer.html", context)

    def close(self) -> None:
        # The answer is stored with the run's end: before, nobody could ask for it.
        self.closed = True

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        found = judged(params.get("input"))
        first = found[0].text or "[picture]" if found else ""
        more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
        return f"{first[:120]}{more}"
