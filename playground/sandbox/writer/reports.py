"""What tools returned, and what was found in pictures, recordings and files, in words."""

import json
from typing import Any

from .prompt import Prompt


def from_results(prompt: Prompt) -> str:
    """What the tools returned, in words as far as its form allows."""
    told = [f"`{turn.name or 'the tool'}` returned {in_words(turn.text)}" for turn in prompt.results]
    opening = "The tool has answered." if len(told) == 1 else f"All {len(told)} tools have answered."
    about = f" You asked about {prompt.subject}." if prompt.words else ""
    return (
        f"{opening}{about}\n\n"
        + "\n\n".join(told)
        + "\n\n*The sandbox has no model behind it: it repeats what the tool said.*"
    )


def in_words(result: str) -> str:
    try:
        value = json.loads(result)
    except (ValueError, RecursionError):
        return f"“{one_line(result, 400)}”." if result.strip() else "nothing."
    if isinstance(value, dict) and value and all(not isinstance(v, (dict, list)) for v in value.values()):
        rows = "\n".join(
            f"- **{one_line(str(name), 60)}**: {one_line(spoken_value(v), 200)}" for name, v in value.items()
        )
        return f"\n\n{rows}"
    if isinstance(value, (dict, list)):
        return f"\n\n{fence(value)}"
    return f"**{one_line(spoken_value(value), 200)}**."


def spoken_value(value: Any) -> str:
    if value is None:
        return "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def from_findings(prompt: Prompt) -> str:
    seen = "\n".join(f"- {finding}" for finding in prompt.findings)
    asked = f" You asked: “{one_line(prompt.text, 120)}”" if prompt.text.strip() else ""
    return (
        "The sandbox has no model behind it and understands nothing, but it looked at what you sent:"
        f"\n\n{seen}\n\n"
        f"That is all it can truly say.{asked}"
    )


def from_memory(prompt: Prompt) -> str:
    """What the user said before, the newest of it."""
    said = "\n".join(f"- “{one_line(text, 200)}”" for text in prompt.earlier[-10:])
    return (
        f"Earlier in this conversation you said:\n\n{said}\n\n"
        "*The sandbox has no model behind it: it repeats what it was sent.*"
    )


def one_line(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rstrip() + "…"


def fence(value: Any) -> str:
    return f"```json\n{json.dumps(value, ensure_ascii=False, indent=2)}\n```"
