"""What the editor holds when the page is opened on a run."""

from typing import Any

from .forms import CompletionForm
from .prompts import MARKER


def from_run(params: dict[str, Any]) -> dict[str, Any]:
    """What each control holds: a text stands as it is, with the marker before its suffix."""
    initial: dict[str, Any] = CompletionForm.initial_from(params)
    prompt, suffix = params.get("prompt"), params.get("suffix")
    if not isinstance(prompt, str) or "prompt" not in initial:
        return {**initial, "reading": "json"}
    # A line break of the other kind would not survive the editor.
    if "\r" in prompt:
        return {**initial, "reading": ""}
    if isinstance(suffix, str) and initial.get("suffix") and MARKER not in prompt + suffix and prompt:
        del initial["suffix"]
        return {**initial, "prompt": f"{prompt}{MARKER}{suffix}", "reading": "insert"}
    return {**initial, "prompt": prompt, "reading": "text"}
