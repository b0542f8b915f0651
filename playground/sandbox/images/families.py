"""What each family of image models takes: https://platform.openai.com/docs/guides/image-generation"""

import re
from dataclasses import dataclass

from ..catalog import Model
from ..errors import APIError, bad_request
from ..parameters import Text, listed

ONLY_GPT = (
    "background",
    "moderation",
    "output_compression",
    "output_format",
    "partial_images",
    "stream",
    "input_fidelity",
)
SIZES = ("1024x1024", "1024x1536", "1536x1024")
SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})", re.ASCII)
STEP, LONGEST_EDGE, LONGEST_RATIO = 16, 3840, 3
FEWEST_PIXELS, MOST_PIXELS = 655_360, 8_294_400


@dataclass(frozen=True, slots=True)
class Family:
    """`refuses` are parameters that its models do not know; `free_size`: any WIDTHxHEIGHT within limits."""

    longest_prompt: int
    qualities: tuple[str, ...]
    sizes: tuple[str, ...]
    refuses: tuple[str, ...]
    most: int = 10
    free_size: bool = False
    answers_url: bool = False
    revises: bool = False

    def check_size(self, size: str) -> None:
        if not self.free_size or size in self.sizes:
            Text(choices=self.sizes).check(size, "size")
        elif fault := size_fault(size):
            raise bad_request(f"Invalid size '{size}'. {fault}", "size", "invalid_value")


GPT = Family(32_000, ("low", "medium", "high", "auto"), (*SIZES, "auto"), ("response_format", "style"))
NEWER_GPT = Family(GPT.longest_prompt, GPT.qualities, GPT.sizes, GPT.refuses, free_size=True)
OURS = Family(GPT.longest_prompt, GPT.qualities, GPT.sizes, ("style",))
DALL_E_2 = Family(
    1000, ("standard", "auto"), ("256x256", "512x512", "1024x1024"), (*ONLY_GPT, "style"), answers_url=True
)
DALL_E_3 = Family(
    4000,
    ("standard", "hd", "auto"),
    ("1024x1024", "1792x1024", "1024x1792"),
    ONLY_GPT,
    most=1,
    answers_url=True,
    revises=True,
)


def family_of(model: Model) -> Family:
    if not model.familiar:
        return OURS
    if model.id.startswith("dall-e-"):
        return DALL_E_3 if model.id.startswith("dall-e-3") else DALL_E_2
    return GPT if re.match(r"gpt-image-1(-|$)", model.id) else NEWER_GPT


def only(family: Family, names: tuple[str, ...], *families: Family) -> None:
    """Refuse a model of OpenAI's whose family an operation does not know; `names` are said instead."""
    if family is not OURS and family not in families:
        raise bad_request(f"Invalid value. Value must be {listed(names, 'or')}.", "model", "invalid_value")


def size_fault(size: str) -> str:
    """What is wrong with a size of the caller's own, in a sentence; nothing if it is right."""
    if not (match := SIZE.fullmatch(size)):
        return "Expected 'auto' or WIDTHxHEIGHT."
    width, height = (int(side) for side in match.groups())
    if width % STEP or height % STEP:
        return f"Width and height must both be divisible by {STEP}."
    if max(width, height) > LONGEST_EDGE:
        return f"The longest edge must be {LONGEST_EDGE} pixels or less."
    if max(width, height) > LONGEST_RATIO * min(width, height):
        return "The aspect ratio must be between 1:3 and 3:1."
    if not FEWEST_PIXELS <= width * height <= MOST_PIXELS:
        return f"The total number of pixels must be between {FEWEST_PIXELS:,} and {MOST_PIXELS:,}."
    return ""


def unknown(name: str) -> APIError:
    return bad_request(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
