"""What another page handed to the chat: a run's text for the message box, or a picture to attach."""

from typing import Any

from playground.accounts.requests import HtmxHttpRequest
from playground.prompts import variables
from playground.runs import handover
from playground.runs.models import File


def composer(request: HtmxHttpRequest) -> dict[str, str]:
    """The message box as it is opened (`?text_of=<run>`); nothing in a text that was written already is a variable."""
    text = handover.given_text(request)
    escaped: dict[str, Any] = variables.escaped({"composer": [text]})
    return {"composer": escaped["composer"][0]} if text else {}


def attached(request: HtmxHttpRequest) -> list[File]:
    """The pictures to attach (`?picture=<file>`)."""
    picture = handover.given_file(request, "picture")
    return [picture] if picture else []
