"""The parameters of the image operations: https://platform.openai.com/docs/api-reference/images"""

from typing import Any

from ..errors import bad_request
from ..parameters import Flag, Integer, Text
from ..structures import Object
from .families import Family, unknown

SHARED = {
    "model": Text(),
    "n": Integer(low=1, high=10),
    "response_format": Text(choices=("url", "b64_json")),
    "size": Text(),
    "user": Text(),
}
PAINTED = {
    **SHARED,
    "prompt": Text(null=False),
    "background": Text(choices=("transparent", "opaque", "auto")),
    "moderation": Text(choices=("low", "auto")),
    "output_compression": Integer(low=0, high=100),
    "output_format": Text(choices=("png", "jpeg", "webp")),
    "partial_images": Integer(low=0, high=3),
    "quality": Text(),
    "stream": Flag(),
}
CREATE = Object(fields={**PAINTED, "style": Text(choices=("vivid", "natural"))}, required=("prompt",))
EDIT = Object(fields={**PAINTED, "input_fidelity": Text(choices=("high", "low"))}, required=("prompt",))
VARY = Object(fields=SHARED)


def check(params: dict[str, Any], family: Family) -> None:
    """Raise the API's 400 for what this family does not take. `params` were found well-formed and hold no nulls."""
    for name in params:
        if name in family.refuses:
            raise unknown(name)
    if "prompt" in params:
        check_prompt(params["prompt"], family)
    if params.get("n", 1) > family.most:
        raise bad_request(f"You must provide n={family.most} for this model.", "n", "invalid_value")
    family.check_size(params.get("size", family.sizes[-1]))
    Text(choices=family.qualities).check(params.get("quality"), "quality")
    check_format(params)


def check_prompt(prompt: str, family: Family) -> None:
    if not prompt:
        raise bad_request(
            "Invalid 'prompt': empty string. Expected a string with minimum length 1, but got an empty string instead.",
            "prompt",
            "empty_string",
        )
    Text(longest=family.longest_prompt).check(prompt, "prompt")


def check_format(params: dict[str, Any]) -> None:
    format = params.get("output_format", "png")
    if params.get("background") == "transparent" and format == "jpeg":
        message = "Transparent background is not supported for JPEG output format."
        raise bad_request(message, "background", "invalid_value")
    if format == "png" and params.get("output_compression", 100) < 100:
        message = "Compression less than 100 is not supported for PNG output format."
        raise bad_request(message, "output_compression", "invalid_png_output_compression")
    if params.get("partial_images") and not params.get("stream"):
        message = "The 'partial_images' parameter is only allowed when 'stream' is enabled."
        raise bad_request(message, "partial_images")
    if params.get("stream") and params.get("response_format") == "url":
        raise bad_request("'response_format' must be 'b64_json' when 'stream' is enabled.", "response_format")
