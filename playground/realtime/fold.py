"""The fold over a session's events, of either shape and both directions: turns, usage, and what goes on now."""

from collections.abc import Callable
from typing import Any

from playground.openai.realtime_shapes import modern

from .turns import Turn, added, confidence_of, pictures_of, words_of

Event = dict[str, Any]
HEARING = "conversation.item.input_audio_transcription."
# Sent by us: what the model is to answer ends with it.
ASKING = {"input_audio_buffer.commit", "response.create"}


class Fold:
    """`take` an event with its time and direction; `turns` are in their order, `state` is a word for now."""

    def __init__(self, kind: str = "realtime") -> None:
        self.kind = kind
        self.turns: list[Turn] = []
        self.session: dict[str, Any] = {}
        self.usage: dict[str, Any] = {}
        self.closed: dict[str, Any] | None = None
        self.state = "connecting"
        self.version = 0
        self.last_delay: int | None = None
        self.said = ""
        self._asked_ms: int | None = None
        self._by_id: dict[str, Turn] = {}

    def take(self, ms: int, up: bool, event: Event) -> None:
        kind = modern(str(event.get("type") or ""))
        self.version += 1
        if up:
            self._sent(ms, kind, event)
            return
        handler = HANDLERS.get(kind)
        if handler is not None:
            handler(self, ms, event)

    def turn(self, id: Any, ms: int, **fields: Any) -> Turn:
        """The turn of that id, made now if there is none; `fields` are those of a new one."""
        found = self._by_id.get(str(id))
        if found is None:
            found = Turn(str(id), ms=ms, born=self.version, **fields)
            self._by_id[found.id] = found
            self.turns.append(found)
        found.version = self.version
        return found

    def restore(self, turns: list[Turn]) -> None:
        self.turns = turns
        self._by_id = {turn.id: turn for turn in turns}

    def settle(self) -> None:
        """Nothing more will come: what was open stays as it is."""
        for turn in self.turns:
            if not turn.is_final:
                turn.is_final, turn.version = True, self.version
                turn.status = turn.status or "incomplete"
        self.state = "ended"

    def asks(self, ms: int) -> None:
        """Somebody has finished and waits from now on."""
        self._asked_ms = ms

    def delay(self, ms: int) -> int | None:
        """How long was waited until now; asked once a wait."""
        asked, self._asked_ms = self._asked_ms, None
        if asked is not None:
            self.last_delay = ms - asked
        return None if asked is None else ms - asked

    def used(self, turn: Turn | None, usage: Any) -> None:
        """Note what an answer or a caption took, which ends with this turn if with any."""
        self.usage = added(self.usage, usage)
        if turn and isinstance(usage, dict):
            turn.usage = usage

    def priced(self, turn: Turn, cost: str) -> None:
        self.version += 1
        turn.cost, turn.version = cost, self.version

    def _sent(self, ms: int, kind: str, event: Event) -> None:
        if kind in ASKING:
            self.asks(ms)
            if kind == "response.create":
                self.state = "thinking"
        item = event.get("item")
        if kind == "conversation.item.create" and isinstance(item, dict):
            if item.get("type") == "function_call_output":
                self._answered(item)
        elif kind == "playground.closed":
            closed(self, ms, event)

    def _answered(self, item: Event) -> None:
        for turn in self.turns:
            if turn.kind == "call" and turn.call_id == item.get("call_id"):
                turn.output, turn.version = str(item.get("output") or ""), self.version


def session(fold: Fold, ms: int, event: Event) -> None:
    if isinstance(found := event.get("session"), dict):
        fold.session = found
    if fold.state == "connecting":
        fold.state = "connected"


def item_added(fold: Fold, ms: int, event: Event) -> None:
    item = event.get("item")
    if not isinstance(item, dict):
        return
    match item.get("type"):
        case "message":
            role = str(item.get("role") or "user")
            turn = fold.turn(item.get("id"), ms, role=role, pictures=pictures_of(item))
            if words := words_of(item):
                turn.text = words
            turn.is_final = turn.is_final or (bool(turn.text) and role != "assistant")
            if item.get("status") in ("completed", "incomplete") and role == "assistant":
                turn.is_final, turn.status = True, str(item["status"])
        case "function_call":
            name, call_id = str(item.get("name") or ""), str(item.get("call_id") or "")
            turn = fold.turn(item.get("id"), ms, kind="call", role="assistant", name=name, call_id=call_id)
            turn.text = str(item.get("arguments") or turn.text)
            turn.is_final = turn.is_final or item.get("status") == "completed"
            if turn.delay_ms is None:
                turn.delay_ms = fold.delay(ms)


def speech_started(fold: Fold, ms: int, event: Event) -> None:
    fold.turn(event.get("item_id"), ms)
    fold.state = "listening"


def speech_stopped(fold: Fold, ms: int, event: Event) -> None:
    fold.turn(event.get("item_id"), ms).said_ms = ms
    fold.asks(ms)
    fold.state = "thinking" if fold.kind == "realtime" else "listening"


def committed(fold: Fold, ms: int, event: Event) -> None:
    turn = fold.turn(event.get("item_id"), ms)
    turn.said_ms = ms if turn.said_ms is None else turn.said_ms


def heard_delta(fold: Fold, ms: int, event: Event) -> None:
    turn = fold.turn(event.get("item_id"), ms)
    turn.text += str(event.get("delta") or "")


def heard(fold: Fold, ms: int, event: Event) -> None:
    turn = fold.turn(event.get("item_id"), ms)
    turn.text, turn.is_final = str(event.get("transcript") or ""), True
    turn.confidence = confidence_of(event.get("logprobs"))
    if fold.kind == "transcription":
        turn.delay_ms = fold.delay(ms)
        fold.used(turn, event.get("usage"))


def not_heard(fold: Fold, ms: int, event: Event) -> None:
    turn = fold.turn(event.get("item_id"), ms)
    error = event.get("error")
    turn.status = str(error.get("message") if isinstance(error, dict) else error or "not transcribed")
    turn.is_final = True


def spoken(fold: Fold, ms: int, event: Event) -> None:
    """The first sound or word of an answer ends the wait for it."""
    turn = fold.turn(event.get("item_id"), ms, role="assistant")
    if turn.delay_ms is None:
        turn.delay_ms = fold.delay(ms)
    if modern(str(event["type"])) == "response.output_audio.delta":
        turn.has_sound = True
    else:
        turn.text += str(event.get("delta") or "")
    fold.state = "speaking"


def spoken_words(fold: Fold, ms: int, event: Event) -> None:
    # Words come before their sound: only the sound ends the wait.
    fold.turn(event.get("item_id"), ms, role="assistant").text += str(event.get("delta") or "")


def voice_started(fold: Fold, ms: int, event: Event) -> None:
    """Over WebRTC sound comes past us; this is all that tells of it."""
    spoken = [turn for turn in fold.turns if turn.role == "assistant" and turn.kind == "message"]
    for turn in spoken[-1:]:
        turn.has_sound, turn.version = True, fold.version
        if turn.delay_ms is None:
            turn.delay_ms = fold.delay(ms)
    fold.state = "speaking"


def voice_stopped(fold: Fold, ms: int, event: Event) -> None:
    if fold.state == "speaking":
        fold.state = "connected"


def said_all(fold: Fold, ms: int, event: Event) -> None:
    words = event.get("transcript", event.get("text"))
    if isinstance(words, str):
        fold.turn(event.get("item_id"), ms, role="assistant").text = words


def call_delta(fold: Fold, ms: int, event: Event) -> None:
    fold.turn(event.get("item_id"), ms, kind="call", role="assistant").text += str(event.get("delta") or "")


def call_done(fold: Fold, ms: int, event: Event) -> None:
    turn = fold.turn(event.get("item_id"), ms, kind="call", role="assistant")
    turn.text = str(event.get("arguments") or turn.text)
    turn.call_id = str(event.get("call_id") or turn.call_id)
    turn.name = str(event.get("name") or turn.name)
    turn.is_final = True


def response_created(fold: Fold, ms: int, event: Event) -> None:
    fold.state = "thinking"


def response_done(fold: Fold, ms: int, event: Event) -> None:
    response = event.get("response")
    if not isinstance(response, dict):
        return
    fold.state = "connected"
    last: Turn | None = None
    for item in response.get("output") or ():
        turn = fold._by_id.get(str(item.get("id"))) if isinstance(item, dict) else None
        if turn:
            turn.is_final, turn.status, turn.version = True, str(item.get("status") or ""), fold.version
            last = turn
    fold.used(last, response.get("usage"))
    details = response.get("status_details")
    failed = details.get("error") if isinstance(details, dict) else None
    if response.get("status") == "failed":
        message = failed.get("message") if isinstance(failed, dict) else None
        fold.turn(
            f"failed-{response.get('id')}", ms, kind="error", text=str(message or "The response failed.")
        )


def truncated(fold: Fold, ms: int, event: Event) -> None:
    turn = fold._by_id.get(str(event.get("item_id")))
    heard_ms = event.get("audio_end_ms")
    if turn and isinstance(heard_ms, int):
        turn.heard_ms, turn.version = heard_ms, fold.version


def error(fold: Fold, ms: int, event: Event) -> None:
    said = event.get("error")
    said = said if isinstance(said, dict) else {"message": said}
    fold.said = str(said.get("message") or "The server reported an error.")
    turn = fold.turn(f"error-{fold.version}", ms, kind="error")
    turn.text, turn.status = fold.said, str(said.get("code") or said.get("type") or "")


def closed(fold: Fold, ms: int, event: Event) -> None:
    fold.closed = {"code": event.get("code"), "reason": event.get("reason")}
    fold.settle()


HANDLERS: dict[str, Callable[[Fold, int, Event], None]] = {
    "session.created": session,
    "session.updated": session,
    "conversation.item.added": item_added,
    "conversation.item.done": item_added,
    "conversation.item.truncated": truncated,
    "input_audio_buffer.speech_started": speech_started,
    "input_audio_buffer.speech_stopped": speech_stopped,
    "input_audio_buffer.committed": committed,
    f"{HEARING}delta": heard_delta,
    f"{HEARING}completed": heard,
    f"{HEARING}failed": not_heard,
    "response.created": response_created,
    "response.output_item.added": item_added,
    "response.output_item.done": item_added,
    "response.output_audio.delta": spoken,
    "response.output_text.delta": spoken,
    "response.output_audio_transcript.delta": spoken_words,
    "response.output_audio_transcript.done": said_all,
    "response.output_text.done": said_all,
    "output_audio_buffer.started": voice_started,
    "output_audio_buffer.stopped": voice_stopped,
    "output_audio_buffer.cleared": voice_stopped,
    "response.function_call_arguments.delta": call_delta,
    "response.function_call_arguments.done": call_done,
    "response.done": response_done,
    "error": error,
    "playground.closed": closed,
}
