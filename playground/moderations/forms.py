"""The declaration of a moderation: https://platform.openai.com/docs/api-reference/moderations/create"""

from typing import Any

from playground.params.fields import ModelField, TextOrJSONField
from playground.params.forms import OperationForm


class InputField(TextOrJSONField):
    """Text that is one input, or JSON: a list of texts, or the text and image_url parts of one input."""

    def read(self, text: str) -> Any:
        # A brace begins a text like any other letter: no input is an object.
        return text.replace("\r\n", "\n") if text.lstrip().startswith("{") else super().read(text)

    def checked(self, value: Any) -> Any:
        if isinstance(value, list):
            if not value:
                self.refuse("the list is empty")
            if len({type(item) for item in value}) > 1 or not isinstance(value[0], str | dict):
                self.refuse("must hold only texts, or only parts of type text or image_url")
        return super().checked(value)


class ModerationForm(OperationForm):
    """All parameters of a moderation."""

    operation = "create_moderation"
    sections = {"Model": True, "Advanced": False}

    input = InputField(
        kind=list,
        section=None,
        required=True,
        help="Text for one input, or a JSON list: texts, or text and image_url parts.",
    )
    model = ModelField(section="Model", help="Suggested or typed: any name is sent. Empty: the server's own.")
