"""What every way to answer in words has in common: chance, thinking, refusals and answers that fit a schema."""

import json
from random import Random
from typing import Any

from . import writer
from .instances import instance_of
from .strings import Hints

THINKING = {"none": 0, "minimal": 0, "low": 64, "medium": 192, "high": 512, "xhigh": 1024, "max": 2048}
# What does not change the text of an answer, and so does not take part in a seed.
SILENT = {
    "stream",
    "stream_options",
    "store",
    "metadata",
    "user",
    "logprobs",
    "top_logprobs",
    "safety_identifier",
}
SILENT |= {"prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "service_tier", "n"}
SILENT |= {"background", "include", "previous_response_id"}
REFUSAL = (
    "I'm sorry, but I can't help with that. (The sandbox refuses everything asked of `sandbox-refusal`.)"
)


def source_of_chance(params: dict[str, Any], index: int) -> Random:
    """The same for the same seed and parameters (or at temperature 0), else different every time."""
    if "seed" not in params and params.get("temperature") != 0:
        return Random()
    material = {name: value for name, value in params.items() if name not in SILENT}
    return Random(f"{index} {json.dumps(material, sort_keys=True)}")


def structured(schema: dict[str, Any] | None, prompt: writer.Prompt, hints: Hints, rng: Random) -> str:
    """JSON that fits the schema, or is about the prompt without one; raises `Unsatisfiable`."""
    value = instance_of(schema if schema is not None else writer.free_form(prompt), hints, rng)
    return json.dumps(value, ensure_ascii=False, indent=None)
