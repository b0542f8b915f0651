"""From the items of a conversation to what is answered: words, or calls of tools."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .. import calling, tokens, writer
from ..composing import REFUSAL
from ..strings import Hints
from ..writer.vocabulary import EXACT
from .configuration import INSTRUCTIONS, Configuration
from .items import Item
from .words import spoken

HEARD_TOKENS_A_SECOND = 10


@dataclass(slots=True)
class Reply:
    """`calls` as a chat completion has them; `text` when there are none."""

    text: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)


def compose(items: list[Item], options: Configuration, told: str, fault: str) -> Reply:
    """Answer the last that was said. `told` are instructions for this response alone, '' without any."""
    if fault == "refusal":
        return Reply(REFUSAL)
    rng = Random()
    last = next((item for item in reversed(items) if item.fields.get("role") == "user"), None)
    findings = [finding.sentence for finding in last.findings] if last else []
    prompt = writer.read(turns_of(items, options, told), findings)
    hints = Hints.of(prompt.text, prompt.words)
    if called := calls(items, options, hints, rng):
        return Reply(calls=called)
    if options.speaks:
        return Reply(spoken(prompt, rng))
    return Reply(writer.write(prompt, rng, verbosity="low"))


def turns_of(items: list[Item], options: Configuration, told: str) -> list[writer.Turn]:
    """The conversation as the writer reads it. Instructions to say something exactly are the last word."""
    names = {item.fields["call_id"]: item.fields["name"] for item in items if item.type == "function_call"}
    own = options["instructions"] not in ("", INSTRUCTIONS)
    turns = [writer.Turn("system", options["instructions"])] if own else []
    for item in items:
        if item.type == "function_call_output":
            name = names.get(item.fields["call_id"], "")
            turns.append(writer.Turn("tool", item.fields["output"], name))
        elif item.type == "message":
            turns.append(writer.Turn(item.fields["role"], item.text))
    if EXACT.fullmatch(told):
        turns.append(writer.Turn("user", told))
    return turns


def calls(items: list[Item], options: Configuration, hints: Hints, rng: Random) -> list[calling.Tool]:
    """The calls of the session's functions, [] when it answers in words."""
    tools = [{"type": "function", "function": tool} for tool in options["tools"]]
    choice = options["tool_choice"]
    if choice not in ("auto", "none", "required"):
        name = choice if isinstance(choice, str) else choice["name"]
        tools, choice = [tool for tool in tools if calling.name_of(tool) == name], "required"
    answered = bool(items) and items[-1].type == "function_call_output"
    single = options["parallel_tool_calls"] is False
    return calling.calls(tools, choice, hints, rng, answered=answered, single=single)


def input_tokens(items: list[Item], options: Configuration) -> dict[str, Any]:
    """What the conversation counts, by kind, as `usage.input_token_details` has it."""
    given = [options["instructions"] or "", json.dumps(options["tools"]) if options["tools"] else ""]
    texts = [item.text or item.fields.get("output", "") for item in items if not item.sound]
    text = sum(tokens.count(said) for said in (*given, *texts)) + 3 * len(items)
    audio = sum(round(item.seconds() * HEARD_TOKENS_A_SECOND) for item in items)
    image = sum(finding.tokens for item in items for finding in item.findings)
    return {
        "text_tokens": text,
        "audio_tokens": audio,
        "image_tokens": image,
        "cached_tokens": 0,
        "cached_tokens_details": {"text_tokens": 0, "audio_tokens": 0, "image_tokens": 0},
    }
