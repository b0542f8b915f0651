"""The two shapes of the realtime API: where each puts what the other has too."""

from typing import Any

Fields = dict[str, Any]

# The path in today's session object, and the beta's flat name.
PATHS = {
    "include": "include",
    "audio.input.format": "input_audio_format",
    "audio.input.noise_reduction": "input_audio_noise_reduction",
    "audio.input.transcription": "input_audio_transcription",
    "audio.input.turn_detection": "turn_detection",
}
ANSWERING = {
    "model": "model",
    "output_modalities": "modalities",
    "instructions": "instructions",
    "audio.output.format": "output_audio_format",
    "audio.output.voice": "voice",
    "audio.output.speed": "speed",
    "tools": "tools",
    "tool_choice": "tool_choice",
    "max_output_tokens": "max_response_output_tokens",
    "tracing": "tracing",
    "truncation": "truncation",
    "prompt": "prompt",
    "reasoning": "reasoning",
    "parallel_tool_calls": "parallel_tool_calls",
}
FORMATS = {"audio/pcm": "pcm16", "audio/pcmu": "g711_ulaw", "audio/pcma": "g711_alaw"}
OBJECTS = {name: {"type": type} for type, name in FORMATS.items()}
OBJECTS["pcm16"]["rate"] = 24_000  # type: ignore[assignment]

# Today's event names that differ in the beta; "" are not sent there.
BETA_EVENTS = {
    "conversation.item.added": "conversation.item.created",
    "conversation.item.done": "",
    "input_audio_buffer.timeout_triggered": "",
    "conversation.item.input_audio_transcription.segment": "",
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
    "response.output_text.delta": "response.text.delta",
    "response.output_text.done": "response.text.done",
}
BETA_CONTENT = {"output_text": "text", "output_audio": "audio"}


def flat(nested: Fields) -> Fields:
    """The fields of today's session or response, by their flat names; a given null stays one."""
    given = {}
    for path, name in (PATHS | ANSWERING).items():
        *above, last = path.split(".")
        inner: Any = nested
        for step in above:
            inner = (inner or {}).get(step)
        if inner and last in inner:
            value = inner[last]
            given[name] = FORMATS[value["type"]] if value and last == "format" else value
    return given | {name: nested[name] for name in ("conversation", "metadata", "input") if name in nested}


def nested(flat: Fields, kind: str = "realtime") -> Fields:
    """Flat fields as today's session has them."""
    session: Fields = {}
    for path, name in (PATHS if kind == "transcription" else PATHS | ANSWERING).items():
        if name not in flat:
            continue
        *above, last = path.split(".")
        inner = session
        for step in above:
            inner = inner.setdefault(step, {})
        inner[last] = OBJECTS[flat[name]] if last == "format" else flat[name]
    if "output_modalities" in session:
        session["output_modalities"] = ["audio"] if "audio" in flat["modalities"] else ["text"]
    return session


def beta_event(event: Fields) -> Fields | None:
    """The event as the beta has it, None when it has none."""
    name = BETA_EVENTS.get(event["type"], event["type"])
    if not name:
        return None
    event = {**event, "type": name}
    if "item" in event:
        event["item"] = beta_item(event["item"])
    if response := event.get("response"):
        event["response"] = beta_response(response)
    return event


def beta_item(item: Fields) -> Fields:
    if "content" not in item:
        return item
    content = [{**part, "type": BETA_CONTENT.get(part["type"], part["type"])} for part in item["content"]]
    return {**item, "content": content}


def beta_response(response: Fields) -> Fields:
    output = response["audio"]["output"] if "audio" in response else {}
    shown = {name: value for name, value in response.items() if name not in ("audio", "output_modalities")}
    shown["output"] = [beta_item(item) for item in response["output"]]
    if output:
        shown |= {"voice": output["voice"], "output_audio_format": FORMATS[output["format"]["type"]]}
    modalities = response["output_modalities"]
    return shown | {"modalities": ["audio", "text"] if "audio" in modalities else ["text"]}
