"""The tools that the API itself would run. Each is simulated: an item that looks the part, and a note that says so."""

import base64
import io
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from PIL import Image

from ..images.painter import paint
from ..writer import Prompt
from .context import Item, new_id
from .tools import Tool, family

Make = Callable[[Tool, Prompt, Random], Item]
WORDS = {
    "web_search": r"search|web|online|internet|news|latest|today|current|weather|look up|google|find out",
    "file_search": r"search|files?|documents?|docs?|knowledge|handbook|manual|find",
    "code_interpreter": r"code|python|calculate|compute|plot|chart|run|math|sum|average|csv|how many|numbers?",
    "image_generation": r"image|picture|draw|paint|photo|illustration|logo|sketch|icon|poster",
    "computer": r"click|open|browser|screen|screenshot|computer|desktop|website|navigate|type|scroll|book",
}
NOTES = {
    "web_search": "*The web search is simulated: nothing was searched.*",
    "file_search": "*The file search is simulated: no file was read.*",
    "code_interpreter": "*The code interpreter is simulated: no code was run, the sandbox counted by itself.*",
    "image_generation": "*The picture was painted by the sandbox, by rules and not by a model.*",
    "mcp": "*The MCP server is simulated: none was asked.*",
}
SIZES = {"1024x1536": (1024, 1536), "1536x1024": (1536, 1024)}
SOURCE = "https://example.com/sandbox"
FILE = {"file_id": "file-sandbox", "filename": "sandbox.txt"}


def concerns(tool: Tool, prompt: Prompt) -> bool:
    """Whether the prompt is about what the tool does."""
    if tool["type"] == "mcp":
        label = re.escape(tool["server_label"])
        return bool(re.search(rf"\b(mcp|tools?|servers?|{label})\b", prompt.text[:20_000], re.IGNORECASE))
    words = WORDS.get(family(tool["type"]))
    return bool(words and re.search(rf"\b({words})\b", prompt.text[:20_000], re.IGNORECASE))


def web_search(tool: Tool, prompt: Prompt, rng: Random) -> Item:
    query = " ".join(prompt.words[:6]) or prompt.subject
    action = {
        "type": "search",
        "query": query,
        "queries": [query],
        "sources": [{"type": "url", "url": SOURCE}],
    }
    return {"id": new_id("ws"), "type": "web_search_call", "status": "completed", "action": action}


def file_search(tool: Tool, prompt: Prompt, rng: Random) -> Item:
    found = {
        **FILE,
        "attributes": {},
        "score": round(rng.uniform(0.5, 0.99), 4),
        "text": f"A made-up passage of the sandbox about {prompt.subject}.",
    }
    return {
        "id": new_id("fs"),
        "type": "file_search_call",
        "status": "completed",
        "queries": [prompt.subject],
        "results": [found],
    }


def code_interpreter(tool: Tool, prompt: Prompt, rng: Random) -> Item:
    words = [word for word in prompt.words if word.isascii()] or ["sandbox"]
    code = f"words = {json.dumps(words)}\nprint(len(words), max(words, key=len))"
    return {
        "id": new_id("ci"),
        "type": "code_interpreter_call",
        "status": "completed",
        "code": code,
        "container_id": new_id("cntr"),
        "outputs": [{"type": "logs", "logs": f"{len(words)} {max(words, key=len)}\n"}],
    }


def image_generation(tool: Tool, prompt: Prompt, rng: Random) -> Item:
    """A painted picture. `partials` are what it looked like on the way, for the stream only."""
    size = tool.get("size") if tool.get("size") in SIZES else "1024x1024"
    kind = tool.get("output_format") or "png"
    clear = tool.get("background") == "transparent" and kind != "jpeg"
    width, height = SIZES.get(str(size), (1024, 1024))
    picture = paint(prompt.text[:2000], width, height, rng.getrandbits(32), clear)
    small = [picture.resize((width >> step, height >> step)) for step in (6, 5, 4)]
    partials = small[: tool.get("partial_images") or 0]
    return {
        "id": new_id("ig"),
        "type": "image_generation_call",
        "status": "completed",
        "action": "generate",
        "background": "transparent" if clear else "opaque",
        "output_format": kind,
        "quality": {None: "medium", "auto": "medium"}.get(tool.get("quality"), tool.get("quality")),
        "result": encoded(picture, kind),
        "revised_prompt": " ".join(prompt.text.split())[:200],
        "size": size,
        "partials": [encoded(part.resize(picture.size, Image.Resampling.NEAREST), kind) for part in partials],
    }


def encoded(picture: Image.Image, kind: str) -> str:
    file = io.BytesIO()
    picture.save(file, kind.upper())
    return base64.b64encode(file.getvalue()).decode()


def computer(tool: Tool, prompt: Prompt, rng: Random) -> Item:
    """First a look at the screen; the click comes when that was answered, see `calls`."""
    return computer_call({"type": "screenshot"}, tool)


def click(tool: Tool, rng: Random) -> Item:
    wide, high = tool.get("display_width") or 1024, tool.get("display_height") or 768
    place = {"x": rng.randrange(wide), "y": rng.randrange(high)}
    return computer_call({"type": "click", "button": "left", **place}, tool)


def computer_call(action: Item, tool: Tool) -> Item:
    acts = {"actions": [action]} if tool["type"] == "computer" else {"action": action}
    call = {"id": new_id("cu"), "type": "computer_call", "status": "completed", "call_id": new_id("call")}
    return {**call, **acts, "pending_safety_checks": []}


MAKERS: dict[str, Make] = {
    "web_search": web_search,
    "file_search": file_search,
    "code_interpreter": code_interpreter,
    "image_generation": image_generation,
    "computer": computer,
}


def annotated(text: str, families: set[str], prompt: Prompt) -> tuple[str, list[dict[str, Any]]]:
    """The text with what the tools found, the annotations of that, and a note for each that it is simulated."""
    annotations: list[dict[str, Any]] = []
    if "web_search" in families:
        lead = f"{text}\n\nA citation would look like this: "
        text = f"{lead}[example.com]({SOURCE})."
        place = {"start_index": len(lead), "end_index": len(text) - 1}
        title = f"Simulated: {prompt.subject}"
        annotations.append({"type": "url_citation", **place, "title": title, "url": SOURCE})
    if "file_search" in families:
        text += (
            f"\n\nA citation of a file stands at the end of a sentence like this one ({FILE['filename']})."
        )
        annotations.append({"type": "file_citation", **FILE, "index": len(text) - 1})
    return "\n\n".join([text, *(NOTES[name] for name in NOTES if name in families)]), annotations
