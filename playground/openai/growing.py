"""Values that grow while a stream arrives."""

import base64
from typing import Any

_KEPT_WHOLE = frozenset({"id", "type", "index", "role", "name", "object", "format", "signature"})


class GrowingText:
    """A text that arrives in pieces and is joined late.

    `since(position)` gives what came after that many characters, so that a reader who remembers `len(text)`
    pulls only what is new.
    """

    __slots__ = ("_length", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._length = 0

    def append(self, part: str) -> None:
        self.parts.append(part)
        self._length += len(part)

    def since(self, position: int) -> str:
        start, index = self._length, len(self.parts)
        while index and start > position:
            index -= 1
            start -= len(self.parts[index])
        return "".join(self.parts[index:])[max(0, position - start) :]

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self.parts)


def merged(old: Any, new: Any, key: str = "") -> Any:
    """`new` added to `old`: texts and lists grow, objects merge, the rest is replaced; null adds nothing."""
    if old is None or new is None:
        return old if new is None else list(new) if isinstance(new, list) else new
    if isinstance(old, str) and isinstance(new, str):
        return new if key in _KEPT_WHOLE else old + new
    if isinstance(old, dict) and isinstance(new, dict):
        both = {name: merged(old.get(name), value, name) for name, value in new.items()}
        return {**old, **both}
    if isinstance(old, list) and isinstance(new, list):
        old.extend(new)
        return old
    return new


def joined_base64(parts: list[str]) -> str:
    """Base64 pieces as one, also when each was encoded, and padded, by itself."""
    if not any(part.endswith("=") for part in parts[:-1]):
        return "".join(parts)
    try:
        return base64.b64encode(b"".join(base64.b64decode(part) for part in parts)).decode("ascii")
    except ValueError:  # no base64 at all
        return "".join(parts)
