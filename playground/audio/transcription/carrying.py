"""Parts that go one after the other: each is given the last words of the one before, behind the person's prompt.

The API reads the end of a prompt: https://platform.openai.com/docs/guides/speech-to-text#prompting
"""

from typing import Any

from playground.runs import search
from playground.runs.models import Run, Status

# Characters, some 70 tokens of the 224 that whisper-1 reads: the rest is the person's own.
MOST = 300


def last_words(text: str) -> str:
    """The end of the text, from the beginning of a word."""
    whole = " ".join(text.split())
    return whole if len(whole) <= MOST else whole[-MOST:].partition(" ")[2]


def carried(prompt: str, before: str) -> str:
    """The prompt of a part: the person's own, then the last words of the text `before`."""
    return "\n".join(filter(None, (prompt, last_words(before))))


def settings(params: dict[str, Any], *, in_order: bool) -> dict[str, Any]:
    """What a set of parts remembers, so that each can be given its prompt when its turn comes."""
    return {"in_order": True, "prompt": str(params.get("prompt") or "")} if in_order else {}


def hand_on(run: Run, **_: Any) -> None:
    """Called as a part's end is stored, before the next one has its turn."""
    settings = run.run_set.settings if run.run_set and run.position is not None else {}
    if not settings.get("in_order") or run.status != Status.COMPLETED or not run.text.strip():
        return
    following = Run.objects.filter(
        run_set=run.run_set, status=Status.QUEUED, position=(run.position or 0) + 1
    )
    for part in following:
        part.params = {**part.params, "prompt": carried(settings["prompt"], run.text)}
        part.save(update_fields=["params"])
        search.index(part)


def params_again(lost: Run) -> dict[str, Any]:
    """The parameters with which a part is sent once more: the text before it may be known by now."""
    params: dict[str, Any] = lost.params
    settings = lost.run_set.settings if lost.run_set and lost.position else {}
    if not settings.get("in_order"):
        return params
    done = Run.objects.filter(
        run_set=lost.run_set, status=Status.COMPLETED, position=(lost.position or 0) - 1
    )
    before = done.order_by("id").values_list("text", flat=True).last() or ""
    prompt = carried(settings["prompt"], before)
    return {**params, "prompt": prompt} if prompt else params
