"""Controls for a response's structured parameters, over the control that holds their JSON or text."""

from typing import Any

from playground.library.widgets import ToolList
from playground.params.widgets import Editor, Line

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
SUMMARIES = ("auto", "concise", "detailed")


class Tools(ToolList):
    """Functions of the library, and the built-in tools, each edited in a dialog of its own."""

    template_name = "responses/widgets/tools.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        from .tool_forms import TOOL_FORMS

        built_in = [(kind, form.title) for kind, form in TOOL_FORMS.items()]
        return {**super().get_context(name, value, attrs), "built_in": built_in}


class TextFormat(Editor):
    """The kind of answer, its schema, and the verbosity."""

    template_name = "responses/widgets/text.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        kinds = ("text", "json_object", "json_schema")
        return {
            **super().get_context(name, value, attrs),
            "kinds": kinds,
            "verbosities": ("low", "medium", "high"),
        }


class Reasoning(Editor):
    """Effort and summary side by side."""

    template_name = "responses/widgets/reasoning.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        lists = {"effort": EFFORTS, "summary": SUMMARIES}
        return {**super().get_context(name, value, attrs), "lists": lists}


class PreviousResponse(Line):
    """The id of a response, typed or picked from the tree of those made here."""

    template_name = "responses/widgets/previous.html"
