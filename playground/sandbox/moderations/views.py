"""`POST /moderations`: https://platform.openai.com/docs/api-reference/moderations"""

import asyncio
import uuid
from typing import Any

from django.http.response import HttpResponseBase

from .. import catalog, faults
from ..endpoint import Call
from ..errors import bad_request
from . import pictures, reading
from .categories import CATEGORIES, FLAGGED_FROM, NEWER, OF_PICTURES, Scores, highest
from .parameters import CREATE, DEFAULT_MODEL, in_parts, texts_of

# What a slow model counts a moderation as, in tokens.
SLOW = 8


async def create(call: Call) -> dict[str, Any] | HttpResponseBase:
    CREATE.check(call.body, "")
    model = catalog.find_for("v1/moderations", call.body.get("model", DEFAULT_MODEL), "moderation")
    if response := await faults.before_answer(model.fault, streams=False):
        return response
    given, omni = call.body["input"], not model.id.startswith("text-moderation-")
    if in_parts(given):
        results = [await result_of_parts(given, model.id, omni)]
    else:
        texts = [given] if isinstance(given, str) else given
        results = [result([await read(text)], {"text"}, omni) for text in texts]
    made = {"id": f"modr-{uuid.uuid4().hex}", "model": model.id, "results": results}
    return await faults.whole(made, model, call.request, SLOW)


async def read(text: str) -> Scores:
    return await asyncio.to_thread(reading.scores_of, text)


async def result_of_parts(parts: list[dict[str, Any]], model: str, omni: bool) -> dict[str, Any]:
    """One result for all parts: the highest scores of any."""
    types = {"image" if part["type"] == "image_url" else "text" for part in parts}
    if "image" in types and not omni:
        raise bad_request(f"The model '{model}' takes text only, no images.", "input", "invalid_value")
    found = [await read("\n".join(texts_of(parts)))] if "text" in types else []
    for position, part in enumerate(parts):
        if part["type"] == "image_url":
            path = f"input[{position}].image_url.url"
            found.append(await asyncio.to_thread(pictures.scores_of, part["image_url"]["url"], path))
    return result(found, types, omni)


def result(found: list[Scores], types: set[str], omni: bool) -> dict[str, Any]:
    """What was found, as the API says it; a category applies only to the types it can look at."""
    names = [name for name in CATEGORIES if omni or name not in NEWER]
    scores = highest(found)
    categories = {name: scores[name] >= FLAGGED_FROM for name in names}
    made: dict[str, Any] = {
        "flagged": any(categories.values()),
        "categories": categories,
        "category_scores": {name: scores[name] for name in names},
    }
    if omni:
        made["category_applied_input_types"] = {name: applied(name, types) for name in names}
    return made


def applied(name: str, types: set[str]) -> list[str]:
    return [kind for kind in ("text", "image") if kind in types and (kind == "text" or name in OF_PICTURES)]
