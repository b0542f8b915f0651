"""What every database takes: PostgreSQL refuses NUL and lone surrogates in text and JSON, and upstreams send them."""

import math
from typing import Any

REPLACEMENT = "\ufffd"


def storable(value: Any) -> Any:
    """The same JSON value with each NUL and lone surrogate replaced by U+FFFD, and null for what is no number."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable_text(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def storable_text(text: str) -> str:
    text = text.replace("\0", REPLACEMENT)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Halves of a pair that came one by one are one character again.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
