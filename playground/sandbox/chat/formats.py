"""What `response_format` demands."""

from typing import Any

from ..errors import bad_request
from ..parameters import missing
from ..schema_rules import check_name, check_schema, check_strict
from .messages import text_of


def check_response_format(params: dict[str, Any]) -> None:
    wanted = params.get("response_format", {"type": "text"})
    if wanted["type"] == "json_object" and not any("json" in text_of(m).lower() for m in params["messages"]):
        raise bad_request(
            "'messages' must contain the word 'json' in some form, "
            "to use 'response_format' of type 'json_object'.",
            "messages",
        )
    if wanted["type"] == "json_schema":
        format_ = wanted["json_schema"]
        check_name(format_["name"], "response_format.json_schema.name")
        if format_.get("schema") is None:
            raise missing("response_format.json_schema.schema")
        where = f"response_format '{format_['name']}'"
        check_schema(format_["schema"], where, "response_format", None)
        if format_.get("strict"):
            check_strict(format_["schema"], where, "response_format")
