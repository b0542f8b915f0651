"""What the known image models take: https://platform.openai.com/docs/guides/image-generation

A model of no known name takes everything: the server decides.
"""

import re
from dataclasses import dataclass

LONGEST_PROMPT = 32_000
# Output tokens of one square of 1,024 pixels; of other sizes in proportion, within a few in a hundred.
TOKENS = {"low": 272, "medium": 1056, "high": 4160}
SQUARE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose names match `pattern`, which means the same in Python and in JavaScript."""

    pattern: str
    longest_prompt: int = LONGEST_PROMPT
    most: int = 10
    counts_tokens: bool = False


FAMILIES = (
    Family(r"^dall-e-2", longest_prompt=1_000),
    Family(r"^dall-e-3", longest_prompt=4_000, most=1),
    Family(r"^gpt-image-1", counts_tokens=True),
)
UNKNOWN = Family("")

# Searched in a model's name, as `families.Rule.refuses` is.
NOT_DALL_E = r"^dall-e-"
ONLY_DALL_E = r"^(?!dall-e-)"
ONLY_DALL_E_2 = r"^(?!dall-e-2)"
ONLY_DALL_E_3 = r"^(?!dall-e-3)"


def family_of(model: str) -> Family:
    return next((family for family in FAMILIES if re.search(family.pattern, model)), UNKNOWN)


def output_tokens(quality: str, width: int, height: int) -> int:
    return round(TOKENS[quality] * width * height / SQUARE)
