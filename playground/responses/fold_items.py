"""One item of a response's output while it is made: texts that grow, and what the server says of it as a whole."""

from typing import Any

from playground.openai.growing import GrowingText

Source = dict[str, Any]
Key = tuple[str, int]

# What grows by `<name>.delta`: the item's field, the key of its text in a part, the key of the part's index.
TEXTS: dict[str, tuple[str, str, str]] = {
    "output_text": ("content", "text", "content_index"),
    "refusal": ("content", "refusal", "content_index"),
    "reasoning_text": ("content", "text", "content_index"),
    "reasoning_summary_text": ("summary", "text", "summary_index"),
    "function_call_arguments": ("arguments", "arguments", ""),
    "mcp_call_arguments": ("arguments", "arguments", ""),
    "custom_tool_call_input": ("input", "input", ""),
    "code_interpreter_call_code": ("code", "code", ""),
}
PART_TYPES = {
    "output_text": "output_text",
    "refusal": "refusal",
    "reasoning_text": "reasoning_text",
    "reasoning_summary_text": "summary_text",
}
# The item that such an event is about, where nobody announced it.
ITEM_TYPES = {
    "output_text": "message",
    "refusal": "message",
    "content_part": "message",
    "reasoning_text": "reasoning",
    "reasoning_summary_text": "reasoning",
    "reasoning_summary_part": "reasoning",
    "function_call_arguments": "function_call",
    "mcp_call_arguments": "mcp_call",
    "custom_tool_call_input": "custom_tool_call",
    "code_interpreter_call_code": "code_interpreter_call",
}
LISTS = ("content", "summary")
WHOLE = ("arguments", "input", "code")
MOST_PARTS = 1000


class Item:
    """`source` is what the server told as a whole, `parts` and `texts` what came of its parts, `began` and `ended`
    are milliseconds since the request left. `version` grows with whatever changes besides the texts."""

    def __init__(self, source: Source, ms: int) -> None:
        self.source = source
        self.parts: dict[Key, Source] = {}
        self.texts: dict[Key, GrowingText] = {}
        self.began, self.ended = ms, None if source.get("status") == "in_progress" else ms
        self.is_done = False
        self.state = ""
        self.picture = ""
        self.version = 0

    @property
    def type(self) -> str:
        return str(self.source.get("type") or "item")

    @property
    def status(self) -> str:
        """Where the item is: what its events said last, until it is done."""
        told = str(self.source.get("status") or "")
        return told if self.is_done and told else self.state or told

    def take(self, source: Source, ms: int, *, is_done: bool) -> None:
        """What the server says of the whole item; its texts are at least as long as they came by themselves."""
        self.source = {**self.source, **source}
        if not self.is_done:
            self.ended = ms if is_done else None
        self.is_done = self.is_done or is_done
        for field in LISTS:
            parts = source.get(field)
            for index, part in enumerate(parts if isinstance(parts, list) else ()):
                if isinstance(part, dict):
                    self.take_part(field, {f"{field}_index": index, "part": part})
        for field in WHOLE:
            if isinstance(text := source.get(field), str) and text:
                self.become((field, 0), text)
        self.version += 1

    def take_part(self, field: str, event: Source) -> None:
        part, key = event.get("part"), (field, index_in(event, f"{field}_index"))
        if not isinstance(part, dict):
            raise ValueError("a part that is no object")
        self.parts[key] = {**self.parts.get(key, {}), **part}
        text = part.get("text", part.get("refusal"))
        if isinstance(text, str):
            self.become(key, text)
        self.version += 1

    def grow(self, name: str, event: Source, *, is_done: bool) -> None:
        """A piece of a text, or all of it."""
        field, text_key, index_key = TEXTS[name]
        key = (field, index_in(event, index_key) if index_key else 0)
        if field in LISTS and key not in self.parts:
            self.parts[key] = {"type": PART_TYPES[name]}
            self.version += 1
        text = event.get(text_key) if is_done else event.get("delta")
        if not isinstance(text, str):
            return
        if is_done:
            self.become(key, text)
        else:
            self.texts.setdefault(key, GrowingText()).append(text)

    def become(self, key: Key, text: str) -> None:
        """The text as a whole: mostly what is there already, or a little more of it."""
        had = str(self.texts.setdefault(key, GrowingText()))
        if text.startswith(had):
            if len(text) > len(had):
                self.texts[key].append(text[len(had) :])
        elif text:
            self.texts[key] = GrowingText()
            self.texts[key].append(text)

    def annotate(self, event: Source) -> None:
        key = ("content", index_in(event, "content_index"))
        part = self.parts.setdefault(key, {"type": "output_text"})
        self.parts[key] = {**part, "annotations": [*(part.get("annotations") or []), event.get("annotation")]}
        self.version += 1

    def show(self, event: Source) -> None:
        """A picture on its way."""
        if isinstance(picture := event.get("partial_image_b64"), str):
            self.picture = picture
            self.move_to("generating")

    def move_to(self, state: str) -> None:
        self.state = state
        self.version += 1

    def result(self) -> Source:
        """The item as the API writes it, as far as it has come."""
        if self.is_done:
            return self.source
        grown: Source = {}
        for (field, index), text in sorted(self.texts.items()):
            if field in LISTS:
                part = self.parts.get((field, index), {})
                name = "refusal" if part.get("type") == "refusal" else "text"
                grown.setdefault(field, []).append({**part, name: str(text)})
            else:
                grown[field] = str(text)
        return {**self.source, **grown}


def index_in(event: Source, key: str) -> int:
    index = event.get(key, 0)
    if type(index) is not int or not 0 <= index < MOST_PARTS:
        raise ValueError("no index of a part")
    return index
