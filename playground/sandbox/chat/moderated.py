"""What a chat completion says of harm, where `moderation` asks for it: in its messages, and in its choices.

Reference: https://platform.openai.com/docs/api-reference/chat/object (`moderation`).
"""

from typing import Any

from .. import catalog
from ..errors import APIError
from ..moderations import reading
from ..moderations.views import result
from .messages import text_of
from .reply import Reply


def moderated(params: dict[str, Any], replies: list[Reply]) -> dict[str, Any]:
    """Reads all texts, so call it off the event loop."""
    model = params["moderation"]["model"]
    said = "\n".join(text_of(message) for message in params["messages"])
    written = "\n".join(reply.text for reply in replies)
    return {"input": found(said, model), "output": found(written, model)}


def found(text: str, name: str) -> dict[str, Any]:
    """The results; an object of type error where the model is none that moderates."""
    try:
        model = catalog.find_for("v1/moderations", name, "moderation").id
    except APIError as error:
        return {"type": "error", "code": error.code or "model_not_found", "message": f"{error}"}
    omni = not model.startswith("text-moderation-")
    judged = result([reading.scores_of(text)], {"text"}, omni)
    types = judged.setdefault(
        "category_applied_input_types", {name: ["text"] for name in judged["categories"]}
    )
    one = {"type": "moderation_result", "model": model, **judged, "category_applied_input_types": types}
    return {"type": "moderation_results", "model": model, "results": [one]}
