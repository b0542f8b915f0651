"""Controls for parameters that hold tools or a response format: rows over the control that holds their JSON."""

from typing import Any

from playground.params.widgets import Editor


class ToolList(Editor):
    """A list of tools, each a row that is edited in a dialog."""

    template_name = "library/widgets/tools.html"


class ResponseFormat(Editor):
    """The kind of answer, and the schema that it has to fit."""

    template_name = "library/widgets/response_format.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "kinds": ("text", "json_object", "json_schema")}
