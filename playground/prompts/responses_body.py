"""The body of a response as that of a chat completion, as far as both can say the same."""

from collections.abc import Iterator
from typing import Any

Dict = dict[str, Any]

RENAMED = {"max_output_tokens": "max_completion_tokens"}
SAME = frozenset(
    {
        *("model", "metadata", "parallel_tool_calls", "prompt_cache_key", "prompt_cache_retention", "stream"),
        *("safety_identifier", "service_tier", "store", "temperature", "top_logprobs", "top_p", "user"),
    }
)


def as_chat(body: Dict) -> tuple[Dict, list[str]]:
    """The parameters of a chat completion, and the names of what was left out."""
    left_out: list[str] = []
    chat: Dict = {"messages": list(messages(body, left_out))}
    for name, value in body.items():
        match name, value:
            case ("input" | "instructions", _):
                continue
            case "text", dict():
                chat |= of_text(value)
            case "reasoning", {"effort": str(effort)}:
                chat["reasoning_effort"] = effort
            case "tools", list():
                if functions := [nested(tool) for tool in value if is_function(tool)]:
                    chat["tools"] = functions
                if any(not is_function(tool) for tool in value):
                    left_out.append("tools that are no functions")
            case "tool_choice", _:
                chat["tool_choice"] = nested(value) if is_function(value) else value
            case _ if name in SAME or name in RENAMED:
                chat[RENAMED.get(name, name)] = value
            case _:
                left_out.append(name)
    return chat, left_out


def of_text(text: Dict) -> Dict:
    found: Dict = {}
    if isinstance(form := text.get("format"), dict):
        schema = {key: value for key, value in form.items() if key != "type"}
        is_schema = form.get("type") == "json_schema"
        found["response_format"] = {"type": "json_schema", "json_schema": schema} if is_schema else form
    if "verbosity" in text:
        found["verbosity"] = text["verbosity"]
    return found


def is_function(tool: Any) -> bool:
    return isinstance(tool, dict) and tool.get("type") == "function" and "name" in tool


def nested(tool: Dict) -> Dict:
    return {"type": "function", "function": {key: value for key, value in tool.items() if key != "type"}}


def messages(body: Dict, left_out: list[str]) -> Iterator[Dict]:
    if instructions := body.get("instructions"):
        yield {"role": "developer", "content": instructions}
    said = body.get("input")
    if isinstance(said, str):
        yield {"role": "user", "content": said}
    for item in said if isinstance(said, list) else []:
        if message := message_of(item):
            yield message
        else:
            left_out.append(str(item.get("type") if isinstance(item, dict) else "an input item"))


def message_of(item: Any) -> Dict | None:
    match item:
        case {"role": str(role), "content": content}:
            return {"role": role, "content": parts(content)}
        case {"type": "function_call", "call_id": call, "name": name, "arguments": arguments}:
            function = {"name": name, "arguments": arguments}
            return {
                "role": "assistant",
                "tool_calls": [{"id": call, "type": "function", "function": function}],
            }
        case {"type": "function_call_output", "call_id": call, "output": output}:
            return {"role": "tool", "tool_call_id": call, "content": parts(output)}
    return None


def parts(content: Any) -> Any:
    """Content parts with chat's names; one text alone stays a text."""
    if not isinstance(content, list):
        return content
    found = [part_of(part) for part in content]
    return found[0]["text"] if len(found) == 1 and found[0].get("type") == "text" else found


def part_of(part: Any) -> Dict:
    match part:
        case {"type": "input_text" | "output_text", "text": text}:
            return {"type": "text", "text": text}
        case {"type": "input_image", "image_url": url}:
            detail = {"detail": part["detail"]} if "detail" in part else {}
            return {"type": "image_url", "image_url": {"url": url, **detail}}
        case {"type": "input_file"}:
            return {"type": "file", "file": {key: value for key, value in part.items() if key != "type"}}
    return part if isinstance(part, dict) else {"type": "text", "text": str(part)}
