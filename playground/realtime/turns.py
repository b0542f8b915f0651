"""What a session's conversation is made of, as it is shown and kept."""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Kind = Literal["message", "call", "error"]


@dataclass
class Turn:
    """One thing that was said or done, `ms` after the session began. `version` grows when it changes.

    `delay_ms` is from the end of what was said before to its first sound or word; `heard_ms` is how much was heard of
    a turn that was interrupted; `said_ms` is when its speaker fell silent. `usage` is the API's, of the answer that
    ends with this turn or of its caption; `cost` its price in US dollars, "" while that is unknown. A call has a
    `name`, its JSON as `text`, and its `output` once it is answered.
    """

    id: str
    kind: Kind = "message"
    role: str = "user"
    text: str = ""
    is_final: bool = False
    ms: int = 0
    delay_ms: int | None = None
    heard_ms: int | None = None
    said_ms: int | None = None
    confidence: float | None = None
    status: str = ""
    call_id: str = ""
    name: str = ""
    output: str | None = None
    pictures: int = 0
    has_sound: bool = False
    usage: dict[str, Any] | None = None
    cost: str = ""
    version: int = 0
    born: int = 0

    def kept(self) -> dict[str, Any]:
        """The turn as the run's answer has it: without what is empty."""
        return {
            name: value
            for name, value in asdict(self).items()
            if name not in ("version", "born") and value is not None and value is not False and value != ""
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Turn":
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})


def segments_of(turns: list[Turn]) -> list[dict[str, Any]]:
    """What was said as a transcription's segments, in seconds of the session's recording."""
    segments: list[dict[str, Any]] = []
    end = 0.0
    for turn in turns:
        if turn.kind != "message" or not turn.text:
            continue
        said = turn.ms if turn.said_ms is None else turn.said_ms
        # One that was committed by hand is known from then on only: it began after the one before.
        start = turn.ms / 1000 if turn.ms < said else end
        end = max(start, said / 1000)
        segment = {"start": start, "end": end, "text": turn.text}
        segments.append(segment | ({"avg_logprob": math.log(turn.confidence)} if turn.confidence else {}))
    return segments


def words_of(item: dict[str, Any]) -> str:
    """The text and the transcripts of an item's content."""
    parts = item.get("content")
    said = [
        part.get("text") or part.get("transcript") or ""
        for part in (parts if isinstance(parts, list) else ())
        if isinstance(part, dict)
    ]
    return "\n".join(text for text in said if isinstance(text, str) and text)


def pictures_of(item: dict[str, Any]) -> int:
    parts = item.get("content")
    kinds = [part.get("type") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return kinds.count("input_image")


def confidence_of(logprobs: Any) -> float | None:
    """How sure the words are in all, 0 to 1: the geometric mean of their probabilities."""
    rated = [each.get("logprob") for each in logprobs or () if isinstance(each, dict)]
    numbers = [number for number in rated if isinstance(number, int | float) and number <= 0]
    return math.exp(sum(numbers) / len(numbers)) if numbers else None


def added(usage: dict[str, Any], more: Any) -> dict[str, Any]:
    """Counts of tokens or seconds and their details added up, with the word that says which they are."""
    if not isinstance(more, dict):
        return usage
    total = dict(usage)
    for name, value in more.items():
        if isinstance(value, dict):
            total[name] = added(total.get(name) or {}, value)
        elif name == "type" and isinstance(value, str):
            total[name] = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            total[name] = (total.get(name) or 0) + value
    return total
