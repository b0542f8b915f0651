"""The declaration of an embedding: https://platform.openai.com/docs/api-reference/embeddings/create"""

from typing import Any

from django import forms

from playground.openai import families
from playground.params.fields import ChoiceField, IntegerField, ModelField, TextField, TextOrJSONField
from playground.params.forms import OperationForm
from playground.params.json_text import JSONTextError, read_json

from .inputs import items, problem


class InputField(TextOrJSONField):
    """Text that is one input, or JSON: a list of texts, of token ids, or of lists of those."""

    def read(self, text: str) -> Any:
        # A brace begins a text like any other letter: no input is an object.
        return text.replace("\r\n", "\n") if text.lstrip().startswith("{") else super().read(text)

    def checked(self, value: Any) -> Any:
        if words := problem(value):
            self.refuse(words)
        return value


class EmbeddingForm(OperationForm):
    """All parameters of an embedding; `labels` is the page's own: a JSON list that colours the map, one an input."""

    operation = "create_embedding"
    sections = {"Model": True, "Advanced": False}

    labels = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    input = InputField(
        kind=list,
        section=None,
        required=True,
        help="Text for one input, or a JSON list of up to 2,048 texts or lists of token ids.",
    )
    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")
    dimensions = IntegerField(
        section="Model",
        min=1,
        default="The model's own",
        models=families.ONLY_EMBEDDING_3,
        help="Shorter vectors, cut and scaled by the server.",
    )
    encoding_format = ChoiceField(
        section="Model",
        options=("float", "base64"),
        default="float",
        help="How the numbers travel. base64 is a quarter of the size; the vectors are the same.",
    )
    user = TextField(section="Model", help="A stable id of your end user.")

    def clean_labels(self) -> list[str]:
        """A label for each input; none where they do not fit."""
        try:
            labels = read_json(self.cleaned_data["labels"] or "[]")
        except JSONTextError:
            return []
        return [str(label) for label in labels] if isinstance(labels, list) else []

    def kept_labels(self) -> list[str]:
        labels: list[str] = self.cleaned_data["labels"]
        return labels if len(labels) == len(items(self.request_params().get("input"))) else []
