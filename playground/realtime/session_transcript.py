"""A session as it goes on and as it is kept: its conversation, its flight recorder, the line below."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.realtime_shapes import Kind
from playground.runs.pieces import Received
from playground.runs.transcripts import Transcript

from .fold import Fold
from .recorder import Recorder, parted
from .turns import Turn, segments_of

Position = tuple[int, str] | None


class SessionTranscript(Transcript):
    """Takes the events of both directions as the journal keeps them. `cost` is what it cost so far, as far as known."""

    role = "conversation"
    kind: Kind = "realtime"
    # Each turn tells its own delay; from the session's beginning it says nothing.
    first_seen = ""

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.fold = Fold(self.kind)
        self.recorder = Recorder()
        self.cost: Decimal | None = None
        self.is_closed = False
        self.has_spoken = False

    def receive(self, events: list[Received]) -> None:
        for received in events:
            up, kind = parted(received)
            event = parsed(received.data)
            self.fold.take(received.ms, up, event)
            self.recorder.take(self.fold.version, received.ms, up, kind, received.data)
            self.has_spoken = self.has_spoken or (kind.endswith(".delta") and not up)

    def replay(self, events: Iterable[Received]) -> None:
        self.receive(list(events))

    def load(self, body: Any) -> None:
        body = body if isinstance(body, dict) else {}
        self.fold.restore([Turn.of(turn) for turn in body.get("turns") or () if isinstance(turn, dict)])
        self.fold.session = body.get("session") or {}
        self.fold.usage = body.get("usage") or {}
        self.fold.closed = body.get("closed")
        self.has_spoken = bool(self.fold.turns)

    @property
    def has_output(self) -> bool:
        return self.has_spoken

    def result(self) -> Any:
        if not self.fold.version and not self.fold.turns:
            return None
        return {
            "object": f"playground.{self.kind}_conversation",
            "session": self.fold.session,
            "turns": [turn.kept() for turn in self.fold.turns],
            "usage": self.fold.usage or None,
            "closed": self.fold.closed,
        }

    def text(self) -> str:
        return "\n".join(turn.text for turn in self.fold.turns if turn.kind == "message" and turn.text)

    def usage(self) -> dict[str, Any] | None:
        return self.fold.usage or None

    def html(self) -> SafeString:
        return mark_safe(
            render_to_string(
                "realtime/_session.html",
                {
                    "id": self.run_id,
                    "kind": self.kind,
                    "turns": self.fold.turns,
                    "rows": self.recorder.rows,
                    "count": self.recorder.count,
                    "line": self.line(),
                    "is_closed": self.is_closed,
                },
            )
        )

    def line(self) -> dict[str, Any]:
        return {"state": self.fold.state, "delay": self.fold.last_delay, "cost": self.cost}

    def start(self) -> Position:
        return None

    def frame(self, position: Position) -> tuple[str, Position]:
        """The turns and rows that changed: new ones go to the end of their list, the others in their place."""
        seen, line = position or (-1, "")
        turns = [turn for turn in self.fold.turns if turn.version > seen]
        rows = [row for row in self.recorder.rows if row.version > seen]
        shown = render_to_string("realtime/_line.html", {"line": self.line(), "kind": self.kind}).strip()
        context = {
            "id": self.run_id,
            "kind": self.kind,
            "is_first": position is None,
            "new_turns": [turn for turn in turns if turn.born > seen],
            "old_turns": [turn for turn in turns if turn.born <= seen],
            "new_rows": [row for row in rows if row.born > seen],
            "old_rows": [row for row in rows if row.born <= seen],
            "count": self.recorder.count,
            "line": shown if shown != line else None,
        }
        return render_to_string("realtime/_frame.html", context), (self.fold.version, shown)

    def close(self) -> None:
        self.is_closed = True
        self.fold.settle()

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        session = params.get("session")
        told = session.get("instructions") if isinstance(session, dict) else ""
        return f"Conversation: {told}" if isinstance(told, str) and told else "Realtime conversation"


class TranscriptionTranscript(SessionTranscript):
    role = "captions"
    kind: Kind = "transcription"

    def result(self) -> Any:
        """With what a transcription's answer has, for the reader of transcripts."""
        if (body := super().result()) is None:
            return None
        return {**body, "text": self.text(), "segments": segments_of(self.fold.turns)}

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        return "Live captions"


def parsed(data: str) -> dict[str, Any]:
    """An event's object; what is none counts as an event without a type."""
    try:
        event = json.loads(data)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
