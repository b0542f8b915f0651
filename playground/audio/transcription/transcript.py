"""A transcription or translation as it arrives and as it is kept, in all six formats."""

from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from playground.runs.pieces import Received
from playground.runs.transcripts import Transcript

from .heard import Heard
from .reading import Reading, read


class TranscriptionTranscript(Transcript):
    """Deltas are appended as they come; at the end the segments stand there with their times."""

    role = "transcript"
    first_seen = "first words"
    styles = ("css/audio.css", "css/transcription.css")
    scripts = ("js/audio.js",)

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.heard: Heard | None = None
        self.closed = False

    def receive(self, events: list[Received]) -> None:
        self.heard = self.heard or Heard()
        for event in events:
            self.heard.feed(event)

    @property
    def has_output(self) -> bool:
        return self.body is not None or bool(self.heard and len(self.heard.text))

    @property
    def is_complete(self) -> bool:
        return self.heard is None or self.heard.done is not None

    def result(self) -> Any:
        return self.heard.result() if self.heard else self.body

    def reading(self, seconds: float = 0.0) -> Reading:
        return read(self.result(), seconds)

    def text(self) -> str:
        return self.reading().text

    def usage(self) -> dict[str, Any] | None:
        body = self.result()
        usage = body.get("usage") if isinstance(body, dict) else None
        return usage if isinstance(usage, dict) else None

    def html(self) -> SafeString:
        context = {
            "run_id": self.run_id,
            "closed": self.closed,
            "reading": self.reading(),
            "body": self.result(),
        }
        if self.heard and not self.closed:
            context["heard"] = str(self.heard.text)
        return render_to_string("transcription/_answer.html", context)

    def start(self) -> int:
        return -1

    def frame(self, position: int) -> tuple[str, int]:
        length = len(self.heard.text) if self.heard else 0
        if self.closed or position < 0 or not self.heard:
            return f'<div hx-swap-oob="innerHTML:#run-{self.run_id}-answer">{self.html()}</div>', length
        new = escape(self.heard.text.since(position))
        return (f'<div hx-swap-oob="put-last:#run-{self.run_id}-heard">{new}</div>' if new else ""), length

    def close(self) -> None:
        self.closed = True
