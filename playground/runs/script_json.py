"""JSON inside a script element of a page."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# What would end or open a script element stays JSON, and stays text.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_json(value: Any) -> SafeString:
    return mark_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))
