"""From parameters to replies: all that an answer consists of is decided before anything is sent."""

import json
from random import Random
from typing import Any

from .. import media, tokens, writer
from ..catalog import Model
from ..composing import REFUSAL, THINKING, source_of_chance, structured
from ..errors import bad_request
from ..instances import Unsatisfiable
from ..strings import Hints
from . import tools
from .completion import Completion
from .messages import text_of
from .moderated import moderated
from .reply import Reply

MOST_TOKENS = 2_000_000


def compose(params: dict[str, Any], model: Model) -> Completion:
    """Write all choices. Pictures and recordings are decoded here, so call it off the event loop."""
    findings = look_at_parts(params["messages"])
    prompt = writer.read(conversation(params["messages"]), [finding.sentence for finding in findings])
    prompt_tokens = count(params) + sum(finding.tokens for finding in findings)
    audio_tokens = sum(finding.tokens for finding in findings if finding.audio)
    check_total(params, model, prompt_tokens)
    replies = []
    for index in range(params.get("n", 1)):
        rng = source_of_chance(params, index)
        reply = compose_one(params, model, prompt, rng)
        reply.finish(params, rng)
        replies.append(reply)
    moderation = moderated(params, replies) if "moderation" in params else None
    return Completion(model, params, replies, prompt_tokens, audio_tokens, moderation)


def check_total(params: dict[str, Any], model: Model, prompt_tokens: int) -> None:
    """All choices are held in memory: not every combination of what is allowed alone is."""
    limit = params.get("max_completion_tokens", params.get("max_tokens", 0)) if model.speed is None else 0
    rated = 1 + params.get("top_logprobs", 0) if params.get("logprobs") else 1
    # An answer may repeat its prompt.
    total = max(limit, prompt_tokens) * params.get("n", 1) * rated
    if total > MOST_TOKENS:
        raise bad_request(
            f"Too many tokens requested. All choices, with their alternatives, may come to {total} tokens, but "
            f"you can currently request up to at most a total of {MOST_TOKENS}.",
            "n" if "n" in params else "messages",
        )


def compose_one(params: dict[str, Any], model: Model, prompt: writer.Prompt, rng: Random) -> Reply:
    if model.fault == "refusal":
        return Reply(text=REFUSAL, refused=True)
    hints = Hints.of(prompt.text, prompt.words)
    reply = Reply(reasoning_tokens=THINKING[params.get("reasoning_effort", "medium")] if model.reasons else 0)
    reply.calls = tools.calls(params, hints, rng)
    reply.deprecated_call = bool(reply.calls) and "functions" in params
    wanted = params.get("response_format", {"type": "text"})
    if reply.calls:
        return reply
    if wanted["type"] == "text" or prompt.exact is not None:
        write(reply, params, model, prompt, rng)
        return reply
    schema = wanted["json_schema"]["schema"] if wanted["type"] == "json_schema" else None
    try:
        reply.text = structured(schema, prompt, hints, rng)
    except Unsatisfiable as unsatisfiable:
        reply.text, reply.refused = str(unsatisfiable), True
    return reply


def write(reply: Reply, params: dict[str, Any], model: Model, prompt: writer.Prompt, rng: Random) -> None:
    limit = params.get("max_completion_tokens", params.get("max_tokens", 0))
    reply.text = writer.write(
        prompt,
        rng,
        verbosity=params.get("verbosity", "medium"),
        at_least=limit if model.speed is None else 0,
        spoken="audio" in params.get("modalities", ()),
    )
    if params["messages"][-1]["role"] == "assistant":
        reply.text = continued(text_of(params["messages"][-1]), reply.text)
    if "web_search_options" in params and prompt.exact is None:
        reply.text, reply.annotations = writer.with_citation(reply.text, prompt)


def continued(begun: str, text: str) -> str:
    """What of the text comes after an answer that was begun already: as many characters on, from the next word."""
    if text.startswith(begun):
        return text[len(begun) :]
    _, gap, rest = text[max(len(begun) - 1, 0) :].partition(" ")
    return (gap if not begun[-1:].isspace() else "") + rest if rest else " And that is all."


def look_at_parts(messages: list[dict[str, Any]]) -> list[media.Finding]:
    """What the pictures, recordings and files of the last user message hold."""
    last = max((i for i, message in enumerate(messages) if message["role"] == "user"), default=None)
    if last is None or not isinstance(messages[last]["content"], list):
        return []
    return [
        media.look(part, f"messages[{last}].content[{position}]")
        for position, part in enumerate(messages[last]["content"])
        if part["type"] != "text"
    ]


def conversation(messages: list[dict[str, Any]]) -> list[writer.Turn]:
    names = {
        call["id"]: call[call["type"]]["name"]
        for message in messages
        for call in message.get("tool_calls") or ()
    }
    return [
        writer.Turn(
            message["role"], text_of(message), names.get(message.get("tool_call_id"), message.get("name", ""))
        )
        for message in messages
    ]


def count(params: dict[str, Any]) -> int:
    """The prompt's tokens: three for each message and its role, like the API's own count."""
    said = sum(3 + tokens.count(text_of(message)) for message in params["messages"])
    given = [params[name] for name in ("tools", "functions", "response_format") if name in params]
    return 3 + said + sum(tokens.count(json.dumps(item)) for item in given)
