"""What was spoken, written into the file itself: the sandbox hears its own speech without mishearing it."""

import hashlib
import json
from collections.abc import Mapping

# The one tag that all containers have, and that survives when one is turned into another.
TAG = "comment"
MARK = "Spoken by the Playground's sandbox"


def sealed(text: str) -> str:
    """The tag for speech that says `text`."""
    return f"{MARK} ({digest(text)}): {json.dumps(text, ensure_ascii=False)}"


def opened(tags: Mapping[str, str]) -> str | None:
    """The text that a file's tags say it speaks; None unless the sandbox wrote them, and they are whole."""
    for name, value in tags.items():
        if name.lower() != TAG or not value.startswith(MARK):
            continue
        said, _, quoted = value.partition(": ")
        try:
            text = json.loads(quoted)
        except ValueError:
            continue
        if isinstance(text, str) and said == f"{MARK} ({digest(text)})":
            return text
    return None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
